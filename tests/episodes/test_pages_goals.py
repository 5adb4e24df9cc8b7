"""Pages about goals, and the person's own copy, as members open them."""

import json
import re
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from homeward.episodes.actions.goal_setting import change_goal, end_goal, goal_details, rate_goal, set_goal
from homeward.episodes.actions.goal_steps import add_step
from homeward.episodes.actions.plan_texts import edit_plan
from homeward.episodes.actions.planning import book
from homeward.episodes.actions.tapering import add_series
from homeward.episodes.actions.visiting import record_visit
from homeward.episodes.models import Episode, Goal, GoalRating, GoalStep, PlanCopy
from homeward.partnership.models import Member
from homeward.people.models import AccessEntry, Person
from homeward.referrals.actions import accept
from tests.support.borough import NOW, Borough, make_borough, received

LATER = NOW + timedelta(days=3)
WORDS = "I want to make my own tea again."


@pytest.fixture
def borough(db: None) -> Borough:
    return make_borough()


@pytest.fixture
def episode(borough: Borough, monkeypatch: pytest.MonkeyPatch) -> Episode:
    """An episode three days old by the clock the pages read."""
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    referral = accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)
    assert referral.episode is not None
    return referral.episode


@pytest.fixture
def goal(borough: Borough, episode: Episode) -> Goal:
    return set_goal(episode=episode, words=WORDS, agreed_with="person", by=borough.nurse, now=NOW)


@pytest.fixture
def nurse(borough: Borough) -> Client:
    return signed_in(borough.nurse)


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def words(response: Any) -> str:
    return str(response.content.decode())


def typed(**changes: str) -> dict[str, str]:
    return {"words": WORDS, "agreed_with": "person", "baseline": "-1", **changes}


def edited(goal: Goal, **changes: str) -> dict[str, str]:
    """The form to change a goal as the page has it, with these fields typed over."""
    details = goal_details(goal)
    return {**details, "opened_with": json.dumps(details), **changes}


# ---------------------------------------------------------------- the list, and writing one down


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


# ---------------------------------------------------------------- changing one, also by two at once


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


def test_a_form_that_was_tampered_with_changes_nothing(nurse: Client, goal: Goal) -> None:
    for opened_with in ("", "nonsense", "[1]"):
        nurse.post(f"/goals/{goal.pk}/edit", edited(goal, words="Other.", opened_with=opened_with))
    goal.refresh_from_db()
    assert goal.words == WORDS


# ---------------------------------------------------------------- one goal followed through


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


def test_whoever_changes_a_goal_is_asked_how_it_was_and_not_how_it_is_now(nurse: Client, goal: Goal) -> None:
    assert "How was it at the start?" in words(nurse.get(f"/goals/{goal.pk}/edit"))
    assert "How is it now, before we start?" in words(nurse.get(f"/episodes/{goal.episode_id}/goals/new"))


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
    stranger = signed_in(borough.reablement_worker)
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


# ---------------------------------------------------------------- the person's own copy


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


def article(page: str) -> str:
    """The words of the copy itself, without the addresses of links that staff see around it."""
    return re.sub(r'href="[^"]*"', "", page[page.index("<article") : page.index("</article")])


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
