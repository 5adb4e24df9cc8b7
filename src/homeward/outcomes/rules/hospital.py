"""What the rules say of stays in hospital: which discharges are counted, on which days people were held up, and why.

Source: NHS England, Discharge Ready Date publication: adults and young people from 16, stays of at least a night,
discharges alive. Transfers between hospitals, and methods of admission and discharge, are left out there too; this
record does not know them.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from homeward.episodes.rules.hospital import Period, nights_between
from homeward.kit.weeks import age_on

YOUNGEST = 16
NEW_CARE_HOME = frozenset({"new_care_home", "new_care_home_end_of_life"})
"""Destinations that are a care home the person has not lived in before, as codes of the national list."""
NOT_GIVEN = "not_given"
"""In place of a reason, on a day for which nobody gave one."""
ASKED_AROUND = timedelta(days=14)
"""How far from day 91 somebody may have been asked, to say where the person lived then."""


class NotCounted(StrEnum):
    """Why the measures of the discharge ready date leave a stay out."""

    IN_HOSPITAL = "still_in_hospital"
    DIED = "died_in_hospital"
    UNDER_16 = "under_16"
    NO_NIGHT = "no_night_in_hospital"
    NO_READY_DATE = "no_ready_date"


NOT_COUNTED_NAMES: dict[str, str] = {
    NotCounted.IN_HOSPITAL: "Still in hospital",
    NotCounted.DIED: "Died in hospital",
    NotCounted.UNDER_16: "Under 16",
    NotCounted.NO_NIGHT: "No night in hospital",
    NotCounted.NO_READY_DATE: "No discharge ready date",
}


def not_counted(
    *, admitted_on: date, left_on: date | None, ready_on: date | None, born_on: date | None, died: bool
) -> NotCounted | None:
    """Why the measures of the discharge ready date leave a stay out, or None when they count it.

    Somebody whose age nobody knows is counted: nearly all are adults.
    """
    if left_on is None:
        return NotCounted.IN_HOSPITAL
    if died:
        return NotCounted.DIED
    if born_on is not None and age_on(born_on, left_on) < YOUNGEST:
        return NotCounted.UNDER_16
    if left_on <= admitted_on:
        return NotCounted.NO_NIGHT
    return NotCounted.NO_READY_DATE if ready_on is None else None


def days_held_up(periods: Sequence[Period], *, until: date) -> Iterator[date]:
    """Each day before `until` on which somebody was ready to leave and spent the night in hospital, in order.

    Also of a period that they were unwell after: the discharge ready date begins again then, but those days were spent.
    """
    since = min((period.ready_on for period in periods), default=until)
    return (day for day in nights_between(since, until) if any(period.holds_on(day) for period in periods))


def reasons_on(delays: Iterable[tuple[str, date, date | None]], day: date) -> tuple[str, ...]:
    """The reasons that held somebody up on a day, each once, by code; NOT_GIVEN alone where there is none.

    Each delay is a code, its first day, and the day before which it ended (None: it goes on).
    """
    found = {code for code, from_on, until_on in delays if from_on <= day and (until_on is None or day < until_on)}
    return tuple(sorted(found)) or (NOT_GIVEN,)


def straight_from_hospital(began_on: date, stays: Iterable[tuple[date, date | None]]) -> bool:
    """Whether something began straight from a hospital bed: during a stay, on the day they left, or the day after.

    Each stay is the day it began and the day they left (None: they are there still).
    """
    last_day = timedelta(days=1)
    return any(admitted <= began_on and (left is None or began_on <= left + last_day) for admitted, left in stays)


@dataclass(frozen=True, slots=True)
class FoundAt:
    """Somebody was asked on a day, and lived at a place: a code of where people live weeks after help."""

    asked_on: date
    living_at: str


def lived_at(day: date, *, found: Collection[FoundAt], died_on: date | None, today: date) -> str:
    """Where somebody lived on a day, by whoever was asked nearest to it; "" before the day, and when nobody knows."""
    if today < day:
        return ""
    if died_on is not None and died_on <= day:
        return "died"
    near = [one for one in found if abs(one.asked_on - day) <= ASKED_AROUND]
    return min(near, key=lambda one: (abs(one.asked_on - day), one.asked_on)).living_at if near else ""
