"""Every measure counted a second time: slowly, row by row, in plain Python, by other code than the measures' own."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

Fact = dict[str, Any]
Slow = tuple[int, int, int, dict[str, float | None]]
"""Numerator, denominator, excluded, figures."""


def slow_count(
    measure: str, facts: Sequence[Fact], *, dated: str, period: str, by: str
) -> dict[tuple[date, str], Slow]:
    """Every period and group in which the measure has rows."""
    gathered: dict[tuple[date, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        day = fact[{"received": "received_on", "start": "clock_start_on", "stop": "clock_stop_on"}[dated]]
        if day is not None and SLOW[measure][0](fact):
            first = day.replace(day=1)
            while period == "week" and day.weekday() != 0:
                day -= timedelta(days=1)
            gathered[first if period == "month" else day, fact[by] if by else ""].append(fact)
    return {place: SLOW[measure][1](rows) for place, rows in gathered.items()}


def quantile(values: Sequence[int], share: float) -> float | None:
    """The value that lies `share` of the way along the sorted values, in proportion between the two nearest."""
    if not values:
        return None
    ordered = sorted(values)
    along = share * (len(ordered) - 1)
    below = int(along)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (along - below)


def _two_hour(rows: list[Fact]) -> Slow:
    answered = [fact for fact in rows if fact["clock_code"] == "05" and fact["standard_met"] is not None]
    met = [fact for fact in answered if fact["standard_met"]]
    percent = 100 * len(met) / len(answered) if answered else None
    return len(met), len(answered), len(rows) - len(answered), {"percent": percent}


def _received(rows: list[Fact]) -> Slow:
    return len(rows), len(rows), 0, {"count": len(rows)}


def _wait(rows: list[Fact]) -> Slow:
    waits = [fact["wait_minutes"] for fact in rows if fact["wait_minutes"] is not None]
    return (
        len(waits),
        len(waits),
        len(rows) - len(waits),
        {"median": quantile(waits, 0.5), "p90": quantile(waits, 0.9)},
    )


SLOW = {
    "two_hour_response": (lambda fact: fact["clock_code"] in ("05", "07"), _two_hour),
    "referrals_received": (lambda fact: True, _received),
    "wait_to_first_contact": (lambda fact: True, _wait),
}
"""For each measure: is it about this row, and how the rows are counted."""
