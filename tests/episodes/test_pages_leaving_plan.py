"""The pages on what happens after our help: the checklist, and the plan that two may write at once."""

import html
import re
from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from homeward.episodes.models import Episode
from homeward.episodes.models.leaving import Leaving, LeavingChange
from tests.support.borough import NOW, Borough
from tests.support.leaving import PLAN, left_well, seen
from tests.support.pages import as_, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("three_days_on")]


@pytest.fixture
def episode(borough: Borough) -> Episode:
    return seen(borough, at=NOW)


def opened_with(response: Any) -> str:
    """What a form says it was opened with."""
    found = re.search(r'name="opened_with" value="([^"]*)"', words(response))
    return html.unescape(found.group(1)) if found else ""


def test_the_checklist_says_what_is_still_to_do(borough: Borough, episode: Episode) -> None:
    page = words(as_(borough.nurse).get(f"/episodes/{episode.pk}/leaving"))
    for said in ("Not written yet", "No goals were written down", "Nothing asked for", "Help goes on", "Not yet"):
        assert said in page
    assert f"/episodes/{episode.pk}/end" in page


def test_the_checklist_asks_few_questions(borough: Borough, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    episode = left_well(borough, at=NOW)
    client = as_(borough.nurse)
    path = f"/episodes/{episode.pk}/leaving"
    client.get(path)
    # session, member, organisation, teams; episode, goals, series; leaving, changes, onward, summaries, follow-ups;
    # seen lately, and what the frame says of the person and of the viewer
    with django_assert_num_queries(15):
        client.get(path)


def test_a_coordinator_reads_the_checklist_and_is_offered_nothing_to_change(borough: Borough) -> None:
    episode = left_well(borough, at=NOW)
    page = words(as_(borough.coordinator).get(f"/episodes/{episode.pk}/leaving"))
    assert "Her daughter comes each evening." in page
    for offered in ("/leaving/plan", "/leaving/undo", "/sent", "/leaving/onward", "/follow-ups/", "/leaving/summary"):
        assert offered not in page


def test_what_happens_afterwards_is_written_down_and_shown(borough: Borough, episode: Episode) -> None:
    client = as_(borough.nurse)
    answer = client.post(f"/episodes/{episode.pk}/leaving/plan", PLAN, follow=True)
    assert "What happens after we leave was saved." in words(answer)
    assert "Agreed</span> with the person and their carer or family on" in words(answer)
    assert Leaving.objects.get().ends_on == date(2026, 3, 9)


def test_a_plan_can_be_kept_as_a_draft(borough: Borough, episode: Episode) -> None:
    answer = as_(borough.nurse).post(
        f"/episodes/{episode.pk}/leaving/plan", {**PLAN, "agreed_with": "not_yet"}, follow=True
    )
    assert "A draft, not agreed yet" in words(answer)
    assert Leaving.objects.get().agreed_at is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"transition_plan": " "}, "What happens after we leave: write at least a sentence."),
        ({"agreed_with": ""}, "Agreed with: choose one, or that it is not agreed yet."),
        ({"agreed_with": "the cat"}, "Agreed with: choose one, or that it is not agreed yet."),
        ({"ends_on": "soon"}, "write it as day, month and year"),
        ({"transition_plan": "x" * 5001}, "keep it under 5,000 characters"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_and_what_was_typed_stays(
    borough: Borough, episode: Episode, changes: dict[str, str], said: str
) -> None:
    answer = as_(borough.nurse).post(f"/episodes/{episode.pk}/leaving/plan", {**PLAN, **changes})
    assert answer.status_code == 422
    assert said in words(answer)
    assert "There is a problem" in words(answer)
    assert not Leaving.objects.exists()


def test_the_second_of_two_who_write_sees_both_texts_and_chooses(borough: Borough, episode: Episode) -> None:
    first, second = as_(borough.head), as_(borough.nurse)
    path = f"/episodes/{episode.pk}/leaving/plan"
    opened = opened_with(second.get(path))
    first.post(path, {**PLAN, "transition_plan": "Meals at one.", "opened_with": opened})
    answer = second.post(path, {**PLAN, "opened_with": opened})
    assert answer.status_code == 422
    assert "Hana Example changed this while you had the page open" in words(answer)
    assert "now says: “Meals at one.”" in words(answer)
    assert "Meals come at noon." in words(answer)
    second.post(path, {**PLAN, "opened_with": opened_with(answer)})
    assert Leaving.objects.get().transition_plan == "Meals come at noon."
    assert LeavingChange.objects.get().before["transition_plan"] == "Meals at one."
    assert "Meals at one." in words(second.get(f"/episodes/{episode.pk}/leaving"))
