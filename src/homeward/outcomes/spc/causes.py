"""The rules that mark points of one group, each a row of 1 (high or rising), -1 (low or falling) and 0 (nothing).

Source: NHS England, Making Data Count, as worked out in NHSRplotthedots 0.2.2.
"""

from collections.abc import Sequence
from itertools import pairwise

from homeward.outcomes.spc.limits import Limits
from homeward.outcomes.spc.parts import Cause

WINDOW, AT_LEAST_NEAR = 3, 2


def sign(value: float) -> int:
    """1, 0 or -1."""
    return (value > 0) - (value < 0)


def outside(values: Sequence[float], limits: Limits) -> list[int]:
    """Which values lie beyond a limit. A value on the limit does not."""
    if limits.lower is None or limits.upper is None:
        return [0] * len(values)
    return [(y > limits.upper) - (y < limits.lower) for y in values]


def near(values: Sequence[float], limits: Limits) -> list[int]:
    """Which values lie beyond two thirds of the way to a limit, and not outside it."""
    if limits.near_lower is None or limits.near_upper is None:
        return [0] * len(values)
    beyond = [(y > limits.near_upper) - (y < limits.near_lower) for y in values]
    return [0 if out else close for out, close in zip(outside(values, limits), beyond, strict=True)]


def sides(values: Sequence[float], mean: float) -> list[int]:
    """On which side of the mean each value lies."""
    return [sign(y - mean) for y in values]


def trend(values: Sequence[float], points: int) -> list[int]:
    """Values in a run of at least `points` that each rise, or each fall; two the same end a run.

    A value that ends one trend and begins another belongs to the one on its right.
    """
    steps = [sign(after - before) for before, after in pairwise(values)]
    marked = [0] * len(values)
    for start in range(len(values) - points + 1):
        direction = steps[start]
        if direction and all(step == direction for step in steps[start : start + points - 1]):
            marked[start : start + points] = [direction] * points
    return marked


def two_of_three(side: Sequence[int], close: Sequence[int]) -> list[int]:
    """Values near a limit, where of three in a row on one side of the mean two are. Only the near ones are marked."""
    marked = [0] * len(side)
    for start in range(len(side) - WINDOW + 1):
        window = range(start, start + WINDOW)
        if abs(sum(side[i] for i in window)) == WINDOW and sum(close[i] != 0 for i in window) >= AT_LEAST_NEAR:
            for i in window:
                marked[i] = close[i] or marked[i]
    return marked


def shift(side: Sequence[int], points: int) -> list[int]:
    """Values in a run of at least `points` on one side of the mean; a value on the mean ends a run."""
    marked = [0] * len(side)
    for start in range(len(side) - points + 1):
        direction = side[start]
        if direction and all(one == direction for one in side[start : start + points]):
            marked[start : start + points] = [direction] * points
    return marked


def causes(values: Sequence[float], limits: Limits, *, trend_points: int, shift_points: int) -> list[Cause]:
    """For each value the first rule that marks it: outside, trend, two of three, shift."""
    side = sides(values, limits.mean)
    rules = (
        outside(values, limits),
        trend(values, trend_points),
        two_of_three(side, near(values, limits)),
        shift(side, shift_points),
    )
    return [_first(marks) for marks in zip(*rules, strict=True)]


_NAMES = (
    {1: Cause.ABOVE_LIMIT, -1: Cause.BELOW_LIMIT},
    {1: Cause.TREND_UP, -1: Cause.TREND_DOWN},
    {1: Cause.TWO_OF_THREE_HIGH, -1: Cause.TWO_OF_THREE_LOW},
    {1: Cause.SHIFT_HIGH, -1: Cause.SHIFT_LOW},
)


def _first(marks: Sequence[int]) -> Cause:
    return next((names[mark] for names, mark in zip(_NAMES, marks, strict=True) if mark), Cause.COMMON)
