"""Where a referral is, told as a ServiceRequest that its sender may read. It says nothing of the person."""

from datetime import datetime
from typing import Any

from homeward.exchange.bars.answering import OUR_REFERRALS
from homeward.referrals.models import Referral
from homeward.referrals.rules.state import STATE_NAMES, State

_STATUS = {
    State.WAITING_FOR_TRIAGE: "active",
    State.WAITING_FOR_REFERRER: "on-hold",
    State.WAITING_FOR_FIRST_VISIT: "active",
    State.SEEN: "completed",
    State.CLOSED: "revoked",
}


def service_request_for(referral: Referral) -> dict[str, Any]:
    """The referral's state, its clock, and what its referrer was last told."""
    notes: list[dict[str, str]] = [{"text": STATE_NAMES[referral.state]}]
    last = referral.decisions.select_related("answer").first()
    if last is not None:
        notes.append({"text": last.answer.says, "time": _instant(last.answer.made_at)})
    return {
        "resourceType": "ServiceRequest",
        "id": referral.reference,
        "identifier": [{"system": OUR_REFERRALS, "value": referral.reference}],
        "status": _STATUS[referral.state],
        "intent": "plan",
        "subject": {"display": "The person in the message that was sent"},
        "occurrencePeriod": {"start": _instant(referral.clock_start_at), "end": _instant(referral.breach_at)},
        "authoredOn": _instant(referral.received_at),
        "note": notes,
    }


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
