"""Mean and limits of one group of values: natural process limits from the average moving range.

Sources: Wheeler, Understanding Variation (1993): limits at 2.66 average moving ranges from the mean; moving ranges
of 3.267 times their average are exceptional. NHS England, Making Data Count: near a limit is beyond two thirds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean

TO_LIMIT = 2.66
TO_NEAR_LIMIT = 2 * (TO_LIMIT / 3)
EXCEPTIONAL_RANGE = 3.267


@dataclass(frozen=True, slots=True)
class Limits:
    """The lines of one group. The four limits are None where there is no moving range to draw them from."""

    mean: float
    lower: float | None = None
    near_lower: float | None = None
    near_upper: float | None = None
    upper: float | None = None


def limits_of(values: Sequence[float], *, fix_after_n_points: int | None, screen_outliers: bool) -> Limits:
    """The lines of one group of at least one value, from its first `fix_after_n_points` or from all of it.

    Nothing is cut off at 0 or 100 %: the lines say how the process varies, not what is possible.
    """
    baseline = values[:fix_after_n_points]
    # Rounded once from the exact sum, so that a value that is the mean lies on it.
    centre = float(mean(baseline))
    average = average_moving_range(moving_ranges(baseline), screen_outliers=screen_outliers)
    if average is None:
        return Limits(centre)
    near, far = TO_NEAR_LIMIT * average, TO_LIMIT * average
    return Limits(centre, centre - far, centre - near, centre + near, centre + far)


def moving_ranges(values: Sequence[float]) -> list[float]:
    """How far each value is from the one before it: one fewer than there are values."""
    return [abs(after - before) for before, after in pairwise(values)]


def average_moving_range(ranges: Sequence[float], *, screen_outliers: bool) -> float | None:
    """The mean of the moving ranges; None without any. Screening leaves out exceptional ones, once.

    Where all values are the same every range is 0, and 0 is not less than 0: screening then leaves nothing.
    """
    if not ranges:
        return None
    average = float(mean(ranges))
    if not screen_outliers:
        return average
    kept = [one for one in ranges if one < EXCEPTIONAL_RANGE * average]
    return float(mean(kept)) if kept else None
