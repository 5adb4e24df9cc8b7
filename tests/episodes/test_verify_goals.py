"""What verify finds wrong with goals, and that it finds nothing in what the actions wrote."""

import pytest

from homeward.episodes.actions import withdraw_visit
from homeward.episodes.actions.goal_setting import end_goal, rate_goal
from homeward.episodes.models import Episode, Goal, GoalRating, VisitGoal
from homeward.episodes.verify import goals as goals_hold
from tests.support.borough import NOW, Borough
from tests.support.episodes import episode_of
from tests.support.goals import DAY, MINUTE, tea, visited

pytestmark = pytest.mark.django_db


def test_goals_as_the_actions_write_them_hold(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    visit = visited(episode, borough.nurse, goals={goal: "Poured."}, ratings={goal: 0})
    rate_goal(goal=goal, level=1, visit=visit, by=borough.nurse, now=NOW + 2 * DAY)
    end_goal(goal=goal, reason="met", by=borough.nurse, now=NOW + 2 * DAY)
    assert list(goals_hold.problems()) == []


def test_what_does_not_hold_of_goals_is_found(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    other = episode_of(borough, details={"family_name": "Bell", "nhs_number": ""})
    stranger = visited(other, borough.nurse)
    VisitGoal.objects.create(visit=stranger, goal=goal)
    GoalRating.objects.create(goal=goal, level=0, visit=stranger, by=borough.nurse, at=NOW + DAY)
    GoalRating.objects.create(goal=goal, level=0, by=borough.nurse, at=NOW - MINUTE)
    ended = tea(episode, borough.nurse, words="Shop.")
    end_goal(goal=ended, reason="changed_mind", by=borough.nurse, now=NOW + DAY)
    GoalRating.objects.create(goal=ended, level=0, by=borough.nurse, at=NOW + 2 * DAY)
    Goal.objects.filter(pk=ended.pk).update(words=" \n\t ")
    found = [problem.rule for problem in goals_hold.problems()]
    assert found == [
        "Every goal has the person's words",
        "A goal is rated after it was set and before it ended",
        "A goal is rated after it was set and before it ended",
        "A visit serves goals of its own episode",
        "A visit serves goals of its own episode",
    ]
    withdraw_visit(visit=stranger, why="Wrong person.", by=borough.nurse, now=NOW + 2 * DAY)
    assert [problem.rule for problem in goals_hold.problems()] == found[:3]
