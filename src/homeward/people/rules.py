"""How sure we are of an NHS number, and when two registrations are the same person."""

from datetime import date
from enum import StrEnum

from homeward.kit import nhs_number


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
