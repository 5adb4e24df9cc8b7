"""The message a referral came with, made from the referral itself: for bulk writers such as the made-up borough.

The reader finds the same in it as the referral holds, so it can be taken in again, answered and replied to like any.
"""

import hashlib
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import orjson

from homeward.exchange.bars.answering import OUR_REFERRALS, answer_to
from homeward.exchange.models import Message, Sender
from homeward.people.models import Person
from homeward.referrals.models import Consent, Referral, Source

_SYSTEMS = "https://fhir.nhs.uk/CodeSystem"
_UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore"
_NAMES = {Source.AMBULANCE_999: "999 ambulance service", Source.NHS_111: "NHS 111"}
_CATEGORIES = {Source.AMBULANCE_999: "validation"}


def drafted_message(*, referral: Referral, sender: Sender | None) -> Message:
    """The message that would have made this saved referral, with the answer it would have had; not yet saved."""
    content = request_for(referral, sender)
    body = orjson.dumps(content)
    answer = answer_to(content, reference=referral.reference, now=referral.received_at)
    return Message(
        received_at=referral.received_at,
        sender=sender,
        content_type="application/fhir+json",
        body=body,
        size=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
        message_id=content["id"],
        event="servicerequest-request",
        reason="new",
        case_number=f"urn:case|{content['id'][:8]}",
        request_id=_name(referral, "request"),
        referral=referral,
        status_code=200,
        answer=orjson.dumps(answer),
    )


def request_for(referral: Referral, sender: Sender | None) -> dict[str, Any]:
    """A message of the standard that asks for what this referral asks."""
    name = referral.referrer_organisation or (sender.organisation.name if sender else "")
    source = Source(referral.source)
    known = {
        "MessageHeader": {
            "eventCoding": {"system": f"{_SYSTEMS}/message-events-bars", "code": "servicerequest-request"},
            "reason": _coded("message-reason-bars", "new"),
            "sender": _to(referral, "sender"),
            "source": {"name": _NAMES.get(source, name), "endpoint": "urn:sender"},
            "focus": [_to(referral, "request")],
        },
        "ServiceRequest": {
            "status": "active",
            "intent": "plan",
            "category": [_coded("message-category-servicerequest", _CATEGORIES.get(source, "referral"))],
            "subject": _to(referral, "patient"),
            "encounter": _to(referral, "case"),
            "occurrencePeriod": _period(referral),
            "requester": _to(referral, "caller"),
            "locationReference": [_to(referral, "place")] if referral.location else [],
            "patientInstruction": referral.reason,
        },
        "Patient": _patient(referral.person),
        "Encounter": {
            "identifier": [{"system": "urn:case", "value": _name(referral, "bundle")[:8]}],
            "status": "triaged",
        },
        "Organization": {"name": name, "identifier": _sender_code(sender)},
        "Practitioner": {"name": [{"text": referral.referrer_name}], "telecom": _phone(referral.referrer_phone)},
        "Location": {"name": referral.location},
        "Consent": _consent(referral),
    }
    parts = zip(
        ("header", "request", "patient", "case", "sender", "caller", "place", "consent"), known.items(), strict=True
    )
    entries = [_entry(referral, part, kind, fields) for part, (kind, fields) in parts]
    flags = [
        _entry(referral, f"flag-{number}", "Flag", _flag(flag)) for number, flag in enumerate(referral.flags, start=1)
    ]
    return {
        "resourceType": "Bundle",
        "id": _name(referral, "bundle"),
        "type": "message",
        "timestamp": referral.received_at.isoformat(timespec="seconds"),
        "entry": [*entries, *flags],
    }


def _patient(person: Person) -> dict[str, Any]:
    status = (
        "number-present-and-verified" if person.nhs_number_status == "verified" else "number-present-but-not-traced"
    )
    verified = {
        "url": f"{_UK_CORE}-NHSNumberVerificationStatus",
        "valueCodeableConcept": {"coding": [{"code": status}]},
    }
    number = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": person.nhs_number, "extension": [verified]}
    given = [person.given_name] if person.given_name else []
    made: dict[str, Any] = {
        "identifier": [number] if person.nhs_number else [],
        "name": [{"use": "official", "family": person.family_name, "given": given}],
        "gender": person.gender,
        "birthDate": person.born_on.isoformat() if person.born_on else "",
        "address": [{"use": "home", "text": person.address, "postalCode": person.postcode}] if person.address else [],
        "telecom": _phone(person.phone),
        "communication": [{"language": {"text": person.language}}] if person.language else [],
        "meta": {"security": [{"code": "R"}]} if person.restricted else {},
    }
    return made


def _consent(referral: Referral) -> dict[str, Any]:
    refused, best = referral.consent == Consent.REFUSED, referral.consent == Consent.BEST_INTERESTS
    known = referral.consent != Consent.NOT_KNOWN
    return {
        "status": "rejected" if refused else "active" if known else "draft",
        "category": [_coded("consent-categories-bars", "DRC", "Direct Care")],
        "policyRule": {"text": "Best interests"} if best else {"coding": [{"code": "IMPLIED"}]},
    }


def _flag(flag: dict[str, str]) -> dict[str, Any]:
    return {
        "status": "active",
        "category": [{"text": flag.get("category", "")}],
        "code": {"coding": [{"code": flag.get("code", ""), "display": flag.get("text", "")}]},
    }


def _period(referral: Referral) -> dict[str, str]:
    ends = referral.sender_breach_at
    start = {"start": referral.needed_at.isoformat()}
    return {**start, "end": ends.isoformat()} if ends else start


def _sender_code(sender: Sender | None) -> list[dict[str, str]]:
    system = "https://fhir.nhs.uk/Id/ods-organization-code"
    return [{"system": system, "value": sender.organisation.code}] if sender else []


def _phone(number: str) -> list[dict[str, str]]:
    return [{"system": "phone", "value": number}] if number else []


def _coded(system: str, code: str, display: str = "") -> dict[str, Any]:
    coding = {"system": f"{_SYSTEMS}/{system}", "code": code}
    return {"coding": [{**coding, "display": display} if display else coding]}


def _name(referral: Referral, part: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{OUR_REFERRALS}:{referral.reference}:{part}"))


def _to(referral: Referral, part: str) -> dict[str, str]:
    return {"reference": f"urn:uuid:{_name(referral, part)}"}


def _entry(referral: Referral, part: str, kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    said = {key: value for key, value in fields.items() if value not in ("", [], {})}
    return {"fullUrl": f"urn:uuid:{_name(referral, part)}", "resource": {"resourceType": kind, **said}}
