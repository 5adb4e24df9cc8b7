"""London clock times for the borough's days: when people ring, and when someone can come."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from homeward.kit.london import LONDON, in_utc, london_date

OPENS, CLOSES = 8, 20
"""The hours in which the service is open, as the service model says for most pathways."""


def at(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """The instant, in UTC, at which London clocks show this time; the first of two when clocks go back."""
    return datetime.combine(day, time(hour, minute, second), tzinfo=LONDON).astimezone(UTC)


def hour_in_london(moment: datetime) -> int:
    """The hour that London clocks show."""
    return in_utc(moment).astimezone(LONDON).hour


def when_open(rng: Random, moment: datetime) -> datetime:
    """The moment itself when the service is open, otherwise within half an hour of its next opening."""
    hour = hour_in_london(moment)
    if OPENS <= hour < CLOSES:
        return moment
    day = london_date(moment) + timedelta(days=1 if hour >= CLOSES else 0)
    return at(day, OPENS, rng.randrange(2, 30))


def daytime(rng: Random, day: date, *, first: int = 9, last: int = 18) -> datetime:
    """A time to visit on a day, on a multiple of five minutes."""
    return at(day, rng.randint(first, last), 5 * rng.randrange(12))


def minutes(count: float) -> timedelta:
    """So many whole minutes."""
    return timedelta(minutes=round(count))
