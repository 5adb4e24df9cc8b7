"""The pages on which goals are listed, written down and changed, also by two at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from homeward.episodes.actions.goal_setting import change_goal, goal_details, rate_goal, set_goal
from homeward.episodes.actions.goal_steps import add_step
from homeward.episodes.models import Episode, Goal
from tests.support.borough import NOW, Borough
from tests.support.goals import WORDS, edited, typed
from tests.support.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("three_days_on")]
LATER = NOW + timedelta(days=3)


def test_without_goals_the_page_says_what_to_ask(nurse: Client, episode: Episode) -> None:
    said = words(nurse.get(f"/episodes/{episode.pk}/goals"))
    assert "No goal is written down yet." in said
    assert "Ask Mabel what they want to be able to do again" in said


def test_each_goal_is_quoted_with_its_level_at_the_start_and_now(
    borough: Borough, nurse: Client, episode: Episode, goal: Goal
) -> None:
    add_step(goal=goal, who="carer", who_name="Rose", what="Fills the kettle", by=borough.nurse, now=NOW)
    rate_goal(goal=goal, level=1, by=borough.nurse, now=LATER)
    said = words(nurse.get(f"/episodes/{episode.pk}/goals"))
    for part in (
        WORDS,
        "Less than hoped",
        "More than hoped, 7 Mar 2026",
        "Carer or family (Rose):",
        "Fills the kettle",
    ):
        assert part in said
    assert "2 levels better than at the start." in said
    assert "1 of 1 goal reached. Goal attainment score: <strong>60.0</strong>, from 1 rated." in said
    assert "Not given yet" in said


def test_a_goal_that_got_worse_says_so_in_words(borough: Borough, nurse: Client, episode: Episode, goal: Goal) -> None:
    rate_goal(goal=goal, level=-2, by=borough.nurse, now=LATER)
    assert "A lot less than hoped: worse than at the start" in words(nurse.get(f"/episodes/{episode.pk}/goals"))


def test_the_list_takes_no_more_queries_for_more_goals(
    borough: Borough, nurse: Client, episode: Episode, goal: Goal
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            nurse.get(f"/episodes/{episode.pk}/goals")
        return len(captured)

    rate_goal(goal=goal, level=0, by=borough.nurse, now=NOW)
    add_step(goal=goal, who="team", what="Rings", by=borough.nurse, now=NOW)
    asked()
    one = asked()
    for number in range(4):
        more = set_goal(episode=episode, words=f"Goal {number}", agreed_with="person", by=borough.nurse, now=NOW)
        rate_goal(goal=more, level=0, by=borough.nurse, now=NOW)
        add_step(goal=more, who="team", what="Rings", by=borough.nurse, now=NOW)
    assert asked() == one


def test_a_goal_is_written_down_as_it_was_typed(borough: Borough, nurse: Client, episode: Episode) -> None:
    sent = typed(hoped_by="1 4 2026", looks_as_hoped="Makes tea alone", why_it_matters="My kitchen.")
    response = nurse.post(f"/episodes/{episode.pk}/goals/new", sent, follow=True)
    goal = Goal.objects.get()
    assert response.redirect_chain == [(f"/goals/{goal.pk}", 302)]
    assert (goal.words, str(goal.hoped_by), goal.levels) == (WORDS, "2026-04-01", {"0": "Makes tea alone"})
    assert (goal.by, goal.baseline) == (borough.nurse, -1)
    nurse.post(f"/episodes/{episode.pk}/goals/new", sent)
    assert Goal.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"words": "  "}, "What they want to be able to do: write it down as they say it."),
        ({"words": "x" * 1_001}, "What they want to be able to do: keep it under 1,000 characters."),
        ({"agreed_with": ""}, "Who agreed this goal: choose who."),
        ({"baseline": "2"}, "How is it now: choose a level."),
        ({"hoped_by": "soon"}, "Hoped by: write it as day, month and year"),
        ({"hoped_by": "6 3 2026"}, "This day was over when the goal was set."),
        ({"looks_less": "x" * 301}, "Less than hoped: keep it under 300 characters."),
    ],
)
def test_what_is_no_goal_is_refused_with_a_remedy_and_nothing_typed_is_lost(
    nurse: Client, episode: Episode, changes: dict[str, str], complaint: str
) -> None:
    response = nurse.post(f"/episodes/{episode.pk}/goals/new", typed(why_it_matters="My kitchen.", **changes))
    assert response.status_code == 422
    assert complaint in words(response)
    assert "There is a problem" in words(response)
    assert "My kitchen." in words(response)
    assert not Goal.objects.exists()


def test_a_goal_is_changed_and_what_it_said_stays_to_be_read(borough: Borough, nurse: Client, goal: Goal) -> None:
    page = words(nurse.get(f"/goals/{goal.pk}/edit"))
    assert WORDS in page
    response = nurse.post(
        f"/goals/{goal.pk}/edit", edited(goal, words="Tea for two.", hoped_by="1 4 2026"), follow=True
    )
    assert response.redirect_chain == [(f"/goals/{goal.pk}", 302)]
    said = words(response)
    assert "Tea for two." in said
    assert f"What they want to do: {WORDS}" in said
    assert "Hoped by: nothing." in said


def test_the_second_of_two_who_change_the_same_words_sees_both_and_chooses(
    borough: Borough, nurse: Client, goal: Goal
) -> None:
    opened = edited(goal, words="Tea for three.", why_it_matters="Friends.")
    before = goal_details(goal)
    change_goal(
        goal=goal,
        opened=before,
        typed=before | {"words": "Tea for two.", "baseline": "-2"},
        by=borough.head,
        now=LATER - timedelta(minutes=5),
    )
    response = nurse.post(f"/goals/{goal.pk}/edit", opened)
    said = words(response)
    assert response.status_code == 422
    assert "Someone else changed this goal while you had the page open: what they want to do." in said
    for part in ("Tea for two.", "Tea for three.", "Hana Example, 7 Mar 2026, 09:55", "Friends."):
        assert part in said
    assert 'value="-2" checked' in said, "what was left alone follows the other"
    goal.refresh_from_db()
    assert (goal.words, goal.why_it_matters, goal.baseline) == ("Tea for two.", "", -2)
    again = nurse.post(f"/goals/{goal.pk}/edit", edited(goal, words="Tea for three.", why_it_matters="Friends."))
    assert again.status_code == 302
    goal.refresh_from_db()
    assert (goal.words, goal.why_it_matters, goal.baseline) == ("Tea for three.", "Friends.", -2)


def test_a_form_that_was_tampered_with_changes_nothing(nurse: Client, goal: Goal) -> None:
    for opened_with in ("", "nonsense", "[1]"):
        nurse.post(f"/goals/{goal.pk}/edit", edited(goal, words="Other.", opened_with=opened_with))
    goal.refresh_from_db()
    assert goal.words == WORDS


def test_whoever_changes_a_goal_is_asked_how_it_was_and_not_how_it_is_now(nurse: Client, goal: Goal) -> None:
    assert "How was it at the start?" in words(nurse.get(f"/goals/{goal.pk}/edit"))
    assert "How is it now, before we start?" in words(nurse.get(f"/episodes/{goal.episode_id}/goals/new"))
