"""What a chart of individual values and moving ranges (XmR) is made of: points, their causes, what the whole says."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

Better = Literal["higher", "lower", "neither"]
"""Which way a measure improves; "neither" where a change is neither good nor bad."""


class Cause(StrEnum):
    """Which rule marks a point, and on which side: the first that applies, in this order."""

    ABOVE_LIMIT = "above_limit"
    BELOW_LIMIT = "below_limit"
    TREND_UP = "trend_up"
    TREND_DOWN = "trend_down"
    TWO_OF_THREE_HIGH = "two_of_three_high"
    TWO_OF_THREE_LOW = "two_of_three_low"
    SHIFT_HIGH = "shift_high"
    SHIFT_LOW = "shift_low"
    COMMON = "common"

    @property
    def direction(self) -> int:
        """1 for high or rising, -1 for low or falling, 0 for common cause. Of a trend the direction counts."""
        if self is Cause.COMMON:
            return 0
        return 1 if self in _UPWARD else -1


_UPWARD = {Cause.ABOVE_LIMIT, Cause.TREND_UP, Cause.TWO_OF_THREE_HIGH, Cause.SHIFT_HIGH}


class Kind(StrEnum):
    """What a point's cause means for the people the measure is about."""

    COMMON = "common_cause"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


class Assurance(StrEnum):
    """Whether the process, as it runs now, meets its target: always, never, or sometimes by chance."""

    MET = "consistent_pass"
    NOT_MET = "consistent_fail"
    HIT_OR_MISS = "inconsistent"


@dataclass(frozen=True, slots=True)
class Point:
    """One value with its group's limits and what the rules say of it.

    `group` counts from 0 and goes up at each re-base. `side` is 1 above the mean, -1 below, 0 on it. Limits, `outside`
    and `near` are None where the group has no limits. `near` is beyond two thirds of the way to one, not outside.
    """

    x: date
    y: float
    group: int
    mean: float
    lower: float | None
    upper: float | None
    near_lower: float | None
    near_upper: float | None
    outside: bool | None
    side: int
    near: bool | None
    cause: Cause
    kind: Kind
    short_group: bool


@dataclass(frozen=True, slots=True)
class Xmr:
    """A whole series: its points by date, what the last of them says, and what to read with care.

    `variation` is None only where there is no point; `assurance` only without a target, without a point, or where
    neither direction is better. `left_out` are the dates that had no value.
    """

    points: tuple[Point, ...]
    better: Better
    target: float | None
    variation: Kind | None
    assurance: Assurance | None
    left_out: tuple[date, ...]
    warnings: tuple[str, ...]

    @property
    def last(self) -> Point | None:
        """The latest point, which the icons are about."""
        return self.points[-1] if self.points else None

    @property
    def last_group(self) -> tuple[Point, ...]:
        """The points since the last re-base."""
        return tuple(one for one in self.points if one.group == self.points[-1].group)
