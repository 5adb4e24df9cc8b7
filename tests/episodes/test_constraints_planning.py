"""What the database itself refuses about plans, series of visits and promised visits, whoever writes."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db.models import F, Model

from homeward.episodes.actions.plan_texts import agree_plan, edit_plan
from homeward.episodes.actions.planning import book, cancel_booking
from homeward.episodes.actions.tapering import add_series
from homeward.episodes.actions.visiting import record_visit
from homeward.episodes.models.episode import Episode, VisitGoal
from homeward.episodes.models.goals import Goal
from homeward.episodes.models.plan import Booking, Plan, PlanChange, PlanCopy, SeriesStep, VisitSeries
from homeward.referrals.actions import accept
from tests.support.borough import NOW, Borough, make_borough, received
from tests.support.constraints import refusal, refusal_to_add

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)

PLAN: list[tuple[str, dict[str, Any]]] = [
    ("plan_agreed_says_with_whom", {"agreed_at": None}),
    ("plan_agreed_says_with_whom", {"agreed_by": None}),
    ("plan_agreed_says_with_whom", {"agreed_with": ""}),
    ("plan_agreed_with_is_known", {"agreed_with": "the cat"}),
]
CHANGE: list[tuple[str, dict[str, Any]]] = [
    ("plan_change_field_is_known", {"field": "weather"}),
    ("plan_change_changes_something", {"before": F("after")}),
]
COPY: list[tuple[str, dict[str, Any]]] = [("plan_copy_how_is_known", {"how": "pigeon"})]
SERIES: list[tuple[str, dict[str, Any]]] = [
    ("series_says_what_for", {"what_for": ""}),
    ("series_is_for_one_to_four_staff", {"staff": 0}),
    ("series_is_for_one_to_four_staff", {"staff": 5}),
    ("series_window_has_a_length", {"window_to": F("window_from")}),
    ("series_end_has_a_reason_and_a_name", {"ended_on": date(2026, 4, 1)}),
    ("series_end_has_a_reason_and_a_name", {"ended_on": date(2026, 4, 1), "ended_why": "Met."}),
    ("series_end_has_a_reason_and_a_name", {"ended_on": date(2026, 4, 1), "ended_by": F("by")}),
    ("series_end_has_a_reason_and_a_name", {"ended_why": "Met."}),
]
STEP: list[tuple[str, dict[str, Any]]] = [
    ("series_step_length_is_likely", {"minutes": 4}),
    ("series_step_length_is_likely", {"minutes": 721}),
    ("series_step_times_are_likely", {"times_a_day": 0}),
    ("series_step_times_are_likely", {"times_a_day": 13}),
]
BOOKING: list[tuple[str, dict[str, Any]]] = [
    ("booking_says_what_for", {"what_for": ""}),
    ("booking_window_has_a_length", {"to_at": F("from_at")}),
    ("booking_is_for_one_to_four_staff", {"staff": 0}),
    ("booking_is_for_one_to_four_staff", {"staff": 5}),
    ("booking_length_is_likely", {"minutes": 4}),
    ("booking_length_is_likely", {"minutes": 721}),
    ("booking_cancelled_has_a_reason_and_a_name", {"cancelled_at": NOW}),
    ("booking_cancelled_has_a_reason_and_a_name", {"cancelled_at": NOW, "cancelled_by": F("by")}),
    ("booking_cancelled_has_a_reason_and_a_name", {"cancelled_why": "Ill."}),
]
TRIED_NAMES: set[str] = {name for name, _ in (*PLAN, *CHANGE, *COPY, *SERIES, *STEP, *BOOKING)} | {
    "series_step_one_a_day",
    "visit_serves_a_goal_once",
}
MODELS: dict[str, type[Model]] = {
    "plan": Plan,
    "plan_change": PlanChange,
    "plan_copy": PlanCopy,
    "series": VisitSeries,
    "series_step": SeriesStep,
    "booking": Booking,
}
TRIED = [
    (MODELS[kind], name, values)
    for kind, tries in zip(MODELS, (PLAN, CHANGE, COPY, SERIES, STEP, BOOKING), strict=True)
    for name, values in tries
]


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def episode(borough: Borough) -> Episode:
    referral = accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)
    assert referral.episode is not None
    by = borough.nurse
    edit_plan(episode=referral.episode, opened={"aims": ""}, typed={"aims": "Walk to the shop."}, by=by, now=NOW)
    plan = agree_plan(episode=referral.episode, agreed_with="person", by=by, now=NOW)
    PlanCopy.objects.create(plan=plan, how="printed", by=by, at=NOW)
    add_series(
        episode=referral.episode,
        what_for="Washing",
        window_from=time(8),
        window_to=time(10),
        from_on=NOW.date(),
        days=[1, 2],
        minutes=45,
        by=by,
        now=NOW,
    )
    book(episode=referral.episode, what_for="First", from_at=LATER, to_at=LATER + timedelta(hours=2), by=by, now=NOW)
    return referral.episode


@pytest.mark.parametrize(("model", "name", "values"), TRIED)
def test_a_plan_and_its_visits_cannot_be_made_to_say(
    episode: Episode, model: type[Model], name: str, values: dict[str, Any]
) -> None:
    assert name in refusal(model._default_manager.all(), **values)


@pytest.mark.parametrize("values", [{"cancelled_why": ""}, {"cancelled_by": None}, {"cancelled_at": None}])
def test_a_cancelled_promise_keeps_its_reason_and_its_name(
    borough: Borough, episode: Episode, values: dict[str, Any]
) -> None:
    cancel_booking(booking=Booking.objects.get(), why="In hospital.", by=borough.nurse, now=NOW)
    assert "booking_cancelled_has_a_reason_and_a_name" in refusal(Booking.objects.all(), **values)


def test_a_cancelled_promise_is_not_kept_as_well(borough: Borough, episode: Episode) -> None:
    visit = record_visit(
        episode=episode, kind="face_to_face", started_at=NOW, what_happened="Saw her.", by=borough.nurse, now=NOW
    )
    cancel_booking(booking=Booking.objects.get(), why="In hospital.", by=borough.nurse, now=NOW)
    assert "booking_cancelled_has_a_reason_and_a_name" in refusal(Booking.objects.all(), visit=visit)


def test_one_visit_keeps_one_promise(borough: Borough, episode: Episode) -> None:
    later = LATER + timedelta(days=1)
    other = book(
        episode=episode, what_for="Second", from_at=later, to_at=later + timedelta(hours=1), by=borough.nurse, now=NOW
    )
    visit = record_visit(
        episode=episode,
        kind="face_to_face",
        started_at=NOW,
        what_happened="Saw her.",
        booking=other,
        by=borough.nurse,
        now=NOW,
    )
    assert "visit_id" in refusal(Booking.objects.exclude(pk=other.pk), visit=visit)


def test_a_series_has_one_step_a_day(borough: Borough, episode: Episode) -> None:
    first = SeriesStep.objects.get()
    second = SeriesStep(
        series=first.series, from_on=first.from_on, days=[3], times_a_day=1, minutes=30, by=borough.nurse, at=NOW
    )
    assert refusal_to_add(second) != ""
    second.from_on = first.from_on + timedelta(days=1)
    assert refusal_to_add(second) == ""


def test_a_visit_serves_a_goal_once(borough: Borough, episode: Episode) -> None:
    goal = Goal.objects.create(episode=episode, words="Walk.", agreed_with="person", by=borough.nurse, at=NOW)
    visit = record_visit(
        episode=episode,
        kind="face_to_face",
        started_at=NOW,
        what_happened="Saw her.",
        goals={goal: "Walked."},
        by=borough.nurse,
        now=NOW,
    )
    assert refusal_to_add(VisitGoal(visit=visit, goal=goal, what="Again.")) != ""


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (VisitSeries, {"staff": 1}),
        (VisitSeries, {"staff": 4}),
        (SeriesStep, {"minutes": 5, "times_a_day": 1}),
        (SeriesStep, {"minutes": 720, "times_a_day": 12}),
        (Booking, {"minutes": 5, "staff": 4}),
        (Booking, {"minutes": 720}),
    ],
)
def test_what_lies_just_within_the_bounds_may_be(episode: Episode, model: type[Model], values: dict[str, Any]) -> None:
    assert refusal(model._default_manager.all(), **values) == ""
