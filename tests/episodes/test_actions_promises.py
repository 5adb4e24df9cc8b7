"""Promised visits, and the visits that keep them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from homeward.episodes.actions import end_episode, withdraw_visit
from homeward.episodes.actions.holding import NothingWritten
from homeward.episodes.actions.planning import BookingGone, cancel_booking
from homeward.episodes.actions.visiting import NotOfThisEpisode
from homeward.episodes.models.episode import Episode, Visit, VisitGoal
from homeward.episodes.models.goals import GoalRating
from homeward.episodes.models.plan import VisitSeries
from homeward.episodes.pages.planning_showing import plan_shown
from homeward.episodes.queries.plan import missed_bookings
from homeward.episodes.rules.bookings import PromiseWrong
from homeward.episodes.rules.visits import SecondWorkerWrong
from homeward.episodes.verify import problems
from tests.support.borough import NOW, Borough
from tests.support.planning import TOMORROW, goal_of, promised, seen

pytestmark = pytest.mark.django_db


def test_a_promise_made_twice_is_one(borough: Borough, episode: Episode) -> None:
    assert promised(episode, borough) == promised(episode, borough)
    assert promised(episode, borough, what_for="Joint visit") != promised(episode, borough)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"what_for": ""}, NothingWritten),
        ({"to_at": TOMORROW}, PromiseWrong),
        ({"to_at": TOMORROW + timedelta(hours=24, seconds=1)}, PromiseWrong),
        ({"from_at": NOW - timedelta(hours=1), "to_at": NOW}, PromiseWrong),
        ({"minutes": 4}, PromiseWrong),
        ({"minutes": 721}, PromiseWrong),
        ({"staff": 0}, PromiseWrong),
        ({"staff": 5}, PromiseWrong),
    ],
)
def test_a_promise_nobody_could_keep_is_refused(
    borough: Borough, episode: Episode, changes: dict[str, Any], refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        promised(episode, borough, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"to_at": TOMORROW + timedelta(hours=24)},
        {"from_at": NOW - timedelta(hours=1), "to_at": NOW + timedelta(seconds=1)},
        {"minutes": 5, "staff": 1},
        {"minutes": 720, "staff": 4},
    ],
)
def test_a_promise_just_within_the_bounds_may_be(borough: Borough, episode: Episode, changes: dict[str, Any]) -> None:
    assert promised(episode, borough, **changes).pk


def test_a_visit_keeps_a_promise_until_it_is_withdrawn(borough: Borough, episode: Episode) -> None:
    booking = promised(episode, borough)
    visit = seen(episode, borough, booking=booking)
    with pytest.raises(BookingGone):
        seen(episode, borough, booking=booking)
    with pytest.raises(BookingGone):
        cancel_booking(booking=booking, why="Ill.", by=borough.nurse, now=NOW)
    withdraw_visit(visit=visit, why="Wrong person.", by=borough.nurse, now=NOW)
    booking.refresh_from_db()
    assert booking.visit is None
    again = seen(episode, borough, booking=booking, what_happened="Really saw her.")
    booking.refresh_from_db()
    assert booking.visit == again


def test_a_cancelled_promise_is_not_kept_and_keeps_its_first_reason(borough: Borough, episode: Episode) -> None:
    booking = promised(episode, borough)
    with pytest.raises(NothingWritten):
        cancel_booking(booking=booking, why=" ", by=borough.nurse, now=NOW)
    cancel_booking(booking=booking, why="In hospital.", by=borough.nurse, now=NOW)
    cancel_booking(booking=booking, why="Again.", by=borough.head, now=TOMORROW)
    assert (booking.cancelled_why, booking.cancelled_by) == ("In hospital.", borough.nurse)
    with pytest.raises(BookingGone):
        seen(episode, borough, booking=booking)
    assert not Visit.objects.exists()


def test_a_visit_says_which_goals_it_served_and_how_far_they_are(borough: Borough, episode: Episode) -> None:
    walk, cook = goal_of(episode, borough), goal_of(episode, borough, "Cook.")
    visit = seen(episode, borough, goals={walk: " To the gate. ", cook: ""}, ratings={walk: 1}, minutes=40)
    assert sorted(VisitGoal.objects.values_list("goal", "what")) == [(walk.pk, "To the gate."), (cook.pk, "")]
    rating = GoalRating.objects.get()
    assert (rating.goal, rating.level, rating.visit, rating.by) == (walk, 1, visit, borough.nurse)


def test_nothing_of_another_episode_is_part_of_a_visit(
    borough: Borough, episode: Episode, other: Episode, series_for: Callable[..., VisitSeries]
) -> None:
    goal = goal_of(other, borough)
    apart: list[dict[str, Any]] = [
        {"series": series_for(other)},
        {"booking": promised(other, borough)},
        {"goals": {goal: ""}},
        {"ratings": {goal: 0}},
    ]
    for part in apart:
        with pytest.raises(NotOfThisEpisode):
            seen(episode, borough, **part)
    assert not Visit.objects.exists()


def test_nobody_goes_with_themselves(borough: Borough, episode: Episode) -> None:
    with pytest.raises(SecondWorkerWrong):
        seen(episode, borough, second_worker=borough.nurse)
    assert seen(episode, borough, second_worker=borough.head).second_worker == borough.head


def test_a_missed_promise_stays_missed_when_help_ends_and_is_asked_for_no_more(
    borough: Borough, episode: Episode
) -> None:
    missed = promised(episode, borough, from_at=NOW + timedelta(hours=1), to_at=NOW + timedelta(hours=2))
    coming = promised(episode, borough)
    seen(episode, borough)
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=NOW + timedelta(hours=3))
    missed.refresh_from_db()
    coming.refresh_from_db()
    assert (missed.cancelled_at, coming.cancelled_why) == (None, "The help ended.")
    assert list(missed_bookings(borough.nurse, NOW + timedelta(hours=3))) == []
    assert list(problems()) == []
    shown = plan_shown(Episode.objects.get(), NOW + timedelta(hours=3))
    assert (shown.missed, shown.coming, set(shown.past)) == ((), (), {missed, coming})
