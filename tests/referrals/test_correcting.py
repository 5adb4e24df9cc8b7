"""A clock that was started at the wrong time is put right, and what it said before is kept."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from homeward.episodes.actions import record_visit
from homeward.episodes.rules import VisitTimeWrong
from homeward.referrals import actions
from homeward.referrals.models import Referral
from homeward.referrals.rules.clocks import Clock, starts_long_before
from homeward.referrals.verify import problems
from tests.support.borough import NOW, Borough, make_borough, received

pytestmark = pytest.mark.django_db
EARLIER = NOW - timedelta(minutes=65)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


def corrected(borough: Borough, referral: Referral, to: datetime, ready_at: datetime | None = None) -> Referral:
    return actions.correct_start(
        referral=referral, needed_at=to, ready_at=ready_at, reason="Typed wrongly.", by=borough.coordinator, now=NOW
    )


def test_before_a_decision_the_clock_runs_from_the_right_time_and_the_note_says_both(borough: Borough) -> None:
    referral = corrected(borough, received(borough), EARLIER)
    assert (referral.clock_start_at, referral.breach_at) == (EARLIER, EARLIER + timedelta(minutes=120))
    note = referral.triage_notes.first()
    assert note.said == ("The clock's start was corrected from 4 Mar 2026, 09:55 to 4 Mar 2026, 08:55. Typed wrongly.")
    assert note.by == borough.coordinator


def test_after_acceptance_the_episode_and_the_due_time_follow_and_a_time_set_aside_stays_so(borough: Borough) -> None:
    referral = actions.accept(
        referral=received(borough),
        pathway="rapid_response",
        time_not_appropriate=True,
        reason="She asks for the evening.",
        by=borough.coordinator,
        now=NOW,
    )
    referral = corrected(borough, referral, EARLIER)
    assert referral.clock == Clock.TWO_HOURS_NOT_APPROPRIATE
    assert referral.due_at == referral.breach_at == EARLIER + timedelta(minutes=120)
    referral.episode.refresh_from_db()
    assert referral.episode.needed_from == EARLIER
    assert list(problems()) == []


def test_a_hospitals_decision_that_was_forgotten_moves_the_two_day_clock(borough: Borough) -> None:
    answers = {
        "lives_at": "own_home",
        "now_at": "hospital_ward",
        "help_within": "two_days",
        "ready_to_leave": True,
        "emergency_care": False,
    }
    referral = received(borough, need="leaving_hospital", answers=answers)
    referral = actions.accept(referral=referral, pathway="supported_discharge", by=borough.coordinator, now=NOW)
    ready = datetime(2026, 3, 3, 16, 0, tzinfo=UTC)
    assert corrected(borough, referral, NOW, ready).breach_at == datetime(2026, 3, 6, tzinfo=UTC)


def test_a_start_after_somebody_saw_them_is_refused_and_nothing_changes(borough: Borough) -> None:
    referral = actions.accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)
    seen_at = NOW + timedelta(minutes=1)
    record_visit(
        episode=referral.episode,
        kind="face_to_face",
        started_at=seen_at,
        what_happened="Seen.",
        by=borough.nurse,
        now=seen_at,
    )
    late = received(borough, details={"family_name": "Bell", "nhs_number": ""}, needed_at=NOW - timedelta(days=1))
    assert late.clock_start_at == NOW - timedelta(days=1)
    Referral.objects.filter(pk=referral.pk).update(received_at=NOW + timedelta(hours=1))
    with pytest.raises(VisitTimeWrong):
        corrected(borough, referral, NOW + timedelta(minutes=2))
    assert Referral.objects.get(pk=referral.pk).clock_start_at == referral.clock_start_at


def test_it_needs_a_reason_and_a_closed_referral_is_left_alone(borough: Borough) -> None:
    referral = received(borough)
    with pytest.raises(actions.ReasonNeeded):
        actions.correct_start(
            referral=referral, needed_at=EARLIER, ready_at=None, reason=" ", by=borough.coordinator, now=NOW
        )
    actions.decline(referral=referral, reason="Elsewhere.", by=borough.coordinator, now=NOW)
    with pytest.raises(actions.AlreadyDecided):
        corrected(borough, referral, EARLIER)


def test_on_the_page_a_time_in_the_future_is_named_and_a_right_one_is_taken(borough: Borough) -> None:
    client = Client()
    client.force_login(borough.coordinator)
    now = timezone.now()
    referral = received(borough, now=now, needed_at=now)
    address = reverse("referral_start", args=[referral.pk])
    ahead = client.post(address, {"start-needed_at": "2999-01-01T10:00", "start-reason": "Typed wrongly."})
    assert ahead.status_code == 422
    assert "This time is in the future." in ahead.content.decode()
    done = client.post(address, {"start-needed_at": "2026-03-04T08:55", "start-reason": "Typed wrongly."}, follow=True)
    assert "The clock is put right." in done.content.decode()
    assert Referral.objects.get().clock_start_at == datetime(2026, 3, 4, 8, 55, tzinfo=UTC)
    assert "long before the referral. Is that right?" in done.content.decode()


@pytest.mark.parametrize(("days", "long"), [(6.99, False), (7, False), (7.01, True)])
def test_a_start_more_than_a_week_before_is_asked_about(days: float, long: bool) -> None:
    assert starts_long_before(NOW - timedelta(days=days), NOW) is long
