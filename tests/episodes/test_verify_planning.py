"""What verify finds wrong with visits and plans."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from homeward.episodes.actions import end_episode
from homeward.episodes.models.episode import Episode, Visit
from homeward.episodes.models.plan import VisitSeries
from homeward.episodes.verify.planning import problems
from tests.support.borough import NOW, Borough
from tests.support.planning import goal_of, promised, seen

pytestmark = pytest.mark.django_db


def test_what_lies_outside_its_episode_or_in_two_of_them_is_found(
    borough: Borough, episode: Episode, other: Episode, series_for: Callable[..., VisitSeries]
) -> None:
    goal = goal_of(episode, borough)
    booking, series = promised(episode, borough), series_for(episode, goals=[goal])
    visit = seen(
        episode, borough, kind="phone_or_video", goals={goal: ""}, ratings={goal: 0}, booking=booking, series=series
    )
    assert list(problems()) == []
    Visit.objects.update(started_at=episode.needed_from - timedelta(seconds=1))
    assert [problem.subject for problem in problems()] == [f"Visit {visit.pk} of episode {episode.pk}"]
    Visit.objects.update(started_at=NOW, episode=other)
    assert len(list(problems())) == 4
    Visit.objects.update(episode=episode)
    goal.episode = other
    goal.save()
    assert len(list(problems())) == 3


@pytest.mark.parametrize(("late", "found"), [(timedelta(minutes=5), 0), (timedelta(minutes=5, seconds=1), 1)])
def test_a_visit_after_the_end_is_found_but_a_fast_watch_is_forgiven(
    borough: Borough, episode: Episode, late: timedelta, found: int
) -> None:
    seen(episode, borough)
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=NOW)
    Visit.objects.update(started_at=NOW + late)
    assert len(list(problems())) == found
