"""Events in few words, for tables of cases."""

from datetime import date, timedelta
from typing import Any

from homeward.outcomes.ascof.events import About, Event, EventType
from homeward.outcomes.ascof.two_a import Cluster, clusters_of

START, END = date(2025, 5, 1), date(2025, 6, 10)
"""The spell of reablement that most cases begin with."""


def after(number: int, from_day: date = END) -> date:
    return from_day + timedelta(days=number)


def service(
    start: date | None, end: date | None, code: str, component: str = "", outcome: str = "", **more: Any
) -> Event:
    return Event(
        person=more.pop("person", "1"),
        kind=EventType.SERVICE,
        start=start,
        end=end,
        service=code,
        component=component,
        outcome=outcome or "invalid",
        **more,
    )


def reablement(
    start: date | None = START, end: date | None = END, outcome: str = "nfa_as_planned", **more: Any
) -> Event:
    return service(start, end, "st_max", "Reablement", outcome, **more)


def review(start: date, end: date, outcome: str, kind: EventType = EventType.REVIEW) -> Event:
    return Event(person="1", kind=kind, start=start, end=end, outcome=outcome)


def counted(*events: Event, born_on: date | None = None, died_on: date | None = None, **more: Any) -> list[Cluster]:
    """Clusters of the one person all events are of."""
    people = {(one.council, one.person): About(born_on, died_on) for one in events}
    return clusters_of(events, people, **more)


def only(*events: Event, **more: Any) -> Cluster:
    """The one cluster there is."""
    (found,) = counted(*events, **more)
    return found
