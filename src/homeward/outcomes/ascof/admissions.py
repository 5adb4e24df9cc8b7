"""ASCOF 2B (18 to 64) and 2C (65 and over): new long-term admissions to care homes per 100,000 people of that age.

Source: `Create_ASCOF_2B2C_2425_Onwards.sql` (DataS-DHSC/ASC-CLD-LA-Dashboard).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from homeward.outcomes.ascof.events import (
    OPEN_END,
    About,
    ClientType,
    Event,
    EventType,
    People,
    Whose,
    age_by_days,
)
from homeward.outcomes.ascof.figures import Figure
from homeward.outcomes.ascof.names import CARE_HOMES, LONG_STAYS, SELF_FUNDED, plain
from homeward.outcomes.ascof.two_a import ADULT, AgeBand

NEW_AFTER_DAYS = 365
"""Who was in a long-term care home that ended fewer days than this before is no new admission."""
_LONG_STAYS = frozenset(map(plain, LONG_STAYS))


class NotNew(StrEnum):
    """Why an admission is not counted."""

    SELF_FUNDED = "self_funded_or_12_week_disregard"
    AGE_NOT_KNOWN = "age_not_known"
    UNDER_18 = "under_18"
    WAS_RESIDENT = "in_a_care_home_in_the_365_days_before"
    COUNTED_ALREADY = "counted_already_in_the_period"


@dataclass(frozen=True, slots=True)
class Admission:
    """The start of long-term care in a home in the period, and why it is not counted, if so."""

    council: str
    person: str
    on: date
    age_band: AgeBand
    left_out: NotNew | None


def admissions(
    events: Iterable[Event], people: People, *, first: date, last: date, blank_component: bool = False
) -> list[Admission]:
    """Admissions from `first` to `last`, both counted, by council, person and day; each person is counted once.

    Only services whose component is a long-term care home count. `blank_component` counts those without a component
    too: the published script means to, but does not. Who died before `first` is left out altogether.
    """
    stays: dict[Whose, list[Event]] = {}
    for event in events:
        if _is_long_stay(event, blank_component):
            stays.setdefault((event.council, event.person), []).append(event)
    found: list[Admission] = []
    for whose, theirs in stays.items():
        about = people.get(whose, About())
        if about.died_on is None or about.died_on >= first:
            found += _of_person(whose, theirs, about, (first, last))
    return sorted(found, key=lambda one: (one.council, one.person, one.on))


def _is_long_stay(event: Event, blank_component: bool) -> bool:
    component = plain(event.component)
    return (
        bool(event.person)
        and event.start is not None
        and event.kind is EventType.SERVICE
        and event.client is ClientType.SERVICE_USER
        and event.service in CARE_HOMES
        and (component in _LONG_STAYS or (blank_component and not component))
    )


def _of_person(whose: Whose, stays: Sequence[Event], about: About, period: tuple[date, date]) -> Iterator[Admission]:
    counted = False
    for one in sorted(stays, key=lambda one: (one.start or date.max, one.outcome == SELF_FUNDED)):
        assert one.start is not None
        if not period[0] <= one.start <= period[1]:
            continue
        why = _not_counted(one, one.start, stays, about)
        if why is None and counted:
            why = NotNew.COUNTED_ALREADY
        counted = counted or why is None
        yield Admission(*whose, one.start, _band(about, one.start), why)


def _not_counted(admission: Event, on: date, stays: Sequence[Event], about: About) -> NotNew | None:
    if admission.outcome == SELF_FUNDED:
        return NotNew.SELF_FUNDED
    if any(_was_resident(one, on) for one in stays):
        return NotNew.WAS_RESIDENT
    if about.born_on is None:
        return NotNew.AGE_NOT_KNOWN
    return NotNew.UNDER_18 if age_by_days(about.born_on, on) < ADULT else None


def _was_resident(stay: Event, on: date) -> bool:
    assert stay.start is not None
    return stay.start < on and (on - (stay.end or OPEN_END)).days < NEW_AFTER_DAYS


def _band(about: About, on: date) -> AgeBand:
    if about.born_on is None:
        return AgeBand.NOT_KNOWN
    return AgeBand.OVER_65 if age_by_days(about.born_on, on) >= 65 else AgeBand.UNDER_65


def rates(rows: Iterable[Admission], population: Mapping[AgeBand, int]) -> dict[AgeBand, Figure]:
    """New admissions per 100,000 people, by age band: 2B for 18 to 64, 2C for 65 and over."""
    counted = [one for one in rows if one.left_out is None]
    return {
        band: Figure(sum(one.age_band is band for one in counted), people, per=100_000)
        for band, people in population.items()
    }
