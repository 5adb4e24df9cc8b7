"""A goal that two people write at the same moment, each through a connection of their own."""

from functools import partial

import pytest

from homeward.episodes.actions.copies import give_copy
from homeward.episodes.actions.goal_setting import GoalMovedOn, change_goal, goal_details, set_goal
from homeward.episodes.models import Episode, Goal, GoalChange, PlanCopy
from homeward.partnership.models import Member
from homeward.referrals.actions import accept
from tests.support.at_once import at_once, while_unfinished
from tests.support.borough import NOW, make_borough, received

pytestmark = pytest.mark.django_db(transaction=True)


def begun() -> tuple[Episode, Member, Member]:
    borough = make_borough()
    referral = accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)
    assert referral.episode is not None
    return referral.episode, borough.nurse, borough.head


def test_a_goal_sent_many_times_at_once_is_one_goal() -> None:
    episode, nurse, _ = begun()
    send = partial(set_goal, episode=episode, words="Tea.", agreed_with="person", by=nurse, now=NOW)
    assert {goal.pk for goal in at_once(*[send] * 4)} == {Goal.objects.get().pk}


def test_two_who_change_the_same_words_at_once_are_both_heard() -> None:
    episode, nurse, head = begun()
    goal = set_goal(episode=episode, words="Tea.", agreed_with="person", by=nurse, now=NOW)
    was = goal_details(goal)
    second = while_unfinished(
        partial(change_goal, goal=goal, opened=was, typed=was | {"words": "Tea for two."}, by=nurse, now=NOW),
        partial(change_goal, goal=goal, opened=was, typed=was | {"words": "Tea for three."}, by=head, now=NOW),
    )
    assert isinstance(second, GoalMovedOn)
    assert (second.fields["words"].now_says, second.fields["words"].typed) == ("Tea for two.", "Tea for three.")
    assert Goal.objects.get().words == "Tea for two."


def test_two_who_change_different_parts_at_once_are_both_kept() -> None:
    episode, nurse, head = begun()
    goal = set_goal(episode=episode, words="Tea.", agreed_with="person", by=nurse, now=NOW)
    was = goal_details(goal)
    while_unfinished(
        partial(change_goal, goal=goal, opened=was, typed=was | {"words": "Tea for two."}, by=nurse, now=NOW),
        partial(change_goal, goal=goal, opened=was, typed=was | {"why_it_matters": "Friends."}, by=head, now=NOW),
    )
    goal.refresh_from_db()
    assert (goal.words, goal.why_it_matters) == ("Tea for two.", "Friends.")
    assert GoalChange.objects.count() == 2


def test_a_copy_noted_twice_at_once_is_one_copy() -> None:
    episode, nurse, _ = begun()
    set_goal(episode=episode, words="Tea.", agreed_with="person", by=nurse, now=NOW)
    give = partial(give_copy, episode=episode, how="printed", by=nurse, now=NOW)
    assert {copy.pk for copy in at_once(give, give, give)} == {PlanCopy.objects.get().pk}
