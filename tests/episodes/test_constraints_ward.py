"""What the database itself refuses about the @home ward, whoever writes."""

from datetime import timedelta
from typing import Any

import pytest

from homeward.episodes.actions.ward import review, set_places
from homeward.episodes.models import Places, SeniorReview, WardStay
from tests.support.borough import make_borough
from tests.support.constraints import refusal, refusal_to_add
from tests.support.ward import WARD_NOW, admitted

pytestmark = pytest.mark.django_db

STAY: list[tuple[str, dict[str, Any]]] = [
    ("ward_stay_source_is_known", {"came_from": "the_moon"}),
    ("ward_stay_source_is_known", {"came_from": ""}),
    ("ward_stay_has_a_senior_clinician", {"senior": ""}),
]
REVIEW: list[tuple[str, dict[str, Any]]] = [
    ("review_outcome_is_known", {"outcome": "bored"}),
    ("review_says_who_and_what", {"plan": ""}),
    ("review_says_who_and_what", {"reviewer": ""}),
]
PLACES: list[tuple[str, dict[str, Any]]] = [
    ("places_say_of_what_and_why", {"why": ""}),
    ("places_say_of_what_and_why", {"pathway": ""}),
]
TRIED_NAMES = {name for name, _ in (*STAY, *REVIEW, *PLACES)}


@pytest.fixture
def stay() -> WardStay:
    borough = make_borough()
    stay = admitted(borough)
    later = WARD_NOW + timedelta(hours=2)
    review(
        ward_stay=stay,
        reviewed_at=later,
        reviewer="Dr Example",
        outcome="stay",
        plan="Go on.",
        by=borough.nurse,
        now=later,
    )
    set_places(pathway="home_ward", from_on=later.date(), places=20, why="Two are away.", by=borough.head, now=later)
    return stay


@pytest.mark.parametrize(("name", "values"), STAY)
def test_a_ward_stay_cannot_be_made_to_say(stay: WardStay, name: str, values: dict[str, Any]) -> None:
    assert name in refusal(WardStay.objects.filter(pk=stay.pk), **values)


@pytest.mark.parametrize(("name", "values"), REVIEW)
def test_a_review_cannot_be_made_to_say(stay: WardStay, name: str, values: dict[str, Any]) -> None:
    assert name in refusal(SeniorReview.objects.filter(ward_stay=stay), **values)


@pytest.mark.parametrize(("name", "values"), PLACES)
def test_places_cannot_be_made_to_say(stay: WardStay, name: str, values: dict[str, Any]) -> None:
    assert name in refusal(Places.objects.all(), **values)


def test_a_stage_has_one_ward_stay(stay: WardStay) -> None:
    second = WardStay(stage=stay.stage, came_from="step_up_gp", senior="Dr Other", by=stay.by, at=WARD_NOW)
    assert "stage" in refusal_to_add(second)
