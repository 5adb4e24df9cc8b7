"""Text as every database here can keep it."""

from collections.abc import Mapping
from typing import Any


def storable(text: str) -> str:
    """The text without what PostgreSQL cannot keep: the null character, and halves of surrogate pairs.

    SQLite would keep them. Source: PostgreSQL manual, 8.3 Character Types: the character with code zero is not stored.
    """
    if text.isascii() and "\0" not in text:
        return text
    return "".join(c for c in text if c != "\0" and not "\ud800" <= c <= "\udfff")


def storable_json(value: Any) -> Any:
    """A JSON value with every text in it storable, keys among them."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Mapping):
        return {storable(str(key)): storable_json(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [storable_json(inner) for inner in value]
    return value
