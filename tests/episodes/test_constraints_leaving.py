"""What the database itself refuses about leaving, onward care, summaries and follow-ups, whoever writes."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import F

from homeward.episodes.models.episode import Episode
from homeward.episodes.models.leaving import FollowUp, Leaving, LeavingChange, OnwardRequest, Summary
from homeward.referrals.actions import accept
from tests.support.borough import NOW, Borough, make_borough, received
from tests.support.constraints import refusal, refusal_to_add

pytestmark = pytest.mark.django_db

Tries = list[tuple[str, dict[str, Any]]]
AGREED: Tries = [
    ("leaving_has_a_plan", {"transition_plan": ""}),
    ("leaving_has_a_plan", {"transition_plan": "", "outcome": "nfa_other", "sequel": "nfa_other"}),
    ("leaving_agreed_says_with_whom", {"agreed_with": ""}),
    ("leaving_agreed_says_with_whom", {"agreed_at": None}),
    ("leaving_agreed_with_is_known", {"agreed_with": "nobody"}),
    ("leaving_outcome_and_sequel_together", {"outcome": "nfa_other"}),
    ("leaving_outcome_and_sequel_together", {"sequel": "nfa_other"}),
    ("leaving_outcome_and_sequel_together", {"happened_on": date(2026, 3, 4)}),
]
DRAFT: Tries = [("leaving_has_a_plan", {"transition_plan": ""})]
CHANGE: Tries = [
    ("leaving_change_kind_is_known", {"kind": "guessed"}),
    ("leaving_undone_has_a_reason", {"kind": "undone"}),
]
REQUEST: Tries = [
    ("onward_request_says_what_and_whom", {"service": ""}),
    ("onward_request_says_what_and_whom", {"sent_to": ""}),
    ("onward_request_hours_fit_a_week", {"hours_per_week": "-0.01"}),
    ("onward_request_hours_fit_a_week", {"hours_per_week": "168.01"}),
    ("onward_request_cost_is_not_negative", {"weekly_cost": "-0.01"}),
    ("onward_request_funder_is_known", {"funded_by": "lottery"}),
    ("onward_request_answered_by_someone", {"answer": "arranged"}),
    ("onward_request_answered_by_someone", {"answered_at": NOW}),
    ("onward_request_answered_by_someone", {"answered_by": F("by")}),
    ("onward_request_answered_by_someone", {"answer": "arranged", "answered_at": NOW}),
    ("onward_request_answered_by_someone", {"answer": "perhaps", "answered_at": NOW, "answered_by": F("by")}),
]
SUMMARY: Tries = [
    ("summary_says_something", {"says": ""}),
    ("summary_audience_is_known", {"audience": "neighbour"}),
    ("summary_sent_says_how_and_by_whom", {"sent_at": NOW}),
    ("summary_sent_says_how_and_by_whom", {"how": "Post"}),
    ("summary_sent_says_how_and_by_whom", {"sent_at": NOW, "sent_by": F("by")}),
    ("summary_sent_says_how_and_by_whom", {"sent_at": NOW, "how": "Post"}),
]
FOLLOW_UP: Tries = [
    ("follow_up_done_says_what_was_found", {"done_at": NOW}),
    ("follow_up_done_says_what_was_found", {"living_at": "home"}),
    ("follow_up_done_says_what_was_found", {"done_at": NOW, "done_by": F("by")}),
    ("follow_up_done_says_what_was_found", {
        "done_at": NOW - timedelta(seconds=1), "done_by": F("by"), "living_at": "home",
    }),
    ("follow_up_place_is_known", {"done_at": NOW, "done_by": F("by"), "living_at": "the moon"[:12]}),
    ("follow_up_day_of_death_goes_with_a_death", {
        "done_at": NOW, "done_by": F("by"), "living_at": "home", "died_on": date(2026, 3, 4),
    }),
]  # fmt: skip
TRIED_NAMES: set[str] = {
    name for name, _ in (*AGREED, *DRAFT, *CHANGE, *REQUEST, *SUMMARY, *FOLLOW_UP)
} | {"follow_up_once_a_day"}  # fmt: skip


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def episode(borough: Borough) -> Episode:
    referral = accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)
    assert referral.episode is not None
    return referral.episode


@pytest.fixture
def written(borough: Borough, episode: Episode) -> dict[str, Any]:
    return {"episode": episode, "by": borough.nurse, "at": NOW}


@pytest.mark.parametrize(("name", "values"), AGREED)
def test_an_agreed_plan_cannot_be_made_to_say(written: dict[str, Any], name: str, values: dict[str, Any]) -> None:
    Leaving.objects.create(transition_plan="A walk a day.", agreed_at=NOW, agreed_with="person", **written)
    assert name in refusal(Leaving.objects.all(), **values)


@pytest.mark.parametrize(("name", "values"), DRAFT)
def test_a_draft_cannot_be_made_to_say(written: dict[str, Any], name: str, values: dict[str, Any]) -> None:
    Leaving.objects.create(transition_plan="A walk a day.", **written)
    assert name in refusal(Leaving.objects.all(), **values)


def test_help_that_ended_unplanned_needs_no_plan(written: dict[str, Any]) -> None:
    died = Leaving(outcome="nfa_deceased", sequel="nfa_deceased", happened_on=date(2026, 3, 4), **written)
    assert refusal_to_add(died) == ""


@pytest.mark.parametrize(("name", "values"), CHANGE)
def test_what_was_said_before_cannot_be_made_to_say(written: dict[str, Any], name: str, values: dict[str, Any]) -> None:
    LeavingChange.objects.create(kind="plan", before={}, **written)
    assert name in refusal(LeavingChange.objects.all(), **values)


@pytest.mark.parametrize(("name", "values"), REQUEST)
def test_a_request_for_care_cannot_be_made_to_say(written: dict[str, Any], name: str, values: dict[str, Any]) -> None:
    OnwardRequest.objects.create(
        service="meals",
        hours_per_week=7,
        funded_by="council",
        starts_on=date(2026, 3, 9),
        sent_to="Brokerage",
        **written,
    )
    assert name in refusal(OnwardRequest.objects.all(), **values)


def test_a_request_may_be_for_no_hours_and_for_all_of_a_week(written: dict[str, Any]) -> None:
    for hours in (0, 168):
        asked = OnwardRequest(
            service="equipment",
            hours_per_week=hours,
            funded_by="nhs",
            starts_on=date(2026, 3, 9),
            sent_to="A",
            **written,
        )
        assert refusal_to_add(asked) == ""


@pytest.mark.parametrize(("name", "values"), SUMMARY)
def test_a_summary_cannot_be_made_to_say(written: dict[str, Any], name: str, values: dict[str, Any]) -> None:
    Summary.objects.create(audience="gp", says="Well.", **written)
    assert name in refusal(Summary.objects.all(), **values)


@pytest.mark.parametrize(("name", "values"), FOLLOW_UP)
def test_a_follow_up_cannot_be_made_to_say(written: dict[str, Any], name: str, values: dict[str, Any]) -> None:
    FollowUp.objects.create(due_on=date(2026, 5, 27), **written)
    assert name in refusal(FollowUp.objects.all(), **values)


def test_an_episode_has_one_follow_up_a_day(written: dict[str, Any]) -> None:
    FollowUp.objects.create(due_on=date(2026, 5, 27), **written)
    said = refusal_to_add(FollowUp(due_on=date(2026, 5, 27), **written))
    assert "follow_up_once_a_day" in said or "due_on" in said
