"""Where a referral is, worked out from dated facts. There is no status that someone sets."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from homeward.pathways.schema import TriageTimes
from homeward.referrals.rules.clocks import Clock


class State(StrEnum):
    """Where a referral is. The first three are open: someone must act."""

    WAITING_FOR_TRIAGE = "waiting_for_triage"
    WAITING_FOR_REFERRER = "waiting_for_referrer"
    WAITING_FOR_FIRST_VISIT = "waiting_for_first_visit"
    SEEN = "seen"
    CLOSED = "closed"


STATE_NAMES: dict[State, str] = {
    State.WAITING_FOR_TRIAGE: "Waiting for triage",
    State.WAITING_FOR_REFERRER: "Waiting for the referrer",
    State.WAITING_FOR_FIRST_VISIT: "Waiting for first visit",
    State.SEEN: "Seen",
    State.CLOSED: "Closed without a visit",
}

OPEN_STATES = (State.WAITING_FOR_TRIAGE, State.WAITING_FOR_REFERRER, State.WAITING_FOR_FIRST_VISIT)


class DecisionKind(StrEnum):
    """What a person at the front door decided."""

    ACCEPT = "accept"
    REDIRECT = "redirect"
    ASK = "ask"
    DECLINE = "decline"
    CLOSE = "close"
    REOPEN = "reopen"


DECISION_NAMES: dict[DecisionKind, str] = {
    DecisionKind.ACCEPT: "Accepted",
    DecisionKind.REDIRECT: "Redirected to another service",
    DecisionKind.ASK: "Asked for more information",
    DecisionKind.DECLINE: "Declined",
    DecisionKind.CLOSE: "Closed before a visit",
    DecisionKind.REOPEN: "Opened again",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The dated facts that say where a referral is."""

    asked_at: datetime | None = None
    accepted_at: datetime | None = None
    first_contact_at: datetime | None = None
    closed_at: datetime | None = None


def state_of(dates: Dates) -> State:
    """Where a referral is. Closed wins over seen, seen over accepted, accepted over asked."""
    if dates.closed_at is not None:
        return State.CLOSED
    if dates.accepted_at is not None:
        return State.WAITING_FOR_FIRST_VISIT if dates.first_contact_at is None else State.SEEN
    return State.WAITING_FOR_TRIAGE if dates.asked_at is None else State.WAITING_FOR_REFERRER


def triage_due_at(times: TriageTimes, clock: Clock, received_at: datetime) -> datetime:
    """When the front door must have decided: soon for a two-hour clock, later for others."""
    minutes = times.urgent_minutes if clock is Clock.TWO_HOURS else times.other_minutes
    return received_at + timedelta(minutes=minutes)


def reply_due_at(times: TriageTimes, asked_at: datetime) -> datetime:
    """When the front door must ask again, or decide without the answer."""
    return asked_at + timedelta(minutes=times.reply_minutes)
