"""Whether help stood in for a hospital, and whether somebody went into hospital soon after it began.

Nothing here shows that an admission was avoided: it is an estimate, which says what would otherwise have been done.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from homeward.kit.london import london_date

INSTEAD_SOURCES = frozenset({"ambulance_999", "nhs_111"})
"""Sources whose usual next step for somebody in a crisis is an ambulance or the emergency department.

Which sources these are is an assumption of this project; no national list was found.
"""
STEP_UP = "step_up"


def instead_of_hospital(source: str, came_from: Sequence[str]) -> bool:
    """Whether the referrer's alternative was an ambulance or the emergency department.

    That is so of a referral by 999 or 111, and of any step up to an @home ward, which gives the care of a hospital bed.
    `came_from` are codes of where somebody was before each stay on it.
    """
    return source in INSTEAD_SOURCES or any(one.startswith(STEP_UP) for one in came_from)


@dataclass(frozen=True, slots=True)
class Stay:
    """A hospital stay: the London day it began, and the instant it ended (None: it goes on)."""

    admitted_on: date
    left_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What is known of somebody since the first contact, to say whether they went into hospital.

    `stays` of any spell of help, and `admitted_on` the day on which help ended because they went into hospital.
    `helped_until` is the last day somebody looked after them (None: they do still), and `died_on` the day of death.
    `not_back_until` is the day until which they said, weeks later, that they had not been in hospital since the help:
    None when nobody asked, they could not say, or they had been.
    """

    stays: Sequence[Stay] = ()
    admitted_on: date | None = None
    helped_until: date | None = None
    died_on: date | None = None
    not_back_until: date | None = None


def admitted_within(days: int, *, first_contact_at: datetime | None, known: Watched, today: date) -> bool | None:
    """Whether somebody went into hospital within so many days of the first contact.

    None until the days are over, so that every referral is known for as long, and when nobody can know: help ended
    sooner, and nobody was told afterwards. Every stay counts as unplanned, since the record does not say which were
    planned. A stay that was over before the contact is the one they came home from.
    """
    if first_contact_at is None:
        return None
    seen_on = london_date(first_contact_at)
    last = seen_on + timedelta(days=days)
    if today <= last:
        return None
    began = [one.admitted_on for one in known.stays if _is_after(one, first_contact_at)]
    began += [known.admitted_on] if known.admitted_on else []
    if any(seen_on <= day <= last for day in began):
        return True
    helped = known.helped_until is None or known.helped_until >= last
    said = known.not_back_until is not None and known.not_back_until >= last
    died = known.died_on is not None and known.died_on <= last
    return False if helped or said or died else None


def _is_after(stay: Stay, contact: datetime) -> bool:
    """True when a stay began after a contact: on a later day, or that day and it was not over yet at the contact."""
    seen_on = london_date(contact)
    return stay.admitted_on > seen_on or (
        stay.admitted_on == seen_on and (stay.left_at is None or stay.left_at > contact)
    )
