"""What may be promised: a visit within a window of time, of a likely length, by one to four staff."""

from datetime import datetime, timedelta

LONGEST_WINDOW = timedelta(hours=24)
LIKELY_MINUTES = range(5, 721)
LIKELY_STAFF = range(1, 5)


class PromiseWrong(ValueError):
    """A visit is promised for a time, a length or a number of staff that cannot be."""


def check_promise(*, from_at: datetime, to_at: datetime, minutes: int, staff: int, now: datetime) -> None:
    """Raises PromiseWrong, saying what to put right, for a promise nobody could keep."""
    if to_at <= from_at:
        raise PromiseWrong("The latest time must be after the earliest. Check both times.")
    if to_at - from_at > LONGEST_WINDOW:
        raise PromiseWrong("That is more than a day long. Promise a time within one day.")
    if to_at <= now:
        raise PromiseWrong("That time has passed. Promise a time that is still to come.")
    if minutes not in LIKELY_MINUTES:
        raise PromiseWrong("Give the length of the visit in minutes, from 5 to 720.")
    if staff not in LIKELY_STAFF:
        raise PromiseWrong("Choose from one to four staff.")


def is_missed(*, to_at: datetime, kept: bool, cancelled: bool, now: datetime) -> bool:
    """True when the time promised has passed and nobody came: neither kept nor cancelled."""
    return not kept and not cancelled and to_at < now
