"""The ambulance service's system: 999 referrals that came as messages today, and two that could not be read.

They go in by the same door as any other message, so each is kept whole beside the referral it made.
"""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import orjson

from homeward.demo.calling import flags_for
from homeward.demo.chance import slots_for, worded
from homeward.demo.drafts import Directory
from homeward.demo.reading import words
from homeward.demo.residents import Residents, phone
from homeward.exchange.actions import arrived, take_in
from homeward.exchange.senders import make_sender
from homeward.people.actions import Details
from homeward.referrals.actions import accept, note_triage
from homeward.referrals.models import Referral

MINUTES_AGO = (2, 11, 34, 71)
"""When each message came. The one that came first has been accepted, and its answer is still to be delivered."""

CODES = "https://fhir.nhs.uk/CodeSystem/"
TORN = b'{"resourceType": "Bundle", "type": "message", "entry": [{"resource": {"resourceType": "MessageHeader", "ev'
FAR_FROM_A_BUNDLE = {"resourceType": "Patient", "name": [{"text": "Sent by hand while the line was down"}]}


def receive_messages(rng: Random, now: datetime, residents: Residents, directory: Directory) -> int:
    """Let in the ambulance service's messages, and two that a person must sort; how many referrals they made."""
    sender, _ = make_sender(organisation=directory.organisations["ambulance"], name="Dispatch system", now=now)
    for minutes in sorted(MINUTES_AGO, reverse=True):
        at = now - timedelta(minutes=minutes)
        body = orjson.dumps(message(rng, residents.someone_new(restricted=False), at))
        row = take_in(arrived=arrived(body, content_type="application/fhir+json"), sender=sender, now=at).message
        if minutes == max(MINUTES_AGO) and row.referral is not None:
            _accepted(row.referral, directory, at)
    for body, minutes in ((TORN, 47), (orjson.dumps(FAR_FROM_A_BUNDLE), 160)):
        came = arrived(body, content_type="application/fhir+json")
        take_in(arrived=came, sender=sender, now=now - timedelta(minutes=minutes))
    return len(MINUTES_AGO)


def message(rng: Random, person: Details, at: datetime) -> dict[str, Any]:
    """A request to respond instead of an ambulance, in the shape of the standard's validation request."""
    ids = {kind: f"urn:uuid:{UUID(int=rng.getrandbits(128), version=4)}" for kind in _KINDS}
    resources = {**_asked(ids, at - timedelta(minutes=2)), **_told(rng, person)}
    entries = [{"fullUrl": ids[kind], "resource": {"resourceType": kind, **resources[kind]}} for kind in _KINDS]
    bundle_id = str(UUID(int=rng.getrandbits(128), version=4))
    return {"resourceType": "Bundle", "id": bundle_id, "type": "message", "timestamp": at.isoformat(), "entry": entries}


_KINDS = (
    "MessageHeader",
    "ServiceRequest",
    "Encounter",
    "CarePlan",
    "Patient",
    "Organization",
    "Practitioner",
    "Location",
    "Flag",
    "Consent",
)


def _asked(ids: dict[str, str], start: datetime) -> dict[str, dict[str, Any]]:
    """What the message is, from whom, and by when help is needed."""
    return {
        "MessageHeader": {
            "eventCoding": {"system": f"{CODES}message-events-bars", "code": "servicerequest-request"},
            "reason": _coded("message-reason-bars", "new"),
            "source": {"name": "Thames Bank Ambulance Service 999", "endpoint": "urn:thames-bank"},
            "sender": {"reference": ids["Organization"]},
            "focus": [{"reference": ids["ServiceRequest"]}],
        },
        "ServiceRequest": {
            "status": "active",
            "intent": "plan",
            "category": [_coded("message-category-servicerequest", "validation")],
            "subject": {"reference": ids["Patient"]},
            "encounter": {"reference": ids["Encounter"]},
            "occurrencePeriod": {"start": start.isoformat(), "end": (start + timedelta(hours=2)).isoformat()},
            "requester": {"reference": ids["Practitioner"]},
            "locationReference": [{"reference": ids["Location"]}],
        },
        "Consent": {"status": "active", "category": [_coded("consent-categories-bars", "DRC")]},
        "Organization": {
            "name": "Thames Bank Ambulance Service",
            "identifier": [{"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "RZQ99"}],
        },
    }


def _told(rng: Random, person: Details) -> dict[str, dict[str, Any]]:
    """Whom it is about, what has happened, where, and what to beware of."""
    slots = slots_for(person.gender, person.given_name)
    said = [text.removeprefix("ambulance_999: ") for text in words("reasons")["fall"] if text.startswith("ambulance")]
    happened = {"outcomeCodeableConcept": [{"text": worded(rng, said, slots)}]}
    crew = f"Crew {rng.choice('EFHKNP')}{rng.randrange(100, 560)}"
    case = {"system": "urn:thames-bank:case", "value": f"TB{rng.randrange(10**7):07d}"}
    return {
        "Encounter": {"identifier": [case], "status": "triaged"},
        "CarePlan": {"status": "active", "intent": "plan", "activity": [happened]},
        "Patient": _patient(person),
        "Practitioner": {"name": [{"text": crew}], "telecom": [{"system": "phone", "value": phone(rng)}]},
        "Location": {"address": {"line": [person.address], "postalCode": person.postcode}},
        "Flag": _flag(rng, person),
    }


def _coded(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": f"{CODES}{system}", "code": code}]}


def _patient(person: Details) -> dict[str, Any]:
    number = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": person.nhs_number}
    return {
        **({"identifier": [number]} if person.nhs_number else {}),
        "name": [{"family": person.family_name, "given": [person.given_name]}],
        "gender": person.gender,
        "birthDate": person.born_on.isoformat() if person.born_on else "",
        "address": [{"use": "home", "line": [person.address], "postalCode": person.postcode}],
        "telecom": [{"system": "phone", "value": person.phone}] if person.phone else [],
    }


def _flag(rng: Random, person: Details) -> dict[str, Any]:
    warning = next(iter(flags_for(rng, person, share=0.5)), None)
    code = {"text": warning["text"]} if warning else {"coding": [{"code": "S", "display": "The scene is safe"}]}
    category = warning["code"] if warning else "SS"
    return {
        "status": "active",
        "category": [_coded("flag-categories-bars", category)],
        "code": code,
    }


def _accepted(referral: Referral, directory: Directory, at: datetime) -> None:
    """Triaged as any other; the answer goes by message, and waits for a system to take it."""
    by = directory.members[next(name for name, one in directory.members.items() if one.role == "coordinator")]
    answers = {"lives_at": "own_home", "now_at": "home", "help_within": "two_hours"}
    safe = dict.fromkeys(("emergency_care", "mental_health_crisis", "hospital_tests", "intoxicated"), False)
    noted = at + timedelta(minutes=5)
    note_triage(referral=referral, answers={**answers, **safe}, need="fall", by=by, now=noted)
    accept(referral=referral, pathway="rapid_response", by=by, now=noted + timedelta(minutes=2))
