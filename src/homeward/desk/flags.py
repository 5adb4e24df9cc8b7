"""What must be known before anyone rings or knocks: flags from every referral of a person, the newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from homeward.partnership.models import Member
from homeward.people.models import Person
from homeward.referrals.models import Referral
from homeward.referrals.queries import referrals_seen_by


@dataclass(frozen=True, slots=True)
class Flag:
    """One warning, as its referrer gave it, and when it was last said."""

    category: str
    text: str
    said_at: datetime


def flags_of(referrals: Iterable[Referral]) -> tuple[Flag, ...]:
    """The flags of these referrals, the newest first; the same warning said twice is shown once, with its latest date.

    A flag does not end with its referral: nobody has said that the danger is over.
    """
    found: dict[tuple[str, str], Flag] = {}
    for referral in sorted(referrals, key=lambda one: one.received_at, reverse=True):
        for flag in referral.warnings:
            category = flag.get("category") or "Flag"
            text = flag.get("text") or flag.get("code") or ""
            found.setdefault((category, text), Flag(category, text, referral.received_at))
    return tuple(found.values())


def warnings_about(viewer: Member, person: Person) -> tuple[Flag, ...]:
    """What the viewer must know before ringing or knocking, from every referral of the person that they may see."""
    return flags_of(referrals_seen_by(viewer).select_related(None).filter(person=person))
