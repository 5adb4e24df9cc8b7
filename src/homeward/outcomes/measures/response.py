"""How soon people are seen."""

from typing import TYPE_CHECKING

from homeward.outcomes.measures.parts import Parts
from homeward.outcomes.measures.shapes import amounts, answered

if TYPE_CHECKING:
    import ibis.expr.types as ir

TWO_HOURS, TWO_HOURS_NOT_RIGHT, TWO_DAYS, TWO_DAYS_NOT_RIGHT = "05", "07", "06", "08"
"""Codes of clocks. Source: NHS Data Model and Dictionary, WAITING TIME MEASUREMENT TYPE."""


def two_hour(referrals: "ir.Table") -> Parts:
    """Two-hour clocks that were stopped, and those of them for which the rule says that the standard was met."""
    return _standard(referrals, TWO_HOURS, TWO_HOURS_NOT_RIGHT)


def two_hour_referrals(referrals: "ir.Table") -> Parts:
    """Crisis referrals, and those of them that need an answer within two hours."""
    counts = referrals.clock_code == TWO_HOURS
    return Parts(
        belongs=referrals.clock_code.isin([TWO_HOURS, TWO_HOURS_NOT_RIGHT]),
        counts=counts,
        meets=counts,
    )


def two_day(referrals: "ir.Table") -> Parts:
    """Two-day clocks that were stopped, and those of them for which the rule says that the standard was met."""
    return _standard(referrals, TWO_DAYS, TWO_DAYS_NOT_RIGHT)


def wait(referrals: "ir.Table") -> Parts:
    """Referrals with a first contact after their clock started, and the minutes between."""
    return amounts(referrals.referral_id.notnull(), referrals.wait_minutes)


def wait_to_start(referrals: "ir.Table") -> Parts:
    """Referrals with a first contact, and the midnights between receipt and it."""
    return amounts(referrals.referral_id.notnull(), referrals.start_days)


def _standard(referrals: "ir.Table", clock: str, not_right: str) -> Parts:
    asked = answered(referrals.clock_code == clock, referrals.standard_met)
    return Parts(belongs=referrals.clock_code.isin([clock, not_right]), counts=asked.counts, meets=asked.meets)
