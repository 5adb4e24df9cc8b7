"""How soon people are seen."""

from typing import TYPE_CHECKING

from homeward.outcomes.measures.parts import Parts

if TYPE_CHECKING:
    import ibis.expr.types as ir


def two_hour(referrals: "ir.Table") -> Parts:
    """The share of stopped two-hour clocks for which the rule says that the standard was met, in percent."""
    counts = (referrals.clock_code == "05") & referrals.standard_met.notnull()
    meets = counts & referrals.standard_met.fill_null(False)
    return Parts(
        belongs=referrals.clock_code.isin(["05", "07"]),
        counts=counts,
        meets=meets,
        figures={"percent": meets.sum().cast("float64") * 100.0 / counts.sum().nullif(0)},
    )


def wait(referrals: "ir.Table") -> Parts:
    """The median and the 90th percentile of minutes waited, in proportion between the two nearest waits."""
    seen = referrals.wait_minutes.notnull()
    minutes = referrals.wait_minutes.cast("float64")
    return Parts(
        belongs=referrals.referral_id.notnull(),
        counts=seen,
        meets=seen,
        figures={"median": minutes.quantile(0.5), "p90": minutes.quantile(0.9)},
    )
