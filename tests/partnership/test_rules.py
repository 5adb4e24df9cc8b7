"""What each role may do, and what only members of the joint service may."""

import pytest

from homeward.partnership.rules import CAPABILITIES, NEEDS_TO_TAKE_PART, ROLE_NAMES, Capability, Role, may

C = Capability
EVERYBODY = {C.SEE_SERVICE_MODEL, C.ANSWER_STAFF_ROUND}
TABLE: dict[Role, set[Capability]] = {
    Role.COORDINATOR: {C.WORK_FRONT_DOOR, C.SEE_RECORD, C.REFER, C.RESOLVE_MESSAGES, C.SEE_FLOW},
    Role.PRACTITIONER: {C.SEE_RECORD, C.SEE_CASELOAD, C.RECORD_CARE, C.REFER, C.SEE_FLOW},
    Role.HEAD_OF_SERVICE: set(Capability) - {C.SEE_OWN_REFERRALS},
    Role.COMMISSIONER: {C.SEE_FLOW, C.SEE_OUTCOMES, C.MARK_CHANGES},
    Role.ANALYST: {C.SEE_FLOW, C.SEE_OUTCOMES},
    Role.REFERRER: {C.REFER, C.SEE_OWN_REFERRALS},
    Role.PRIVACY_OFFICER: set(),
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("capability", Capability)
def test_a_role_may_do_what_the_table_says_and_nothing_else(role: Role, capability: Capability) -> None:
    expected = capability in TABLE[role] | EVERYBODY
    assert may(role, capability) is expected
    assert may(str(role), str(capability)) is expected


@pytest.mark.parametrize("role", Role)
def test_outside_the_joint_service_no_role_reaches_anyones_record(role: Role) -> None:
    assert not any(may(role, capability, takes_part=False) for capability in NEEDS_TO_TAKE_PART)
    reachable = {capability for capability in Capability if may(role, capability, takes_part=False)}
    assert reachable == (TABLE[role] | EVERYBODY) - NEEDS_TO_TAKE_PART


def test_whoever_sees_people_by_relationship_must_take_part() -> None:
    by_relationship = {C.WORK_FRONT_DOOR, C.SEE_RECORD, C.SEE_CASELOAD, C.RECORD_CARE, C.SEE_ROWS, C.RESOLVE_MESSAGES}
    assert by_relationship <= NEEDS_TO_TAKE_PART


@pytest.mark.parametrize("role", ["", "superhero", "Coordinator"])
def test_an_unknown_role_may_do_nothing(role: str) -> None:
    assert not any(may(role, capability) for capability in Capability)


def test_a_capability_that_does_not_exist_is_held_by_nobody() -> None:
    assert not any(may(role, "rule_the_world") for role in Role)


def test_every_role_has_a_name_and_a_row() -> None:
    assert set(ROLE_NAMES) == set(CAPABILITIES) == set(TABLE) == set(Role)
