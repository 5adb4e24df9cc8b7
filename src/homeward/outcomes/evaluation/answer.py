"""What an evaluation comes back with."""

from dataclasses import dataclass
from enum import StrEnum

from homeward.outcomes.evaluation.months import Month


class CannotSay(ValueError):
    """There is not enough, or not the right thing, to say anything from. The message says what is missing."""


class TooFewMonths(CannotSay):
    """There are too few months. `more` is how many whole months are still to come; None when waiting does not help."""

    def __init__(self, says: str, *, more: int | None) -> None:
        super().__init__(says)
        self.more = more


class Way(StrEnum):
    """How a change was looked at."""

    BEFORE_AND_AFTER = "before_and_after"
    AGAINST_OTHERS = "against_others"
    PHASED_AGAINST_OTHERS = "phased_against_others"
    STEP_BY_STEP = "step_by_step"


WAY_NAMES: dict[Way, str] = {
    Way.BEFORE_AND_AFTER: "Before and after",
    Way.AGAINST_OTHERS: "Against other areas",
    Way.PHASED_AGAINST_OTHERS: "Phased, against areas that had not changed yet",
    Way.STEP_BY_STEP: "Step by step",
}
TECHNICAL_NAMES: dict[Way, str] = {
    Way.BEFORE_AND_AFTER: "interrupted time series",
    Way.AGAINST_OTHERS: "difference in differences",
    Way.PHASED_AGAINST_OTHERS: "difference in differences with phased starts, Callaway and Sant’Anna 2021",
    Way.STEP_BY_STEP: "stepped wedge, linear mixed model",
}


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number with its 95% interval and its standard error, in the unit of what it belongs to."""

    name: str
    value: float
    low: float
    high: float
    error: float

    @property
    def includes_none(self) -> bool:
        """True when the interval includes no difference at all."""
        return self.low <= 0.0 <= self.high


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found.

    `effect` is in the measure's unit (percentage points for a share), or in percent when `relative`. `terms` are the
    numbers behind it. `drawn` are the values of a chart, when there is one, with `fitted` and `expected` for the same
    months: `expected` is what would have followed without the change, from its start on.
    """

    way: Way
    effect: Estimate
    relative: bool
    months: int
    months_before: int
    months_after: int
    areas: int
    terms: tuple[Estimate, ...]
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]
    sentence: str
    drawn: tuple[Month, ...] = ()
    fitted: tuple[float | None, ...] = ()
    expected: tuple[float | None, ...] = ()
