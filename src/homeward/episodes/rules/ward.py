"""The @home ward: how many places there are, how full they are, and when each patient is next looked over."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from homeward.kit.london import in_utc, start_of_day

PLANNED_PERCENT = 80
"""More than this share of a virtual ward's places is planned to be taken, unless the partners agreed another.

Source: NHS England, virtual wards operational framework, August 2024.
"""

LAST_PART = 6
"""A review is due soon in the last sixth of the time for it: in the last 4 of 24 hours."""

COUNTED_BEFORE_MIDNIGHT = timedelta(minutes=1)
"""Beds of a day are counted in its last minute, 23:59 on a London clock, as hospitals count theirs at midnight."""


@dataclass(frozen=True, slots=True)
class Noted:
    """Somebody wrote down how many places there are from a day on."""

    from_on: date
    noted_at: datetime
    places: int


def noted_on(notes: Iterable[Noted], day: date) -> Noted | None:
    """The note that holds on a day: the one that begins last, and of two that begin together the one written last."""
    begun = [note for note in notes if note.from_on <= day]
    return max(begun, key=lambda note: (note.from_on, in_utc(note.noted_at)), default=None)


def places_on(agreed: int | None, notes: Iterable[Noted], day: date) -> int | None:
    """How many places there are on a day: what was noted, or else what was agreed; None where nobody has said."""
    note = noted_on(notes, day)
    return agreed if note is None else note.places


def has_room(taken: int, places: int | None) -> bool:
    """True while one more can come; where nobody has said how many places there are, that is always so."""
    return places is None or taken < places


class Fullness(StrEnum):
    """How the places taken stand against those there are."""

    NOT_KNOWN = "not_known"
    BELOW_PLAN = "below_plan"
    AS_PLANNED = "as_planned"
    FULL = "full"
    OVER = "over"


FULLNESS_NAMES: dict[Fullness, str] = {
    Fullness.NOT_KNOWN: "Places not known",
    Fullness.BELOW_PLAN: "Room to spare",
    Fullness.AS_PLANNED: "As full as planned",
    Fullness.FULL: "Full",
    Fullness.OVER: "Over its places",
}


@dataclass(frozen=True, slots=True)
class Occupancy:
    """Places taken of places there are, the whole percentage (rounded down), and how that stands."""

    taken: int
    places: int | None
    percent: int | None
    fullness: Fullness

    @property
    def name(self) -> str:
        """How it stands, in words."""
        return FULLNESS_NAMES[self.fullness]


def occupancy(taken: int, places: int | None, planned_percent: int = PLANNED_PERCENT) -> Occupancy:
    """How full a pathway is. As planned is more than the planned share, and not all of the places."""
    percent = taken * 100 // places if places else None
    return Occupancy(taken, places, percent, _fullness(taken, places, planned_percent))


def _fullness(taken: int, places: int | None, planned_percent: int) -> Fullness:
    if places is None:
        return Fullness.NOT_KNOWN
    if taken >= places:
        return Fullness.OVER if taken > places else Fullness.FULL
    return Fullness.AS_PLANNED if taken * 100 > planned_percent * places else Fullness.BELOW_PLAN


class Due(StrEnum):
    """Whether the next senior review is late, due soon, or later."""

    LATER = "later"
    SOON = "soon"
    OVERDUE = "overdue"


DUE_NAMES: dict[Due, str] = {
    Due.LATER: "Review not due yet",
    Due.SOON: "Review due soon",
    Due.OVERDUE: "Review overdue",
}


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """By when a senior clinician looks over somebody next, how that stands, and when they last did."""

    due_at: datetime
    due: Due
    last_at: datetime | None

    @property
    def name(self) -> str:
        """How it stands, in words."""
        return DUE_NAMES[self.due]


def review_due(
    *, admitted_at: datetime, reviews: Iterable[datetime], every_hours: int | None, now: datetime
) -> ReviewDue | None:
    """When the next review is due; None where the partners agreed no reviews.

    It is due `every_hours` after the last one, or after the admission, and late from the moment after that.
    """
    if every_hours is None:
        return None
    last_at = max((in_utc(at) for at in reviews if at >= admitted_at), default=None)
    every = timedelta(hours=every_hours)
    due_at = (last_at or in_utc(admitted_at)) + every
    left = due_at - in_utc(now)
    if left < timedelta(0):
        return ReviewDue(due_at, Due.OVERDUE, last_at)
    return ReviewDue(due_at, Due.SOON if left <= every / LAST_PART else Due.LATER, last_at)


class Direction(StrEnum):
    """Which way somebody came to the @home ward: up from the community, or down from a hospital."""

    UP = "up"
    DOWN = "down"


DIRECTION_NAMES: dict[Direction, str] = {
    Direction.UP: "Step up, instead of hospital",
    Direction.DOWN: "Step down, from hospital",
}

DIRECTIONS: dict[str, Direction] = {
    "step_up_community": Direction.UP,
    "step_up_gp": Direction.UP,
    "step_up_ambulance": Direction.UP,
    "step_up_care_home": Direction.UP,
    "step_down_ward": Direction.DOWN,
    "step_down_emergency": Direction.DOWN,
}
"""The way of each source: the virtual wards operational framework tells step-up from step-down admissions."""


def counted_at(day: date, now: datetime) -> datetime:
    """When the places taken on a day are counted: in its last minute in London, or now on a day not over."""
    return min(start_of_day(day + timedelta(days=1)) - COUNTED_BEFORE_MIDNIGHT, in_utc(now))


def taken_by_day(
    stays: Iterable[tuple[datetime, datetime | None]], days: Sequence[date], now: datetime
) -> dict[date, int]:
    """How many places were taken on each day: of stays that had begun when it was counted, those not yet over.

    A stay is a pair of its beginning and its end; None while it goes on. Somebody who came and went on one day takes
    no place of that day.
    """
    stays = list(stays)
    begun = sorted(began_at for began_at, _ in stays)
    over = sorted(ended_at for _, ended_at in stays if ended_at is not None)
    moments = {day: counted_at(day, now) for day in days}
    return {day: bisect_right(begun, moment) - bisect_right(over, moment) for day, moment in moments.items()}


def how_many_between(moments: Iterable[datetime], days: Sequence[date]) -> dict[date, int]:
    """How many of these moments fall on each of the London days."""
    ordered = sorted(moments)
    starts = {day: (start_of_day(day), start_of_day(day + timedelta(days=1))) for day in days}
    return {day: bisect_left(ordered, end) - bisect_left(ordered, start) for day, (start, end) in starts.items()}
