"""How long help may last: the limit of a stage, and the weeks that are free to the person."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from homeward.kit.london import end_of_day_after, in_utc, london_date

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

FREE_NAMES: dict[Standing, str] = {
    Standing.WITHIN: "Free to the person",
    Standing.NEAR: "Free weeks end soon",
    Standing.PAST: "Free weeks are over",
}


@dataclass(frozen=True, slots=True)
class HelpSoFar:
    """How long help has lasted ("12 of 42 days"), how that stands, what is left ("3 days over"), and the limit."""

    words: str
    standing: Standing
    left: str
    ends_at: datetime

    @property
    def name(self) -> str:
        """The standing in words."""
        return STANDING_NAMES[self.standing]


@dataclass(frozen=True, slots=True)
class FreePeriod:
    """Until when the help is free to the person, how that stands today, and what is left ("9 days left")."""

    ends_at: datetime
    standing: Standing
    left: str

    @property
    def name(self) -> str:
        """The standing in words."""
        return FREE_NAMES[self.standing]

    @property
    def last_on(self) -> datetime:
        """An instant on the last free day, to show its date."""
        return self.ends_at - timedelta(seconds=1)


def limit_starts_at(*, first_contact_at: datetime | None, stage_began_at: datetime, is_first: bool) -> datetime | None:
    """From when a stage's limit runs: the first stage from the first contact, a later one from its own beginning.

    None before anybody has seen the person: help has not begun. Source of the first: NHS Data Model and Dictionary,
    where an intervention lasts from the first contact on.
    """
    if first_contact_at is None:
        return None
    return first_contact_at if is_first else stage_began_at


def limit_ends_at(starts_at: datetime, limit_hours: int, extended_until: datetime | None = None) -> datetime:
    """When a stage reaches its limit, in UTC: `limit_hours` after it starts, or when the latest extension says."""
    return in_utc(extended_until) if extended_until else in_utc(starts_at) + timedelta(hours=limit_hours)


def help_so_far(
    *, starts_at: datetime, limit_hours: int, now: datetime, extended_until: datetime | None = None
) -> HelpSoFar:
    """How long a stage has lasted since `starts_at`; the moment of the limit itself is not yet past it.

    `limit_hours` is the pathway's; an extension replaces it. Source of the two national limits: NHS Data Model and
    Dictionary, 48 hours for crisis response and six weeks for other intermediate care.
    """
    starts_at, now = in_utc(starts_at), in_utc(now)
    ends_at = limit_ends_at(starts_at, limit_hours, extended_until)
    limit, lasted = ends_at - starts_at, max(now - starts_at, timedelta(0))
    standing, left = _against(ends_at, limit, now)
    words = _against_its_limit(lasted, limit, is_past=standing is Standing.PAST)
    return HelpSoFar(f"{words} as extended" if extended_until else words, standing, left, ends_at)


def free_until(first_contact_at: datetime, free_days: int) -> datetime:
    """The London midnight, in UTC, at which the free days are over, counted over the whole episode.

    They are counted from the day after the first contact, which is in the person's favour. Six weeks: Care and Support
    (Preventing Needs for Care and Support) Regulations 2014. Which day is the first is for each partnership to confirm.
    """
    return end_of_day_after(first_contact_at, free_days)


def free_period(*, first_contact_at: datetime, free_days: int, now: datetime) -> FreePeriod:
    """The free days of an episode as they stand at a moment; in their last sixth they end soon."""
    ends_at = free_until(first_contact_at, free_days)
    days_left = (london_date(ends_at) - london_date(now)).days
    if in_utc(now) >= ends_at:
        over = 1 - days_left
        return FreePeriod(ends_at, Standing.PAST, f"{_many(over, 'day')} over")
    near = days_left <= -(-free_days // LAST_PART)
    left = "last day" if days_left == 1 else f"{_many(days_left, 'day')} left"
    return FreePeriod(ends_at, Standing.NEAR if near else Standing.WITHIN, left)


def days_past(ends_at: datetime, now: datetime) -> int:
    """How many London midnights have passed since a limit was reached; 0 until then, and on the day itself."""
    return max((london_date(now) - london_date(ends_at)).days, 0)


def _against(ends_at: datetime, limit: timedelta, now: datetime) -> tuple[Standing, str]:
    left = ends_at - now
    if left < timedelta(0):
        return Standing.PAST, f"{_length(-left)} over"
    # A day that has begun is still one to use: 0 of 42 days have 42 left, not 41.
    words = f"{-(-left // timedelta(days=1))} days" if left >= timedelta(days=2) else _length(left)
    return (Standing.NEAR if left <= limit / LAST_PART else Standing.WITHIN), f"{words} left"


def _against_its_limit(lasted: timedelta, limit: timedelta, *, is_past: bool) -> str:
    """ "29 of 48 hours", "20 of 42 days"; past the limit "45 days, limit 42", as 45 of 42 cannot be."""
    name, unit = ("hour", timedelta(hours=1)) if limit <= timedelta(hours=72) else ("day", timedelta(days=1))
    if is_past:
        return f"{_many(lasted // unit, name)}, limit {limit // unit}"
    return f"{lasted // unit} of {_many(limit // unit, name)}"


def _many(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _length(length: timedelta) -> str:
    """Whole days from two days on, else whole hours, else minutes."""
    if length >= timedelta(days=2):
        return f"{length // timedelta(days=1)} days"
    hours, minutes = length // timedelta(hours=1), length // timedelta(minutes=1)
    return f"{hours} hr" if hours else f"{minutes} min"
