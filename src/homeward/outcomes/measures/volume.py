"""How many come."""

from typing import TYPE_CHECKING

from homeward.outcomes.measures.parts import Parts

if TYPE_CHECKING:
    import ibis.expr.types as ir


def referrals_received(referrals: "ir.Table") -> Parts:
    """How many referrals were received."""
    every = referrals.referral_id.notnull()
    return Parts(belongs=every, counts=every, meets=every, figures={"count": every.sum()})
