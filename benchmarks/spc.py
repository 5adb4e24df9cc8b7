"""Control charts of 100,000 series of 36 months at once, as of every measure of every team of a nation.

Two peers in the same run, each on fewer of the same series and scaled up: the usual way to write such rules for many
series, pandas group by group, and our own functions for one series at a time. Both must mark every point alike, or
nothing is measured. Times are of one process.
"""

import resource
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np

from benchmarks.result import Result, seconds

SERIES, MONTHS, FEWER = 100_000, 36, 400
SECONDS_ALLOWED = 10.0
TARGET = 70.0


def run() -> Iterator[Result]:
    """Measure, one result at a time."""
    from homeward.outcomes.spc.many import CAUSES, xmr_many

    values = _made_up()
    before = _memory()
    took = seconds(lambda: xmr_many(values, better="higher", target=TARGET), times=5, warm=1)
    grown = _memory() - before
    name = f"{SERIES:,} series of {MONTHS} points"
    yield Result(name, round(took, 2), "s", required=SECONDS_ALLOWED)
    yield Result("memory beyond the values, results included", round(grown), "MB")
    fewer = values[:FEWER]
    ours = [[CAUSES[code] for code in row] for row in xmr_many(fewer, better="higher", target=TARGET).cause]
    for peer, work in (("pandas, group by group", _in_pandas), ("one series at a time", _one_at_a_time)):
        if work(fewer) != ours:
            raise RuntimeError(f"{peer}: not every point is marked alike, so the times cannot be compared.")
        scaled = seconds(lambda work=work: work(fewer), times=3, warm=0) * SERIES / FEWER
        yield Result(name, round(took, 2), "s", f"{peer}, on {FEWER} and scaled", round(took / scaled, 4), 1.0)


def _made_up() -> Any:
    """Percentages that mostly only vary; some shift, some drift."""
    chance = np.random.default_rng(20261122)
    values = chance.normal(68, 6, (SERIES, MONTHS))
    values[::10, 20:] += 8
    values[::7] += np.linspace(0, 12, MONTHS)
    return values.round(1)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _one_at_a_time(rows: Any) -> list[list[str]]:
    from homeward.outcomes.spc import xmr

    days = [date(2023, 1, 1) + timedelta(days=30 * month) for month in range(MONTHS)]
    return [[point.cause for point in xmr(days, row, better="higher", target=TARGET).points] for row in rows.tolist()]


def _in_pandas(rows: Any) -> list[list[str]]:
    """The same rules as they are usually written for a table with a row for each point."""
    import pandas as pd

    table = pd.DataFrame({"series": np.repeat(np.arange(len(rows)), MONTHS), "y": rows.ravel()})
    return [_rules_in_pandas(group) for _, group in table.groupby("series")["y"]]


def _rules_in_pandas(y: Any) -> list[str]:
    import pandas as pd

    mean, ranges = y.mean(), y.diff().abs()
    average = ranges[ranges < 3.267 * ranges.mean()].mean()
    away = y - mean
    outside, near = away.abs() > 2.66 * average, away.abs() > 2 * (2.66 / 3) * average
    side, step = np.sign(away), np.sign(y.diff())
    three = (side.rolling(3).sum().abs() == 3) & ((near & ~outside).astype(float).rolling(3).sum() >= 2)
    marks = [
        side.where(outside, 0),
        _trend(step),
        side.where(near & ~outside & _reach(three, 3), 0),
        side.where(_reach(side.rolling(7).sum().abs() == 7, 7), 0),
    ]
    names = [
        ("above_limit", "below_limit"),
        ("trend_up", "trend_down"),
        ("two_of_three_high", "two_of_three_low"),
        ("shift_high", "shift_low"),
    ]
    said = pd.Series("common", index=y.index)
    for mark, (high, low) in reversed(list(zip(marks, names, strict=True))):
        said = said.mask(mark > 0, high).mask(mark < 0, low)
    return said.tolist()


def _reach(ends: Any, long: int) -> Any:
    """Every row of a window of this length whose last row is true."""
    return ends[::-1].astype(float).rolling(long, min_periods=1).max()[::-1] > 0


def _trend(step: Any) -> Any:
    """The direction of the last trend of seven that holds each row."""
    ends = step.where(step.rolling(6).sum().abs() == 6)
    found = ends.shift(-6)
    for ahead in range(5, -1, -1):
        found = found.fillna(ends.shift(-ahead))
    return found.fillna(0)
