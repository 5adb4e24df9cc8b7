"""The rules of `limits` and `causes` for many groups at once: one column a group, one row a point, NaN after its end.

Loops go over points, of which there are tens, and each step is over all groups, of which there may be thousands.
"""

import numpy as np
from numpy.typing import NDArray

from homeward.outcomes.spc.causes import AT_LEAST_NEAR, WINDOW
from homeward.outcomes.spc.limits import EXCEPTIONAL_RANGE, TO_LIMIT, TO_NEAR_LIMIT
from homeward.outcomes.spc.settings import Settings

Floats = NDArray[np.float64]
Signs = NDArray[np.int8]
Flags = NDArray[np.bool_]

_SPLIT = 2.0**27 + 1


def lines_of(values: Floats, settings: Settings) -> tuple[Floats, Floats]:
    """Each group's mean, and its average moving range: NaN where it has none."""
    baseline = values[: settings.fix_after_n_points]
    inside = ~np.isnan(baseline)
    ranges = np.abs(np.diff(baseline, axis=0))
    ranged = inside[1:]
    average = mean_of(ranges, ranged)
    if settings.screen_outliers:
        with np.errstate(invalid="ignore"):
            ranged = ranged & (ranges < EXCEPTIONAL_RANGE * average)
        average = mean_of(ranges, ranged)
    return mean_of(baseline, inside), average


def mean_of(values: Floats, counted: Flags) -> Floats:
    """The mean of what is counted in each column, rounded once from a sum that keeps what it loses; NaN of none.

    Source: Dekker, A floating-point technique for extending the available precision (1971); Knuth's two-sum.
    """
    total, lost = np.zeros(values.shape[1]), np.zeros(values.shape[1])
    for row, there in zip(values, counted, strict=True):
        one = np.where(there, row, 0.0)
        new = total + one
        part = new - total
        lost += (total - (new - part)) + (one - part)
        total = new
    n = counted.sum(axis=0, dtype=np.float64)
    with np.errstate(invalid="ignore"):
        whole = total + lost
        lost -= whole - total
        first: Floats = np.divide(whole, n, out=np.full_like(whole, np.nan), where=n > 0)
        high = first * _SPLIT
        high -= high - first
        rest = ((whole - high * n) - (first - high) * n) + lost
        first += np.divide(rest, n, out=np.zeros_like(rest), where=n > 0)
    return first


def marks_of(values: Floats, mean: Floats, average: Floats, settings: Settings) -> tuple[Signs, Signs, list[Signs]]:
    """On which side of the mean and how near a limit each value is, and what each rule marks, in the order they apply.

    A comparison with NaN is false, so that nothing is outside or near in a group without limits, or after its end.
    """
    with np.errstate(invalid="ignore"):
        side = _sign(values, mean, mean)
        out = _sign(values, mean + TO_LIMIT * average, mean - TO_LIMIT * average)
        close = _sign(values, mean + TO_NEAR_LIMIT * average, mean - TO_NEAR_LIMIT * average)
        steps = np.zeros_like(side)
        steps[1:] = _sign(values[1:], values[:-1], values[:-1])
    close[out != 0] = 0
    rising = _runs(steps, settings.trend_points - 1, points=settings.trend_points)
    level = _runs(side, settings.shift_points, points=settings.shift_points)
    return side, close, [out, rising, _two_of_three(side, close), level]


def _sign(values: Floats, above: Floats, below: Floats) -> Signs:
    return (values > above).astype(np.int8) - (values < below).astype(np.int8)


def _runs(signs: Signs, long: int, *, points: int) -> Signs:
    """Marks `points` rows up to each end of a run of `long` equal signs; where two meet, the sign of the later one."""
    ends = np.zeros_like(signs)
    length = np.zeros(signs.shape[1], dtype=np.int32)
    before = np.zeros_like(signs[0]) if len(signs) else signs.ravel()
    for row, now in enumerate(signs):
        length = np.where(now == before, length + 1, 1)
        ends[row] = np.where(length >= long, now, 0)
        before = now
    marked = np.zeros_like(signs)
    left = np.zeros_like(length)
    current = np.zeros_like(before)
    for row in range(len(signs) - 1, -1, -1):
        marked[row] = np.where(left > 0, current, ends[row])
        ended = ends[row] != 0
        current = np.where(ended, ends[row], current)
        left = np.where(ended, points - 1, left - 1)
    return marked


def _two_of_three(side: Signs, close: Signs) -> Signs:
    marked = np.zeros_like(close)
    if len(side) < WINDOW:
        return marked
    windows = range(WINDOW)
    of = len(side) - WINDOW + 1
    one_side = np.abs(sum(side[i : i + of] for i in windows)) == WINDOW
    found = one_side & (sum((close[i : i + of] != 0).astype(np.int8) for i in windows) >= AT_LEAST_NEAR)
    for i in windows:
        marked[i : i + of] |= np.where(found, close[i : i + of], 0).astype(np.int8)
    return marked
