"""What the rules say of one day of an @home ward: which senior reviews were due on it, and which were done."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from homeward.episodes.rules.ward import review_due
from homeward.kit.london import start_of_day


def review_on(
    day: date,
    *,
    began_at: datetime,
    ended_at: datetime | None,
    reviews: Sequence[datetime],
    every_hours: int | None,
    now: datetime,
) -> tuple[bool, bool]:
    """Whether a senior review of one patient was due on a London day, and whether one was done on it.

    It is due on the day within which the time since the last one before that day runs out, and on every day after until
    one is done, as long as the patient is on the ward. A review earlier on the day than it was due is in time. On the
    day of `now` only what is due by now counts.
    """
    begins, ends = start_of_day(day), min(start_of_day(day + timedelta(days=1)), now)
    before = [at for at in reviews if at < begins]
    due = review_due(admitted_at=began_at, reviews=before, every_hours=every_hours, now=ends)
    if due is None:
        return False, False
    falls_due = max(due.due_at, begins)
    if falls_due >= ends or (ended_at is not None and ended_at <= falls_due):
        return False, False
    return True, any(begins <= at < ends for at in reviews)
