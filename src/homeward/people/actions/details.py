"""What is said about a person, and the fields of a record it becomes."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from homeward.kit import nhs_number, postcode
from homeward.kit.text import storable
from homeward.people.models import Person
from homeward.people.rules import (
    CONTACT_WORDS,
    CORRECTABLE,
    SECRET,
    NumberStatus,
    in_words,
    kept_of_contact_words,
    number_status,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a referrer or a form says about a person. Empty strings where nothing was said."""

    family_name: str
    given_name: str = ""
    nhs_number: str = ""
    number_said_to_be_verified: bool = False
    born_on: date | None = None
    gender: str = ""
    ethnic_category: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    language: str = ""
    needs_when_contacted: str = ""
    carer: str = ""
    gp_practice: str = ""
    restricted: bool = False


def person_fields(details: Details) -> dict[str, object]:
    """The fields of a new Person, tidied; a restricted person's whereabouts, GP and carer's numbers are not kept."""
    details = _storable(details)
    number = nhs_number.digits_of(details.nhs_number)[:20]
    status = number_status(details.nhs_number, said_to_be_verified=details.number_said_to_be_verified)
    if status == NumberStatus.VERIFIED and _held_by_someone(number):
        status = NumberStatus.UNVERIFIED
    if details.restricted:
        words = contact_words_kept(details, (details.address, details.postcode, details.phone))
        details = replace(details, address="", postcode="", phone="", gp_practice="", **words)
    return {
        "nhs_number": number,
        "nhs_number_status": status,
        "family_name": (details.family_name.strip() or "Name not known")[:80],
        "given_name": details.given_name.strip()[:80],
        "born_on": details.born_on,
        "gender": details.gender[:12],
        "ethnic_category": details.ethnic_category[:4],
        "address": details.address.strip()[:250],
        "postcode": (postcode.tidied(details.postcode) or details.postcode.strip())[:8],
        "phone": details.phone.strip()[:40],
        "language": details.language.strip()[:60],
        "needs_when_contacted": details.needs_when_contacted.strip()[:250],
        "carer": details.carer.strip()[:250],
        "gp_practice": details.gp_practice[:120],
        "restricted": details.restricted,
    }


def contact_words_kept(said: Details | Person, secrets: Iterable[str]) -> dict[str, Any]:
    """What is kept of the words about the carer and contacting, of someone whose whereabouts are secret."""
    secrets = list(secrets)
    return {field: kept_of_contact_words(getattr(said, field), secrets=secrets) for field in CONTACT_WORDS}


def details_of(person: Person) -> dict[str, str]:
    """Each detail that can be corrected, as text: what a form to correct them is opened with."""
    return {field: in_words(getattr(person, field)) for field in CORRECTABLE}


def typed_details(details: Details) -> dict[str, str]:
    """Each detail that can be corrected as it would be kept, also whereabouts that are given beside "keep secret"."""
    tidied = details_of(Person(**person_fields(replace(details, restricted=False))))
    return {**tidied, **{field: in_words(details.restricted) for field in SECRET}}


def _held_by_someone(number: str) -> bool:
    return Person.objects.filter(nhs_number=number, nhs_number_status=NumberStatus.VERIFIED).exists()


def _storable(details: Details) -> Details:
    said = {field.name: getattr(details, field.name) for field in fields(details)}
    kept: dict[str, Any] = {name: storable(value) for name, value in said.items() if isinstance(value, str)}
    return replace(details, **kept)
