"""How many come, and what is decided at the front door."""

from typing import TYPE_CHECKING

from homeward.outcomes.measures.parts import Parts

if TYPE_CHECKING:
    import ibis.expr.types as ir


def received(referrals: "ir.Table") -> Parts:
    """Every referral received."""
    every = referrals.referral_id.notnull()
    return Parts(belongs=every, counts=every, meets=every)
