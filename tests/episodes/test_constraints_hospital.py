"""What the database itself refuses about stays in hospital, whoever writes."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import F, Model

from homeward.episodes.models.hospital import DelayReason, HospitalStay, ReadyPeriod, StayChange
from homeward.referrals.actions import accept
from tests.support.borough import NOW, Borough, make_borough, received
from tests.support.constraints import refusal, refusal_to_add

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 4)

TRIED: list[tuple[type[Model], str, dict[str, Any]]] = [
    (HospitalStay, "stay_is_in_a_hospital", {"hospital": ""}),
    (HospitalStay, "stay_pathway_is_0_to_3", {"pathway": 4}),
    (HospitalStay, "stay_left_by_someone", {"left_by": F("by")}),
    (HospitalStay, "stay_left_by_someone", {"left_at": NOW, "died_in_hospital": True}),
    (HospitalStay, "stay_left_to_somewhere", {"left_at": NOW, "left_by": F("by")}),
    (HospitalStay, "stay_left_to_somewhere", {"left_at": NOW, "left_by": F("by"), "pathway": 1}),
    (HospitalStay, "stay_left_to_somewhere", {"left_at": NOW, "left_by": F("by"), "destination": "home_recovery"}),
    (ReadyPeriod, "ready_period_ends_after_it_begins", {"unwell_on": TODAY - timedelta(days=1)}),
    (DelayReason, "delay_has_a_reason", {"code": ""}),
    (DelayReason, "delay_ends_after_it_begins", {"until_on": TODAY - timedelta(days=1)}),
    (StayChange, "stay_change_is_of_something", {"field": ""}),
    (StayChange, "stay_change_changes_something", {"after": F("before")}),
    (StayChange, "stay_change_undone_has_a_reason", {"field": "left_at"}),
    (StayChange, "stay_change_undone_has_a_reason", {"field": "ready_on"}),
]
TRIED_NAMES: set[str] = {name for _, name, _ in TRIED} | {"stay_one_at_a_time", "ready_period_one_at_a_time"}


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def stay(borough: Borough) -> HospitalStay:
    referral = accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)
    said = {"by": borough.nurse, "at": NOW}
    stay = HospitalStay.objects.create(episode=referral.episode, hospital="Riverside", admitted_on=TODAY, **said)
    ReadyPeriod.objects.create(stay=stay, ready_on=TODAY, **said)
    DelayReason.objects.create(stay=stay, code="transport", from_on=TODAY, **said)
    StayChange.objects.create(stay=stay, field="ward", before="Elm", after="Oak", **said)
    return stay


@pytest.mark.parametrize(("table", "name", "values"), TRIED)
def test_the_database_refuses(stay: HospitalStay, table: type[Model], name: str, values: dict[str, Any]) -> None:
    assert name in refusal(table._default_manager.all(), **values)


def test_the_edges_are_let_in(stay: HospitalStay) -> None:
    assert refusal(ReadyPeriod.objects.all(), unwell_on=TODAY) == ""
    assert refusal(DelayReason.objects.all(), until_on=TODAY) == ""
    assert refusal(HospitalStay.objects.all(), pathway=3, destination="new_care_home") == ""
    assert refusal(HospitalStay.objects.all(), left_at=NOW, left_by=F("by")) == ""


def test_a_person_is_in_one_hospital_at_a_time_and_ready_once_at_a_time(borough: Borough, stay: HospitalStay) -> None:
    said = {"by": borough.nurse, "at": NOW}
    second = HospitalStay(episode_id=stay.episode_id, hospital="Another", admitted_on=TODAY, **said)
    assert refusal_to_add(second) != ""
    HospitalStay.objects.update(left_at=NOW, left_by=F("by"), died_in_hospital=True)
    assert refusal_to_add(second) == ""
    again = ReadyPeriod(stay=stay, ready_on=TODAY, **said)
    assert refusal_to_add(again) != ""
    ReadyPeriod.objects.update(unwell_on=TODAY)
    assert refusal_to_add(again) == ""
