"""The person's own copy as a page: what it says, what it keeps from them, and that it was given."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.utils.html import escape

from homeward.episodes.actions.goal_setting import end_goal, rate_goal, set_goal
from homeward.episodes.actions.goal_steps import add_step
from homeward.episodes.actions.plan_texts import edit_plan
from homeward.episodes.actions.planning import book
from homeward.episodes.actions.tapering import add_series
from homeward.episodes.models import Episode, Goal, PlanCopy
from homeward.people.models import Person
from tests.support.borough import NOW, Borough
from tests.support.goals import WORDS
from tests.support.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("three_days_on")]
LATER = NOW + timedelta(days=3)


@pytest.fixture
def planned(borough: Borough, episode: Episode, goal: Goal) -> Episode:
    """An episode with a goal, all the texts of a plan, visits that shrink, and one promised."""
    add_step(goal=goal, who="person", what="Fill the kettle", by=borough.nurse, now=NOW)
    add_step(goal=goal, who="carer", who_name="Rose", what="Lay the table", by=borough.nurse, now=NOW)
    texts = {
        "aims": "Practise in your kitchen.",
        "before_a_visit": "Son is difficult; go in pairs.",
        "if_it_gets_worse": "Sit down and press your alarm.",
        "who_to_call": "020 7946 0100, day and night.",
    }
    edit_plan(episode=episode, opened=dict.fromkeys(texts, ""), typed=texts, by=borough.nurse, now=NOW)
    add_series(
        episode=episode,
        what_for="getting washed and dressed",
        from_on=NOW.date(),
        days=[1, 2, 3, 4, 5, 6, 7],
        minutes=45,
        window_from=time(8),
        window_to=time(10),
        by=borough.nurse,
        now=NOW,
    )
    at = datetime.combine(LATER.date() + timedelta(days=2), time(14), tzinfo=NOW.tzinfo)
    book(
        episode=episode,
        what_for="Kitchen practice",
        from_at=at,
        to_at=at + timedelta(hours=2),
        worker=borough.nurse,
        by=borough.nurse,
        now=NOW,
    )
    return episode


def article(page: str) -> str:
    """The words of the copy itself, without the addresses of links that staff see around it."""
    return re.sub(r'href="[^"]*"', "", page[page.index("<article") : page.index("</article")])


def test_the_copy_speaks_to_the_person_and_keeps_from_them_what_is_for_staff(nurse: Client, planned: Episode) -> None:
    said = words(nurse.get(f"/episodes/{planned.pk}/copy"))
    for part in (
        "What you want to do",
        WORDS,
        "You agreed this with us.",
        "<strong>You:</strong> Fill the kettle",
        "<strong>Rose:</strong> Lay the table",
        "Practise in your kitchen.",
        "every day, once between 8am and 10am",
        "We are with you for about 5 hr 15 min a week now.",
        "Monday 9 March 2026, between 2pm and 4pm",
        "Sit down and press your alarm.",
        "In an emergency, call 999.",
        "020 7946 0100, day and night.",
    ):
        assert escape(part) in said or part in said, part
    for never in ("Son is difficult", "4 Made-up Row", "SE1 7EH", "999 000 0018", "episode", "pathway", "baseline"):
        assert never not in article(said), never


def test_large_print_is_asked_for_in_the_address(nurse: Client, planned: Episode) -> None:
    assert 'class="copy copy--large"' in words(nurse.get(f"/episodes/{planned.pk}/copy?large=1"))
    assert "copy--large" not in words(nurse.get(f"/episodes/{planned.pk}/copy"))


def test_a_goal_that_ended_and_one_in_error_are_not_on_the_copy(borough: Borough, nurse: Client, goal: Goal) -> None:
    wrong = set_goal(episode=goal.episode, words="Fly.", agreed_with="carer", by=borough.nurse, now=NOW)
    end_goal(goal=wrong, reason="in_error", by=borough.nurse, now=LATER)
    assert "Fly." not in words(nurse.get(f"/episodes/{goal.episode_id}/copy"))


def test_another_language_is_pointed_out_to_whoever_gives_the_copy(nurse: Client, goal: Goal) -> None:
    Person.objects.update(language="Portuguese")
    assert "They speak Portuguese." in words(nurse.get(f"/episodes/{goal.episode_id}/copy"))


def test_giving_the_copy_is_written_down_and_the_page_says_what_changed_since(
    borough: Borough, nurse: Client, episode: Episode, goal: Goal, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        response = nurse.post(
            f"/episodes/{episode.pk}/copy/given", {"how": "read_out", "large_print": "on"}, follow=True
        )
    assert response.redirect_chain == [(f"/episodes/{episode.pk}/goals", 302)]
    assert "Last given 7 Mar 2026, read to them." in words(response)
    assert "Changed since" not in words(response)
    copy = PlanCopy.objects.get()
    assert (copy.how, copy.large_print, copy.by, copy.at) == ("read_out", True, borough.nurse, LATER)
    rate_goal(goal=goal, level=0, by=borough.nurse, now=LATER + timedelta(minutes=1))
    assert "Changed since: how far a goal has got" in words(nurse.get(f"/episodes/{episode.pk}/goals"))
    assert "Give them a new copy." in words(nurse.get(f"/episodes/{episode.pk}/copy"))


def test_nothing_to_give_and_no_way_of_giving_are_refused(nurse: Client, episode: Episode) -> None:
    there = f"/episodes/{episode.pk}/copy/given"
    nothing = nurse.post(there, {"how": "printed"})
    assert nothing.status_code == 422
    assert "Nothing is on this copy yet." in words(nothing)
    assert "How did they get it: choose one." in words(nurse.post(there, {}))
    assert not PlanCopy.objects.exists()
