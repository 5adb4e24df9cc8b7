"""What the database itself refuses about referrals, decisions and answers, whoever writes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from homeward.referrals import actions
from homeward.referrals.models import Decision, Referral, ReferrerAnswer
from tests.support.borough import NOW, Borough, make_borough, received
from tests.support.constraints import names_of_constraints, refusal, refusal_to_add

pytestmark = pytest.mark.django_db

REFERRAL_WAITING: list[tuple[str, dict[str, Any]]] = [
    ("referral_accepted_has_an_episode", {"accepted_at": NOW}),
    ("referral_accepted_has_an_episode", {"pathway": "reablement"}),
    ("referral_accepted_has_an_episode", {"accepted_at": NOW, "pathway": "reablement"}),
    ("referral_breach_after_start", {"breach_at": F("clock_start_at") - timedelta(seconds=1)}),
    ("referral_clock_is_known", {"clock": "10"}),
    ("referral_clock_is_known", {"clock": ""}),
    ("referral_source_is_known", {"source": "pigeon"}),
    ("referral_arrival_is_known", {"arrival": "pigeon"}),
    ("referral_consent_is_known", {"consent": ""}),
    ("referral_closed_after_received", {"closed_at": F("received_at") - timedelta(seconds=1)}),
    ("referral_not_asking_once_decided", {"asked_at": NOW, "closed_at": NOW + timedelta(hours=1)}),
    ("owning_team", {"owning_team": None}),
    ("due_at", {"due_at": None}),
    ("breach_at", {"breach_at": None}),
    ("clock_start_at", {"clock_start_at": None}),
    ("person", {"person": None}),
]
REFERRAL_ACCEPTED: list[tuple[str, dict[str, Any]]] = [
    ("referral_accepted_has_an_episode", {"episode": None}),
    ("referral_accepted_has_an_episode", {"accepted_at": None}),
    ("referral_accepted_has_an_episode", {"pathway": ""}),
    ("referral_not_asking_once_decided", {"asked_at": NOW}),
]
ACCEPTANCE: list[tuple[str, dict[str, Any]]] = [
    ("decision_kind_is_known", {"kind": "shrug", "reason": "Why not."}),
    ("decision_accept_names_a_pathway", {"pathway": "", "suggested": ""}),
    ("decision_override_has_a_reason", {"suggested": "reablement"}),
    ("decision_override_has_a_reason", {"suggested": ""}),
    ("decision_other_than_accept_has_a_reason", {"kind": "decline"}),
    ("decision_redirect_says_where_to", {"kind": "redirect", "reason": "Chest pain."}),
    ("by", {"by": None}),
]
ANSWER: list[tuple[str, dict[str, Any]]] = [
    ("answer_channel_is_known", {"channel": "pigeon"}),
    ("answer_says_something", {"says": ""}),
    ("answer_given_by_someone_has_a_time", {"given_by": 1}),
]


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def accepted(borough: Borough) -> Referral:
    return actions.accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)


@pytest.mark.parametrize(("name", "values"), REFERRAL_WAITING)
def test_a_waiting_referral_cannot_be_made_to_say(borough: Borough, name: str, values: dict[str, Any]) -> None:
    assert name in refusal(Referral.objects.filter(pk=received(borough).pk), **values)


@pytest.mark.parametrize(("name", "values"), REFERRAL_ACCEPTED)
def test_an_accepted_referral_cannot_be_made_to_say(accepted: Referral, name: str, values: dict[str, Any]) -> None:
    assert name in refusal(Referral.objects.filter(pk=accepted.pk), **values)


@pytest.mark.parametrize(("name", "values"), ACCEPTANCE)
def test_an_acceptance_cannot_be_made_to_say(accepted: Referral, name: str, values: dict[str, Any]) -> None:
    assert name in refusal(Decision.objects.filter(referral=accepted), **values)


@pytest.mark.parametrize(("name", "values"), ANSWER)
def test_an_answer_cannot_be_made_to_say(accepted: Referral, name: str, values: dict[str, Any]) -> None:
    if "given_by" in values:
        values = {"given_by": Decision.objects.get(referral=accepted).by}
    assert name in refusal(ReferrerAnswer.objects.filter(decision__referral=accepted), **values)


def test_a_decision_has_one_answer_and_no_second(accepted: Referral) -> None:
    second = ReferrerAnswer(
        decision=Decision.objects.get(referral=accepted), channel="phone", says="And then again.", made_at=NOW
    )
    assert "decision" in refusal_to_add(second)


def test_an_episode_belongs_to_one_referral(borough: Borough, accepted: Referral) -> None:
    other = received(borough, details={"nhs_number": ""})
    rows = Referral.objects.filter(pk=other.pk)
    assert "episode" in refusal(rows, episode=accepted.episode, accepted_at=NOW, pathway="rapid_response")


def test_a_form_is_one_referral(borough: Borough) -> None:
    first, other = received(borough, form_token="abc"), received(borough, details={"nhs_number": ""})
    assert first.form_token
    assert "form_token" in refusal(Referral.objects.filter(pk=other.pk), form_token=first.form_token)


def test_every_constraint_of_this_room_is_tried() -> None:
    tried = {name for name, _ in (*REFERRAL_WAITING, *REFERRAL_ACCEPTED, *ACCEPTANCE, *ANSWER)}
    assert names_of_constraints("referrals") - tried == set()
