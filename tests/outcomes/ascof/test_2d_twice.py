"""ASCOF 2D over random lives, counted by the product and by the slow second way."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.outcomes.ascof.events import About, Event, EventType
from homeward.outcomes.ascof.stays import Stay
from homeward.outcomes.ascof.two_d import linked_discharges
from tests.outcomes.ascof import slow_2d

IN, OUT = date(2025, 4, 28), date(2025, 5, 5)
"""The stay that most lives contain: everything else happens at the edges of the rules around its two days."""
FIRST, LAST = OUT - timedelta(days=3), OUT + timedelta(days=8)
edges = st.sampled_from([-4, -3, -1, 0, 1, 6, 7, 8])
early = st.builds(lambda day, edge: day + timedelta(days=edge), st.sampled_from([IN, OUT, OUT]), edges)
days = st.one_of(early, st.sampled_from([83, 84, 85]).map(lambda day: OUT + timedelta(days=day)))
lengths = st.sampled_from([-1, 0, 1, 3, 8, 30, None])


def span(start: date, length: int | None) -> tuple[date, date | None]:
    return start, None if length is None else start + timedelta(days=length)


spells = st.builds(span, early, lengths)
homes = st.builds(span, days, lengths)
stays = st.builds(
    lambda dates, **codes: slow_2d.Stay(*dates, **codes),
    st.one_of(spells, homes),
    management=st.sampled_from(["EM", "EM", "NE", "EL"]),
    method_in=st.sampled_from(["", "", "", "", "31"]),
    method_out=st.sampled_from(["", "", "", "1", "5"]),
    destination=st.sampled_from(["", "", "", "79"]),
    treatment=st.sampled_from(["", "", "", "", "501", "650", "710"]),
)
lives = st.builds(
    slow_2d.Life,
    born=st.sampled_from([None, *[date(1940, 1, 1)] * 5, date(1960, 5, 4), date(1960, 5, 5)]),
    died=st.one_of(st.none(), st.none(), days),
    reablement=st.lists(spells, max_size=3),
    care_home=st.lists(homes, max_size=1),
    prison=st.lists(homes, max_size=1),
)


@settings(max_examples=700, deadline=None)
@given(st.lists(stays, max_size=2).map(lambda others: [slow_2d.Stay(IN, OUT), *others]), lives)
def test_any_life_is_counted_the_same_twice(in_hospital: list[slow_2d.Stay], life: slow_2d.Life) -> None:
    ours = [as_stay(place, one) for place, one in enumerate(in_hospital)]
    found = linked_discharges(ours, events(life), {"1": About(life.born, life.died)}, first=FIRST, last=LAST)
    by_place = sorted(found, key=lambda one: int(one.stay.stay))
    came = [(one.left_out is None, sorted((link.start, link.success) for link in one.links)) for one in by_place]
    assert came == slow_2d.counted(in_hospital, life, FIRST, LAST)


def as_stay(place: int, given: slow_2d.Stay) -> Stay:
    return Stay(
        person="1",
        stay=str(place),
        admitted_on=given.admitted,
        discharged_on=given.discharged,
        management=given.management,
        admission_method=given.method_in,
        discharge_method=given.method_out,
        destination=given.destination,
        treatment_function=given.treatment,
    )


def events(life: slow_2d.Life) -> list[Event]:
    return [
        Event(person="1", kind=EventType.SERVICE, start=start, end=end, service=service, component=component)
        for service, component, spells in (
            ("st_max", "Reablement", life.reablement),
            ("lts_residential", "Long term residential care", life.care_home),
            ("lts_prison", "", life.prison),
        )
        for start, end in spells
    ]
