"""A referral through the front door: received, triaged, decided, answered, seen, and undone."""

from datetime import UTC, datetime, timedelta

import pytest

from homeward.episodes.actions import record_visit, withdraw_visit
from homeward.episodes.models import Episode
from homeward.episodes.rules import VisitKind
from homeward.people.models import Person
from homeward.referrals import actions
from homeward.referrals.models import Decision, Referral, ReferrerAnswer
from homeward.referrals.rules.clocks import Clock, response
from homeward.referrals.rules.state import State
from homeward.referrals.verify import problems
from tests.support.borough import NOW, Borough, make_borough, received

pytestmark = pytest.mark.django_db


@pytest.fixture
def borough() -> Borough:
    return make_borough()


def seen_now(referral: Referral) -> Referral:
    return Referral.objects.select_related("episode").get(pk=referral.pk)


def test_a_received_referral_is_owned_by_the_front_door_and_due_in_a_quarter_of_an_hour(borough: Borough) -> None:
    referral = received(borough)
    assert referral.state is State.WAITING_FOR_TRIAGE
    assert referral.owning_team == borough.teams["front-door"]
    assert referral.due_at == NOW + timedelta(minutes=15)
    assert referral.clock == Clock.TWO_HOURS
    assert referral.breach_at == NOW + timedelta(minutes=115)
    assert list(problems()) == []


def test_accepting_opens_an_episode_owned_by_the_pathways_team_and_makes_an_answer(borough: Borough) -> None:
    referral = actions.accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)
    assert referral.state is State.WAITING_FOR_FIRST_VISIT
    assert referral.owning_team == borough.teams["rapid-response"] == referral.episode.owning_team
    answer = ReferrerAnswer.objects.get()
    assert answer.given_at is None
    assert referral.reference in answer.says
    assert "Ashdown" not in answer.says
    assert list(problems()) == []


def test_a_second_person_accepting_is_told_that_it_was_decided(borough: Borough) -> None:
    referral = received(borough)
    actions.accept(referral=referral, pathway="rapid_response", by=borough.coordinator, now=NOW)
    with pytest.raises(actions.AlreadyDecided):
        actions.accept(referral=referral, pathway="rapid_response", by=borough.head, now=NOW)
    assert Episode.objects.count() == 1


def test_an_override_needs_a_reason(borough: Borough) -> None:
    referral = received(borough)
    with pytest.raises(actions.ReasonNeeded):
        actions.accept(referral=referral, pathway="reablement", by=borough.coordinator, now=NOW)
    accepted = actions.accept(
        referral=referral, pathway="reablement", reason="She asked for it.", by=borough.coordinator, now=NOW
    )
    decision = Decision.objects.get(referral=accepted)
    assert (decision.suggested, decision.pathway) == ("rapid_response", "reablement")


def test_two_hours_set_aside_for_clinical_reasons_runs_clock_07(borough: Borough) -> None:
    accepted = actions.accept(
        referral=received(borough),
        pathway="rapid_response",
        time_not_appropriate=True,
        reason="She asked us to come after her carer has left.",
        by=borough.coordinator,
        now=NOW,
    )
    assert accepted.clock == Clock.TWO_HOURS_NOT_APPROPRIATE


@pytest.mark.parametrize(
    ("kind", "stops"), [(VisitKind.FACE_TO_FACE, True), (VisitKind.PHONE_OR_VIDEO, False), (VisitKind.NO_ACCESS, False)]
)
def test_only_a_face_to_face_visit_stops_the_clock(borough: Borough, kind: VisitKind, stops: bool) -> None:
    referral = actions.accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)
    record_visit(
        episode=referral.episode,
        kind=kind,
        started_at=NOW + timedelta(minutes=60),
        what_happened="Went.",
        by=borough.nurse,
        now=NOW + timedelta(minutes=90),
    )
    assert (seen_now(referral).state is State.SEEN) is stops


def test_a_visit_withdrawn_sets_the_clock_running_again(borough: Borough) -> None:
    referral = actions.accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)
    visit = record_visit(
        episode=referral.episode,
        kind=VisitKind.FACE_TO_FACE,
        started_at=NOW + timedelta(minutes=60),
        what_happened="Saw her.",
        by=borough.nurse,
        now=NOW + timedelta(minutes=90),
    )
    withdraw_visit(visit=visit, why="Wrong person.", by=borough.nurse, now=NOW + timedelta(minutes=95))
    assert seen_now(referral).state is State.WAITING_FOR_FIRST_VISIT
    assert referral.episode.visits.count() == 1
    assert list(problems()) == []


def test_step_down_runs_from_the_hospitals_decision(borough: Borough) -> None:
    ready = datetime(2026, 3, 3, 16, 0, tzinfo=UTC)
    answers = {
        "lives_at": "own_home",
        "now_at": "hospital_ward",
        "help_within": "two_days",
        "ready_to_leave": True,
        "emergency_care": False,
    }
    referral = received(borough, need="leaving_hospital", answers=answers, ready_at=ready, needed_at=NOW)
    accepted = actions.accept(referral=referral, pathway="supported_discharge", by=borough.coordinator, now=NOW)
    assert accepted.clock == Clock.TWO_DAYS
    assert accepted.clock_start_at == ready
    assert accepted.breach_at == datetime(2026, 3, 6, 0, 0, tzinfo=UTC)
    assert response(Clock.TWO_DAYS, ready, accepted.breach_at - timedelta(seconds=1)).met


def test_asking_waits_for_the_referrer_until_they_add_something(borough: Borough) -> None:
    referral = actions.ask(referral=received(borough), question="Can she stand?", by=borough.coordinator, now=NOW)
    assert referral.state is State.WAITING_FOR_REFERRER
    assert referral.due_at == NOW + timedelta(minutes=60)
    later = NOW + timedelta(minutes=10)
    actions.note_triage(referral=referral, answers={}, said="Yes, with help.", by=borough.coordinator, now=later)
    assert seen_now(referral).state is State.WAITING_FOR_TRIAGE
    assert seen_now(referral).due_at == later + timedelta(minutes=15)


@pytest.mark.parametrize("close", ["redirect", "decline", "close_unseen"])
def test_every_way_of_closing_answers_the_referrer_and_can_be_undone(borough: Borough, close: str) -> None:
    referral = received(borough)
    by, now = borough.coordinator, NOW
    if close == "redirect":
        actions.redirect(referral=referral, to="999", reason="Chest pain.", by=by, now=now)
    elif close == "decline":
        actions.decline(referral=referral, reason="Lives in another borough.", by=by, now=now)
    else:
        actions.accept(referral=referral, pathway="rapid_response", by=by, now=now)
        actions.close_unseen(referral=referral, because="admitted", reason="Taken to hospital.", by=by, now=now)
    closed = seen_now(referral)
    assert closed.state is State.CLOSED
    assert ReferrerAnswer.objects.filter(decision__referral=referral).count() == Decision.objects.count()
    assert list(problems()) == []
    actions.reopen(referral=closed, reason="Closed by mistake.", by=by, now=now + timedelta(minutes=5))
    again = seen_now(referral)
    assert again.state is State.WAITING_FOR_TRIAGE
    assert again.clock_start_at == closed.needed_at
    assert list(problems()) == []


def test_someone_who_has_been_seen_cannot_be_opened_again(borough: Borough) -> None:
    referral = actions.accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)
    record_visit(
        episode=referral.episode,
        kind=VisitKind.FACE_TO_FACE,
        started_at=NOW + timedelta(minutes=60),
        what_happened="Saw her.",
        by=borough.nurse,
        now=NOW + timedelta(minutes=90),
    )
    with pytest.raises(actions.AlreadyDecided):
        actions.reopen(referral=referral, reason="Mistake.", by=borough.coordinator, now=NOW + timedelta(hours=2))


def test_the_same_person_referred_twice_has_one_record_only_when_number_birth_and_name_agree(
    borough: Borough,
) -> None:
    first = received(borough)
    assert received(borough).person == first.person
    assert received(borough, details={"family_name": "Bell"}).person != first.person
    assert received(borough, details={"nhs_number": ""}).person != first.person
    assert Person.objects.count() == 3
