"""What the rules say of a spell of help: how long, over its limit, and how many hours of visits were planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from homeward.episodes.rules.limits import limit_ends_at, limit_starts_at
from homeward.episodes.rules.taper import Shape, hours_of
from homeward.kit.london import london_date, midnights_between

HOURS_A_DAY = 24
STORY_TOLD, STORY_NOT_TOLD = "yes", "no"


def days_between(began_at: datetime | None, ended_at: datetime | None) -> int | None:
    """London midnights from a beginning to an end; None without either. An end noted before the beginning is day 0."""
    if began_at is None or ended_at is None:
        return None
    return max(midnights_between(began_at, ended_at), 0)


def told_again(said: Sequence[str]) -> bool | None:
    """Whether somebody had to tell their story again at any of these hand-offs ("yes", "no" or "not_known" each).

    One yes is enough; None while one is not known. Who was never handed over never had to.
    """
    if STORY_TOLD in said:
        return True
    return False if all(one == STORY_NOT_TOLD for one in said) else None


@dataclass(frozen=True, slots=True)
class Limited:
    """A stage against its limit: whole days allowed, a begun day counted, and whether it lasts, or lasted, longer."""

    days: int | None
    over: bool | None


def limited(
    *,
    limit_hours: int | None,
    extended_until: datetime | None,
    first_contact_at: datetime | None,
    began_at: datetime,
    ended_at: datetime | None,
    is_first: bool,
    now: datetime,
) -> Limited:
    """How a stage stands against the limit of its pathway, at its end or now. The moment of the limit is not over it.

    An extension that was agreed takes the limit's place. `over` is None without a limit, and before anybody was seen:
    the limit does not run then.
    """
    if limit_hours is None:
        return Limited(None, None)
    days = -(-limit_hours // HOURS_A_DAY)
    starts_at = limit_starts_at(first_contact_at=first_contact_at, stage_began_at=began_at, is_first=is_first)
    if starts_at is None:
        return Limited(days, None)
    return Limited(days, (ended_at or now) > limit_ends_at(starts_at, limit_hours, extended_until))


@dataclass(frozen=True, slots=True)
class Hours:
    """Staff hours of planned visits a week: as they began, now, and on the last day. None where there is no answer."""

    start: float | None
    now: float | None
    end: float | None


def planned_hours(shapes: Sequence[Shape], *, ended_at: datetime | None, now: datetime) -> Hours:
    """The hours a week of the visits planned, as things stand at `now`. All None where none were ever planned.

    Now is asked only of help that goes on, the end only of help that has ended.
    """
    if not any(shape.paces for shape in shapes):
        return Hours(None, None, None)
    found = hours_of(shapes, london_date(ended_at or now))
    return Hours(found.start, None if ended_at else found.now, found.now if ended_at else None)
