"""What the partners changed: marked, corrected and withdrawn with a reason, never deleted; and found by charts."""

from datetime import date, timedelta

import pytest

from homeward.partnership.actions import (
    ChangeIncomplete,
    ChangeWithdrawn,
    CorrectedMeanwhile,
    NotYoursToMark,
    PlaceTwice,
    correct_change,
    withdraw_change,
)
from homeward.partnership.models import ChangePhase, PhasedChange, PhaseSaid, Said
from homeward.partnership.queries import change_marked, changes_marked, changes_touching
from tests.support.borough import NOW, Borough, make_borough
from tests.support.changes import marked, said_of_a_change

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
FEBRUARY, APRIL = date(2026, 2, 1), date(2026, 4, 1)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.mark.parametrize("who", ["head", "commissioner"])
def test_heads_of_service_and_commissioners_mark_changes(borough: Borough, who: str) -> None:
    change = marked(getattr(borough, who))
    assert change.said == said_of_a_change()
    assert (change.marked_by, change.marked_at) == (getattr(borough, who), NOW)


@pytest.mark.parametrize("who", ["analyst", "nurse", "coordinator", "gp", "privacy_officer"])
def test_nobody_else_marks_corrects_or_withdraws(borough: Borough, who: str) -> None:
    change, member = marked(borough.head), getattr(borough, who)
    with pytest.raises(NotYoursToMark):
        marked(member)
    with pytest.raises(NotYoursToMark):
        correct_change(change=change, said=said_of_a_change(title="Other"), why="So.", seen=0, by=member, now=LATER)
    with pytest.raises(NotYoursToMark):
        withdraw_change(change=change, why="So.", by=member, now=LATER)
    assert PhasedChange.objects.get().withdrawn_at is None


@pytest.mark.parametrize(
    "missing",
    [{"title": " "}, {"what_changes": ""}, {"hypothesis": "\0"}, {"phases": ()}],
    ids=lambda one: next(iter(one)),
)
def test_a_change_is_said_in_full(borough: Borough, missing: dict[str, object]) -> None:
    with pytest.raises(ChangeIncomplete):
        marked(borough.head, **missing)
    assert not PhasedChange.objects.exists()


@pytest.mark.parametrize(
    "places", [("North", "north "), ("", "North"), ("", ""), ("RXX", "Riverside NHS Trust")], ids=str
)
def test_a_place_has_one_day(borough: Borough, places: tuple[str, str]) -> None:
    with pytest.raises(PlaceTwice):
        marked(borough.head, phases=tuple(PhaseSaid(place, FEBRUARY) for place in places))


def test_places_are_organisations_when_they_are_called_so_and_localities_otherwise(borough: Borough) -> None:
    phases = (PhaseSaid("North side", APRIL), PhaseSaid("rxx", FEBRUARY), PhaseSaid(" riverside  council", FEBRUARY))
    change = marked(borough.head, phases=phases)
    kept = [(one.where, one.organisation, one.locality, one.starts_on) for one in change.phases.all()]
    trust, council = borough.organisations["trust"], borough.organisations["council"]
    assert kept == [
        ("Riverside NHS Trust", trust, "", FEBRUARY),
        ("Riverside Council", council, "", FEBRUARY),
        ("North side", None, "North side", APRIL),
    ]
    assert (change.starts_on, change.days) == (FEBRUARY, [FEBRUARY, APRIL])
    assert marked(borough.head).phases.get().where == "Everywhere"


def test_a_correction_keeps_what_was_said_before_and_why(borough: Borough) -> None:
    change = marked(borough.head)
    new = said_of_a_change(title="One number", phases=(PhaseSaid("North", FEBRUARY), PhaseSaid("South", APRIL)))
    change = correct_change(
        change=change, said=new, why="It began later in the south.", seen=0, by=borough.commissioner, now=LATER
    )
    assert change.said == new
    kept = change.corrections.get()
    assert (kept.why, kept.by, kept.at) == ("It began later in the south.", borough.commissioner, LATER)
    assert kept.said == said_of_a_change()
    assert kept.before["phases"] == [{"place": "", "starts_on": "2026-02-01"}]


def test_saying_the_same_again_is_no_correction(borough: Borough) -> None:
    change = correct_change(
        change=marked(borough.head), said=said_of_a_change(), why="", seen=0, by=borough.head, now=LATER
    )
    assert not change.corrections.exists()


def test_a_correction_needs_a_reason(borough: Borough) -> None:
    change, other = marked(borough.head), said_of_a_change(title="Other")
    with pytest.raises(ChangeIncomplete, match="Say why"):
        correct_change(change=change, said=other, why=" ", seen=0, by=borough.head, now=LATER)
    with pytest.raises(ChangeIncomplete, match="Say why"):
        withdraw_change(change=change, why="", by=borough.head, now=LATER)
    change.refresh_from_db()
    assert (change.title, change.withdrawn_at) == ("One number to call", None)


def test_two_who_correct_at_once_do_not_overwrite_one_another(borough: Borough) -> None:
    change = marked(borough.head)
    first, second = said_of_a_change(title="First"), said_of_a_change(title="Second")
    correct_change(change=change, said=first, why="A slip.", seen=0, by=borough.head, now=LATER)
    with pytest.raises(CorrectedMeanwhile):
        correct_change(change=change, said=second, why="A slip.", seen=0, by=borough.commissioner, now=LATER)
    correct_change(change=change, said=second, why="A slip.", seen=1, by=borough.commissioner, now=LATER)
    found = change_marked(change.pk)
    assert found is not None
    assert [one.before["title"] for one in found.corrections.all()] == ["First", "One number to call"]


def test_a_withdrawn_change_stays_on_the_list_and_out_of_charts(borough: Borough) -> None:
    change = marked(borough.head)
    withdraw_change(change=change, why="It never began.", by=borough.commissioner, now=LATER)
    (kept,) = changes_marked()
    assert (kept.withdrawn_why, kept.withdrawn_by, kept.withdrawn_at) == (
        "It never began.",
        borough.commissioner,
        LATER,
    )
    assert changes_touching(None, (date.min, date.max)) == []
    with pytest.raises(ChangeWithdrawn):
        withdraw_change(change=change, why="Again.", by=borough.head, now=LATER)
    with pytest.raises(ChangeWithdrawn):
        correct_change(change=change, said=said_of_a_change(), why="So.", seen=0, by=borough.head, now=LATER)


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (date(2026, 2, 2), date(2026, 3, 31), False),
        (date(2026, 2, 1), date(2026, 2, 1), True),
        (date(2026, 3, 1), date(2026, 4, 1), True),
        (date(2026, 4, 2), date(2026, 12, 31), False),
        (date(2025, 1, 1), date(2026, 1, 31), False),
    ],
)
def test_charts_find_changes_that_begin_somewhere_in_their_time(
    borough: Borough, first: date, last: date, found: bool
) -> None:
    marked(borough.head, phases=(PhaseSaid("North", FEBRUARY), PhaseSaid("South", APRIL)))
    assert len(changes_touching(None, (first, last))) == int(found)


def test_charts_find_changes_of_their_pathway_in_order_of_their_day(borough: Borough) -> None:
    def one(title: str, day: date, *pathways: str) -> Said:
        return marked(borough.head, title=title, pathways=pathways, phases=(PhaseSaid("", day),)).said

    one("Late", date(2026, 3, 1), "rapid_response")
    one("All", date(2026, 2, 1))
    one("Other", date(2026, 1, 1), "reablement")
    year = (date(2026, 1, 1), date(2026, 12, 31))
    assert [change.title for change in changes_touching("rapid_response", year)] == ["All", "Late"]
    assert [change.title for change in changes_touching(None, year)] == ["Other", "All", "Late"]


def test_the_list_begins_with_the_latest_start_and_asks_few_questions(
    borough: Borough, django_assert_num_queries: object
) -> None:
    for day in (1, 3, 2):
        marked(borough.head, title=f"Day {day}", phases=(PhaseSaid("RXX", date(2026, 2, day)),))
    with django_assert_num_queries(4):  # type: ignore[operator]
        found = changes_marked()
        assert [change.title for change in found] == ["Day 3", "Day 2", "Day 1"]
        assert [change.said.phases[0].place for change in found] == ["Riverside NHS Trust"] * 3
    assert change_marked(10**6) is None
    assert ChangePhase.objects.count() == 3
