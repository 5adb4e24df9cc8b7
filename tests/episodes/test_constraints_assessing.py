"""What the database itself refuses about assessments, their answers and the offers that follow, whoever writes."""

from datetime import date
from typing import Any

import pytest
from django.db.models import F, Model

from homeward.episodes.actions.accepting import accept_assessment
from homeward.episodes.actions.assessing import answer, begin_assessment, complete_assessment
from homeward.episodes.actions.offering import answer_offer, make_offer
from homeward.episodes.models.assessing import Assessment, AssessmentAnswer, Offer
from homeward.referrals.actions import accept
from tests.support.borough import NOW, Borough, make_borough, received
from tests.support.constraints import refusal

pytestmark = pytest.mark.django_db

TRIED: list[tuple[type[Model], str, dict[str, Any]]] = [
    (Assessment, "assessment_has_a_tool", {"tool": ""}),
    (Assessment, "assessment_has_a_tool", {"tool_version": ""}),
    (Assessment, "assessment_completed_by_someone", {"completed_at": NOW}),
    (Assessment, "assessment_completed_by_someone", {"completed_by": F("begun_by")}),
    (Assessment, "assessment_accepted_says_whose", {"from_organisation": "The General"}),
    (Assessment, "assessment_accepted_says_whose", {"assessor": "A doctor"}),
    (Assessment, "assessment_accepted_says_whose", {"assessed_on": date(2026, 3, 3)}),
    (Assessment, "assessment_accepted_says_whose", {"assessor": "A doctor", "assessed_on": date(2026, 3, 3)}),
    (Assessment, "assessment_withdrawn_has_a_reason_and_a_name", {"withdrawn_at": NOW}),
    (Assessment, "assessment_withdrawn_has_a_reason_and_a_name", {"withdrawn_at": NOW, "withdrawn_why": "Wrong."}),
    (Assessment, "assessment_withdrawn_has_a_reason_and_a_name", {"withdrawn_at": NOW, "withdrawn_by": F("begun_by")}),
    (Assessment, "assessment_withdrawn_has_a_reason_and_a_name", {"withdrawn_why": "Wrong."}),
    (AssessmentAnswer, "answer_source_is_known", {"source": "dreamt"}),
    (AssessmentAnswer, "answer_source_is_known", {"source": ""}),
    (AssessmentAnswer, "answer_kept_says_from_where", {"source": "kept"}),
    (AssessmentAnswer, "answer_is_to_an_item", {"item": ""}),
    (Offer, "offer_is_of_something", {"kind": ""}),
    (Offer, "offer_answer_is_known", {"answer": "perhaps", "answered_at": NOW}),
    (Offer, "offer_answer_is_known", {"answer": "", "answered_at": NOW}),
    (Offer, "offer_answered_has_a_time", {"answer": "accepted"}),
    (Offer, "offer_answered_has_a_time", {"answered_at": NOW}),
]  # fmt: skip
TRIED_NAMES: set[str] = {name for _, name, _ in TRIED}
LET_IN: list[tuple[type[Model], dict[str, Any]]] = [
    (Assessment, {"completed_at": NOW, "completed_by": F("begun_by")}),
    (Assessment, {"from_organisation": "The General", "assessed_on": date(2026, 3, 3)}),
    (Assessment, {"withdrawn_at": NOW, "withdrawn_by": F("begun_by"), "withdrawn_why": "Wrong."}),
    (AssessmentAnswer, {"source": "accepted"}),
    (AssessmentAnswer, {"value": None}),
    (Offer, {"answer": "already", "answered_at": NOW}),
]


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture(autouse=True)
def written(borough: Borough) -> None:
    """An open assessment with one answer, and an offer the person thinks about."""
    episode = accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW).episode
    assert episode is not None
    one = begin_assessment(episode=episode, tool="falls", by=borough.nurse, now=NOW)
    answer(assessment=one, item="unsteady", value=True, opened=None, by=borough.nurse, now=NOW)
    make_offer(episode=episode, kind="eyesight", by=borough.nurse, now=NOW)


@pytest.mark.parametrize(("model", "name", "values"), TRIED)
def test_an_assessment_cannot_be_made_to_say(model: type[Model], name: str, values: dict[str, Any]) -> None:
    assert name in refusal(model._default_manager.all(), **values)


@pytest.mark.parametrize(("model", "values"), LET_IN)
def test_an_assessment_may_say(model: type[Model], values: dict[str, Any]) -> None:
    assert refusal(model._default_manager.all(), **values) == ""


def test_a_complete_assessment_keeps_its_name_and_an_accepted_one_its_organisation(borough: Borough) -> None:
    complete_assessment(assessment=Assessment.objects.get(), by=borough.nurse, now=NOW)
    assert "assessment_completed_by_someone" in refusal(Assessment.objects.all(), completed_by=None)
    taken = accept_assessment(
        episode=Assessment.objects.get().episode, tool="must", answers={"score": 2}, from_organisation="The General",
        assessor="", assessed_on=date(2026, 3, 3), by=borough.nurse, now=NOW,
    )  # fmt: skip
    accepted = Assessment.objects.filter(pk=taken.pk)
    assert "assessment_accepted_says_whose" in refusal(accepted, from_organisation="")
    assert "assessment_accepted_says_whose" in refusal(accepted, assessed_on=None)


def test_an_answered_offer_keeps_its_time(borough: Borough) -> None:
    answer_offer(offer=Offer.objects.get(), answer="accepted", by=borough.nurse, now=NOW)
    assert "offer_answered_has_a_time" in refusal(Offer.objects.all(), answered_at=None)
    assert "offer_answered_has_a_time" in refusal(Offer.objects.all(), answer="thinking")
