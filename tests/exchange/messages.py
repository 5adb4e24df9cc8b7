"""Made-up messages of the Booking and Referral Standard, written for these tests: a bundle, and ways to change it."""

import copy
from collections.abc import Callable
from typing import Any

import orjson

Bundle = dict[str, Any]

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ODS = "https://fhir.nhs.uk/id/ods-organization-code"


def _coded(system: str, code: str, display: str = "") -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code, **({"display": display} if display else {})}]}


def _entry(name: str, kind: str, /, **fields: Any) -> dict[str, Any]:
    return {"fullUrl": f"urn:uuid:{name}", "resource": {"resourceType": kind, **fields}}


def _to(name: str) -> dict[str, str]:
    return {"reference": f"urn:uuid:{name}"}


def message(
    message_id: str = "m-1",
    *,
    reason: str = "new",
    case: str = "case-1",
    number: str = "9990000018",
    start: str = "2026-03-04T09:50:00+00:00",
) -> Bundle:
    """A daughter rang 999: her mother fell, and the ambulance service asks the community service to go."""
    header = _entry(
        "header",
        "MessageHeader",
        eventCoding={"system": "https://fhir.nhs.uk/CodeSystem/message-events-bars", "code": "servicerequest-request"},
        reason=_coded("https://fhir.nhs.uk/CodeSystem/message-reason-bars", reason),
        sender=_to("sender"),
        source={"name": "Riverside emergency line", "contact": {"system": "phone", "value": "020 7946 0100"}},
        destination=[{"endpoint": "urn:our-service", "receiver": _to("receiver")}],
        focus=[_to("request")],
    )
    request = _entry(
        "request",
        "ServiceRequest",
        id=f"request-{case}",
        status="active",
        intent="plan",
        category=[_coded("https://fhir.nhs.uk/CodeSystem/message-category-servicerequest", "validation")],
        subject=_to("patient"),
        encounter=_to("case"),
        occurrencePeriod={"start": start, "end": "2026-03-04T11:50:00+00:00"},
        requester=_to("caller"),
        locationReference=[_to("place")],
        reasonCode=[_coded("http://snomed.info/sct", "1912002", "Fall")],
    )
    patient = _entry(
        "patient",
        "Patient",
        identifier=[
            {
                "system": NHS_NUMBER,
                "value": number,
                "extension": [
                    {
                        "url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus",
                        "valueCodeableConcept": _coded(
                            "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus",
                            "number-present-and-verified",
                        ),
                    }
                ],
            },
            {"system": "https://hospital.example/Id/local", "value": "L-77"},
        ],
        name=[{"use": "official", "family": "Ashdown", "given": ["Mabel", "Rose"], "prefix": ["Mrs"]}],
        gender="female",
        birthDate="1940-05-06",
        address=[{"use": "home", "line": ["4 Made-up Row"], "city": "Riverside", "postalCode": "SE1 7EH"}],
        telecom=[
            {"system": "phone", "value": "020 7946 0001", "rank": 2},
            {"system": "phone", "value": "07700 900001", "rank": 1},
        ],
        contact=[
            {
                "extension": [{"url": "https://x.example/Extension-UKCore-ContactRank", "valuePositiveInt": 1}],
                "relationship": [
                    _coded("https://fhir.hl7.org.uk/ValueSet/UKCore-PersonRelationshipType", "DAU", "daughter")
                ],
                "name": {"family": "Ashdown", "given": ["Iris"]},
                "telecom": [{"system": "phone", "value": "07700 900002"}],
            }
        ],
        communication=[{"language": _coded("https://x.example/HumanLanguage", "pt", "Portuguese"), "preferred": True}],
        generalPractitioner=[_to("practice")],
    )
    others = [
        _entry(
            "case",
            "Encounter",
            identifier=[{"system": "https://ambulance.example/Id/case", "value": case}],
            status="triaged",
            period={"start": start},
        ),
        _entry("practice", "Organization", identifier=[{"system": ODS, "value": "Y00001"}], name="Weir Street Surgery"),
        _entry("sender", "Organization", identifier=[{"system": ODS, "value": "RAA"}], name="Riverside Ambulance"),
        _entry("receiver", "Organization", identifier=[{"system": ODS, "value": "RXX"}], name="Riverside NHS Trust"),
        _entry(
            "caller",
            "Practitioner",
            name=[{"family": "Dispatcher", "given": ["Dee"]}],
            telecom=[{"system": "phone", "value": "020 7946 0101"}],
        ),
        _entry(
            "place",
            "Location",
            name="Day centre",
            address={"line": ["9 Pretend Street"], "city": "Riverside", "postalCode": "SE1 8XX"},
        ),
        _entry("seen", "Observation", status="final", code=_coded("http://snomed.info/sct", "1", "Unable to stand up")),
        _entry(
            "plan",
            "CarePlan",
            status="active",
            activity=[
                {
                    "outcomeCodeableConcept": [
                        _coded("https://fhir.nhs.uk/CodeSystem/pathways-dx-codes", "D1", "Falls response"),
                        {"text": "SUMMARY /n On the floor since eight. /n No pain."},
                    ]
                }
            ],
        ),
        _entry(
            "scene",
            "Flag",
            status="active",
            category=[_coded("https://fhir.nhs.uk/CodeSystem/flag-categories-bars", "SS", "Scene Safety")],
            code=_coded("https://fhir.nhs.uk/CodeSystem/scene-safety-codes-bars", "U", "Large dog in the hall"),
        ),
        _entry(
            "worry",
            "Flag",
            status="active",
            category=[{"text": "Safeguarding"}],
            code={"text": "Neighbour worried about neglect"},
        ),
        _entry(
            "consent",
            "Consent",
            status="active",
            category=[_coded("https://fhir.nhs.uk/CodeSystem/consent-categories-bars", "DRC", "Direct Care")],
            policyRule=_coded("http://terminology.hl7.org/CodeSystem/v3-ActCode", "IMPLIED"),
        ),
    ]
    return {
        "resourceType": "Bundle",
        "id": message_id,
        "type": "message",
        "timestamp": start,
        "entry": [header, request, patient, *others],
    }


def resource(bundle: Bundle, kind: str) -> dict[str, Any]:
    """The first resource of a kind, to change."""
    return next(e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == kind)


def changed(bundle: Bundle, kind: str, change: Callable[[dict[str, Any]], Any]) -> Bundle:
    """A copy of a bundle with one resource changed."""
    made = copy.deepcopy(bundle)
    change(resource(made, kind))
    return made


def without(bundle: Bundle, kind: str) -> Bundle:
    """A copy of a bundle without the resources of a kind."""
    return {**bundle, "entry": [e for e in bundle["entry"] if e["resource"]["resourceType"] != kind]}


def as_bytes(bundle: object) -> bytes:
    """As it goes over the wire."""
    return orjson.dumps(bundle)
