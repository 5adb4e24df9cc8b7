"""Help of this record, as the events that the national measures are counted from."""

from collections.abc import Iterator
from datetime import date, timedelta

from homeward.episodes.rules.leaving import CARE_HOME, SERVICES_IN_ORDER
from homeward.outcomes.ascof.events import Event, EventType
from homeward.outcomes.ascof.names import INVALID, REABLEMENT, ST_MAX, ST_OTHER, outcome_names

SHORT_STAY = "Short term residential care"


def events_of_help(
    *,
    person: str,
    began_on: date,
    ended_on: date | None,
    outcome: str,
    sequel: str,
    council: str = "",
    component: str = REABLEMENT,
) -> Iterator[Event]:
    """One spell of help, and the service that followed it, when somebody wrote down that one did.

    `outcome` and `sequel` are codes of the lists `event_outcome` and `support_sequel`, "" for none. The service is
    taken to begin on the day after the help, and to go on: the record says what followed, not from when. More support
    of the same kind is no service that follows, since the two would be joined to one.
    """
    yield Event(
        person=person,
        council=council,
        kind=EventType.SERVICE,
        start=began_on,
        end=ended_on,
        service=ST_MAX,
        component=component,
        outcome=outcome if outcome in outcome_names() else INVALID,
    )
    service = ST_OTHER if sequel == CARE_HOME else sequel
    if ended_on is not None and service in SERVICES_IN_ORDER and service != ST_MAX:
        yield Event(
            person=person,
            council=council,
            kind=EventType.SERVICE,
            start=ended_on + timedelta(days=1),
            end=None,
            service=service,
            component=SHORT_STAY if sequel == CARE_HOME else "",
        )
