"""Whom a message is about, and what in it about them is in doubt. Nobody is turned away over a number or a name."""

from collections.abc import Iterator
from datetime import date, timedelta

from homeward.exchange.bars.codes import RELATIONSHIPS, THEMSELVES, code_of, coding_of, meaning_of
from homeward.exchange.bars.content import FlagSaid, PersonSaid
from homeward.exchange.bars.envelope import organisation_code
from homeward.exchange.fhir.bundle import Bundle
from homeward.exchange.fhir.values import (
    Node,
    address_in_words,
    codings,
    day_of,
    extensions,
    full_name_of,
    name_of,
    node_at,
    nodes_at,
    phones_of,
    text_at,
    words_of,
)
from homeward.kit import nhs_number

OLDEST = timedelta(days=130 * 366)
CHECK = "To check"
"""The category of flags that say what in the message is in doubt."""
_VERIFIED = frozenset({"number-present-and-verified", "01"})
_RESTRICTED = frozenset({"r", "v"})
_GENDERS = frozenset({"male", "female", "other", "unknown"})


def person_of(bundle: Bundle, patient: Node, *, secret: bool = False) -> PersonSaid:
    """The person in a Patient resource. A restricted record's contacts keep their names and lose their numbers.

    `secret` says that it is restricted also where the message does not.
    """
    given, family = name_of(patient)
    number = _nhs_number(patient)
    restricted = secret or is_restricted(patient)
    home = _address(patient)
    themselves, others = _contacts(patient)
    phones = [*phones_of(patient), *(phone for contact in themselves for phone in phones_of(contact))]
    gender = text_at(patient, "gender").lower()
    return PersonSaid(
        family_name=family[:80],
        given_name=given[:80],
        nhs_number=text_at(number, "value"),
        number_said_to_be_verified=_said_to_be_verified(number),
        born_on=_born_on(patient),
        gender=gender if gender in _GENDERS else "",
        ethnic_category=_ethnic_category(patient),
        address=_without_postcode(address_in_words(home), text_at(home, "postalCode"))[:250],
        postcode=text_at(home, "postalCode")[:8],
        phone=(phones[0] if phones else "")[:40],
        language=_language(patient)[:60],
        needs_when_contacted="; ".join(_needs_when_contacted(bundle, patient))[:250],
        carer="; ".join(_contact_in_words(contact, with_phone=not restricted) for contact in others)[:250],
        gp_practice=_gp_practice(bundle, patient)[:120],
        restricted=restricted,
    )


def doubts_about(patient: Node, today: date) -> Iterator[FlagSaid]:
    """What was sent about the person and could not be taken as it is."""
    sent = text_at(patient, "birthDate")
    born_on = day_of(sent)
    if sent and born_on is None:
        yield FlagSaid(CHECK, "birth-date", f'The date of birth was sent as "{sent[:40]}". Ask for it.')
    elif born_on is not None and not _is_likely(born_on, today):
        when = "in the future" if born_on > today else "not likely"
        yield FlagSaid(CHECK, "birth-date", f"The date of birth was sent as {sent[:40]}, which is {when}. Ask for it.")
    number = text_at(_nhs_number(patient), "value")
    if number and not nhs_number.is_valid(number):
        yield FlagSaid(
            CHECK, "nhs-number", f'The NHS number was sent as "{number[:20]}", which is not one. Ask for it.'
        )
    if not any(name_of(patient)):
        yield FlagSaid(CHECK, "name", "The message gives no name. Ask for it.")


def known_birth_date(person: PersonSaid, today: date) -> date | None:
    """The date of birth when it can be one; None for one in the future or beyond any age."""
    return person.born_on if person.born_on and _is_likely(person.born_on, today) else None


def other_numbers(patient: Node) -> list[str]:
    """The person's other identifiers, each with the last part of its address."""
    return [
        f"{value} ({text_at(identifier, 'system').rstrip('/').rpartition('/')[2] or 'no system given'})"
        for identifier in nodes_at(patient, "identifier")
        if (value := text_at(identifier, "value")) and meaning_of(text_at(identifier, "system")) != "nhs-number"
    ]


def is_restricted(patient: Node) -> bool:
    """True when the sender marks the record restricted (R) or very restricted (V): its whereabouts are not shown.

    Source: Personal Demographics Service, `meta.security` of a sensitive record.
    """
    return any(text_at(mark, "code").lower() in _RESTRICTED for mark in nodes_at(node_at(patient, "meta"), "security"))


def _is_likely(born_on: date, today: date) -> bool:
    return born_on <= today and today - born_on < OLDEST


def _born_on(patient: Node) -> date | None:
    return day_of(text_at(patient, "birthDate"))


def _nhs_number(patient: Node) -> Node:
    """The identifier that is an NHS number: of several, one that passes its check digit."""
    numbers = [i for i in nodes_at(patient, "identifier") if meaning_of(text_at(i, "system")) == "nhs-number"]
    return next((i for i in numbers if nhs_number.is_valid(text_at(i, "value"))), numbers[0] if numbers else {})


def _said_to_be_verified(number: Node) -> bool:
    return any(
        code_of(node_at(extension, "valueCodeableConcept"), "number-verification") in _VERIFIED
        for extension in extensions(number, "NHSNumberVerificationStatus")
    )


def _ethnic_category(patient: Node) -> str:
    for extension in extensions(patient, "EthnicCategory"):
        code = coding_of(node_at(extension, "valueCodeableConcept"), "ethnic-category").code
        if code:
            return code[:4]
    return ""


def _address(patient: Node) -> Node:
    order = {"home": 0, "": 1, "temp": 2, "old": 9, "billing": 8}
    addresses = sorted(nodes_at(patient, "address"), key=lambda address: order.get(text_at(address, "use"), 5))
    return addresses[0] if addresses else {}


def _without_postcode(address: str, code: str) -> str:
    """An address whose last words are its postcode, without it: the postcode is kept beside it."""
    bare = address.removesuffix(code).rstrip(", ") if code else address
    return bare or address


def _contacts(patient: Node) -> tuple[list[Node], list[Node]]:
    """The person's contacts by rank: those that are the person themselves, and the others."""

    def rank(contact: Node) -> float:
        sent = next((e.get("valuePositiveInt") for e in extensions(contact, "ContactRank")), None)
        return sent if isinstance(sent, int | float) and not isinstance(sent, bool) else 99

    ranked = sorted(nodes_at(patient, "contact"), key=rank)
    themselves = [contact for contact in ranked if _relationships(contact) & THEMSELVES]
    return themselves, [contact for contact in ranked if not _relationships(contact) & THEMSELVES]


def _relationships(contact: Node) -> set[str]:
    concepts = nodes_at(contact, "relationship")
    return {
        word.lower() for concept in concepts for coding in codings(concept) for word in (coding.code, coding.display)
    }


def _contact_in_words(contact: Node, *, with_phone: bool) -> str:
    kinds = dict.fromkeys(
        RELATIONSHIPS.get(coding.code.lower(), (coding.display or coding.code).lower())
        for concept in nodes_at(contact, "relationship")
        for coding in codings(concept)
    )
    said = ", ".join(filter(None, kinds))
    who = full_name_of(contact) or "Name not given"
    phone = next(iter(phones_of(contact)), "") if with_phone else ""
    return f"{who}{f' ({said})' if said else ''}{f', {phone}' if phone else ''}"


def _gp_practice(bundle: Bundle, patient: Node) -> str:
    for reference in nodes_at(patient, "generalPractitioner"):
        found = bundle.follow(reference)
        practice = bundle.follow(found.get("organization")) or found
        name, code = text_at(practice, "name") or full_name_of(practice), organisation_code(practice)
        if name or code:
            return f"{name} ({code})" if name and code else name or code
        if text_at(reference, "display"):
            return text_at(reference, "display")
    return ""


def _language(patient: Node) -> str:
    spoken = nodes_at(patient, "communication")
    best = next((one for one in spoken if one.get("preferred") is True), spoken[0] if spoken else {})
    return words_of(node_at(best, "language"))


def _needs_when_contacted(bundle: Bundle, patient: Node) -> Iterator[str]:
    if any(extension.get("valueBoolean") is True for extension in extensions(patient, "interpreterRequired")):
        yield "Needs an interpreter"
    for flag in bundle.of_kind("Flag"):
        if "reasonable adjustment" in words_of(node_at(flag, "category")).lower():
            yield words_of(node_at(flag, "code"))
