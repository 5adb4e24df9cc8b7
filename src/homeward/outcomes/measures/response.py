"""How soon people are seen."""

from typing import TYPE_CHECKING

from homeward.outcomes.measures.parts import Parts

if TYPE_CHECKING:
    import ibis.expr.types as ir


def two_hour(referrals: "ir.Table") -> Parts:
    """Two-hour clocks that were stopped, and those of them for which the rule says that the standard was met."""
    counts = (referrals.clock_code == "05") & referrals.standard_met.notnull()
    return Parts(
        belongs=referrals.clock_code.isin(["05", "07"]),
        counts=counts,
        meets=counts & referrals.standard_met.fill_null(False),
    )


def wait(referrals: "ir.Table") -> Parts:
    """Referrals with a first contact after their clock started, and the minutes between."""
    seen = referrals.wait_minutes.notnull()
    return Parts(
        belongs=referrals.referral_id.notnull(),
        counts=seen,
        meets=seen,
        amount=referrals.wait_minutes.cast("float64"),
    )
