"""Lines of a Client Level Data extract: an event, what is known of the person, and what tells lines apart."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from homeward.episodes.rules.leaving import OUTCOMES_IN_ORDER, rank_of
from homeward.outcomes.ascof.events import OPEN_END, About, Event, EventType, People, Whose
from homeward.outcomes.ascof.names import plain


@dataclass(frozen=True, slots=True)
class Fields:
    """The names of a release's fields, and those without which nothing can be counted."""

    names: tuple[str, ...]
    needed: tuple[str, ...]


@cache
def fields() -> Fields:
    """The fields of Release 2, in the order of its modules."""
    content = tomllib.loads(Path(__file__).with_name("cld_fields.toml").read_text(encoding="utf-8"))
    return Fields(tuple(name for one in content["modules"] for name in one["fields"]), tuple(content["needed"]))


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number in the file, the event, the person's dates, and the raw texts of the national key.

    The event ends on the day of death where it would go on after it.
    """

    number: int
    event: Event
    born_on: date | None
    died_on: date | None
    raw: dict[str, str]


_ALWAYS = ("LA_Code", "Client_Type")
_OWN: dict[EventType, tuple[str, ...]] = {
    EventType.REQUEST: ("Request_Route_of_Access",),
    EventType.ASSESSMENT: ("Assessment_Type",),
    EventType.SERVICE: ("Service_Type", "Service_Component"),
    EventType.REVIEW: (),
}
_OF_ONE_SUBMISSION = ("Delivery_Mechanism", "Unit_Cost", "Cost_Frequency_Unit_Type", "Planned_units_per_week")
"""What also tells services apart within one submission: a package of care sent on several lines."""
KEPT = (*_ALWAYS, *(name for of in _OWN.values() for name in of), *_OF_ONE_SUBMISSION)


def unique(lines: Iterable[Line], *, joined_submissions: bool = False) -> list[Line]:
    """One line for each event, in the order of the file: the open one, else that which ends last, by rank of outcome.

    Lines of one submission are told apart by cost too; lines of several that were joined are not. The reference number
    of an event is not looked at. Source: methodology of the main tables, step 4, and
    `create_GetUniqueEvents_procedure.sql` (DataS-DHSC/ASC-CLD-LA-Dashboard).
    """
    kept: dict[tuple[object, ...], Line] = {}
    for line in lines:
        key = _key(line, joined_submissions)
        if key not in kept or _worth(line) > _worth(kept[key]):
            kept[key] = line
    return sorted(kept.values(), key=lambda one: one.number)


def _key(line: Line, joined_submissions: bool) -> tuple[object, ...]:
    event = line.event
    service = event.kind is EventType.SERVICE
    names = (*_ALWAYS, *_OWN[event.kind], *(_OF_ONE_SUBMISSION if service and not joined_submissions else ()))
    texts = tuple(_as_compared(line.raw.get(name, "")) for name in names)
    return (event.kind, event.person, event.start, None if service else event.end, *texts)


@lru_cache(maxsize=65536)
def _as_compared(text: str) -> str:
    """A text without what does not change its meaning; an amount to two decimals."""
    try:
        return f"{float(text):.2f}"
    except ValueError:
        return plain(text)


def _worth(line: Line) -> tuple[date, int, int]:
    outcome = line.event.outcome
    place = rank_of(outcome) if outcome in OUTCOMES_IN_ORDER else len(OUTCOMES_IN_ORDER) + 1
    return line.event.end or OPEN_END, -place, line.number


def people_of(lines: Iterable[Line]) -> People:
    """What the lines say of each person, by council and person, as the national figures take it.

    A date of birth counts as the first of its month, since only month and year reach the national database. Where lines
    differ, the one that ends last is believed, of several the one that starts last.
    """
    believed: dict[tuple[Whose, str], tuple[tuple[date, date], date]] = {}
    for line in lines:
        age = (line.event.end or OPEN_END, line.event.start or date.min)
        for what, day in (("born", line.born_on), ("died", line.died_on)):
            key = ((line.event.council, line.event.person), what)
            if day is not None and (key not in believed or age >= believed[key][0]):
                believed[key] = (age, day)
    found = {key: day for key, (_, day) in believed.items()}
    return {whose: _about(found.get((whose, "born")), found.get((whose, "died"))) for whose, _ in found}


def _about(born_on: date | None, died_on: date | None) -> About:
    return About(born_on.replace(day=1) if born_on else None, died_on)


def events_of(lines: Iterable[Line], *, joined_submissions: bool = False) -> list[Event]:
    """The events the measures count from, each once."""
    return [one.event for one in unique(lines, joined_submissions=joined_submissions)]
