"""What causes and limits mean: better or worse, and whether a target is met. Source: NHS England, Making Data Count."""

from homeward.outcomes.spc.parts import Assurance, Better, Cause, Kind

GOOD: dict[Better, int] = {"higher": 1, "lower": -1, "neither": 0}
"""The direction of a cause that is an improvement."""


def kind_of(cause: Cause, better: Better) -> Kind:
    """A cause as improvement or concern; as high or low where neither direction is better."""
    if cause is Cause.COMMON:
        return Kind.COMMON
    if better == "neither":
        return Kind.NEUTRAL_HIGH if cause.direction > 0 else Kind.NEUTRAL_LOW
    return Kind.IMPROVEMENT if cause.direction == GOOD[better] else Kind.CONCERN


def assurance_of(lower: float | None, upper: float | None, *, better: Better, target: float | None) -> Assurance | None:
    """Whether the target lies beyond the last limits. On a limit, or without limits, is hit or miss.

    None without a target, or where neither direction is better.
    """
    if target is None or better == "neither":
        return None
    if lower is None or upper is None or lower <= target <= upper:
        return Assurance.HIT_OR_MISS
    target_is_easy = target < lower if better == "higher" else target > upper
    return Assurance.MET if target_is_easy else Assurance.NOT_MET
