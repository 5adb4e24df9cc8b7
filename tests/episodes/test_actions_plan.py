"""The plan: begun, written, agreed to, and closed when help ends."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from homeward.episodes.actions import end_episode, end_unseen
from homeward.episodes.actions.holding import EpisodeClosed, NothingWritten
from homeward.episodes.actions.plan_texts import PlanMovedOn, agree_plan, edit_plan
from homeward.episodes.actions.planning import begin_plan, close_plan
from homeward.episodes.actions.tapering import change_pace, drop_step, end_series
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.plan import Booking, Plan, PlanChange, VisitSeries
from homeward.episodes.verify.planning import problems
from tests.support.borough import NOW, Borough
from tests.support.planning import TODAY, TOMORROW, promised, seen

pytestmark = pytest.mark.django_db


def test_a_plan_is_begun_once(borough: Borough, episode: Episode) -> None:
    first = begin_plan(episode=episode, by=borough.nurse, now=NOW)
    assert begin_plan(episode=episode, by=borough.head, now=TOMORROW) == first
    assert (Plan.objects.get().begun_by, Plan.objects.get().begun_at) == (borough.nurse, NOW)


def test_two_people_who_change_different_texts_are_both_kept(borough: Borough, episode: Episode) -> None:
    opened = {"aims": "", "who_to_call": ""}
    edit_plan(episode=episode, opened=opened, typed={**opened, "aims": "Walk."}, by=borough.nurse, now=NOW)
    edit_plan(episode=episode, opened=opened, typed={**opened, "who_to_call": "Rose."}, by=borough.head, now=NOW)
    plan = Plan.objects.get()
    assert (plan.aims, plan.who_to_call) == ("Walk.", "Rose.")
    assert sorted(PlanChange.objects.values_list("field", "before", "after", "by__username")) == [
        ("aims", "", "Walk.", "nia-nurse"),
        ("who_to_call", "", "Rose.", "hana-head"),
    ]


def test_who_changes_what_somebody_else_just_changed_is_shown_both_and_nothing_is_written(
    borough: Borough, episode: Episode
) -> None:
    opened = {"aims": "", "who_to_call": ""}
    edit_plan(episode=episode, opened=opened, typed={"aims": "Theirs."}, by=borough.nurse, now=NOW)
    with pytest.raises(PlanMovedOn) as moved:
        edit_plan(
            episode=episode, opened=opened, typed={"aims": "Mine.", "who_to_call": "Me."}, by=borough.head, now=TOMORROW
        )
    (aims,) = moved.value.moved
    assert (aims.field, aims.theirs, aims.mine, aims.by, aims.at) == ("aims", "Theirs.", "Mine.", borough.nurse, NOW)
    assert (Plan.objects.get().aims, Plan.objects.get().who_to_call) == ("Theirs.", "")
    assert PlanChange.objects.count() == 1


def test_the_same_texts_sent_twice_are_one_change(borough: Borough, episode: Episode) -> None:
    for _ in range(2):
        edit_plan(episode=episode, opened={"aims": ""}, typed={"aims": "Walk.\r\n"}, by=borough.nurse, now=NOW)
    assert PlanChange.objects.get().after == "Walk."


def test_a_plan_is_agreed_with_somebody_once_it_says_something(borough: Borough, episode: Episode) -> None:
    with pytest.raises(NothingWritten):
        agree_plan(episode=episode, agreed_with="person", by=borough.nurse, now=NOW)
    edit_plan(episode=episode, opened={"aims": ""}, typed={"aims": "Walk."}, by=borough.nurse, now=NOW)
    plan = agree_plan(episode=episode, agreed_with="advocate", by=borough.nurse, now=NOW)
    assert (plan.agreed_at, plan.agreed_by, plan.agreed_with) == (NOW, borough.nurse, "advocate")


def test_when_help_ends_nothing_is_promised_any_more(
    borough: Borough, episode: Episode, series_for: Callable[..., VisitSeries]
) -> None:
    running, over = series_for(episode), series_for(episode, what_for="Supper")
    end_series(series=over, on=TODAY - timedelta(days=1), why="Cooks.", by=borough.nurse, now=NOW)
    kept, still = promised(episode, borough, what_for="Kept"), promised(episode, borough)
    seen(episode, borough, booking=kept)
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=NOW)
    Booking.objects.filter(pk=still.pk).update(cancelled_at=None, cancelled_by=None, cancelled_why="")
    VisitSeries.objects.filter(pk=running.pk).update(ended_on=None, ended_by=None, ended_why="")
    assert {problem.subject for problem in problems()} == {
        f"Promised visit {still.pk} of episode {episode.pk}",
        f"Series {running.pk} of episode {episode.pk}",
    }
    for _ in range(2):
        close_plan(episode=episode, on=TODAY, by=borough.nurse, why="Help ended.", now=NOW)
    assert list(problems()) == []
    running.refresh_from_db()
    over.refresh_from_db()
    assert (running.ended_on, running.ended_why) == (TODAY, "Help ended.")
    assert (over.ended_on, over.ended_why) == (TODAY - timedelta(days=1), "Cooks.")
    assert Booking.objects.get(visit__isnull=False) == kept


def test_help_that_ends_before_anybody_came_promises_nothing_any_more_either(
    borough: Borough, episode: Episode, series_for: Callable[..., VisitSeries]
) -> None:
    series, booking = series_for(episode), promised(episode, borough)
    end_unseen(episode=episode, reason="admitted", by=borough.coordinator, now=NOW)
    series.refresh_from_db()
    booking.refresh_from_db()
    assert (series.ended_on, booking.cancelled_by) == (TODAY, borough.coordinator)
    assert list(problems()) == []


def test_nothing_is_planned_after_the_end(
    borough: Borough, episode: Episode, series_for: Callable[..., VisitSeries]
) -> None:
    series = series_for(episode)
    seen(episode, borough)
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=NOW)
    who: dict[str, Any] = {"by": borough.nurse, "now": NOW}
    tried: list[Callable[[], object]] = [
        lambda: begin_plan(episode=episode, **who),
        lambda: edit_plan(episode=episode, opened={"aims": ""}, typed={"aims": "x"}, **who),
        lambda: agree_plan(episode=episode, agreed_with="person", **who),
        lambda: series_for(episode, what_for="More"),
        lambda: change_pace(series=series, from_on=TODAY, days=[1], times_a_day=1, minutes=30, why="x", **who),
        lambda: drop_step(step=series.steps.get(), **who),
        lambda: end_series(series=series, on=TODAY, why="x", **who),
        lambda: promised(episode, borough),
    ]
    for one in tried:
        with pytest.raises(EpisodeClosed):
            one()
