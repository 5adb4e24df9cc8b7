"""One row for every goal, without its words: how it was at the start, how far it got, and whether it was met."""

from datetime import UTC, date, datetime, timedelta

import pytest

from homeward.episodes.actions.ending import end_episode
from homeward.episodes.actions.goal_setting import end_goal, rate_goal
from homeward.episodes.actions.visiting import withdraw_visit
from homeward.episodes.models import Episode
from tests.outcomes.collecting.telling import only, picked, told
from tests.support.borough import NOW, Borough
from tests.support.episodes import episode_of
from tests.support.goals import DAY, tea, visited

LATER = NOW + 60 * DAY


@pytest.fixture
def episode(borough: Borough) -> Episode:
    """Somebody rapid response has seen."""
    found = episode_of(borough)
    visited(found, borough.nurse)
    return found


def test_a_goal_carries_everything(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse, baseline=-2)
    rate_goal(goal=goal, level=1, said="I did it.", by=borough.nurse, now=NOW + 8 * DAY)
    end_goal(goal=goal, reason="met", by=borough.nurse, now=NOW + 9 * DAY)
    assert only("goals", LATER) == {
        "partnership": "testshire",
        "origin": "live",
        "pathway": "rapid_response",
        "model": "crisis_response",
        "organisation": "RXX",
        "locality": "river",
        "source": "self_carer",
        "need": "fall",
        "age_band": "85_over",
        "ethnicity": "not_known",
        "deprivation": "1",
        "set_on": date(2026, 3, 4),
        "set_week": date(2026, 3, 2),
        "set_month": date(2026, 3, 1),
        "ended_on": date(2026, 3, 13),
        "ended_week": date(2026, 3, 9),
        "ended_month": date(2026, 3, 1),
        "goal_id": str(goal.pk),
        "episode_id": str(episode.pk),
        "end_reason": "met",
        "baseline": -2,
        "level": 1,
        "change": 3,
        "met": True,
    }


def test_a_goal_that_was_never_rated_and_goes_on_is_empty(borough: Borough, episode: Episode) -> None:
    tea(episode, borough.nurse)
    row = only("goals", LATER)
    assert picked(row, "ended_on", "ended_week", "ended_month", "level", "change", "met") == (None,) * 6
    assert picked(row, "end_reason", "baseline") == ("", -1)


@pytest.mark.parametrize(("rated", "met"), [(5, True), (4, None)])
def test_a_goal_ends_with_the_help_and_counts_as_rated_in_its_last_week(
    borough: Borough, episode: Episode, rated: int, met: bool | None
) -> None:
    goal = tea(episode, borough.nurse)
    rate_goal(goal=goal, level=0, by=borough.nurse, now=NOW + rated * DAY)
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=NOW + 12 * DAY)
    row = only("goals", LATER)
    assert picked(row, "ended_on", "end_reason", "met") == (date(2026, 3, 16), "", met)


def test_a_goal_that_ended_before_the_help_keeps_its_own_day(borough: Borough, episode: Episode) -> None:
    end_goal(goal=tea(episode, borough.nurse), reason="partly", by=borough.nurse, now=NOW + 2 * DAY)
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=NOW + 12 * DAY)
    assert only("goals", LATER)["ended_on"] == date(2026, 3, 6)


def test_one_written_down_in_error_is_no_goal(borough: Borough, episode: Episode) -> None:
    end_goal(goal=tea(episode, borough.nurse), reason="in_error", by=borough.nurse, now=NOW + DAY)
    assert told("goals", LATER) == []


def test_a_rating_at_a_visit_that_was_withdrawn_holds_no_longer(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    rate_goal(goal=goal, level=-1, by=borough.nurse, now=NOW + DAY)
    wrong = visited(episode, borough.nurse, ratings={goal: 2}, started_at=NOW + 2 * DAY, now=NOW + 2 * DAY)
    assert picked(only("goals", LATER), "level", "change") == (2, 3)
    withdraw_visit(visit=wrong, why="Another person", by=borough.nurse, now=NOW + 3 * DAY)
    assert picked(only("goals", LATER), "level", "change") == (-1, 0)


def test_a_goal_agreed_just_after_midnight_in_summer_is_of_the_new_day(borough: Borough, episode: Episode) -> None:
    tea(episode, borough.nurse, now=datetime(2026, 4, 30, 23, 0, tzinfo=UTC))
    assert picked(only("goals", LATER), "set_on", "set_month") == (date(2026, 5, 1), date(2026, 5, 1))


def test_a_goal_is_of_the_day_it_was_ended_on_in_london(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    end_goal(goal=goal, reason="partly", by=borough.nurse, now=datetime(2026, 3, 29, 23, 0, tzinfo=UTC))
    row = only("goals", LATER + timedelta(days=1))
    assert picked(row, "ended_on", "end_reason", "met") == (date(2026, 3, 30), "partly", False)
