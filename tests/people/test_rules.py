"""When an NHS number may be trusted, and when two registrations are one person."""

from datetime import date
from typing import Any

import pytest

from homeward.people.rules import NumberStatus, is_same_person, number_status

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
