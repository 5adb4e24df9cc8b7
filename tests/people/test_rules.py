"""When an NHS number may be trusted, and when two registrations are one person."""

from datetime import date
from typing import Any

import pytest

from homeward.kit.editing import put_together
from homeward.people.rules import (
    NumberStatus,
    is_same_person,
    kept_of_contact_words,
    needs_a_reason,
    number_status,
)

GOOD, WRONG = "9990000018", "9990000019"
BORN = date(1940, 5, 6)


@pytest.mark.parametrize(
    ("number", "said_to_be_verified", "status"),
    [
        (GOOD, True, NumberStatus.VERIFIED),
        ("999 000 0018", True, NumberStatus.VERIFIED),
        (GOOD, False, NumberStatus.UNVERIFIED),
        (WRONG, True, NumberStatus.UNVERIFIED),
        (WRONG, False, NumberStatus.UNVERIFIED),
        ("0000000000", True, NumberStatus.UNVERIFIED),
        (f"{GOOD}X", True, NumberStatus.UNVERIFIED),
        ("12", True, NumberStatus.UNVERIFIED),
        ("", True, NumberStatus.ABSENT),
        ("not known", True, NumberStatus.ABSENT),
    ],
)
def test_a_number_is_trusted_only_when_it_adds_up_and_someone_verified_it(
    number: str, said_to_be_verified: bool, status: NumberStatus
) -> None:
    assert number_status(number, said_to_be_verified=said_to_be_verified) is status


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"family_name": " ashDOWN "}, True),
        ({"number": "999 000 0018"}, True),
        ({"number": "", "known_number": ""}, False),
        ({"number": WRONG, "known_number": WRONG}, False),
        ({"number": "9990000026"}, False),
        ({"born_on": None}, False),
        ({"known_born_on": None}, False),
        ({"born_on": None, "known_born_on": None}, False),
        ({"born_on": date(1940, 6, 5)}, False),
        ({"family_name": "Bell"}, False),
        ({"family_name": ""}, False),
    ],
)
def test_two_are_one_person_only_when_number_birth_and_name_agree(changes: dict[str, Any], same: bool) -> None:
    one: dict[str, Any] = {
        "number": GOOD,
        "born_on": BORN,
        "family_name": "Ashdown",
        "known_number": GOOD,
        "known_born_on": BORN,
        "known_family_name": "Ashdown",
    }
    assert is_same_person(**one | changes) is same


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Rose (daughter), 020 7946 0002", "Rose (daughter)"),
        ("Rose +44 (0)20 7946-0002, or Anna", "Rose, or Anna"),
        ("Rose 12345", "Rose 12345"),
        ("Rose 123456", "Rose"),
        ("Rose, SE1 7EH", "Rose, [withheld]"),
        ("Rose, at 4 Made-up Row", "Rose, at [withheld]"),
        ("", ""),
    ],
)
def test_of_a_restricted_persons_carer_the_name_is_kept_and_the_number_is_not(words: str, kept: str) -> None:
    assert kept_of_contact_words(words, secrets=["4 Made-up Row"]) == kept


@pytest.mark.parametrize(
    ("opened", "typed", "current", "together", "clashes"),
    [
        ("a", "a", "a", "a", {}),
        ("a", "b", "a", "b", {}),
        ("a", "a", "c", "c", {}),
        ("a", "c", "c", "c", {}),
        ("a", "b", "c", "b", {"phone": "c"}),
    ],
)
def test_what_two_people_typed_is_put_together_or_clashes(
    opened: str, typed: str, current: str, together: str, clashes: dict[str, str]
) -> None:
    found = put_together(opened={"phone": opened}, typed={"phone": typed}, current={"phone": current})
    assert found == ({"phone": together}, clashes)


@pytest.mark.parametrize(
    ("field", "after", "needed"),
    [("born_on", "", True), ("restricted", "no", True), ("restricted", "yes", False), ("address", "5 New Row", False)],
)
def test_a_reason_is_needed_for_who_they_are_and_for_lifting_a_secret(field: str, after: str, needed: bool) -> None:
    assert needs_a_reason(field, after=after) is needed
