"""What has happened, where, what to beware of and what was agreed to."""

import re
from collections.abc import Iterator

from homeward.exchange.bars.codes import FLAG_CATEGORIES, coding_of
from homeward.exchange.bars.content import FlagSaid
from homeward.exchange.bars.envelope import service_request_of
from homeward.exchange.fhir.bundle import Bundle
from homeward.exchange.fhir.values import (
    Node,
    address_in_words,
    clean,
    codings,
    node_at,
    nodes_at,
    text_at,
    texts_at,
    words_of,
)

NO_REASON = "The message does not say why help is needed. Ring the sender."
_LINE_BREAK = re.compile(r" ?(?:\\n|(?<=\s)/n(?=\s|$)) ?")
"""Senders write line breaks inside long texts as "/n" or "\\n"."""


def reason_in_words(bundle: Bundle) -> str:
    """Why help is needed: codes by their words, then every longer text whole, in the order sent."""
    request = service_request_of(bundle)
    plans = bundle.of_kind("CarePlan")
    asked = [words_of(concept) for concept in nodes_at(request, "reasonCode")]
    asked += [_observed(bundle.follow(reference)) for reference in nodes_at(request, "reasonReference")]
    found = [coded for plan in plans for concept in _outcomes(plan) if (coded := _coded_words(concept))]
    seen = [text for one in [*bundle.of_kind("Observation"), *bundle.of_kind("Condition")] if (text := _observed(one))]
    long = [text_at(concept, "text") for plan in plans for concept in _outcomes(plan)]
    long += [text_at(plan, "description") for plan in plans]
    long += [*texts_at(request, "patientInstruction"), *(text_at(note, "text") for note in nodes_at(request, "note"))]
    parts = [
        _sentence("", [*asked, *found]),
        _sentence("Observed: ", seen),
        *(readable(text) for text in dict.fromkeys(filter(None, long))),
    ]
    return "\n\n".join(filter(None, parts)) or NO_REASON


def readable(text: str) -> str:
    """A long text as sent, with the line breaks its sender meant."""
    return _LINE_BREAK.sub("\n", text).strip()


def whereabouts_in(patient: Node, bundle: Bundle) -> list[str]:
    """Every address line and phone number the message gives for the person, their contacts and where they are."""
    placed = [*nodes_at(patient, "address"), *(node_at(found, "address") for found in bundle.of_kind("Location"))]
    lines = [line for address in placed for line in (*texts_at(address, "line"), text_at(address, "text"))]
    points = [patient, *nodes_at(patient, "contact")]
    return [*lines, *(text_at(telecom, "value") for point in points for telecom in nodes_at(point, "telecom"))]


def location_in_words(bundle: Bundle) -> str:
    """Where the person is now, as the request's locations say."""
    references = nodes_at(service_request_of(bundle), "locationReference")
    places = [bundle.follow(reference) for reference in references] or bundle.of_kind("Location")
    return "; ".join(dict.fromkeys(words for place in places if (words := _place(place))))


def _place(location: Node) -> str:
    address = address_in_words(node_at(location, "address"))
    parts = [text_at(location, "name"), address, text_at(location, "description")]
    return ", ".join(dict.fromkeys(filter(None, parts)))


def flags_of(bundle: Bundle) -> Iterator[FlagSaid]:
    """Scene safety, safeguarding and every other warning that holds now."""
    for flag in bundle.of_kind("Flag"):
        if text_at(flag, "status") in {"inactive", "entered-in-error"}:
            continue
        concept = node_at(flag, "category")
        coding = coding_of(concept, "flag-category")
        words = words_of(concept)
        category = FLAG_CATEGORIES.get(coding.code.lower()) or FLAG_CATEGORIES.get(words.lower()) or words or "Other"
        code = coding_of(node_at(flag, "code"), "").code
        text = words_of(node_at(flag, "code")) or "The message does not say what."
        yield FlagSaid(category[:60], code[:40], text[:500])


def consent_code(bundle: Bundle) -> str:
    """What the person agreed to, as one of the codes of `referrals.models.Consent`; a refusal anywhere counts."""
    found = {_consent(consent) for consent in bundle.of_kind("Consent")}
    return next((code for code in ("refused", "best_interests", "direct_care") if code in found), "not_known")


def _consent(consent: Node) -> str:
    rule = {coding.code.upper() for coding in codings(node_at(consent, "policyRule"))}
    said = f"{words_of(node_at(consent, 'policyRule'))} {words_of(node_at(consent, 'category'))}".lower()
    denied = text_at(node_at(consent, "provision"), "type") == "deny" or bool(rule & {"OPTOUT", "OPTOUTE", "DISSENT"})
    if denied or text_at(consent, "status") == "rejected":
        return "refused"
    if "best interest" in said:
        return "best_interests"
    return "direct_care" if text_at(consent, "status") in {"active", "proposed", ""} else "not_known"


def _outcomes(plan: Node) -> Iterator[Node]:
    for activity in nodes_at(plan, "activity"):
        yield from nodes_at(activity, "outcomeCodeableConcept")
        yield from nodes_at(node_at(activity, "detail"), "code")


def _coded_words(concept: Node) -> str:
    return ", ".join(dict.fromkeys(coding.display or coding.code for coding in codings(concept)))


def _observed(resource: Node) -> str:
    what = words_of(node_at(resource, "code"))
    value = text_at(resource, "valueString") or words_of(node_at(resource, "valueCodeableConcept"))
    quantity = node_at(resource, "valueQuantity")
    measured = f"{text_at(quantity, 'value')} {text_at(quantity, 'unit')}".strip()
    said = value or measured
    if isinstance(resource.get("valueBoolean"), bool):
        said = "yes" if resource["valueBoolean"] else "no"
    return clean(f"{what}: {said}" if what and said else what or said)


def _sentence(before: str, parts: list[str]) -> str:
    told = list(dict.fromkeys(filter(None, parts)))
    return f"{before}{'. '.join(told)}." if told else ""
