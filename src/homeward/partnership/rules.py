"""What each role may do. Which people someone may see is decided by relationship, in the room `people`."""

from enum import StrEnum


class Role(StrEnum):
    """The part a member plays in the joint service."""

    COORDINATOR = "coordinator"
    PRACTITIONER = "practitioner"
    HEAD_OF_SERVICE = "head_of_service"
    COMMISSIONER = "commissioner"
    ANALYST = "analyst"
    REFERRER = "referrer"
    PRIVACY_OFFICER = "privacy_officer"


ROLE_NAMES: dict[Role, str] = {
    Role.COORDINATOR: "Coordinator at the front door",
    Role.PRACTITIONER: "Practitioner",
    Role.HEAD_OF_SERVICE: "Head of service or shared manager",
    Role.COMMISSIONER: "Commissioner or board member",
    Role.ANALYST: "Analyst",
    Role.REFERRER: "Referrer",
    Role.PRIVACY_OFFICER: "Privacy officer",
}


class Capability(StrEnum):
    """One thing a role may be allowed to do."""

    WORK_FRONT_DOOR = "work_front_door"
    """See the one worklist, triage and decide."""
    SEE_RECORD = "see_record"
    """Open the record of a person one has a relationship with."""
    SEE_CASELOAD = "see_caseload"
    """See the people one's own teams are looking after."""
    RECORD_CARE = "record_care"
    """Write down a visit."""
    REFER = "refer"
    """Take or make a referral on the web form."""
    SEE_OWN_REFERRALS = "see_own_referrals"
    """Follow the referrals one's own organisation made, and read the answers."""
    RESOLVE_MESSAGES = "resolve_messages"
    """Open messages that could not be read, and see that each is dealt with."""
    SEE_FLOW = "see_flow"
    """See how many people wait, are helped and leave, as numbers and nobody's name."""
    SEE_OUTCOMES = "see_outcomes"
    """See measures as numbers about groups."""
    MARK_CHANGES = "mark_changes"
    """Mark what the partners changed and since when, correct it, and withdraw it."""
    SEE_ROWS = "see_rows"
    """See the people behind a number, by relationship."""
    SEE_SERVICE_MODEL = "see_service_model"
    """Read what the partners agreed."""
    ANSWER_STAFF_ROUND = "answer_staff_round"
    """Say how it is to work here, without one's name."""
    LEAD_VOICE = "lead_voice"
    """Ask staff in other months too, and write what was done because of what people said."""


_C = Capability
_EVERYONE = frozenset({_C.SEE_SERVICE_MODEL, _C.ANSWER_STAFF_ROUND})
CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.COORDINATOR: _EVERYONE | {_C.WORK_FRONT_DOOR, _C.SEE_RECORD, _C.REFER, _C.RESOLVE_MESSAGES, _C.SEE_FLOW},
    Role.PRACTITIONER: _EVERYONE | {_C.SEE_RECORD, _C.SEE_CASELOAD, _C.RECORD_CARE, _C.REFER, _C.SEE_FLOW},
    Role.HEAD_OF_SERVICE: _EVERYONE
    | {
        _C.WORK_FRONT_DOOR,
        _C.SEE_RECORD,
        _C.SEE_CASELOAD,
        _C.RECORD_CARE,
        _C.REFER,
        _C.RESOLVE_MESSAGES,
        _C.SEE_FLOW,
        _C.SEE_OUTCOMES,
        _C.MARK_CHANGES,
        _C.SEE_ROWS,
        _C.LEAD_VOICE,
    },
    Role.COMMISSIONER: _EVERYONE | {_C.SEE_FLOW, _C.SEE_OUTCOMES, _C.MARK_CHANGES},
    Role.ANALYST: _EVERYONE | {_C.SEE_FLOW, _C.SEE_OUTCOMES},
    Role.REFERRER: _EVERYONE | {_C.REFER, _C.SEE_OWN_REFERRALS},
    Role.PRIVACY_OFFICER: _EVERYONE,
}

NEEDS_TO_TAKE_PART: frozenset[Capability] = frozenset(
    {
        _C.WORK_FRONT_DOOR,
        _C.SEE_RECORD,
        _C.SEE_CASELOAD,
        _C.RECORD_CARE,
        _C.RESOLVE_MESSAGES,
        _C.SEE_ROWS,
        _C.ANSWER_STAFF_ROUND,
        _C.LEAD_VOICE,
    }
)
"""Capabilities that only members of organisations that provide the joint service can hold, whatever their role."""


def may(role: str, capability: str, *, takes_part: bool = True) -> bool:
    """True when a role holds a capability, given whether the member's organisation provides the joint service.

    An unknown role may do nothing.
    """
    if role not in set(Role):
        return False
    if not takes_part and capability in NEEDS_TO_TAKE_PART:
        return False
    return capability in CAPABILITIES[Role(role)]
