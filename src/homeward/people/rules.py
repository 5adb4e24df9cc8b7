"""How sure we are of an NHS number, when two registrations are one person, and what may be kept and corrected."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from homeward.kit import nhs_number
from homeward.kit.whereabouts import without_whereabouts

IDENTITY = {
    "family_name": "Family name",
    "given_name": "First name",
    "born_on": "Date of birth",
    "nhs_number": "NHS number",
}
WHEREABOUTS = {"address": "Address", "postcode": "Postcode", "phone": "Phone number", "gp_practice": "GP"}
CONTACT_WORDS = {"carer": "Carer or family", "needs_when_contacted": "What they need when contacted"}
SECRET = {"restricted": "Address kept secret"}
CORRECTABLE: dict[str, str] = {**IDENTITY, **WHEREABOUTS, **CONTACT_WORDS, **SECRET}
"""The details that are corrected, and whose earlier values are kept: field and what it is called on screen."""

YES, NO = "yes", "no"
_A_NUMBER = re.compile(r"[\s,;:]*\+?\(?\d(?:[\s().\-/]*\d){5,}")
"""Six digits or more, however they are spaced: a telephone number, and no date of birth or house number alone."""


class NumberStatus(StrEnum):
    """How far an NHS number may be trusted."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    ABSENT = "absent"


def number_status(number: str, *, said_to_be_verified: bool) -> NumberStatus:
    """The status to store. A number that fails its check digit is never verified, whatever the sender says."""
    if not nhs_number.digits_of(number):
        return NumberStatus.ABSENT
    if said_to_be_verified and nhs_number.is_valid(number):
        return NumberStatus.VERIFIED
    return NumberStatus.UNVERIFIED


def is_same_person(
    *,
    number: str,
    born_on: date | None,
    family_name: str,
    known_number: str,
    known_born_on: date | None,
    known_family_name: str,
) -> bool:
    """True only when the valid NHS number, the date of birth and the family name all agree.

    A wrong match shows one person another's record, so anything less is kept apart and can be linked by a person later.
    """
    if not nhs_number.is_valid(number) or nhs_number.digits_of(number) != nhs_number.digits_of(known_number):
        return False
    if born_on is None or born_on != known_born_on:
        return False
    return family_name.strip().casefold() == known_family_name.strip().casefold()


def kept_of_contact_words(words: str, *, secrets: Iterable[str] = ()) -> str:
    """What is kept of the words about a restricted person's carer, and of what they need: names stay, numbers go.

    Also taken out is every postcode and what `secrets` names (an address, a phone number). A message from another
    system keeps its contacts' names and loses their numbers in the same way.
    """
    return _A_NUMBER.sub("", without_whereabouts(words, secrets)).strip()


def in_words(value: str | bool | date | None) -> str:
    """A detail as text, as the history of details keeps it: "yes" or "no", a date as 1940-05-06, "" for nothing."""
    if isinstance(value, bool):
        return YES if value else NO
    return value.isoformat() if isinstance(value, date) else value or ""


def needs_a_reason(field: str, *, after: str) -> bool:
    """True when this change is made only with a reason: who somebody is, and that an address is no longer secret."""
    return field in IDENTITY or (field in SECRET and after == NO)
