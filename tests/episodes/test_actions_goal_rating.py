"""Goals are rated, ended and taken up again, and the steps towards them are written down and done."""

import pytest

from homeward.episodes.actions import NothingWritten, withdraw_visit
from homeward.episodes.actions.goal_setting import (
    GoalEnded,
    NotAsHoped,
    VisitElsewhere,
    end_goal,
    rate_goal,
    reopen_goal,
)
from homeward.episodes.actions.goal_steps import add_step, finish_step, remove_step, resume_step
from homeward.episodes.models import Episode, GoalChange, GoalRating, GoalStep
from homeward.episodes.queries.goals import goals_no_better, goals_of, visits_that_served
from homeward.episodes.rules.goals import NotALevel
from tests.support.borough import NOW, Borough
from tests.support.episodes import episode_of
from tests.support.goals import DAY, MINUTE, tea, visited

pytestmark = pytest.mark.django_db


def test_ratings_are_added_and_the_last_one_holds(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    rate_goal(goal=goal, level=-2, said="I spilt it.", by=borough.nurse, now=NOW + DAY)
    rate_goal(goal=goal, level=0, said="I did it!", by=borough.nurse, now=NOW + 3 * DAY)
    [one] = goals_of(borough.nurse, episode)
    assert [rating.level for rating in one.ratings] == [-2, 0]
    assert (one.start_says, one.now_says) == ("less than hoped", "as hoped")
    assert one.change_says == "1 level better than at the start"


def test_a_rating_sent_twice_is_one_and_the_same_level_later_is_another(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    for later in (MINUTE, 9 * MINUTE, DAY):
        rate_goal(goal=goal, level=0, by=borough.nurse, now=NOW + later)
    rate_goal(goal=goal, level=0, by=borough.head, now=NOW + DAY)
    assert GoalRating.objects.count() == 3


def test_a_rating_is_one_of_five_levels_and_belongs_to_a_visit_of_the_same_episode(
    borough: Borough, episode: Episode
) -> None:
    goal = tea(episode, borough.nurse)
    other = episode_of(borough, details={"family_name": "Bell", "nhs_number": ""})
    with pytest.raises(NotALevel):
        rate_goal(goal=goal, level=3, by=borough.nurse, now=NOW + DAY)
    with pytest.raises(VisitElsewhere):
        rate_goal(goal=goal, level=0, visit=visited(other, borough.nurse), by=borough.nurse, now=NOW + DAY)
    assert not GoalRating.objects.exists()


def test_a_rating_given_at_a_visit_counts_no_more_when_the_visit_is_withdrawn(
    borough: Borough, episode: Episode
) -> None:
    goal = tea(episode, borough.nurse)
    visit = visited(episode, borough.nurse, goals={goal: "Filled the kettle."})
    rate_goal(goal=goal, level=-2, visit=visit, by=borough.nurse, now=NOW + 2 * DAY)
    assert goals_no_better([episode.pk]) == {episode.pk: 1}
    assert goals_of(borough.nurse, episode)[0].visits == 1
    withdraw_visit(visit=visit, why="Wrong person.", by=borough.nurse, now=NOW + 2 * DAY)
    assert goals_no_better([episode.pk]) == {}
    [one] = goals_of(borough.nurse, episode)
    assert (one.level, one.visits) == (None, 0)
    assert visits_that_served(borough.nurse, goal) == []


def test_a_goal_ends_with_a_reason_and_can_be_taken_up_again(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    end_goal(goal=goal, reason="met", level=1, said="Two cups!", by=borough.nurse, now=NOW + DAY)
    end_goal(goal=goal, reason="met", by=borough.head, now=NOW + 2 * DAY)
    goal.refresh_from_db()
    assert (goal.ended_at, goal.ended_by, goal.end_reason) == (NOW + DAY, borough.nurse, "met")
    assert GoalRating.objects.get().said == "Two cups!"
    with pytest.raises(GoalEnded, match="no longer worked on"):
        end_goal(goal=goal, reason="partly", by=borough.nurse, now=NOW + 2 * DAY)
    with pytest.raises(GoalEnded):
        rate_goal(goal=goal, level=0, by=borough.nurse, now=NOW + 2 * DAY)
    for _ in range(2):
        reopen_goal(goal=goal, by=borough.head, now=NOW + 2 * DAY)
    goal.refresh_from_db()
    assert (goal.ended_at, goal.ended_by, goal.end_reason) == (None, None, "")
    [kept] = GoalChange.objects.all()
    assert (kept.field, kept.before, kept.by) == ("end", "Met", borough.head)


def test_a_goal_rated_less_than_hoped_is_not_met(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    rate_goal(goal=goal, level=-1, by=borough.nurse, now=NOW + DAY)
    with pytest.raises(NotAsHoped, match="less than hoped"):
        end_goal(goal=goal, reason="met", by=borough.nurse, now=NOW + 2 * DAY)
    with pytest.raises(NotAsHoped):
        end_goal(goal=goal, reason="met", level=-2, by=borough.nurse, now=NOW + 2 * DAY)
    assert GoalRating.objects.count() == 1
    end_goal(goal=goal, reason="partly", by=borough.nurse, now=NOW + 2 * DAY)
    goal.refresh_from_db()
    assert goal.end_reason == "partly"


def test_who_does_what_is_written_down_done_and_taken_out(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    step = add_step(goal=goal, who="carer", who_name="Rose", what=" Fills the kettle ", by=borough.nurse, now=NOW)
    assert add_step(goal=goal, who="carer", who_name="Rose", what="Fills the kettle", by=borough.head, now=NOW) == step
    for later in (DAY, 2 * DAY):
        finish_step(step=step, now=NOW + later)
    step.refresh_from_db()
    assert (step.what, step.done_at) == ("Fills the kettle", NOW + DAY)
    resume_step(step=step)
    step.refresh_from_db()
    assert step.done_at is None
    for _ in range(2):
        remove_step(step=step, by=borough.nurse, now=NOW + DAY)
    assert not GoalStep.objects.exists()
    assert [one.before for one in GoalChange.objects.all()] == ["Carer or family (Rose): Fills the kettle"]
    with pytest.raises(NothingWritten):
        add_step(goal=goal, who="team", what="  ", by=borough.nurse, now=NOW)
