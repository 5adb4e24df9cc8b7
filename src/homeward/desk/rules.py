"""How long someone has been helped, against the limit the partners agreed. Pure: plain values in and out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from homeward.kit.london import in_utc

LAST_PART = 6
"""The limit is near in the last sixth of it: 8 hours before 48 hours are up, a week before six weeks are."""


class Standing(StrEnum):
    """How a spell of help stands against its limit."""

    WITHIN = "within"
    NEAR = "near"
    PAST = "past"


STANDING_NAMES: dict[Standing, str] = {
    Standing.WITHIN: "Within the limit",
    Standing.NEAR: "Limit is near",
    Standing.PAST: "Past the limit",
}


@dataclass(frozen=True, slots=True)
class HelpSoFar:
    """How long help has lasted: "12 days, limit 42", how that stands, and what is left ("3 days over")."""

    words: str
    standing: Standing
    left: str

    @property
    def name(self) -> str:
        """The standing in words."""
        return STANDING_NAMES[self.standing]


def help_so_far(*, first_contact_at: datetime, limit_hours: int, now: datetime) -> HelpSoFar:
    """How long someone has been helped since they were first seen; the limit itself is not yet past it.

    `limit_hours` is the pathway's. Source of the two national limits: NHS Data Model and Dictionary, 48 hours for
    crisis response and six weeks for other intermediate care.
    """
    limit = timedelta(hours=limit_hours)
    lasted = max(in_utc(now) - in_utc(first_contact_at), timedelta(0))
    left = limit - lasted
    in_hours = limit <= timedelta(hours=72)
    unit = timedelta(hours=1) if in_hours else timedelta(days=1)
    words = f"{_many(lasted // unit, 'hour' if in_hours else 'day')}, limit {limit // unit}"
    if left < timedelta(0):
        return HelpSoFar(words, Standing.PAST, f"{_length(-left)} over")
    standing = Standing.NEAR if left <= limit / LAST_PART else Standing.WITHIN
    return HelpSoFar(words, standing, f"{_length(left)} left")


def _many(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _length(length: timedelta) -> str:
    """Whole days from two days on, else whole hours, else minutes."""
    if length >= timedelta(days=2):
        return f"{length // timedelta(days=1)} days"
    hours, minutes = length // timedelta(hours=1), length // timedelta(minutes=1)
    return f"{hours} hr" if hours else f"{minutes} min"
