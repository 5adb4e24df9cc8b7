"""London local time. Instants are kept in UTC; local dates decide what a midnight is."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class TimeHasNoZone(ValueError):
    """A time without a zone was given where an instant is needed."""


def in_utc(moment: datetime) -> datetime:
    """The same instant in UTC. Raises TimeHasNoZone for a naive time."""
    if moment.tzinfo is None:
        raise TimeHasNoZone(f"{moment.isoformat()} says no time zone, so it is not an instant.")
    return moment.astimezone(UTC)


def london_date(moment: datetime) -> date:
    """The date a clock on a London wall shows at this instant."""
    return in_utc(moment).astimezone(LONDON).date()


def midnights_between(start: datetime, end: datetime) -> int:
    """How many London midnights lie between two instants (negative when end is before start)."""
    return (london_date(end) - london_date(start)).days


def start_of_day(day: date) -> datetime:
    """The instant, in UTC, at which this London date begins."""
    return datetime.combine(day, time(0), tzinfo=LONDON).astimezone(UTC)


def end_of_day_after(moment: datetime, days: int) -> datetime:
    """The midnight, in UTC, that ends the London date `days` after the one of this instant."""
    return start_of_day(london_date(moment) + timedelta(days=days + 1))


def whole_minutes_up(length: timedelta) -> int:
    """A length in minutes, a begun minute counted whole, so that 120 min 1 s is 121."""
    return -(-length // timedelta(minutes=1))
