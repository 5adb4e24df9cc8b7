"""Text that both databases can keep."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from homeward.kit.text import storable, storable_json

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.text())
def test_what_can_be_kept_is_kept_as_it_is(text: str) -> None:
    assert storable(text) == text.replace("\0", "")


def test_a_null_character_and_half_a_character_are_left_out() -> None:
    assert storable("Ash\0down \ud83d") == "Ashdown "
    assert storable_json({"a\0": ["b\0", 1, None, True]}) == {"a": ["b", 1, None, True]}


def texts_in(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [*value, *(text for inner in value.values() for text in texts_in(inner))]
    return [text for inner in value for text in texts_in(inner)] if isinstance(value, list) else []


@given(JSON)
def test_no_text_inside_a_value_keeps_a_null_character(value: Any) -> None:
    kept = storable_json(value)
    assert not any("\0" in text for text in texts_in(kept))
    assert storable_json(kept) == kept
