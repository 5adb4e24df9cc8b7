"""What the rules say of a spell of help: how long, over its limit, how many hours, and what was arranged after it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from homeward.episodes.rules.limits import limit_ends_at, limit_starts_at
from homeward.episodes.rules.taper import Shape, hours_of
from homeward.episodes.rules.visits import VisitKind
from homeward.kit.london import london_date, midnights_between

HOURS_A_DAY = 24
WAITING, ARRANGED = "waiting", "arranged"
"""Answers to a request for care after the help that matter here."""
STORY_TOLD, STORY_NOT_TOLD = "yes", "no"


def reached(kind: str) -> bool:
    """True when a contact of this kind reached somebody, in person, by phone or by video."""
    return kind != VisitKind.NO_ACCESS


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


def hours_after(requests: Iterable[tuple[str, float]], *, has_ended: bool) -> float | None:
    """Hours a week of care arranged after help, from each request's answer and hours; 0 when none was arranged.

    None while the help goes on, and while a request still waits for its answer.
    """
    found = list(requests)
    if not has_ended or any(answer == WAITING for answer, _ in found):
        return None
    return float(sum(hours for answer, hours in found if answer == ARRANGED))
