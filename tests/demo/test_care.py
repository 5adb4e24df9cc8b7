"""The made-up borough exercises every part of the care, and nothing in it breaks a promise."""

from collections import Counter

import pytest
from django.apps import apps
from django.db.models import Count, F, Q

from homeward.episodes import models
from homeward.episodes.models import (
    Booking,
    DelayReason,
    Episode,
    FollowUp,
    Goal,
    HandOff,
    HospitalStay,
    OnwardRequest,
    Plan,
    SeniorReview,
    SeriesStep,
    Stage,
    Visit,
    VisitSeries,
    WardStay,
)
from homeward.episodes.reading.code_lists import code_list
from tests.demo.conftest import NOW

pytestmark = pytest.mark.usefixtures("borough")

NOT_MADE_UP = {models.PlanChange, models.Places}
"""What only comes of two people changing something; the tests of those parts make their own."""


def helped_now() -> dict[str, int]:
    helped = Episode.objects.filter(ended_at=None, first_contact_at__isnull=False)
    return Counter(helped.values_list("pathway", flat=True))


def test_every_part_of_the_care_has_rows() -> None:
    changes = {model for model in apps.get_app_config("episodes").get_models() if model.__name__.endswith("Change")}
    empty = [
        model.__name__
        for model in apps.get_app_config("episodes").get_models()
        if model not in NOT_MADE_UP | changes and not model._default_manager.exists()
    ]
    assert empty == []


def test_people_are_helped_at_every_stage_and_some_came_there_from_another() -> None:
    assert set(helped_now()) == {
        "rapid_response",
        "supported_discharge",
        "reablement",
        "urgent_social_work",
        "home_ward",
    }
    assert 5 <= helped_now()["home_ward"] <= 32
    moved = Stage.objects.exclude(why="").values_list("pathway", flat=True)
    assert {"reablement", "home_ward", "urgent_social_work"} <= set(moved)
    assert set(HandOff.objects.values_list("told_again", flat=True)) == {"yes", "no", "not_known"}
    between = HandOff.objects.exclude(from_team__organisation=F("to_team__organisation"))
    assert 0 < between.count() < HandOff.objects.count()


def test_help_shrinks_as_goals_are_met() -> None:
    series = VisitSeries.objects.annotate(paces=Count("steps")).filter(paces__gte=2)
    assert series.count() > 100
    for one in series[:50]:
        steps = [len(step.days) * step.times_a_day * step.minutes for step in one.steps.order_by("from_on")]
        assert steps == sorted(steps, reverse=True)
    assert Goal.objects.filter(end_reason="met").count() > Goal.objects.filter(end_reason="partly").count() > 0
    assert Visit.objects.filter(served__isnull=False).distinct().count() > 500


def test_most_people_helped_now_have_a_plan_and_a_visit_promised_and_some_do_not() -> None:
    now = Episode.objects.filter(ended_at=None, first_contact_at__isnull=False)
    with_plan = now.filter(Q(plan__isnull=False)).count()
    assert 0.8 < with_plan / now.count() < 1
    promised = Booking.objects.filter(episode__in=now, visit=None, cancelled_at=None)
    assert promised.filter(to_at__lt=NOW).exists()
    assert promised.filter(from_at__gt=NOW).count() > 100
    assert Plan.objects.filter(agreed_at=None).exists()
    assert SeriesStep.objects.filter(from_on__gt=NOW.date()).exists()


def test_people_wait_in_hospital_for_known_reasons_and_leave_with_a_visit_promised() -> None:
    known = {value.code for value in code_list("delay_reason").values}
    assert set(DelayReason.objects.values_list("code", flat=True)) <= known
    assert HospitalStay.objects.filter(left_at=None).exists()
    gone = HospitalStay.objects.filter(left_at__isnull=False)
    assert 0.02 < gone.exclude(no_first_visit_why="").count() / gone.count() < 0.15


def test_those_who_left_were_asked_twelve_weeks_later_and_some_still_are_to_be() -> None:
    assert FollowUp.objects.filter(done_at__isnull=False).count() > 20
    assert FollowUp.objects.filter(done_at=None, due_on__lt=NOW.date()).exists()
    assert OnwardRequest.objects.filter(answer="waiting").exists()
    assert OnwardRequest.objects.filter(answer="arranged").exists()


def test_everybody_on_the_home_ward_has_a_senior_clinician_and_was_looked_over() -> None:
    assert not Stage.objects.filter(pathway="home_ward", ward_stay=None).exists()
    assert SeniorReview.objects.count() > WardStay.objects.count()
