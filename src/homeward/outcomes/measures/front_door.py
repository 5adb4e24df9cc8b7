"""How many come, and what is decided at the front door."""

from typing import TYPE_CHECKING

from homeward.outcomes.measures.parts import Parts
from homeward.outcomes.measures.shapes import all_of

if TYPE_CHECKING:
    import ibis.expr.types as ir


def received(referrals: "ir.Table") -> Parts:
    """Every referral received."""
    return all_of(referrals.referral_id.notnull())


def accepted(referrals: "ir.Table") -> Parts:
    """Of the referrals that were decided, those accepted."""
    return _of_decided(referrals, "accepted")


def redirected(referrals: "ir.Table") -> Parts:
    """Of the referrals that were decided, those sent on to somebody else."""
    return _of_decided(referrals, "redirected")


def declined(referrals: "ir.Table") -> Parts:
    """Of the referrals that were decided, those declined."""
    return _of_decided(referrals, "declined")


def undecided(referrals: "ir.Table") -> Parts:
    """Of all referrals received, those without a decision when the facts were written."""
    return all_of(referrals.referral_id.notnull(), referrals.triage_outcome == "undecided")


def _of_decided(referrals: "ir.Table", outcome: str) -> Parts:
    decided = referrals.triage_outcome != "undecided"
    return Parts(
        belongs=referrals.referral_id.notnull(), counts=decided, meets=decided & (referrals.triage_outcome == outcome)
    )
