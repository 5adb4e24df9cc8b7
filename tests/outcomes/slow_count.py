"""Every measure counted a second time: slowly, row by row, in plain Python, by other code than the measures' own."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from homeward.outcomes.definitions import Figure, measure_called
from homeward.outcomes.facts import TABLES
from tests.outcomes.slow_words import SLOW, Fact

__all__ = ["SLOW", "Fact", "SlowCell", "quantile", "slow_count"]

Place = tuple[date, tuple[str, ...]]


@dataclass(frozen=True)
class SlowCell:
    """What a period and group come to: how many meet, count and are left out, and every figure by its code."""

    n: int
    d: int
    x: int
    figures: Mapping[str, float | None]


def slow_count(
    code: str, facts: Sequence[Fact], *, dated: str, period: str, by: Sequence[str] = (), first: date | None = None
) -> dict[Place, SlowCell]:
    """Every period and group in which the measure has rows. With the period "whole" they all begin on `first`."""
    measure = measure_called(code)
    column = TABLES[measure.table].event(dated).column
    gathered: dict[Place, list[Fact]] = defaultdict(list)
    for row in facts:
        day = row[f"{column}_on"]
        if day is not None and SLOW[code].about(row):
            start = first if period == "whole" and first else _start(day, period)
            gathered[start, tuple(row[name] for name in by)].append(row)
    return {place: _cell(code, rows, measure.figures) for place, rows in gathered.items()}


def _start(day: date, period: str) -> date:
    while (period == "week" and day.weekday() != 0) or (period == "month" and day.day != 1):
        day -= timedelta(days=1)
    return day


def _cell(code: str, rows: list[Fact], figures: Sequence[Figure]) -> SlowCell:
    slow = SLOW[code]
    counted = [row for row in rows if slow.counts(row)]
    met = [row for row in counted if slow.meets(row)]
    amounts = [_exact(slow.amount(row)) for row in counted] if slow.amount else []
    weights = [_exact(slow.weight(row)) for row in counted] if slow.weight else []
    worked_out = {one.code: _figure(one, len(met), len(counted), amounts, weights) for one in figures}
    return SlowCell(len(met), len(counted), len(rows) - len(counted), worked_out)


def _figure(figure: Figure, met: int, counted: int, amounts: list[Fraction], weights: list[Fraction]) -> float | None:
    kind, times = figure.kind.value, _exact(figure.scale)
    if kind == "count":
        return met
    if counted == 0:
        return None
    if kind == "percent":
        return 100 * met / counted
    if kind == "total":
        return float(times * sum(amounts))
    if kind == "mean":
        return float(times * sum(amounts) / counted)
    if kind == "ratio":
        return float(times * sum(amounts) / sum(weights)) if sum(weights) else None
    return quantile(amounts, {"median": Fraction(1, 2), "p90": Fraction(9, 10)}[kind])


def _exact(number: Any) -> Fraction:
    return Fraction(str(number))


def quantile(values: Sequence[Fraction | int], share: Fraction) -> float | None:
    """The value that lies `share` of the way along the sorted values, in proportion between the two nearest."""
    if not values:
        return None
    ordered = sorted(values)
    along = share * (len(ordered) - 1)
    below = int(along)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (ordered[above] - ordered[below]) * (along - below))
