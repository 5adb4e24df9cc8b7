"""What is asked of goals: their visits, who may see them, how far they are, and what became of each."""

from typing import Any

import pytest

from homeward.episodes.actions.goal_setting import end_goal, rate_goal
from homeward.episodes.actions.goal_steps import add_step
from homeward.episodes.models import Episode
from homeward.episodes.queries.copies import copy_for
from homeward.episodes.queries.goals import (
    attainment,
    goals_by_episode,
    goals_in_words,
    goals_no_better,
    goals_of,
    goals_served_by,
    visits_that_served,
)
from tests.support.borough import NOW, Borough
from tests.support.episodes import episode_of
from tests.support.goals import DAY, tea, visited

pytestmark = pytest.mark.django_db


def test_a_goal_leads_to_its_visits_and_a_visit_to_its_goals(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    shop = tea(episode, borough.nurse, words="Walk to the shop.")
    both = visited(episode, borough.nurse, goals={goal: "Filled the kettle.", shop: ""})
    one = visited(episode, borough.nurse, started_at=NOW + 2 * DAY, now=NOW + 2 * DAY, goals={goal: "Poured."})
    assert [(served.visit, served.what) for served in visits_that_served(borough.nurse, goal)] == [
        (one, "Poured."),
        (both, "Filled the kettle."),
    ]
    by_visit = goals_served_by(borough.nurse, [both, one])
    assert by_visit == {both.pk: [goal, shop], one.pk: [goal]}
    assert [found.what_was_done for found in by_visit[both.pk]] == ["Filled the kettle.", ""]  # type: ignore[attr-defined]


def test_goals_of_people_the_viewer_has_no_reason_to_see_are_not_there(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    visit = visited(episode, borough.nurse, goals={goal: ""})
    for stranger in (borough.reablement_worker, borough.commissioner):
        assert goals_of(stranger, episode) == []
        assert goals_by_episode(stranger, [episode]) == {}
        assert goals_in_words(stranger, episode) == []
        assert goals_served_by(stranger, [visit]) == {}
        assert visits_that_served(stranger, goal) == []
        assert copy_for(stranger, episode, now=NOW) is None


@pytest.mark.parametrize(("level", "counted"), [(-2, 1), (-1, 0), (0, 0)])
def test_a_goal_is_further_away_only_when_rated_lower_than_at_the_start(
    borough: Borough, episode: Episode, level: int, counted: int
) -> None:
    goal = tea(episode, borough.nurse)
    rate_goal(goal=goal, level=level, by=borough.nurse, now=NOW + DAY)
    assert goals_no_better([episode.pk]).get(episode.pk, 0) == counted
    rate_goal(goal=goal, level=1, by=borough.nurse, now=NOW + 2 * DAY)
    assert goals_no_better([episode.pk]) == {}


def test_many_episodes_take_as_few_questions_as_one(
    borough: Borough, episode: Episode, django_assert_num_queries: Any
) -> None:
    episodes = [episode, *(episode_of(borough, details={"family_name": f"P{i}", "nhs_number": ""}) for i in range(3))]
    for one in episodes:
        for words in ("Tea.", "Shop."):
            goal = tea(one, borough.nurse, words=words)
            add_step(goal=goal, who="team", what="Rings", by=borough.nurse, now=NOW)
            rate_goal(goal=goal, level=0, by=borough.nurse, now=NOW)
    with django_assert_num_queries(4):
        found = goals_by_episode(borough.nurse, episodes)
    assert {pk: len(goals) for pk, goals in found.items()} == {one.pk: 2 for one in episodes}
    with django_assert_num_queries(1):
        goals_no_better([one.pk for one in episodes])


def test_what_became_of_each_goal_is_a_line_in_plain_words(borough: Borough, episode: Episode) -> None:
    met = tea(episode, borough.nurse, words="Make tea.")
    end_goal(goal=met, reason="met", level=0, by=borough.nurse, now=NOW + DAY)
    tea(episode, borough.nurse, words="Walk to the shop.")
    wrong = tea(episode, borough.nurse, words="Somebody else's.")
    end_goal(goal=wrong, reason="in_error", by=borough.nurse, now=NOW + DAY)
    assert goals_in_words(borough.nurse, episode) == [
        "“Make tea.” Met. At the start: less than hoped. Last rated: as hoped.",
        "“Walk to the shop.” Still worked on. Not rated since the start.",
    ]
    [*_, last] = goals_of(borough.nurse, episode)
    assert last.goal == wrong
    found = attainment(goals_of(borough.nurse, episode))
    assert (found.goals, found.rated, found.reached, found.score) == (2, 1, 1, 50.0)
