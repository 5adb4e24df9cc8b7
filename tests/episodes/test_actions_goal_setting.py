"""Goals are set and changed, also by two at once, and nothing that somebody wrote is lost."""

from datetime import date
from typing import Any

import pytest

from homeward.episodes.actions import EpisodeClosed, NothingWritten, end_episode
from homeward.episodes.actions.copies import give_copy
from homeward.episodes.actions.goal_setting import (
    GoalMovedOn,
    change_goal,
    end_goal,
    goal_details,
    rate_goal,
    reopen_goal,
)
from homeward.episodes.actions.goal_steps import add_step
from homeward.episodes.models import Episode, Goal, GoalChange
from homeward.episodes.rules.goals import HopedByPassed, NotALevel
from tests.support.borough import NOW, Borough
from tests.support.goals import DAY, MINUTE, changed, tea, visited

pytestmark = pytest.mark.django_db


def test_a_goal_is_kept_in_the_persons_words(borough: Borough, episode: Episode) -> None:
    goal = tea(
        episode,
        borough.nurse,
        words="  I want my own tea,\r\nin my own cup. ",
        why_it_matters="It is my kitchen.",
        levels={"0": "Makes tea alone", "2": ""},
        baseline=-2,
        hoped_by=date(2026, 4, 1),
    )
    goal.refresh_from_db()
    assert goal.words == "I want my own tea,\nin my own cup."
    assert (goal.why_it_matters, goal.levels, goal.baseline) == ("It is my kitchen.", {"0": "Makes tea alone"}, -2)
    assert (goal.hoped_by, goal.by, goal.at) == (date(2026, 4, 1), borough.nurse, NOW)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"words": " \n\x00 "}, NothingWritten),
        ({"baseline": 3}, NotALevel),
        ({"levels": {"5": "Flies"}}, NotALevel),
        ({"hoped_by": date(2026, 3, 3)}, HopedByPassed),
        ({"agreed_with": "the cat"}, ValueError),
    ],
)
def test_what_is_no_goal_is_refused(
    borough: Borough, episode: Episode, changes: dict[str, Any], refused: type[ValueError]
) -> None:
    with pytest.raises(refused):
        tea(episode, borough.nurse, **changes)
    assert not Goal.objects.exists()


def test_a_goal_sent_twice_is_one_goal_and_the_same_words_next_week_are_another(
    borough: Borough, episode: Episode
) -> None:
    first = tea(episode, borough.nurse)
    assert tea(episode, borough.nurse, now=NOW + MINUTE) == first
    assert tea(episode, borough.nurse, now=NOW + MINUTE, hoped_by=date(2026, 4, 1)) != first
    assert tea(episode, borough.nurse, now=NOW + 7 * DAY) != first


def test_no_goal_is_set_or_changed_after_the_episode_ended(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    visited(episode, borough.nurse)
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=NOW + DAY)
    by, now, opened_with = borough.nurse, NOW + 2 * DAY, goal_details(goal)
    for attempt in (
        lambda: tea(episode, by, words="Another.", now=now),
        lambda: change_goal(goal=goal, opened=opened_with, typed=opened_with | {"words": "X"}, by=by, now=now),
        lambda: rate_goal(goal=goal, level=0, by=by, now=now),
        lambda: end_goal(goal=goal, reason="met", by=by, now=now),
        lambda: reopen_goal(goal=goal, by=by, now=now),
        lambda: add_step(goal=goal, who="team", what="Rings", by=by, now=now),
        lambda: give_copy(episode=episode, how="printed", by=by, now=now),
    ):
        with pytest.raises(EpisodeClosed):
            attempt()


def test_a_change_keeps_what_the_goal_said_before_and_who_changed_it(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    was = goal_details(goal)
    changed(
        goal, was, borough.head, 5, words="I want to make tea for two.", hoped_by="2026-04-01", looks_as_hoped="Two"
    )
    goal.refresh_from_db()
    assert (goal.words, goal.hoped_by, goal.levels) == ("I want to make tea for two.", date(2026, 4, 1), {"0": "Two"})
    kept = {(one.field, one.before, one.after, one.by.username) for one in GoalChange.objects.all()}
    assert kept == {
        ("words", "I want to make my own tea again.", "I want to make tea for two.", "hana-head"),
        ("hoped_by", "", "2026-04-01", "hana-head"),
        ("looks_as_hoped", "", "Two", "hana-head"),
    }


def test_nothing_changed_leaves_no_trace(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse, words="One line,\nand another.")
    changed(goal, goal_details(goal), borough.head, 5, words="One line,\r\nand another. ")
    assert not GoalChange.objects.exists()


def test_two_people_who_change_different_parts_are_both_kept(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    was = goal_details(goal)
    changed(goal, was, borough.head, 1, why_it_matters="Her cups.")
    changed(goal, was, borough.nurse, 2, words="Tea for two.")
    goal.refresh_from_db()
    assert (goal.words, goal.why_it_matters) == ("Tea for two.", "Her cups.")


def test_two_people_who_change_the_same_part_lose_nothing_and_the_second_chooses(
    borough: Borough, episode: Episode
) -> None:
    goal = tea(episode, borough.nurse)
    was = goal_details(goal)
    changed(goal, was, borough.head, 1, words="Tea for two.")
    with pytest.raises(GoalMovedOn, match="what they want to do") as moved:
        changed(goal, was, borough.nurse, 2, words="Tea for three.", why_it_matters="Friends.")
    both = moved.value.fields["words"]
    assert list(moved.value.fields) == ["words"]
    assert (both.typed, both.now_says, both.by, both.at) == (
        "Tea for three.",
        "Tea for two.",
        borough.head,
        NOW + MINUTE,
    )
    goal.refresh_from_db()
    assert (goal.words, goal.why_it_matters) == ("Tea for two.", "")
    changed(goal, goal_details(goal), borough.nurse, 3, words="Tea for three.")
    assert GoalChange.objects.filter(field="words").count() == 2


def test_two_people_who_make_the_same_change_agree(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    was = goal_details(goal)
    changed(goal, was, borough.head, 1, words="Tea for two.")
    changed(goal, was, borough.nurse, 2, words="Tea for two.")
    assert GoalChange.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "refused"),
    [({"words": " "}, NothingWritten), ({"hoped_by": "2026-03-03"}, HopedByPassed), ({"baseline": "9"}, NotALevel)],
)
def test_a_change_into_no_goal_is_refused_whole(
    borough: Borough, episode: Episode, typed: dict[str, str], refused: type[ValueError]
) -> None:
    goal = tea(episode, borough.nurse)
    with pytest.raises(refused):
        changed(goal, goal_details(goal), borough.nurse, 1, **{"why_it_matters": "Because.", **typed})
    goal.refresh_from_db()
    assert goal.why_it_matters == ""
    assert not GoalChange.objects.exists()
