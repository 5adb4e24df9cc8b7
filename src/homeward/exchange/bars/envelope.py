"""What a message is, whom it is from and which case it is about; and which messages are taken in."""

import re

from homeward.exchange.bars.codes import CASE_CLOSED, REQUEST, TAKEN_CATEGORIES, code_of, meaning_of
from homeward.exchange.bars.content import Envelope
from homeward.exchange.fhir.bundle import Bundle
from homeward.exchange.fhir.outcome import Issue, Refused
from homeward.exchange.fhir.values import NOTHING, Node, node_at, nodes_at, text_at

_USE_CASE = re.compile(r"\ba\d{1,2}t\d{1,2}\b")


def header_of(bundle: Bundle) -> Node:
    """The MessageHeader, or nothing."""
    return next(iter(bundle.of_kind("MessageHeader")), NOTHING)


def service_request_of(bundle: Bundle) -> Node:
    """The ServiceRequest the message is about: the one its header points at, or the first."""
    for reference in nodes_at(header_of(bundle), "focus"):
        found = bundle.follow(reference)
        if text_at(found, "resourceType") == "ServiceRequest":
            return found
    return next(iter(bundle.of_kind("ServiceRequest")), NOTHING)


def encounter_of(bundle: Bundle) -> Node:
    """The sender's Encounter (its case), or nothing."""
    return bundle.follow(service_request_of(bundle).get("encounter")) or bundle.only("Encounter")


def sender_organisation_of(bundle: Bundle) -> Node:
    """The sender's Organization, or nothing."""
    return bundle.follow(header_of(bundle).get("sender"))


def organisation_code(organisation: Node) -> str:
    """An Organization's ODS code, or an empty string."""
    for identifier in nodes_at(organisation, "identifier"):
        if meaning_of(text_at(identifier, "system")) == "ods":
            return text_at(identifier, "value").upper()[:12]
    return ""


def envelope_of(bundle: Bundle) -> Envelope:
    """Everything needed to know what to do with a message. Never raises: what is missing is empty."""
    header, request = header_of(bundle), service_request_of(bundle)
    return Envelope(
        message_id=_message_id(bundle, header)[:200],
        event=(code_of(node_at(header, "eventCoding"), "message-events") or text_at(header, "eventUri"))[:60],
        reason=code_of(node_at(header, "reason"), "message-reason")[:20],
        category=next((code for c in nodes_at(request, "category") if (code := code_of(c, "category"))), "")[:40],
        status=text_at(request, "status").lower()[:40],
        use_case=_use_case(header, request),
        case_number=_case_number(encounter_of(bundle))[:200],
        request_id=_request_id(bundle, request)[:200],
        sender_code=organisation_code(sender_organisation_of(bundle)),
    )


def _message_id(bundle: Bundle, header: Node) -> str:
    return (
        text_at(bundle.content, "id")
        or text_at(node_at(bundle.content, "identifier"), "value")
        or text_at(header, "id")
        or bundle.full_urls.get(id(header), "")
    )


def _use_case(header: Node, request: Node) -> str:
    coded = " ".join(code_of(concept, "use-case") for concept in nodes_at(request, "category"))
    found = _USE_CASE.search(f"{coded} {text_at(header, 'definition').lower()}")
    return found[0] if found else ""


def _case_number(encounter: Node) -> str:
    identifier = node_at(encounter, "identifier")
    value = text_at(identifier, "value")
    return f"{text_at(identifier, 'system')}|{value}" if value else ""


def _request_id(bundle: Bundle, request: Node) -> str:
    return (text_at(request, "id") or bundle.full_urls.get(id(request), "")).lower().removeprefix("urn:uuid:")


def check_that_it_is_taken_in(envelope: Envelope, bundle: Bundle) -> None:
    """Raises Refused, saying what is not done here, unless this is a new or updated request for validation or care.

    A message that leaves out its reason or category is read as a new request: nobody is turned away over a code.
    """
    if not header_of(bundle):
        raise Refused(
            400, Issue("required", "The message has no MessageHeader, so it does not say what it is.", "Bundle.entry")
        )
    header = "Bundle.entry.resource.ofType(MessageHeader)"
    if not envelope.event:
        raise Refused(400, Issue("required", "The message names no event.", f"{header}.eventCoding.code"))
    if envelope.event != REQUEST:
        what = f'Messages of the event "{envelope.event}" are not taken in here; only "{REQUEST}" is.'
        raise Refused(422, Issue("not-supported", what, f"{header}.eventCoding.code"))
    request = "Bundle.entry.resource.ofType(ServiceRequest)"
    if envelope.reason not in {"", "new", "update"}:
        what = f'The reason "{envelope.reason}" is not taken in here; only "new" and "update" are. Ring the front door.'
        raise Refused(422, Issue("not-supported", what, f"{header}.reason.coding.code"))
    if envelope.status in CASE_CLOSED:
        what = f'A request with the status "{envelope.status}" is not taken in here. To cancel, ring the front door.'
        raise Refused(422, Issue("not-supported", what, f"{request}.status"))
    if envelope.category and envelope.category not in TAKEN_CATEGORIES:
        what = f'Requests of the category "{envelope.category}" are not taken in; "validation" and "referral" are.'
        raise Refused(422, Issue("not-supported", what, f"{request}.category.coding.code"))
