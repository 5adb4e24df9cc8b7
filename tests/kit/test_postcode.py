"""Postcodes, tidied to one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.kit.postcode import district, tidied


@pytest.mark.parametrize(
    ("typed", "tidy", "outward"),
    [
        ("SE1 7EH", "SE1 7EH", "SE1"),
        ("se17eh", "SE1 7EH", "SE1"),
        ("  sE1   7 eH ", "SE1 7EH", "SE1"),
        ("SE117EH", "SE11 7EH", "SE11"),
        ("m1 1ae", "M1 1AE", "M1"),
        ("B33 8TH", "B33 8TH", "B33"),
        ("CR2 6XH", "CR2 6XH", "CR2"),
        ("DN55 1PT", "DN55 1PT", "DN55"),
        ("W1A 1HQ", "W1A 1HQ", "W1A"),
        ("EC1A 1BB", "EC1A 1BB", "EC1A"),
        ("SE1", None, ""),
        ("SE1 7E", None, ""),
        ("SE1 EH7", None, ""),
        ("7EH SE1", None, ""),
        ("not known", None, ""),
        ("", None, ""),
    ],
)
def test_a_postcode_has_one_form_however_it_is_typed(typed: str, tidy: str | None, outward: str) -> None:
    assert tidied(typed) == tidy
    assert district(typed) == outward


@given(st.text())
def test_tidying_twice_changes_nothing(text: str) -> None:
    tidy = tidied(text)
    if tidy is not None:
        assert tidied(tidy) == tidy
        assert tidy.isascii()
