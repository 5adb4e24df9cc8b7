"""The shape of a code list: the values, what people read, and who says so."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

CodeOfList = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[a-z0-9][a-z0-9_]*$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Value(_Part):
    """One value of a list."""

    code: CodeOfList
    """What records and facts call it. It is never changed once used."""
    name: Annotated[str, Field(min_length=1, max_length=300)]
    """What people read."""
    national: str = ""
    """The published text, where the list is national and its text is matched in other systems' files."""
    family: str = ""
    """The group it belongs to, for lists that have groups."""
    rank: int | None = None
    """Its place in a published order, where there is one."""
    pathways: tuple[int, ...] = ()
    """The discharge pathways (0 to 3) it belongs to, where it does."""


class CodeList(_Part):
    """One list of values with its source and date."""

    code: CodeOfList
    """What the program calls the list."""
    title: Annotated[str, Field(min_length=1)]
    """What people call it."""
    source: Annotated[str, Field(min_length=1)]
    """The publication it comes from."""
    published_on: str
    """When it was published, or the period it holds for."""
    checked_on: date
    """When it was last compared with the source."""
    values: Annotated[tuple[Value, ...], Field(min_length=1)]
    """The values, in the order shown."""

    @model_validator(mode="after")
    def codes_are_used_once(self) -> Self:
        """Each code stands once."""
        codes = [value.code for value in self.values]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise ValueError(f"these codes stand more than once: {', '.join(twice)}; give each its own")
        return self

    def value(self, code: str) -> Value | None:
        """The value with this code, or None where the list does not know it."""
        return next((value for value in self.values if value.code == code), None)

    def name_of(self, code: str) -> str:
        """What people read for a code; a code the list does not know is kept and shown as unknown."""
        known = self.value(code)
        return known.name if known else f"Unknown code: {code}" if code else ""

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Code and name of each value, for a form."""
        return [(value.code, value.name) for value in self.values]
