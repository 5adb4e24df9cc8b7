"""The two forms of worked cases, of ASCOF 2A and of 2D: read, counted here, and compared with what they expect."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from homeward.episodes.rules.leaving import DENOMINATOR, NUMERATOR
from homeward.outcomes.ascof.clusters import is_reablement, joined
from homeward.outcomes.ascof.events import About, ClientType, Event, EventType, counted_spans
from homeward.outcomes.ascof.names import REABLEMENT, ST_MAX, outcome_code, plain, service_code
from homeward.outcomes.ascof.stays import Stay
from homeward.outcomes.ascof.two_a import Cluster, clusters_of
from homeward.outcomes.ascof.two_d import linked_discharges

Case = Mapping[str, Any]
Row = dict[str, Any]
"""What a case expects, or what came, by the names the cases use; JSON values."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One case: what it expects, what came, whether they are equal, and fields of the case that nothing here reads."""

    case: str
    measure: str
    why: str
    expected: list[Row]
    came: list[Row]
    equal: bool
    not_read: tuple[str, ...]


def form_of(case: object) -> Callable[[Case], Compared] | None:
    """What compares a case of this form, or None for a form there is not.

    It raises KeyError, TypeError or ValueError for a field that cannot be read.
    """
    if not isinstance(case, dict):
        return None
    if {"period", "events", "expected"} <= case.keys():
        return _two_a
    return _two_d if {"discharge", "admission", "reablement"} <= case.keys() else None


_READ_2A = frozenset({"id", "why", "period", "events", "expected", "dob", "dod"})


def _two_a(case: Case) -> Compared:
    first, last = map(_day, case["period"])
    events = [_event(one) for one in case["events"] or ()]
    about = About(_optional(case, "dob"), _optional(case, "dod"))
    people = {(one.council, one.person): about for one in events}
    expected: list[Row] = sorted(case["expected"] or (), key=_place)
    listed = {_place(one): one for one in expected}
    came = [
        _row(one, listed.get(_place_of(one)))
        for one in clusters_of(events, people, first=first, last=last)
        if one.new_client or _place_of(one) in listed
    ]
    came.sort(key=_place)
    return Compared(
        case=str(case.get("id", "")),
        measure="2A",
        why=str(case.get("why", "")),
        expected=expected,
        came=came,
        equal=len(expected) == len(came) and all(map(_agrees, expected, came)),
        not_read=tuple(sorted(case.keys() - _READ_2A)),
    )


def _event(given: Case) -> Event:
    kinds = {plain(one): one for one in EventType}
    kind = kinds.get(plain(given["type"]))
    if kind is None:
        raise ValueError(f'"{given["type"]}" is not a type of event; use {", ".join(EventType)}')
    return Event(
        person=str(given.get("person", "1")),
        council=str(given.get("la", "")),
        kind=kind,
        start=_optional(given, "start"),
        end=_optional(given, "end"),
        service=service_code(given.get("service_type")),
        component=given.get("service_component") or "",
        outcome=outcome_code(given.get("outcome")),
        client=ClientType(given.get("client_type", ClientType.SERVICE_USER)),
    )


def _place(row: Row) -> tuple[str, str]:
    return str(row.get("start", "")), str(row.get("end", ""))


def _place_of(cluster: Cluster) -> tuple[str, str]:
    return cluster.start.isoformat(), cluster.end.isoformat()


def _row(cluster: Cluster, expected: Row | None) -> Row:
    """A cluster in the words of the cases.

    The published script does not look at what followed people who were not new, so a case may leave such a cluster out,
    say that nothing followed, say what did, or count it by what followed alone. It is told in the way the case has
    chosen. `new_client` must agree in any case.
    """
    start, end = _place_of(cluster)
    row: Row = {
        "start": start,
        "end": end,
        "new_client": cluster.new_client,
        "step": str(cluster.step),
        "sequel": cluster.sequel_name,
        "denominator": cluster.in_denominator,
        "numerator": cluster.in_numerator,
        "unable_to_classify": cluster.unable_to_classify,
    }
    if cluster.new_client or expected is None:
        return row
    nothing_followed = {"step": None, "sequel": None, "unable_to_classify": False}
    by_sequel = {"denominator": cluster.sequel in DENOMINATOR, "numerator": cluster.sequel in NUMERATOR}
    ways = [row, row | nothing_followed, row | by_sequel]
    return next((one for one in ways if _agrees(expected, one)), row)


def _agrees(expected: Row, row: Row) -> bool:
    """Whether every field that a case gives is what came."""
    return all(name in row and _same(value, row[name]) for name, value in expected.items())


def _same(one: object, other: object) -> bool:
    """Equal, and of the same kind: true is not 1."""
    return type(one) is type(other) and one == other


_READ_2D = frozenset({"id", "why", "discharge", "admission", "reablement", "readmissions", "death", "res_nurs_starts"})
_EXPECTED_2D = ("linked", "numerator", "clusters")
_OF_AGE = date(1930, 1, 1)
"""The cases are of people of 65 and over, unless they give a date of birth."""


def _two_d(case: Case) -> Compared:
    expected = {name: case[name] for name in _EXPECTED_2D if name in case}
    if not expected:
        raise ValueError(f"it expects nothing; give {', '.join(_EXPECTED_2D)} or one of them")
    events = [
        *(_service(ST_MAX, start, end, REABLEMENT) for start, end in case["reablement"] or ()),
        *(_service("lts_residential", start, None) for start in case.get("res_nurs_starts") or ()),
    ]
    counted = _counted_2d(case, events)
    came = {name: counted[name] for name in expected}
    return Compared(
        case=str(case.get("id", "")),
        measure="2D",
        why=str(case.get("why", "")),
        expected=[expected],
        came=[came],
        equal=all(_same(value, came[name]) for name, value in expected.items()),
        not_read=tuple(sorted(case.keys() - _READ_2D - {*_EXPECTED_2D, "dob"})),
    )


def _counted_2d(case: Case, events: list[Event]) -> Row:
    """What came of the one discharge of a case. A readmission is only that: its own discharge takes over no link."""
    left_on = _day(case["discharge"])
    left = Stay(person="1", admitted_on=_day(case["admission"]), discharged_on=left_on)
    stays = [left, *map(_readmission, case.get("readmissions") or ())]
    about = About(_optional(case, "dob") or _OF_AGE, _optional(case, "death"))
    found = next(
        one for one in linked_discharges(stays, events, {"1": about}, first=left_on, last=left_on) if one.stay is left
    )
    spells = [one for spans in counted_spans(events).values() for one in spans if is_reablement(one)]
    return {"linked": found.linked, "numerator": found.success(), "clusters": len(joined(spells))}


def _readmission(given: Case) -> Stay:
    return Stay(
        person="1",
        admitted_on=_day(given["admission"]),
        discharged_on=_optional(given, "discharge"),
        management=str(given["type"]),
    )


def _service(service: str, start: Any, end: Any, component: str = "") -> Event:
    return Event(
        person="1",
        kind=EventType.SERVICE,
        start=_day(start),
        end=None if end is None else _day(end),
        service=service,
        component=component,
    )


def _day(text: Any) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise ValueError(f'"{text}" is not a day; write it as 2025-04-01') from None


def _optional(given: Case, name: str) -> date | None:
    return None if given.get(name) is None else _day(given[name])
