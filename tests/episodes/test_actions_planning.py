"""Plans, series of visits and promised visits: what people do with them, and what is refused with a remedy."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from homeward.episodes.actions import end_episode, end_unseen, record_visit, withdraw_visit
from homeward.episodes.actions.holding import EpisodeClosed, NothingWritten
from homeward.episodes.actions.plan_texts import PlanMovedOn, agree_plan, edit_plan
from homeward.episodes.actions.planning import BookingGone, begin_plan, book, cancel_booking, close_plan
from homeward.episodes.actions.tapering import StepBegun, add_series, change_pace, drop_step, end_series
from homeward.episodes.actions.visiting import NotOfThisEpisode
from homeward.episodes.models.episode import Episode, Visit, VisitGoal
from homeward.episodes.models.goals import Goal, GoalRating
from homeward.episodes.models.plan import Booking, Plan, PlanChange, SeriesStep, VisitSeries
from homeward.episodes.queries.plan import expected_visits, hours_a_week, missed_bookings, next_booking_by_episode
from homeward.episodes.rules.bookings import PromiseWrong
from homeward.episodes.rules.taper import HoursAWeek, PaceWrong
from homeward.episodes.rules.visits import SecondWorkerWrong
from homeward.episodes.verify.planning import problems
from homeward.partnership.models import Member
from homeward.referrals.actions import accept
from tests.support.borough import NOW, Borough, make_borough, received

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
"""A Wednesday."""
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def episode(borough: Borough) -> Episode:
    found = accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW).episode
    assert found is not None
    return found


@pytest.fixture
def other(borough: Borough) -> Episode:
    details = {"family_name": "Bell", "nhs_number": ""}
    referral = received(borough, details=details)
    found = accept(referral=referral, pathway="rapid_response", by=borough.coordinator, now=NOW).episode
    assert found is not None
    return found


@pytest.fixture
def series_for(borough: Borough) -> Callable[..., VisitSeries]:
    """A series of visits, every morning unless told otherwise."""

    def add(episode: Episode, **changes: Any) -> VisitSeries:
        said: dict[str, Any] = {
            "what_for": "Washing and dressing",
            "window_from": time(8),
            "window_to": time(10),
            "from_on": TODAY,
            "days": [1, 2, 3, 4, 5, 6, 7],
            "minutes": 45,
            "by": borough.nurse,
            "now": NOW,
        }
        return add_series(episode=episode, **(said | changes))

    return add


def promised(episode: Episode, borough: Borough, **changes: Any) -> Booking:
    said = {"what_for": "First visit", "from_at": TOMORROW, "to_at": TOMORROW + timedelta(hours=2)}
    return book(episode=episode, by=borough.nurse, now=NOW, **(said | changes))


def goal_of(episode: Episode, borough: Borough, words: str = "Walk to the shop.") -> Goal:
    return Goal.objects.create(episode=episode, words=words, agreed_with="person", by=borough.nurse, at=NOW)


def seen(episode: Episode, borough: Borough, **changes: Any) -> Visit:
    said = {"kind": "face_to_face", "started_at": NOW, "what_happened": "Saw her."}
    return record_visit(episode=episode, by=borough.nurse, now=NOW, **(said | changes))


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
