"""ASCOF 2A over random lives, counted by the product and by the slow second way: the same clusters, step by step."""

from datetime import date, timedelta
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from homeward.outcomes.ascof.events import About, ClientType, Event, EventType
from homeward.outcomes.ascof.names import outcome_code, service_code
from homeward.outcomes.ascof.two_a import Cluster, clusters_of
from tests.outcomes.ascof import slow_2a

FIRST, LAST = date(2025, 4, 1), date(2026, 3, 31)
CARER = "Unpaid carer support: Direct to unpaid carer"
OFTEN = ["NFA: Support ended as planned", "NFA: Other", "Continuation of support or services", None]
BEGIN, END = date(2025, 5, 1), date(2025, 6, 10)
"""The spell that most lives contain: everything else happens at the edges of the rules around its two days."""
edges = st.sampled_from([-14, -13, -1, 0, 1, 6, 7, 8])
days = st.builds(lambda day, edge: day + timedelta(days=edge), st.sampled_from([BEGIN, END, END]), edges)
services = st.sampled_from([*slow_2a.SERVICES, *["Short term support: ST-Max"] * 4, *slow_2a.SERVICES[-2:] * 2, CARER])
outcomes = st.one_of(st.sampled_from(slow_2a.IN_ORDER[:-1]), st.sampled_from(OFTEN), st.sampled_from(OFTEN))
components = st.sampled_from([None, "Equipment", "Short term residential care", "Short term nursing care"])


@st.composite
def events(draw: Any) -> slow_2a.Event:
    start, end = draw(days), draw(st.one_of(days, days, st.none()))
    kind = draw(st.sampled_from(["Service", "Service", "Review", "Review", "Assessment", "Request"]))
    is_service = kind == "Service"
    return {
        "type": kind,
        "start": draw(st.sampled_from([start] * 15 + [None])),
        "end": max(start, end) if end and draw(st.integers(0, 9)) else end,
        "service_type": draw(services) if is_service else None,
        "component": draw(components) if is_service else None,
        "outcome": draw(outcomes),
        "client": draw(st.sampled_from(["Service user"] * 15 + ["Unpaid carer"])),
    }


@st.composite
def earlier_support(draw: Any) -> slow_2a.Event:
    """Long-term support that ended about 91 days before the events above."""
    end = BEGIN - timedelta(days=draw(st.integers(88, 93)))
    return {
        "type": "Service",
        "start": end - timedelta(days=draw(st.sampled_from([0, 30]))),
        "end": end,
        "service_type": draw(st.sampled_from(slow_2a.LONG_TERM)),
        "component": None,
        "outcome": None,
        "client": "Service user",
    }


@st.composite
def nested(draw: Any) -> slow_2a.Event:
    """A review near the end, or equipment near the start: what is looked at when nothing else answers."""
    is_review = draw(st.booleans())
    on = END - timedelta(days=draw(st.sampled_from([0, 1, 13, 14])))
    given_on = BEGIN + timedelta(days=draw(st.sampled_from([-1, 0, 1])))
    return {
        "type": draw(st.sampled_from(["Review", "Assessment", "Request"])) if is_review else "Service",
        "start": draw(st.sampled_from([BEGIN - timedelta(days=1), BEGIN, on])) if is_review else given_on,
        "end": on if is_review else given_on,
        "service_type": None if is_review else "Short term support: Ongoing low level",
        "component": None if is_review else "Equipment",
        "outcome": draw(outcomes),
        "client": "Service user",
    }


@st.composite
def twins(draw: Any) -> list[slow_2a.Event]:
    """Services that compete: spells that end together, or support that follows, alike but for component and outcome."""
    is_spell = draw(st.booleans())
    return [
        {
            "type": "Service",
            "start": BEGIN if is_spell else END + timedelta(days=1),
            "end": END if is_spell else None,
            "service_type": "Short term support: ST-Max" if is_spell else "Short term support: Other short term",
            "component": draw(components),
            "outcome": draw(outcomes),
            "client": "Service user",
        }
        for _ in range(2)
    ]


main_spell = st.builds(
    lambda outcome: {
        "type": "Service",
        "start": BEGIN,
        "end": END,
        "service_type": "Short term support: ST-Max",
        "component": "Reablement",
        "outcome": outcome,
        "client": "Service user",
    },
    outcomes,
)
lives = st.builds(
    lambda *parts: [one for part in parts for one in part],
    st.lists(main_spell, min_size=1, max_size=1),
    st.one_of(st.lists(events(), max_size=3), st.lists(nested(), max_size=3), twins()),
    st.lists(earlier_support(), max_size=1),
)
born = st.sampled_from([None, None, None, date(1940, 2, 29), date(2007, 6, 10), date(2007, 6, 11), date(2030, 1, 1)])
died = st.one_of(st.none(), st.none(), st.none(), days)


@settings(max_examples=1500, deadline=None)
@given(lives, born, died)
@example([], None, None)
def test_any_life_is_counted_the_same_twice(
    life: list[slow_2a.Event], born_on: date | None, died_on: date | None
) -> None:
    about = {("", "1"): About(born_on, died_on)}
    came = clusters_of(map(as_event, life), about, first=FIRST, last=LAST)
    assert [as_row(one) for one in came] == slow_2a.counted(life, born_on, died_on, FIRST, LAST)


def as_event(given: slow_2a.Event) -> Event:
    return Event(
        person="1",
        kind=EventType(given["type"]),
        start=given["start"],
        end=given["end"],
        service=service_code(given["service_type"]),
        component=given["component"] or "",
        outcome=outcome_code(given["outcome"]),
        client=ClientType(given["client"]),
    )


def as_row(cluster: Cluster) -> dict[str, Any]:
    return {
        "start": cluster.start,
        "end": cluster.end,
        "new_client": cluster.new_client,
        "step": str(cluster.step),
        "sequel": cluster.sequel_name,
        "denominator": cluster.in_denominator,
        "numerator": cluster.in_numerator,
        "unable_to_classify": cluster.unable_to_classify,
    }
