"""Members, their teams, and what is kept for them while they are away."""

from datetime import timedelta

import pytest

from homeward.partnership.held_inputs import KEPT_FOR, Held, hold_input, input_held_for, let_go_of_input
from homeward.partnership.models import HeldInput
from homeward.partnership.queries import (
    TeamNotFound,
    demo_member,
    demo_members,
    organisation_coded,
    team_called,
    team_ids_of,
    teams,
    teams_without_members,
)
from homeward.partnership.rules import Capability
from tests.support.borough import NOW, Borough, make_borough

pytestmark = pytest.mark.django_db
PAGE = "/referrals/new"


@pytest.fixture
def borough() -> Borough:
    return make_borough()


def test_someone_who_has_left_may_do_nothing(borough: Borough) -> None:
    assert borough.coordinator.may(Capability.WORK_FRONT_DOOR)
    borough.coordinator.is_active = False
    assert not any(borough.coordinator.may(capability) for capability in Capability)


def test_a_coordinator_whose_organisation_leaves_the_joint_service_may_not_work_the_front_door(
    borough: Borough,
) -> None:
    borough.coordinator.organisation.takes_part = False
    assert not borough.coordinator.may(Capability.WORK_FRONT_DOOR)
    assert borough.coordinator.may(Capability.REFER)


def test_a_team_is_found_by_its_code_or_the_missing_code_is_said(borough: Borough) -> None:
    assert team_called("reablement") == borough.teams["reablement"]
    with pytest.raises(TeamNotFound, match='no team with the code "night-owls"'):
        team_called("night-owls")


def test_teams_and_organisations_are_found(borough: Borough) -> None:
    assert {team.code for team in teams()} == set(borough.teams)
    assert team_ids_of(borough.nurse) == [borough.teams["rapid-response"].pk]
    assert organisation_coded("RXX") == borough.organisations["trust"]
    assert organisation_coded("nobody") is None
    assert organisation_coded("") is None
    assert teams_without_members() == []


def test_only_made_up_members_may_be_signed_in_as_with_one_click(borough: Borough) -> None:
    assert demo_members() == []
    assert demo_member(borough.nurse.pk) is None
    borough.nurse.demo_sign_in = True
    borough.nurse.save()
    assert demo_members() == [borough.nurse]
    assert demo_member(borough.nurse.pk) == borough.nurse
    borough.nurse.is_active = False
    borough.nurse.save()
    assert demo_members() == []
    assert demo_member(borough.nurse.pk) is None


def held(words: str) -> Held:
    return Held(action=PAGE, fields={"reason": [words]})


def test_what_was_typed_is_kept_for_its_member_and_nobody_else(borough: Borough) -> None:
    assert hold_input(member_id=borough.nurse.pk, path=PAGE, held=held("First"), now=NOW)
    assert hold_input(member_id=borough.nurse.pk, path=PAGE, held=held("Second"), now=NOW)
    assert input_held_for(borough.nurse, PAGE, NOW) == held("Second")
    assert input_held_for(borough.coordinator, PAGE, NOW) is None
    assert input_held_for(borough.nurse, "/another", NOW) is None


@pytest.mark.parametrize(("after", "there"), [(KEPT_FOR, True), (KEPT_FOR + timedelta(seconds=1), False)])
def test_what_was_typed_is_kept_for_a_day(borough: Borough, after: timedelta, there: bool) -> None:
    hold_input(member_id=borough.nurse.pk, path=PAGE, held=held("Words"), now=NOW)
    assert (input_held_for(borough.nurse, PAGE, NOW + after) is not None) is there
    hold_input(member_id=borough.head.pk, path=PAGE, held=held("Others"), now=NOW + after)
    assert HeldInput.objects.filter(member=borough.nurse).exists() is there


def test_nothing_is_kept_for_someone_who_is_not_there(borough: Borough) -> None:
    borough.nurse.is_active = False
    borough.nurse.save()
    assert not hold_input(member_id=borough.nurse.pk, path=PAGE, held=held("Words"), now=NOW)
    assert not hold_input(member_id=10**9, path=PAGE, held=held("Words"), now=NOW)
    assert HeldInput.objects.count() == 0


def test_what_was_sent_is_let_go_of(borough: Borough) -> None:
    hold_input(member_id=borough.nurse.pk, path=PAGE, held=held("Words"), now=NOW)
    hold_input(member_id=borough.nurse.pk, path="/other", held=Held(action="/other", fields={}), now=NOW)
    assert not let_go_of_input(member=borough.nurse, action=PAGE)
    assert input_held_for(borough.nurse, PAGE, NOW) is None
    assert let_go_of_input(member=borough.nurse, action="/other")


def test_a_null_character_in_what_was_typed_does_not_lose_the_rest(borough: Borough) -> None:
    hold_input(member_id=borough.nurse.pk, path=PAGE, held=held("Fe\0ll"), now=NOW)
    assert input_held_for(borough.nurse, PAGE, NOW) == held("Fell")
