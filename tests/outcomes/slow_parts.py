"""What is to be kept beside the facts, counted a second time: row by row, group by group, day by day."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from homeward.outcomes.facts import TABLES
from tests.outcomes.slow_words import SLOW, Fact

GROUPINGS = [
    *("", "partnership", "pathway", "model", "organisation", "locality", "source", "need"),
    *("age_band", "ethnicity", "deprivation", "locality,pathway"),
]
Part = tuple[str, str, str, date, str, str, str]
"""Event, grouping, measure, first day, origin, first group, second group."""


def slow_parts(table: str, dated: dict[str, Sequence[str]], rows: Sequence[Fact]) -> dict[Part, list[float]]:
    """n, d, x, s, ss and w of every part; `dated` are the table's measures with the events each is counted by."""
    parts: dict[Part, list[float]] = defaultdict(lambda: [0, 0, 0, 0.0, 0.0, 0.0])
    for row in rows:
        for code, events in dated.items():
            if SLOW[code].about(row):
                for event in events:
                    for place in _places(table, code, event, row):
                        parts[place] = [sum(pair) for pair in zip(parts[place], _sums(code, row), strict=True)]
    return dict(parts)


def slow_amounts(table: str, dated: dict[str, Sequence[str]], rows: Sequence[Fact]) -> dict[tuple[Any, ...], int]:
    """How often each amount occurs: event, measure, day, origin and amount."""
    times: dict[tuple[Any, ...], int] = defaultdict(int)
    for row in rows:
        for code, events in dated.items():
            slow = SLOW[code]
            if slow.about(row) and slow.counts(row):
                assert slow.amount is not None
                for event in events:
                    day = row[f"{TABLES[table].event(event).column}_on"]
                    if day is not None:
                        times[event, code, day, row["origin"], float(slow.amount(row))] += 1
    return dict(times)


def _places(table: str, code: str, event: str, row: Fact) -> Iterator[Part]:
    day = row[f"{TABLES[table].event(event).column}_on"]
    if day is None:
        return
    for grouping in GROUPINGS:
        names = [name for name in grouping.split(",") if name]
        groups = [*(row[name] for name in names), "", ""][:2]
        yield event, grouping, code, _first_shared(day) if names else day, row["origin"], groups[0], groups[1]


def _first_shared(day: date) -> date:
    """The first of the days that are in the same week and in the same month."""
    while day.weekday() != 0 and day.day != 1:
        day -= timedelta(days=1)
    return day


def _sums(code: str, row: Fact) -> list[float]:
    slow = SLOW[code]
    if not slow.counts(row):
        return [0, 0, 1, 0.0, 0.0, 0.0]
    amount = float(slow.amount(row)) if slow.amount else 0.0
    weight = float(slow.weight(row)) if slow.weight else 0.0
    return [int(bool(slow.meets(row))), 1, 0, amount, amount * amount, weight]


def subsets(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Every choice of none, one or two."""
    return [chosen for many in (0, 1, 2) for chosen in combinations(names, many)]
