"""The response clocks of intermediate care.

Source: NHS Data Model and Dictionary, WAITING TIME MEASUREMENT TYPE (codes 05 to 09), as carried by the Community
Services Data Set v1.6 (WaitingTime_Minutes, WaitingTime_Overnight, ResponseStandard_Met).
No pause is known to the rule: the raw times are kept and never adjusted.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from homeward.kit.london import end_of_day_after, in_utc, midnights_between, whole_minutes_up


class Clock(StrEnum):
    """National waiting time measurement types."""

    TWO_HOURS = "05"
    TWO_DAYS = "06"
    TWO_HOURS_NOT_APPROPRIATE = "07"
    TWO_DAYS_NOT_APPROPRIATE = "08"
    OTHER = "09"


CLOCK_NAMES: dict[Clock, str] = {
    Clock.TWO_HOURS: "2 hours",
    Clock.TWO_DAYS: "2 days",
    Clock.TWO_HOURS_NOT_APPROPRIATE: "2 hours not right for them",
    Clock.TWO_DAYS_NOT_APPROPRIATE: "2 days not right for them",
    Clock.OTHER: "Local promise",
}

TWO_HOURS = timedelta(minutes=120)
TWO_DAYS_IN_MIDNIGHTS = 2

_IN_THE_STANDARD = frozenset({Clock.TWO_HOURS, Clock.TWO_DAYS})
_NOT_APPROPRIATE = {
    Clock.TWO_HOURS: Clock.TWO_HOURS_NOT_APPROPRIATE,
    Clock.TWO_DAYS: Clock.TWO_DAYS_NOT_APPROPRIATE,
}
BY_MIDNIGHTS = frozenset({Clock.TWO_DAYS, Clock.TWO_DAYS_NOT_APPROPRIATE})
"""Clocks that count London midnights; the others count minutes."""


class ContactBeforeStart(ValueError):
    """A contact is earlier than the start of its clock."""


@dataclass(frozen=True, slots=True)
class Response:
    """What a stopped clock shows: whole minutes (a begun minute counts), London midnights, was the standard met.

    `met` is None for a clock that is not part of the standard.
    """

    minutes: int
    midnights: int
    met: bool | None


def not_appropriate(clock: Clock) -> Clock:
    """The code for the same response when the standard's time is not clinically appropriate (05 to 07, 06 to 08)."""
    return _NOT_APPROPRIATE.get(clock, clock)


def is_not_appropriate(clock: Clock) -> bool:
    """True for the codes that set the standard's time aside (07 and 08)."""
    return clock in _NOT_APPROPRIATE.values()


def response(clock: Clock, start: datetime, stop: datetime) -> Response:
    """What the clock shows for two instants.

    120 minutes is met and anything over is not; 2 midnights are met and 3 are not.

    Raises ContactBeforeStart when stop is before start, TimeHasNoZone for a time without a zone.
    """
    waited = in_utc(stop) - in_utc(start)
    if waited < timedelta(0):
        raise ContactBeforeStart("The contact is before the clock starts. Check both times.")
    midnights = midnights_between(start, stop)
    met: bool | None = None
    if clock in _IN_THE_STANDARD:
        met = midnights <= TWO_DAYS_IN_MIDNIGHTS if clock in BY_MIDNIGHTS else waited <= TWO_HOURS
    return Response(whole_minutes_up(waited), midnights, met)


def breaches_at(clock: Clock, start: datetime, *, promise_minutes: int | None = None) -> datetime:
    """The instant, in UTC, at which a running clock runs out.

    05 (and 07, for planning): 120 minutes after the start. 06 (and 08): the London midnight that ends the second day
    after the start's date. 09: the local promise, in minutes; raises ValueError without one.
    """
    start = in_utc(start)
    if clock is Clock.OTHER:
        if promise_minutes is None:
            raise ValueError("A clock of type 09 has no national limit: give the local promise.")
        return start + timedelta(minutes=promise_minutes)
    if clock in BY_MIDNIGHTS:
        return end_of_day_after(start, TWO_DAYS_IN_MIDNIGHTS)
    return start + TWO_HOURS


def starts_at(clock: Clock, *, needed_at: datetime, ready_at: datetime | None, received_at: datetime) -> datetime:
    """The instant a clock starts: when a professional saw that the help was needed.

    Step-down clocks (06, 08) start when the hospital decided the person was medically ready, where that is known. A
    time given in the future cannot have started anything: then the clock starts when the referral was received.
    """
    start = ready_at if ready_at is not None and clock in BY_MIDNIGHTS else needed_at
    return min(in_utc(start), in_utc(received_at))


LONG_BEFORE = timedelta(days=7)
"""A clock that starts this long before its referral is more likely a mistyped date than a long wait: we ask."""


def starts_long_before(start: datetime, received_at: datetime) -> bool:
    """True when a clock starts more than a week before its referral came. It runs all the same."""
    return in_utc(received_at) - in_utc(start) > LONG_BEFORE


def has_breached(clock: Clock, breach_at: datetime, now: datetime) -> bool:
    """True when a running clock has run out: by minutes, after the instant; by midnights, from the midnight itself."""
    return now >= breach_at if clock in BY_MIDNIGHTS else now > breach_at
