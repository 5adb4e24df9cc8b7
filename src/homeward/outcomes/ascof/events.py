"""Dated events of social care, what is known of the person, and which events can be counted at all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from homeward.outcomes.ascof.names import INVALID

OPEN_END = date(9999, 1, 1)
"""The end of a service that goes on."""


class EventType(StrEnum):
    """The four kinds of event in Client Level Data."""

    REQUEST = "Request"
    ASSESSMENT = "Assessment"
    SERVICE = "Service"
    REVIEW = "Review"


class ClientType(StrEnum):
    """For whom the event was. The measures here count service users."""

    SERVICE_USER = "Service user"
    CARER = "Unpaid carer"
    CARER_BY_ASSOCIATION = "Unpaid carer known by association"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event of one person with one council.

    `service` and `outcome` are codes of `names`, `component` is national text. `person` is "" and `start` None where
    nobody knows: such an event is not counted. `end` None: it goes on.
    """

    person: str
    council: str = ""
    kind: EventType
    start: date | None
    end: date | None
    service: str = ""
    component: str = ""
    outcome: str = INVALID
    client: ClientType = ClientType.SERVICE_USER


@dataclass(frozen=True, slots=True)
class About:
    """What the measures need to know of a person; None where nobody knows."""

    born_on: date | None = None
    died_on: date | None = None


Whose = tuple[str, str]
"""Council and person: nothing is joined across councils."""
People = Mapping[Whose, About]


@dataclass(frozen=True, slots=True)
class Span:
    """A counted event: its dates are known and in order, and one that goes on ends at `OPEN_END`."""

    start: date
    end: date
    event: Event


def counted_spans(events: Iterable[Event]) -> dict[Whose, list[Span]]:
    """Service users' events by council and person, less those without a person or a start, or that end before it."""
    found: defaultdict[Whose, list[Span]] = defaultdict(list)
    for event in events:
        span = span_of(event)
        if span is not None:
            found[event.council, event.person].append(span)
    return dict(found)


def span_of(event: Event) -> Span | None:
    """The event as it is counted, or None when it is not."""
    if not event.person or event.start is None or event.client is not ClientType.SERVICE_USER:
        return None
    end = event.end or OPEN_END
    return Span(event.start, end, event) if end >= event.start else None


def ended_by_death(event: Event, died_on: date | None) -> Event:
    """The event, ended on the day of death where it would go on after it.

    Source: `create_FilterToEventsInPeriod_procedure.sql` (DataS-DHSC/ASC-CLD-LA-Dashboard). An open event that began on
    the day of death stays open there.
    """
    if died_on is None or event.start is None:
        return event
    within = event.start < died_on if event.end is None else event.start <= died_on <= event.end
    return replace(event, end=died_on) if within else event


def age_by_days(born_on: date, on: date) -> int:
    """Age as the national scripts count it: whole days divided by 365.25, rounded down. Below 0 before birth."""
    return (on - born_on).days * 4 // 1461
