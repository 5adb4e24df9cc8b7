"""What the database itself refuses about members, teams and what is held for members."""

import pytest

from homeward.partnership.models import HeldInput, Member, Organisation, Team
from tests.support.borough import NOW, Borough, make_borough
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


def test_every_constraint_of_this_room_is_tried() -> None:
    assert names_of_constraints("partnership") == {"member_role_is_known", "one_held_input_per_member_and_page"}
