"""The page of one goal: its visits, ratings, steps and end, and what is left of it afterwards."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from homeward.episodes.actions.visiting import record_visit
from homeward.episodes.models import Episode, Goal, GoalRating, GoalStep
from homeward.people.models import AccessEntry
from tests.support.borough import NOW, Borough
from tests.support.goals import WORDS, edited, typed
from tests.support.pages import as_, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("three_days_on")]
LATER = NOW + timedelta(days=3)


def test_what_was_typed_as_a_session_ended_comes_back_in_its_own_form(
    borough: Borough, nurse: Client, goal: Goal
) -> None:
    there = f"/goals/{goal.pk}"
    nurse.get(there)
    Session.objects.update(expire_date=NOW - timedelta(days=1))
    sent = nurse.post(
        f"{there}/rate", {"level": "1", "said": "I did it alone!"}, headers={"referer": f"http://testserver{there}"}
    )
    assert "/sign-in" in sent["Location"]
    nurse.force_login(borough.nurse)
    said = words(nurse.get(there))
    assert "I did it alone!" in said
    assert "What they do: write it down." not in said


def test_a_goal_leads_to_every_visit_that_served_it(borough: Borough, nurse: Client, goal: Goal) -> None:
    record_visit(
        episode=goal.episode,
        kind="face_to_face",
        started_at=NOW + timedelta(hours=1),
        what_happened="Saw her.",
        goals={goal: "Filled the kettle together."},
        ratings={goal: 0},
        by=borough.nurse,
        now=LATER,
    )
    said = words(nurse.get(f"/goals/{goal.pk}"))
    assert "Filled the kettle together." in said
    assert "4 Mar 2026, at a visit" in said
    assert "<svg" in said
    assert f'href="/people/{goal.episode.person_id}"' in said


def test_a_goal_is_rated_on_its_own_page_and_twice_sent_is_once(nurse: Client, goal: Goal) -> None:
    for _ in range(2):
        response = nurse.post(f"/goals/{goal.pk}/rate", {"level": "0", "said": "I did it!"}, follow=True)
    assert "Written down: as hoped." in words(response)
    assert "I did it!" in words(response)
    assert GoalRating.objects.count() == 1


@pytest.mark.parametrize("level", ["", "3", "x"])
def test_a_rating_without_a_level_is_refused_and_what_was_said_is_still_there(
    nurse: Client, goal: Goal, level: str
) -> None:
    response = nurse.post(f"/goals/{goal.pk}/rate", {"level": level, "said": "I nearly did it."})
    assert response.status_code == 422
    assert "How far have they got: choose a level." in words(response)
    assert "I nearly did it." in words(response)


def test_who_does_what_is_added_done_and_taken_out(nurse: Client, goal: Goal) -> None:
    there = f"/goals/{goal.pk}/steps"
    assert nurse.post(there, {"who": "team", "what": ""}).status_code == 422
    nurse.post(there, {"who": "team", "what": "Fits a rail"})
    step = GoalStep.objects.get()
    assert "The step is done." in words(nurse.post(f"{there}/{step.pk}/done", follow=True))
    assert "The step is not done yet." in words(nurse.post(f"{there}/{step.pk}/again", follow=True))
    assert nurse.post(f"{there}/{step.pk}/sideways").status_code == 404
    assert "The step was taken out." in words(nurse.post(f"{there}/{step.pk}/remove", follow=True))
    assert "Somebody has taken this step out already." in words(nurse.post(f"{there}/{step.pk}/done", follow=True))
    assert not GoalStep.objects.exists()


def test_a_goal_ends_with_a_rating_and_is_taken_up_again(nurse: Client, goal: Goal) -> None:
    there = f"/goals/{goal.pk}/end"
    assert "Why is it no longer worked on: choose one." in words(nurse.post(there, {}))
    refused = nurse.post(there, {"reason": "met", "level": "-1"})
    assert refused.status_code == 422
    assert "Say how far they got, or choose another reason." in words(refused)
    assert not GoalRating.objects.exists()
    response = nurse.post(there, {"reason": "met", "level": "2", "said": "For six!"}, follow=True)
    assert response.redirect_chain == [(f"/episodes/{goal.episode_id}/goals", 302)]
    page = words(nurse.get(f"/goals/{goal.pk}"))
    assert "Take it up again" in page
    assert "Save the rating" not in page
    assert "For six!" in page
    assert "Save the goal" not in words(nurse.get(f"/goals/{goal.pk}/edit"))
    assert "The goal is worked on again." in words(nurse.post(f"/goals/{goal.pk}/reopen", follow=True))


def test_what_they_say_at_the_end_is_not_lost_for_want_of_a_level(nurse: Client, goal: Goal) -> None:
    refused = nurse.post(f"/goals/{goal.pk}/end", {"reason": "met", "said": "For six!"})
    assert refused.status_code == 422
    assert "choose a level, so that what they say is kept with it" in words(refused)
    assert "For six!" in words(refused)


def test_goals_of_an_episode_that_ended_can_be_read_and_not_changed(
    borough: Borough, nurse: Client, episode: Episode, goal: Goal
) -> None:
    Episode.objects.filter(pk=episode.pk).update(ended_at=LATER, ended_by=borough.nurse, end_reason="completed")
    pages = [f"/episodes/{episode.pk}/goals", f"/goals/{goal.pk}", f"/episodes/{episode.pk}/copy"]
    for address in pages:
        said = words(nurse.get(address))
        assert WORDS in said
        assert '<form method="post" action="/goals' not in said
        assert "Write down a goal" not in said
    for address, sent in (
        (f"/goals/{goal.pk}/rate", {"level": "0"}),
        (f"/goals/{goal.pk}/steps", {"who": "team", "what": "Rings"}),
        (f"/episodes/{episode.pk}/copy/given", {"how": "printed"}),
        (f"/goals/{goal.pk}/edit", edited(goal, words="Other.")),
        (f"/episodes/{episode.pk}/goals/new", typed()),
    ):
        response = nurse.post(address, sent)
        assert response.status_code == 422, address
        assert "This episode has ended" in words(response)


def test_a_goal_of_somebody_unknown_to_the_viewer_is_not_there(borough: Borough, episode: Episode, goal: Goal) -> None:
    stranger = as_(borough.reablement_worker)
    for address in (f"/goals/{goal.pk}", f"/episodes/{episode.pk}/goals", f"/episodes/{episode.pk}/copy"):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"/goals/{goal.pk}/rate", {"level": "0"}).status_code == 404
    assert not GoalRating.objects.exists()


def test_looking_at_goals_and_at_the_copy_is_written_down(
    borough: Borough, nurse: Client, episode: Episode, goal: Goal
) -> None:
    nurse.get(f"/goals/{goal.pk}")
    nurse.get(f"/episodes/{episode.pk}/copy")
    looked = set(AccessEntry.objects.filter(member=borough.nurse).values_list("route", flat=True))
    assert {"episode_goals", "episode_copy"} <= looked
