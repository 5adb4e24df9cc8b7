"""Series made for tests: a straight trend, a step and a change of slope, and what chance adds."""

from collections.abc import Callable
from datetime import date

import numpy as np

from homeward.outcomes.evaluation.months import Month
from homeward.outcomes.evaluation.panel import Panel, panel_of
from homeward.outcomes.evaluation.series import Kind, Series

START = date(2025, 1, 1)


def months(count: int, first: date = date(2023, 1, 1)) -> list[date]:
    """The first days of so many months from one on."""
    return [date(first.year + (first.month - 1 + i) // 12, (first.month - 1 + i) % 12 + 1, 1) for i in range(count)]


def made(
    count: int, value: Callable[[int], float | None], *, kind: Kind = "percent", area: str = "Pellbridge"
) -> Series:
    """A series of so many months from January 2023; the value follows from the month's number."""
    return Series(area, kind, tuple(Month(start, value(i)) for i, start in enumerate(months(count))))


def chance(count: int, spread: float, seed: int = 7) -> list[float]:
    """What chance adds to each month: the same for the same seed."""
    return [float(x) for x in np.random.default_rng(seed).normal(0.0, spread, count)]


def panel_with(
    starts: dict[str, date | None], *, effect: float, spread: float = 1.0, count: int = 36, seed: int = 11
) -> Panel:
    """Areas that differ by a constant and share each month's ups and downs; the effect is added from each start on."""
    noise = np.random.default_rng(seed)
    shared = noise.normal(0.0, 2.0, count)
    series = []
    for i, (area, start) in enumerate(starts.items()):
        own = noise.normal(0.0, spread, count)
        first = months(count)
        values = [
            60.0 + 3.0 * i + shared[j] + own[j] + (effect if start is not None and first[j] >= start else 0.0)
            for j in range(count)
        ]
        series.append(made(count, lambda j, v=values: float(v[j]), area=area))  # type: ignore[misc]
    return panel_of(series, starts)
