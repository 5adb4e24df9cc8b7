"""What is asked of plans: visits expected on a day, hours a week, promises to come and missed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from homeward.episodes.actions.tapering import change_pace
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.plan import Booking, VisitSeries
from homeward.episodes.queries.plan import expected_visits, hours_a_week, missed_bookings, next_booking_by_episode
from homeward.episodes.rules.taper import HoursAWeek
from homeward.partnership.models import Member
from tests.support.borough import NOW, Borough
from tests.support.planning import TODAY, TOMORROW, promised, seen

pytestmark = pytest.mark.django_db


def test_the_visits_expected_on_a_day_are_those_of_series_and_promises(
    borough: Borough,
    episode: Episode,
    other: Episode,
    series_for: Callable[..., VisitSeries],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    series_for(episode, staff=2, times_a_day=2, skills=["therapy"], prefers=borough.head)
    series_for(other, days=[1])
    promised(other, borough, worker=borough.head)
    seen(episode, borough, second_worker=borough.head)
    seen(episode, borough, what_happened="Again.", started_at=NOW - timedelta(minutes=1))
    viewer = Member.objects.get(pk=borough.nurse.pk)
    # series, steps, promises; who came, and who came with them; the viewer's organisation and teams
    with django_assert_num_queries(7):
        found = expected_visits(viewer, TOMORROW.date())
    first, second, promise = found
    assert (first.number, second.number, first.staff, first.minutes) == (1, 2, 2, 45)
    assert (first.skills, first.prefers, first.episode) == (("therapy",), borough.head, episode)
    assert first.knows_them == ((borough.nurse.pk, 2), (borough.head.pk, 1))
    assert (promise.booking, promise.prefers, promise.series) == (Booking.objects.get(), borough.head, None)
    assert not promise.kept
    assert expected_visits(borough.nurse, TOMORROW.date(), borough.teams["reablement"]) == []
    assert expected_visits(borough.reablement_worker, TOMORROW.date()) == []


def test_hours_a_week_shrink_and_are_nothing_without_a_series(
    borough: Borough, episode: Episode, other: Episode, series_for: Callable[..., VisitSeries]
) -> None:
    series = series_for(episode, staff=2, minutes=60)
    for days, weeks in (([1, 3, 5], 1), ([1], 2)):
        change_pace(
            series=series,
            from_on=TODAY + timedelta(weeks=weeks),
            days=days,
            times_a_day=1,
            minutes=60,
            why="Better.",
            by=borough.nurse,
            now=NOW,
        )
    on = TODAY + timedelta(days=8)
    assert hours_a_week(borough.nurse, [episode, other], on) == {
        episode.pk: HoursAWeek(14, 6, 2),
        other.pk: HoursAWeek(0, 0, 0),
    }


def test_a_promise_is_missed_only_once_its_time_has_passed_and_nobody_came(borough: Borough, episode: Episode) -> None:
    booking = promised(episode, borough)
    end = booking.to_at
    assert next_booking_by_episode(borough.nurse, [episode], end) == {episode.pk: booking}
    assert list(missed_bookings(borough.nurse, end)) == []
    late = end + timedelta(seconds=1)
    assert next_booking_by_episode(borough.nurse, [episode], late) == {}
    assert next_booking_by_episode(borough.nurse, [episode]) == {episode.pk: booking}
    assert list(missed_bookings(borough.nurse, late)) == [booking]
    assert list(missed_bookings(borough.reablement_worker, late)) == []
    seen(episode, borough, booking=booking)
    assert list(missed_bookings(borough.nurse, late)) == []


def test_the_next_promise_is_the_earliest(borough: Borough, episode: Episode) -> None:
    day = timedelta(days=1)
    promised(episode, borough, from_at=TOMORROW + day, to_at=TOMORROW + 2 * day)
    first = promised(episode, borough)
    assert next_booking_by_episode(borough.nurse, [episode], NOW) == {episode.pk: first}
