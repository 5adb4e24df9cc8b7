"""What the database itself refuses about members, teams and what is held for members."""

from datetime import timedelta
from typing import Any

import pytest

from homeward.partnership.models import (
    ChangeCorrection,
    ChangePhase,
    HeldInput,
    Member,
    Organisation,
    PhasedChange,
    Team,
)
from tests.support.borough import NOW, Borough, make_borough
from tests.support.changes import marked
from tests.support.constraints import names_of_constraints, refusal, refusal_to_add

pytestmark = pytest.mark.django_db


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.mark.parametrize("role", ["", "superhero", "Coordinator"])
def test_a_member_has_a_known_role(borough: Borough, role: str) -> None:
    assert "member_role_is_known" in refusal(Member.objects.filter(pk=borough.nurse.pk), role=role)


def test_a_member_works_for_an_organisation(borough: Borough) -> None:
    assert "organisation" in refusal(Member.objects.filter(pk=borough.nurse.pk), organisation=None)


def test_team_and_organisation_codes_are_used_once(borough: Borough) -> None:
    assert "code" in refusal(Team.objects.filter(code="reablement"), code="front-door")
    assert "code" in refusal(Organisation.objects.filter(code="RXX"), code="QXX")


def test_one_thing_is_held_for_a_member_and_a_page(borough: Borough) -> None:
    def held(path: str) -> HeldInput:
        return HeldInput(member=borough.nurse, path=path, body={}, held_at=NOW)

    assert refusal_to_add(held("/referrals/new")) == ""
    assert "held" in refusal_to_add(held("/referrals/new"))
    assert refusal_to_add(held("/referrals/1")) == ""


@pytest.mark.parametrize("field", ["title", "what_changes", "hypothesis"])
def test_a_change_says_what_it_is_and_what_for(borough: Borough, field: str) -> None:
    marked(borough.head)
    assert "change_says_what_and_what_for" in refusal(PhasedChange.objects.all(), **{field: ""})


def test_a_withdrawal_has_a_day_a_name_and_a_reason(borough: Borough) -> None:
    marked(borough.head)
    rows, whole = (
        PhasedChange.objects.all(),
        {"withdrawn_at": NOW, "withdrawn_by": borough.head, "withdrawn_why": "So."},
    )
    for field, nothing in (("withdrawn_at", None), ("withdrawn_by", None), ("withdrawn_why", "")):
        assert "change_withdrawn_has_a_reason_and_a_name" in refusal(rows, **{**whole, field: nothing})
    early = {**whole, "withdrawn_at": NOW - timedelta(seconds=1)}
    assert "change_withdrawn_after_it_is_marked" in refusal(rows, **early)
    assert refusal(rows, **whole) == ""


def test_a_phase_is_of_one_place_and_a_place_has_one_phase(borough: Borough) -> None:
    change, trust = marked(borough.head), borough.organisations["trust"]

    def phase(**place: Any) -> ChangePhase:
        return ChangePhase(change=change, starts_on=NOW.date(), **place)

    assert "change_phase_is_of_one_place" in refusal_to_add(phase(organisation=trust, locality="North"))
    assert "change" in refusal_to_add(phase())  # it begins everywhere already
    assert refusal_to_add(phase(locality="North")) == ""
    assert "change" in refusal_to_add(phase(locality="north"))
    assert refusal_to_add(phase(organisation=trust)) == ""
    assert "organisation" in refusal_to_add(phase(organisation=trust))


def test_a_correction_says_why(borough: Borough) -> None:
    row = ChangeCorrection(change=marked(borough.head), before={}, why="", by=borough.head, at=NOW)
    assert "change_correction_says_why" in refusal_to_add(row)


def test_every_constraint_of_this_room_is_tried() -> None:
    assert names_of_constraints("partnership") == {
        "member_role_is_known",
        "one_held_input_per_member_and_page",
        "change_says_what_and_what_for",
        "change_withdrawn_has_a_reason_and_a_name",
        "change_withdrawn_after_it_is_marked",
        "change_phase_is_of_one_place",
        "change_begins_once_in_a_locality",
        "change_begins_once_in_an_organisation",
        "change_correction_says_why",
    }
