"""NHS numbers, against published cases, a table and every way a digit can be wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.kit.nhs_number import check_digit, digits_of, is_valid, spaced
from tests.support.published import published

NINE_DIGITS = st.text("0123456789", min_size=9, max_size=9)


def test_published_numbers_are_judged_as_published() -> None:
    """Ten noughts pass the arithmetic, and are nobody's number: they are refused apart from it."""
    cases = published("nhs_number/nhs_number_vectors.json")["cases"]
    expected = {case["input"]: case["mod11_valid"] and case["input"] != "0000000000" for case in cases}
    wrong = [typed for typed, valid in expected.items() if is_valid(typed) is not valid]
    assert len(cases) > 20
    assert wrong == []


def test_a_beginning_whose_check_digit_is_ten_has_no_valid_number() -> None:
    first_nine = published("nhs_number/nhs_number_vectors.json")["prefix_with_check_10_always_invalid"]
    assert check_digit(first_nine) is None
    assert not any(is_valid(f"{first_nine}{last}") for last in range(10))


def test_a_check_digit_of_eleven_is_nought() -> None:
    assert check_digit("943000002") == 0
    assert is_valid("9430000020")


@pytest.mark.parametrize(
    ("typed", "valid"),
    [
        ("9990000018", True),
        ("999 000 0018", True),
        ("999-000-0018", True),
        (" 999 000 0018\n", True),
        ("999\u00a0000\u00a00018", True),
        ("999\u2013000\u20130018", True),
        ("9990000019", False),
        ("999000001", False),
        ("99900000180", False),
        ("999 000 0018x", False),
        ("NHS 9990000018", False),
        ("999.000.0018", False),
        ("0000000000", False),
        ("", False),
        ("\u0669\u0669\u0669\u0660\u0660\u0660\u0660\u0660\u0661\u0668", False),
    ],
)
def test_what_was_typed_is_a_valid_number_or_not(typed: str, valid: bool) -> None:
    assert is_valid(typed) is valid


@given(NINE_DIGITS)
def test_at_most_one_last_digit_makes_a_number_valid(first_nine: str) -> None:
    valid = [last for last in range(10) if is_valid(f"{first_nine}{last}")]
    check = check_digit(first_nine)
    assert valid == ([] if check is None or first_nine == "000000000" else [check])


@given(NINE_DIGITS, st.integers(0, 9), st.integers(1, 9))
def test_one_digit_typed_wrongly_is_always_noticed(first_nine: str, place: int, by: int) -> None:
    check = check_digit(first_nine)
    if check is None or first_nine == "000000000":
        return
    number = f"{first_nine}{check}"
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert is_valid(number)
    assert not is_valid(wrong)


@given(st.text())
def test_anything_may_be_typed(text: str) -> None:
    assert is_valid(text) in (True, False)
    assert digits_of(text).isdigit() or digits_of(text) == ""


def test_a_number_is_read_aloud_in_three_parts() -> None:
    assert spaced("9990000018") == "999 000 0018"
    assert spaced("12345") == "12345"
