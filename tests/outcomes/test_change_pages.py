"""Marking, reading, correcting and withdrawing a change on its pages."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from homeward.partnership.models import PhasedChange, PhaseSaid
from tests.support.borough import Borough, make_borough
from tests.support.changes import marked, said_of_a_change
from tests.support.pages import as_, words

pytestmark = pytest.mark.django_db
FEBRUARY, APRIL = date(2026, 2, 1), date(2026, 4, 1)


@pytest.fixture
def borough(home: Path) -> Borough:
    return make_borough()


def typed(**other: str) -> dict[str, Any]:
    return {
        "title": "One number to call",
        "what_changes": "Calls are answered in one place.",
        "hypothesis": "More people are seen within 2 hours.",
        "pathways": ["rapid_response"],
        "rows": "3",
        "place_0": "Riverside NHS Trust",
        "day_0": "1 2 2026",
        "place_1": "North side",
        "day_1": "1 4 2026",
        **other,
    }


def test_an_empty_list_says_what_to_do_next(borough: Borough) -> None:
    assert "No change has been marked yet. Mark one" in words(as_(borough.head).get("/changes"))
    page = words(as_(borough.analyst).get("/changes"))
    assert "Heads of service and commissioners mark changes" in page
    assert "/changes/new" not in page


def test_a_change_is_marked_with_its_places_and_found_on_the_list(borough: Borough) -> None:
    answered = as_(borough.commissioner).post("/changes/new", typed(rebase="on"))
    change = PhasedChange.objects.get()
    assert answered["Location"] == f"/changes/{change.pk}"
    assert change.said.phases == (PhaseSaid("Riverside NHS Trust", FEBRUARY), PhaseSaid("North side", APRIL))
    assert (change.pathways, change.rebase, change.marked_by) == (["rapid_response"], True, borough.commissioner)
    page = words(as_(borough.analyst).get("/changes"))
    assert "One number to call" in page
    assert "1 Feb 2026 to 1 Apr 2026" in page
    assert "Begin anew from it" in page
    assert "Rapid response" in page
    page = words(as_(borough.analyst).get(f"/changes/{change.pk}"))
    assert "Riverside NHS Trust, 1 Feb 2026" in page  # the drawing
    assert f"/outcomes/two_hour_response/change/{change.pk}" in page
    assert "Correct it" not in page


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"title": ""}, "Title: give it a name"),
        ({"hypothesis": " "}, "What do you hope for: write it"),
        ({"day_0": "", "place_0": "", "day_1": "", "place_1": ""}, "First day 1: give the day on which it begins"),
        ({"day_1": ""}, "First day 2: give the day on which it begins in North side"),
        ({"day_1": "soon"}, "First day 2: write it as day, month and year"),
        ({"place_1": "rxx"}, "A place is there twice"),
        ({"place_1": ""}, "It cannot begin everywhere and in some places beside"),
        ({"pathways": "nobody"}, "Which pathways: choose from the list"),
    ],
)
def test_what_is_missing_is_said_by_field_and_what_was_typed_stays(
    borough: Borough, other: dict[str, str], says: str
) -> None:
    answered = as_(borough.head).post("/changes/new", typed(**other))
    assert answered.status_code == 422
    assert says in words(answered)
    assert "Calls are answered in one place." in words(answered)
    assert not PhasedChange.objects.exists()


def test_more_places_are_given_without_a_script_and_nothing_is_lost(borough: Borough) -> None:
    answered = as_(borough.head).post("/changes/new", typed(title="", more="1"))
    page = words(answered)
    assert answered.status_code == 200
    assert 'name="place_5"' in page
    assert 'name="place_6"' not in page
    assert 'value="North side"' in page
    assert "There is a problem" not in page
    many = typed(rows="6", place_5="South side", day_5="1 6 2026")
    as_(borough.head).post("/changes/new", many)
    assert [one.place for one in PhasedChange.objects.get().said.phases][-1] == "South side"


@pytest.mark.parametrize("rows", ["", "-1", "many", "99999999"])
def test_a_number_of_places_that_is_none_breaks_nothing(borough: Borough, rows: str) -> None:
    assert as_(borough.head).post("/changes/new", typed(rows=rows)).status_code == 302


def test_a_correction_shows_what_it_said_before_and_why(borough: Borough) -> None:
    change = marked(borough.head)
    form = words(as_(borough.head).get(f"/changes/{change.pk}/correct"))
    assert 'value="1 2 2026"' in form
    assert 'name="seen" value="0"' in form
    answered = as_(borough.head).post(f"/changes/{change.pk}/correct", typed(seen="0", why="It was phased in."))
    assert answered.status_code == 302
    page = words(as_(borough.commissioner).get(f"/changes/{change.pk}"))
    assert "It was phased in." in page
    assert "Everywhere: 1 Feb 2026" in page
    again = as_(borough.commissioner).post(f"/changes/{change.pk}/correct", typed(seen="0", title="Mine", why="So."))
    assert again.status_code == 422
    assert "Somebody corrected this change after you opened it" in words(again)
    assert 'value="Mine"' in words(again)
    assert 'name="seen" value="1"' in words(again)


def test_a_correction_without_a_reason_is_refused(borough: Borough) -> None:
    change = marked(borough.head)
    answered = as_(borough.head).post(f"/changes/{change.pk}/correct", typed(seen="0"))
    assert "Why is it corrected: write a sentence" in words(answered)
    assert change.said == said_of_a_change()


def test_a_withdrawn_change_says_so_and_cannot_be_changed(borough: Borough) -> None:
    change = marked(borough.head)
    assert as_(borough.head).post(f"/changes/{change.pk}/withdraw", {"why": " "}).status_code == 422
    answered = as_(borough.head).post(f"/changes/{change.pk}/withdraw", {"why": "It never began."}, follow=True)
    assert "Charts no longer show it" in words(answered)
    page = words(as_(borough.analyst).get("/changes"))
    assert "It never began." in page
    assert "was withdrawn" in words(as_(borough.head).get(f"/changes/{change.pk}/correct"))
    assert "It was withdrawn" in words(as_(borough.head).get(f"/changes/{change.pk}/withdraw"))
    assert as_(borough.head).post(f"/changes/{change.pk}/withdraw", {"why": "Again."}).status_code == 422
    evaluation = words(as_(borough.head).get(f"/outcomes/two_hour_response/change/{change.pk}"))
    assert "nothing is held against it" in evaluation


def test_a_pathway_that_is_no_longer_agreed_is_kept_when_something_else_is_corrected(borough: Borough) -> None:
    change = marked(borough.head, pathways=("night_owls",))
    page = words(as_(borough.head).get(f"/changes/{change.pk}/correct"))
    assert 'value="night_owls" checked' in page
    sent = typed(seen="0", why="A slip.", pathways="night_owls")
    assert as_(borough.head).post(f"/changes/{change.pk}/correct", sent).status_code == 302


def test_places_that_charts_know_are_named_on_the_form(borough: Borough, home: Path) -> None:
    (home / "areas.csv").write_text(
        "# source: made up\n# date: 2026-01-01\n"
        "postcode_start,locality,locality_name,deprivation_fifth\nSE1,north,North side,2\n",
        encoding="utf-8",
    )
    page = words(as_(borough.head).get("/changes/new"))
    assert "Riverside Council, Riverside NHS Trust, North side" in page


def test_there_is_no_such_change(borough: Borough) -> None:
    assert as_(borough.head).get("/changes/999").status_code == 404
    assert as_(borough.head).get("/outcomes/two_hour_response/change/999").status_code == 404
    assert as_(borough.head).get(f"/outcomes/nothing/change/{marked(borough.head).pk}").status_code == 404
