"""Visits that come back: planned, made fewer, changes taken back, and ended."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest

from homeward.episodes.actions.holding import NothingWritten
from homeward.episodes.actions.tapering import StepBegun, change_pace, drop_step, end_series
from homeward.episodes.actions.visiting import NotOfThisEpisode
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.goals import Goal
from homeward.episodes.models.plan import SeriesStep, VisitSeries
from homeward.episodes.rules.taper import PaceWrong
from tests.support.borough import NOW, Borough
from tests.support.planning import TODAY, goal_of

pytestmark = pytest.mark.django_db


def test_a_series_sent_twice_is_one_and_another_time_of_day_is_another(
    episode: Episode, series_for: Callable[..., VisitSeries]
) -> None:
    assert series_for(episode) == series_for(episode)
    assert series_for(episode, window_from=time(17), window_to=time(19)) != series_for(episode)
    assert series_for(episode, days=[1]) != series_for(episode)
    assert VisitSeries.objects.count() == 3


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"what_for": " "}, NothingWritten),
        ({"days": []}, PaceWrong),
        ({"days": [8]}, PaceWrong),
        ({"minutes": 4}, PaceWrong),
        ({"times_a_day": 13}, PaceWrong),
        ({"staff": 5}, PaceWrong),
        ({"window_to": time(8)}, PaceWrong),
    ],
)
def test_a_series_that_cannot_be_is_refused(
    episode: Episode, series_for: Callable[..., VisitSeries], changes: dict[str, Any], refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        series_for(episode, **changes)
    assert not VisitSeries.objects.exists()


def test_a_series_serves_only_goals_of_its_episode(
    borough: Borough, episode: Episode, other: Episode, series_for: Callable[..., VisitSeries]
) -> None:
    with pytest.raises(NotOfThisEpisode):
        series_for(episode, goals=[goal_of(other, borough)])
    assert list(series_for(episode, goals=[goal_of(episode, borough)]).goals.all()) == [Goal.objects.last()]


def test_a_second_change_for_the_same_day_stands_in_place_of_the_first(
    borough: Borough, episode: Episode, series_for: Callable[..., VisitSeries]
) -> None:
    series, day = series_for(episode), TODAY + timedelta(days=7)
    said: dict[str, Any] = {"series": series, "from_on": day, "times_a_day": 1, "minutes": 45, "by": borough.nurse}
    _, replaced = change_pace(**said, days=[1, 3, 5], why="Dresses himself.", now=NOW)
    assert not replaced
    step, replaced = change_pace(**said, days=[1], why="Even better.", now=NOW)
    assert replaced
    assert (step.days, step.why, SeriesStep.objects.count()) == ([1], "Even better.", 2)


def test_a_change_needs_a_reason_and_a_day_to_come(
    borough: Borough, episode: Episode, series_for: Callable[..., VisitSeries]
) -> None:
    said: dict[str, Any] = {"series": series_for(episode), "days": [1], "times_a_day": 1, "minutes": 45}
    with pytest.raises(NothingWritten):
        change_pace(**said, from_on=TODAY, why=" ", by=borough.nurse, now=NOW)
    with pytest.raises(PaceWrong):
        change_pace(**said, from_on=TODAY - timedelta(days=1), why="Better.", by=borough.nurse, now=NOW)


def test_only_a_change_still_to_come_can_be_taken_back(
    borough: Borough, episode: Episode, series_for: Callable[..., VisitSeries]
) -> None:
    series = series_for(episode, from_on=TODAY + timedelta(days=1))
    step, _ = change_pace(
        series=series,
        from_on=TODAY + timedelta(days=7),
        days=[],
        times_a_day=1,
        minutes=45,
        why="Rest.",
        by=borough.nurse,
        now=NOW,
    )
    with pytest.raises(StepBegun, match="begin with this"):
        drop_step(step=series.steps.earliest("from_on"), by=borough.nurse, now=NOW)
    with pytest.raises(StepBegun, match="has begun"):
        drop_step(step=step, by=borough.nurse, now=NOW + timedelta(days=7))
    for _ in range(2):
        drop_step(step=step, by=borough.nurse, now=NOW + timedelta(days=6))
    assert series.steps.count() == 1


def test_the_last_day_can_be_moved(borough: Borough, episode: Episode, series_for: Callable[..., VisitSeries]) -> None:
    series = series_for(episode)
    for day in (20, 10):
        end_series(series=series, on=date(2026, 3, day), why="Met.", by=borough.nurse, now=NOW)
    series.refresh_from_db()
    assert (series.ended_on, series.ended_by, series.ended_why) == (date(2026, 3, 10), borough.nurse, "Met.")
    with pytest.raises(NothingWritten):
        end_series(series=series, on=TODAY, why="", by=borough.nurse, now=NOW)
