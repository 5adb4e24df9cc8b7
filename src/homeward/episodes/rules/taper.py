"""How visits shrink: which step holds on a day, how many visits that makes, and how many hours a week.

Hours are counted in two ways. The person's hours are how long somebody is with them. Staff hours are how long staff are
there: with two staff, twice as much. Each function says which of the two it counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from homeward.kit.london import LONDON, in_utc

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
LIKELY_TIMES = range(1, 13)
LIKELY_MINUTES = range(5, 721)
LIKELY_STAFF = range(1, 5)


class PaceWrong(ValueError):
    """Visits are to come on days, as often, for as long or by as many as cannot be."""


@dataclass(frozen=True, slots=True)
class Pace:
    """From a day on: on which days of the week (1 is Monday), how often a day, for how many minutes. No days: none."""

    from_on: date
    days: tuple[int, ...]
    times_a_day: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A series of visits: its paces, by how many staff, between which times of the London day, and its last day."""

    paces: tuple[Pace, ...]
    staff: int = 1
    window_from: time = time(8)
    window_to: time = time(20)
    ended_on: date | None = None


class HoursAWeek(NamedTuple):
    """Hours a week when the visits began, on the day asked about, and after the last change planned."""

    start: float
    now: float
    end: float


def step_on(paces: Iterable[Pace], day: date) -> Pace | None:
    """The pace that holds on a day; None before the first."""
    return max((pace for pace in paces if pace.from_on <= day), key=lambda pace: pace.from_on, default=None)


def visits_on(paces: Iterable[Pace], day: date, *, ended_on: date | None = None) -> int:
    """How many visits there are on a day; the last day still has its visits."""
    pace = step_on(paces, day)
    if pace is None or (ended_on is not None and day > ended_on):
        return 0
    return pace.times_a_day if day.isoweekday() in pace.days else 0


def minutes_a_week(paces: Iterable[Pace], day: date, staff: int = 1, *, ended_on: date | None = None) -> int:
    """Minutes a week at the pace of a day: staff minutes, or with `staff` 1 the person's."""
    pace = step_on(paces, day)
    if pace is None or (ended_on is not None and day > ended_on):
        return 0
    return len(set(pace.days)) * pace.times_a_day * pace.minutes * staff


def total_minutes(shapes: Iterable[Shape], day: date, *, of_staff: bool = True) -> int:
    """Minutes a week of several series at their paces of a day: staff minutes, or the person's."""
    return sum(
        minutes_a_week(shape.paces, day, shape.staff if of_staff else 1, ended_on=shape.ended_on) for shape in shapes
    )


def change_days(shapes: Iterable[Shape]) -> list[date]:
    """The days on which visits begin, change or are over, in order; with the day after each last day."""
    days: set[date] = set()
    for shape in shapes:
        begun = {pace.from_on for pace in shape.paces if shape.ended_on is None or pace.from_on <= shape.ended_on}
        if begun and shape.ended_on is not None:
            begun.add(shape.ended_on + timedelta(days=1))
        days |= begun
    return sorted(days)


def hours_of(shapes: Sequence[Shape], on: date, *, of_staff: bool = True) -> HoursAWeek:
    """Staff hours a week (or the person's) of several series: as the first began, on a day, after the last change."""
    days = change_days(shapes)
    if not days:
        return HoursAWeek(0.0, 0.0, 0.0)
    asked = (days[0], on, days[-1])
    return HoursAWeek(*(total_minutes(shapes, day, of_staff=of_staff) / 60 for day in asked))


def window_on(shape: Shape, day: date) -> tuple[datetime, datetime]:
    """The instants, in UTC, between which a visit of a series begins on a London day."""
    return (
        in_utc(datetime.combine(day, shape.window_from, tzinfo=LONDON)),
        in_utc(datetime.combine(day, shape.window_to, tzinfo=LONDON)),
    )


def check_series(*, staff: int, window_from: time, window_to: time) -> None:
    """Raises PaceWrong for a number of staff, or times of day, that cannot be."""
    if staff not in LIKELY_STAFF:
        raise PaceWrong("Choose from one to four staff.")
    if window_to <= window_from:
        raise PaceWrong("The latest time must be after the earliest. Check both times.")


def check_pace(pace: Pace) -> None:
    """Raises PaceWrong for days, a number of times or a length that cannot be."""
    if not set(pace.days) <= set(EVERY_DAY):
        raise PaceWrong("Choose days of the week.")
    if pace.times_a_day not in LIKELY_TIMES:
        raise PaceWrong("Choose from once to twelve times a day.")
    if pace.minutes not in LIKELY_MINUTES:
        raise PaceWrong("Give the length of a visit in minutes, from 5 to 720.")


def check_change(paces: Sequence[Pace], changed: Pace, *, today: date, ended_on: date | None = None) -> None:
    """Raises PaceWrong for a change in the past, before the visits begin, after they end, or that changes nothing."""
    check_pace(changed)
    first = min((pace.from_on for pace in paces), default=changed.from_on)
    if changed.from_on < today:
        raise PaceWrong("That day has passed. Change the visits from today or from a later day.")
    if changed.from_on < first:
        raise PaceWrong(f"These visits begin on {first.day} {first:%b %Y}. Choose that day or a later one.")
    if ended_on is not None and changed.from_on > ended_on:
        raise PaceWrong("These visits will have ended by then. Choose an earlier day.")
    held = step_on(paces, changed.from_on)
    if held is not None and held.from_on != changed.from_on and _alike(held, changed):
        raise PaceWrong("That is how often they come already. Change the days, the times or the length.")


def _alike(one: Pace, other: Pace) -> bool:
    if not one.days and not other.days:
        return True
    return (set(one.days), one.times_a_day, one.minutes) == (set(other.days), other.times_a_day, other.minutes)
