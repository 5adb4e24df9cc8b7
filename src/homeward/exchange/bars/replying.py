"""The answer to a referrer's system once something was decided: the standard's validation response, as a message.

Source: Booking and Referral Standard, application 4, responder payloads (interim and full validation response), and the
published example of a validation response. The header points at a second Encounter, ours, whose status tells: planned
(not begun), in-progress (accepted), cancelled (not accepted), finished (seen). A CarePlan that is "completed" asks
nothing more of the referrer; an "active" one does. What the standard does not settle (a status for "ask for more" and
for "opened again") is told as planned, with the words.
"""

import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from homeward.exchange.bars.answering import OUR_REFERRALS
from homeward.exchange.bars.codes import RESPONSE
from homeward.exchange.bars.envelope import header_of, service_request_of
from homeward.exchange.fhir.bundle import Bundle
from homeward.exchange.fhir.values import node_at

SEEN = "seen"
_STRUCTURES = "https://fhir.nhs.uk/StructureDefinition"
_RESPONSES = "https://fhir.nhs.uk/MessageDefinition/bars-message-servicerequest-response-validation"
_NOT_SENT_BACK = frozenset({"MessageHeader", "CarePlan", "Observation", "Flag", "Condition", "Provenance"})
"""What the reply has of its own, and what its receiver told us and knows."""


@dataclass(frozen=True, slots=True)
class _Told:
    """How one kind of answer is told: our Encounter's status, the CarePlan's, and whether it is the last word."""

    encounter: str
    plan: str
    full: bool


_TOLD = {
    "accept": _Told("in-progress", "active", full=False),
    "ask": _Told("planned", "active", full=False),
    "reopen": _Told("planned", "active", full=False),
    "redirect": _Told("cancelled", "active", full=True),
    "decline": _Told("cancelled", "active", full=True),
    "close": _Told("cancelled", "active", full=True),
    SEEN: _Told("finished", "completed", full=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is to be told: its kind (a decision's, or SEEN), the words, and whether it is the first about a referral."""

    kind: str
    reference: str
    says: str
    first: bool
    at: datetime


def reply_to(content: dict[str, Any], *, message_id: str, reply: Reply) -> dict[str, Any]:
    """The message to send, made from the request it answers. Made twice it has the same id, so it counts once."""
    told, at = _TOLD[reply.kind], reply.at.isoformat(timespec="seconds")
    made = copy.deepcopy(content)
    bundle = Bundle(made)
    request, header = service_request_of(bundle), header_of(bundle)
    ours, plan = _name(reply, "encounter"), _name(reply, "plan")
    entries = [
        _entry(_name(reply, "header"), _header(header, told, reply, message_id=message_id, focus=ours)),
        *_entries_sent_back(made),
        _entry(ours, _encounter(request.get("subject"), told, reply, at)),
        _entry(plan, _plan(request.get("subject"), told, reply, at, ours)),
    ]
    return {
        "resourceType": "Bundle",
        "id": _name(reply, "bundle"),
        "meta": {"lastUpdated": at, "profile": [f"{_STRUCTURES}/BARSBundleMessage"]},
        "type": "message",
        "timestamp": at,
        "entry": entries,
    }


def _name(reply: Reply, part: str) -> str:
    """An id for a part of a reply. Our Encounter keeps one id over all replies about a referral."""
    about = reply.reference if part == "encounter" else f"{reply.reference}:{reply.kind}:{reply.at.isoformat()}"
    return str(uuid5(NAMESPACE_URL, f"{OUR_REFERRALS}:{about}:{part}"))


def _entry(name: str, resource: dict[str, Any]) -> dict[str, Any]:
    return {"fullUrl": f"urn:uuid:{name}", "resource": {**resource, "id": name}}


def _entries_sent_back(content: dict[str, Any]) -> list[dict[str, Any]]:
    entries = [
        entry for entry in content["entry"] if isinstance(entry, dict) and isinstance(entry.get("resource"), dict)
    ]
    return [entry for entry in entries if entry["resource"].get("resourceType") not in _NOT_SENT_BACK]


def _header(header: Any, told: _Told, reply: Reply, *, message_id: str, focus: str) -> dict[str, Any]:
    """The header turned round: whom it came from is whom it goes to."""
    source, destination = node_at(header, "source"), node_at(header, "destination")
    back = {"endpoint": source.get("endpoint", "urn:unknown"), "receiver": header.get("sender")}
    made = {
        "resourceType": "MessageHeader",
        "meta": {"profile": [f"{_STRUCTURES}/BARSMessageHeader-{RESPONSE}"]},
        "eventCoding": {"system": "https://fhir.nhs.uk/CodeSystem/message-events-bars", "code": RESPONSE},
        "destination": [{key: value for key, value in back.items() if value}],
        "sender": destination.get("receiver"),
        "source": {"name": "Homeward", "software": "Homeward", "endpoint": destination.get("endpoint", "urn:unknown")},
        "reason": _coded("message-reason-bars", "new" if reply.first else "update"),
        "response": {"identifier": message_id, "code": "ok"},
        "focus": [{"reference": f"urn:uuid:{focus}"}],
        "definition": f"{_RESPONSES}-{'full' if told.full else 'interim'}",
    }
    return {key: value for key, value in made.items() if value is not None}


def _encounter(subject: Any, told: _Told, reply: Reply, at: str) -> dict[str, Any]:
    emergency = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "EMER", "display": "emergency"}
    reason = _coded("message-reason-encounter", "validation-triage-outcome", "Validation of triage outcome")
    made = {
        "resourceType": "Encounter",
        "meta": {"lastUpdated": at},
        "identifier": [{"system": OUR_REFERRALS, "value": reply.reference}],
        "status": told.encounter,
        "class": emergency,
        "subject": subject,
        "period": {"start": at},
        "reasonCode": [{**reason, "text": reply.says}],
    }
    return {key: value for key, value in made.items() if value is not None}


def _plan(subject: Any, told: _Told, reply: Reply, at: str, encounter: str) -> dict[str, Any]:
    made = {
        "resourceType": "CarePlan",
        "meta": {"lastUpdated": at},
        "status": told.plan,
        "intent": "plan",
        "subject": subject,
        "period": {"start": at},
        "encounter": {"reference": f"urn:uuid:{encounter}"},
        "activity": [{"outcomeCodeableConcept": [{"text": reply.says}]}],
    }
    return {key: value for key, value in made.items() if value is not None}


def _coded(system: str, code: str, display: str = "") -> dict[str, Any]:
    coding = {"system": f"https://fhir.nhs.uk/CodeSystem/{system}", "code": code}
    return {"coding": [{**coding, "display": display} if display else coding]}
