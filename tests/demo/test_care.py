"""The made-up borough exercises every part of the care, and nothing in it breaks a promise."""

from collections import Counter
from datetime import timedelta

import pytest
from django.apps import apps
from django.db.models import Count, F, Q

from homeward.demo.reading import words
from homeward.episodes.actions.hospital import KEPT_SECRET
from homeward.episodes.actions.meeting_holding import BECAUSE_OF_A_MEETING
from homeward.episodes.models import (
    Assessment,
    AssessmentAnswer,
    Booking,
    DelayReason,
    Episode,
    FollowUp,
    Goal,
    GoalChange,
    HandOff,
    HospitalStay,
    LeavingChange,
    MeetingAction,
    OnwardRequest,
    Places,
    Plan,
    PlanChange,
    SeniorReview,
    SeriesStep,
    Stage,
    StayChange,
    Visit,
    VisitSeries,
    WardStay,
)
from homeward.episodes.models.leaving import LeavingChangeKind
from homeward.episodes.queries.stages import near_their_limit
from homeward.episodes.reading.code_lists import code_list
from homeward.partnership.models import Member
from homeward.partnership.rules import Role
from homeward.people.models import Relationship
from homeward.referrals.models import Referral
from tests.demo.conftest import NOW

pytestmark = pytest.mark.usefixtures("borough")


def helped_now() -> dict[str, int]:
    helped = Episode.objects.filter(ended_at=None, first_contact_at__isnull=False)
    return Counter(helped.values_list("pathway", flat=True))


def test_every_part_of_the_care_has_rows() -> None:
    every = apps.get_app_config("episodes").get_models(include_auto_created=True)
    assert [model.__name__ for model in every if not model._default_manager.exists()] == []


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


def test_what_people_changed_is_kept_with_what_it_said_before() -> None:
    changes = PlanChange.objects.exclude(before="")
    assert changes.count() >= 5
    assert changes.exclude(by=F("plan__begun_by")).exists()
    assert GoalChange.objects.filter(field="words").count() >= 5
    assert StayChange.objects.filter(field="expected_on").count() >= 5
    assert set(LeavingChange.objects.values_list("kind", flat=True)) == set(LeavingChangeKind.values)
    back = LeavingChange.objects.filter(kind=LeavingChangeKind.UNDONE)
    assert not back.filter(episode__ended_at__isnull=False).exists()


def test_the_home_ward_had_fewer_places_for_some_days_and_whoever_came_on_top_has_a_reason() -> None:
    noted = Places.objects.order_by("from_on").values_list("places", flat=True)
    assert list(noted) == [10, 14]
    assert 0 < WardStay.objects.exclude(over_capacity_why="").count() < WardStay.objects.count() / 2
    yesterday = NOW - timedelta(hours=24)
    on_ward = WardStay.objects.filter(stage__episode__ended_at=None, stage__episode__pathway="home_ward")
    looked_over = on_ward.filter(reviews__reviewed_at__gt=yesterday).distinct().count()
    assert 0 < looked_over < on_ward.count()


def test_every_sort_of_assessment_is_there_and_answers_are_kept_from_one_to_the_other() -> None:
    tools = set(Assessment.objects.values_list("tool", flat=True))
    assert tools >= {"holistic", "falls", "cfs", "barthel", "four_at", "eq5d5l"}
    kept = AssessmentAnswer.objects.filter(source="kept")
    assert kept.filter(assessment__tool="falls", kept_from__assessment__tool="holistic").count() > 20
    assert not kept.filter(kept_from__at__gte=F("at")).exists()


def test_visits_belong_to_series_and_two_go_where_two_are_needed() -> None:
    assert Visit.objects.filter(series__isnull=False).count() > 500
    assert Visit.objects.filter(second_worker__isnull=False, series__staff=2).count() > 10
    assert not Visit.objects.filter(second_worker=F("by")).exists()
    assert Booking.objects.filter(cancelled_at__isnull=False).exists()


def test_some_are_past_their_limit_with_and_without_more_time() -> None:
    member = Member.objects.filter(role=Role.HEAD_OF_SERVICE)[0]
    near = near_their_limit(member, NOW)
    extended = {one.episode.pk for one in near if one.episode.stages.filter(extensions__isnull=False).exists()}
    assert extended
    assert {one.episode.pk for one in near} - extended


def test_meetings_opened_records_until_their_close_and_some_of_what_they_asked_for_is_overdue() -> None:
    given = Relationship.objects.filter(because=BECAUSE_OF_A_MEETING)
    assert given.filter(ended_at__isnull=False).count() > 20
    assert given.filter(ended_at=None).exists()
    assert MeetingAction.objects.filter(done_at=None, due_on__lt=NOW.date()).exists()


def test_nothing_written_of_somebody_whose_whereabouts_are_secret_says_where_they_are() -> None:
    stays = HospitalStay.objects.filter(episode__person__restricted=True, episode__ended_at=None)
    assert stays.exists()
    assert set(stays.values_list("hospital", "ward")) == {(KEPT_SECRET, "")}
    of_them = {"episode__person__restricted": True}
    assert not Assessment.objects.filter(**of_them).exclude(from_organisation="").exists()
    assert not AssessmentAnswer.objects.filter(assessment__episode__person__restricted=True, item="getting_in").exists()
    texts = [
        *Plan.objects.filter(**of_them).values_list("aims", "before_a_visit", "who_to_call"),
        *Goal.objects.filter(**of_them).values_list("words", "why_it_matters"),
        *Visit.objects.filter(**of_them).values_list("what_happened", "next_step"),
        *Referral.objects.filter(person__restricted=True).values_list("reason", "what_matters"),
    ]
    assert texts
    hospitals = words("organisations")["wards_in_hospital"]
    assert [text for row in texts for text in row if any(ward in text for ward in hospitals)] == []
