"""What a clock shows to someone who must act: in words, with how urgent it is. Colour is never the only sign."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from homeward.kit.london import LONDON, in_utc, london_date
from homeward.referrals.rules.clocks import CLOCK_NAMES, Clock, has_breached, response


class Urgency(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    SOON = "soon"
    BREACHED = "breached"
    MET = "met"
    MISSED = "missed"
    STOPPED = "stopped"


URGENCY_NAMES: dict[Urgency, str] = {
    Urgency.RUNNING: "In time",
    Urgency.SOON: "Runs out soon",
    Urgency.BREACHED: "Out of time",
    Urgency.MET: "Met",
    Urgency.MISSED: "Not met",
    Urgency.STOPPED: "Seen",
}

DAYS_SEEN: dict[int, str] = {0: ", the same day", 1: ", the next day", 2: ", on the second day after"}
"""London midnights to the first contact, as far as a two-day clock is met: 2 days 3 hours can still be in time."""

SOON = {Clock.TWO_HOURS: timedelta(minutes=45), Clock.TWO_HOURS_NOT_APPROPRIATE: timedelta(minutes=45)}
SOON_OTHERWISE = timedelta(hours=8)
"""When a running clock is called to attention: 45 minutes before two hours are up, 8 hours before the others."""


@dataclass(frozen=True, slots=True)
class ClockFace:
    """A clock as shown: which it is, how it stands, and one line of words ("14:05 today, 35 min left")."""

    name: str
    urgency: Urgency
    standing: str
    words: str


def clock_face(
    clock: Clock, *, start: datetime, breach_at: datetime, first_contact_at: datetime | None, now: datetime
) -> ClockFace:
    """The face of a running clock, or of one that a first face-to-face contact stopped."""
    if first_contact_at is not None:
        return _stopped(clock, start, first_contact_at)
    left = in_utc(breach_at) - in_utc(now)
    if has_breached(clock, breach_at, now):
        urgency = Urgency.BREACHED
        words = _when(breach_at, now, clock)
        if -left < timedelta(days=7):
            words += f", {_length(-left)} ago"
    else:
        urgency = Urgency.SOON if left <= SOON.get(clock, SOON_OTHERWISE) else Urgency.RUNNING
        words = f"{_when(breach_at, now, clock)}, {_length(left)} left"
    return ClockFace(CLOCK_NAMES[clock], urgency, URGENCY_NAMES[urgency], words)


def _stopped(clock: Clock, start: datetime, first_contact_at: datetime) -> ClockFace:
    shown = response(clock, start, first_contact_at)
    urgency = {True: Urgency.MET, False: Urgency.MISSED, None: Urgency.STOPPED}[shown.met]
    words = f"Seen after {_length(timedelta(minutes=shown.minutes))}"
    if clock in (Clock.TWO_DAYS, Clock.TWO_DAYS_NOT_APPROPRIATE):
        words += DAYS_SEEN.get(shown.midnights, "")
    return ClockFace(CLOCK_NAMES[clock], urgency, URGENCY_NAMES[urgency], words)


def _when(breach_at: datetime, now: datetime, clock: Clock) -> str:
    """The moment in words: "14:05 today"; a midnight is named by the day it ends."""
    local = in_utc(breach_at).astimezone(LONDON)
    by_midnight = clock in (Clock.TWO_DAYS, Clock.TWO_DAYS_NOT_APPROPRIATE)
    day = london_date(breach_at - timedelta(seconds=1)) if by_midnight else local.date()
    days_away = (day - london_date(now)).days
    if days_away == 0:
        day_words = "today"
    elif days_away in (1, -1):
        day_words = "tomorrow" if days_away == 1 else "yesterday"
    else:
        day_words = f"{day:%a} {day.day} {day:%b}"
        if day.year != london_date(now).year:
            day_words += f" {day.year}"
    return f"End of {day_words}" if by_midnight else f"{local:%H:%M} {day_words}"


def _length(length: timedelta) -> str:
    """A length in at most two units: "35 min", "1 hr 5 min", "3 days 4 hr"."""
    minutes = int(length.total_seconds() // 60)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return f"{days} day{'' if days == 1 else 's'}" + (f" {hours} hr" if hours else "")
    return (f"{hours} hr" + (f" {rest} min" if rest else "")) if hours else f"{rest} min"
