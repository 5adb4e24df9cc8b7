"""Whom to ask, when, how, and for how long an address or a form is taken back."""

from datetime import datetime, timedelta
from enum import StrEnum

from homeward.kit.london import end_of_day_after
from homeward.voice.schema import Audience, Timing


class Mode(StrEnum):
    """How somebody answers."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    ON_PAPER = "on_paper"
    OWN_DEVICE = "own_device"
    ONLINE_STAFF = "online_staff"


MODE_NAMES: dict[Mode, str] = {
    Mode.IN_PERSON: "Asked in person",
    Mode.PHONE: "Asked by phone",
    Mode.ON_PAPER: "On paper",
    Mode.OWN_DEVICE: "On a screen, by themselves",
    Mode.ONLINE_STAFF: "Online, signed in",
}


class Proxy(StrEnum):
    """Who answers for somebody who cannot."""

    FAMILY = "family"
    ADVOCATE = "advocate"
    STAFF = "staff"


PROXY_NAMES: dict[Proxy, str] = {
    Proxy.FAMILY: "Family or a carer, for them",
    Proxy.ADVOCATE: "An advocate, for them",
    Proxy.STAFF: "A member of staff, for them",
}

TWELVE_WEEKS = timedelta(weeks=12)
NEARLY = timedelta(weeks=2)
"""Two weeks before the twelve are over, asking is about how it is now and no longer about the end."""

ONE_DAY = timedelta(hours=24)
"""How long an address works that is opened there and then."""
DAYS_BY_POST = 21
"""How many days a form or an address that goes by post is taken back."""


def timing_now(ended_at: datetime | None, now: datetime) -> Timing:
    """When in somebody's help it is now: during it, at its end, or twelve weeks later (from ten weeks on)."""
    if ended_at is None or now < ended_at:
        return Timing.DURING
    return Timing.TWELVE_WEEKS if now >= ended_at + TWELVE_WEEKS - NEARLY else Timing.AT_THE_END


def runs_out_at(now: datetime, *, by_post: bool, apart: bool) -> datetime:
    """Until when an address or a form works: 24 hours, or 21 days by post to the end of the London day.

    For answers that are kept apart from the record it is always the end of a day, so that it does not tell the minute
    in which somebody's record was open.
    """
    if by_post:
        return end_of_day_after(now, DAYS_BY_POST)
    return end_of_day_after(now + ONE_DAY, 0) if apart else now + ONE_DAY


def may_be_asked(audience: str, *, has_died: bool) -> bool:
    """False for somebody who has died; those who cared for them may still be asked."""
    return not (has_died and audience == Audience.PERSON)
