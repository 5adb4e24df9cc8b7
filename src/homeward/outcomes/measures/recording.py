"""Whether the recording can be believed."""

from typing import TYPE_CHECKING

from homeward.outcomes.measures.parts import Parts
from homeward.outcomes.measures.shapes import all_of, amounts

if TYPE_CHECKING:
    import ibis.expr.types as ir


def contacts_per_referral(referrals: "ir.Table") -> Parts:
    """Two-hour referrals, and the contacts that followed them."""
    return amounts(referrals.clock_code == "05", referrals.contacts)


def contacts_without_length(contacts: "ir.Table") -> Parts:
    """Contacts that reached somebody, and those whose length nobody wrote down."""
    return Parts(
        belongs=contacts.contact_id.notnull(),
        counts=contacts.reached,
        meets=contacts.reached & contacts.minutes.isnull(),
    )


def without_need(referrals: "ir.Table") -> Parts:
    """Referrals, and those without a need."""
    return all_of(referrals.referral_id.notnull(), referrals.need == "")


def without_locality(referrals: "ir.Table") -> Parts:
    """Referrals, and those of people whose part of the borough is not known."""
    return all_of(referrals.referral_id.notnull(), referrals.locality.isin(["", "not_known"]))


def without_ethnicity(referrals: "ir.Table") -> Parts:
    """Referrals, and those of people whose ethnic group nobody wrote down; not wanting to say is an answer."""
    return all_of(referrals.referral_id.notnull(), referrals.ethnicity.isin(["", "not_known"]))


def contact_before_start(referrals: "ir.Table") -> Parts:
    """Referrals with a first contact, and those whose contact was recorded before the clock started."""
    return all_of(referrals.first_contact_at.notnull(), referrals.excluded_because == "contact_before_clock_start")
