"""The shape of a file of statements: who is asked, about what, and when. An unknown field is refused."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=200)]

Item = TypeVar("Item")
List = Annotated[tuple[Item, ...], Field(strict=False)]


class Theme(StrEnum):
    """What a statement is about. Source: the six themes of Making it Real (TLAP, 2018), as structure only."""

    WELLBEING = "wellbeing"
    INFORMATION = "information"
    COMMUNITIES = "communities"
    WORKING_AS_ONE = "working_as_one"
    CHANGE = "change"
    WORKFORCE = "workforce"


THEME_NAMES: dict[Theme, str] = {
    Theme.WELLBEING: "Being well and doing things for oneself",
    Theme.INFORMATION: "Knowing what one needs to know",
    Theme.COMMUNITIES: "Family, friends and neighbours",
    Theme.WORKING_AS_ONE: "Help that works as one",
    Theme.CHANGE: "When things change",
    Theme.WORKFORCE: "Those who help",
}
"""What people read for each theme, in our own words and in this order."""


class Audience(StrEnum):
    """Who is asked."""

    PERSON = "person"
    CARER = "carer"
    STAFF = "staff"


AUDIENCE_NAMES: dict[Audience, str] = {
    Audience.PERSON: "People who were helped",
    Audience.CARER: "Carers and family",
    Audience.STAFF: "Staff",
}


class Timing(StrEnum):
    """When somebody is asked."""

    DURING = "during"
    AT_THE_END = "at_the_end"
    TWELVE_WEEKS = "twelve_weeks"
    STAFF_ROUND = "staff_round"


TIMING_NAMES: dict[Timing, str] = {
    Timing.DURING: "While we help",
    Timing.AT_THE_END: "At the end",
    Timing.TWELVE_WEEKS: "Twelve weeks later",
    Timing.STAFF_ROUND: "Staff round",
}


class _Part(BaseModel):
    """A part of the file. The sentence under each field is its description in the JSON schema."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)


class Statement(_Part):
    """One sentence that somebody agrees with, or not."""

    code: Code
    """What records and facts call it. It keeps its meaning in every version; a new meaning needs a new code."""
    theme: Annotated[Theme, Field(strict=False)]
    """What it is about: one of the six themes."""
    audience: Annotated[Audience, Field(strict=False)]
    """Who is asked: person, carer or staff."""
    says: Line
    """The statement as people read it."""
    source: Line
    """Who worded it."""
    licence: Line
    """Under which terms the wording may be used."""
    timings: Annotated[List[Annotated[Timing, Field(strict=False)]], Field(min_length=1)]
    """When it is asked: during, at_the_end, twelve_weeks; staff_round for staff, and for nobody else."""

    @model_validator(mode="after")
    def timings_go_with_the_audience(self) -> Self:
        """Staff are asked in rounds, and nobody else is; a timing is named once."""
        if len(set(self.timings)) != len(self.timings):
            raise ValueError("timings names one twice; name each once")
        if self.audience is Audience.STAFF and self.timings != (Timing.STAFF_ROUND,):
            raise ValueError('staff are asked in rounds: timings must be ["staff_round"]')
        if self.audience is not Audience.STAFF and Timing.STAFF_ROUND in self.timings:
            raise ValueError("staff_round is for staff; use during, at_the_end or twelve_weeks")
        return self


class Statements(_Part):
    """One agreed version of the statements, whole."""

    version: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=20)]
    """What sheets call it. Answers keep the version they were given to."""
    in_force_from: date
    """The first day on which it is asked; from then on it takes the place of every earlier version."""
    agreed_by: Line
    """Who agreed the wording."""
    staff_months: List[Annotated[int, Field(ge=1, le=12)]] = ()
    """The months in which staff are asked, 1 for January. A head of service can open a round in any other."""
    statements: Annotated[List[Statement], Field(min_length=1)]
    """The statements, in the order they are asked."""

    @model_validator(mode="after")
    def codes_are_used_once(self) -> Self:
        """Each code stands once."""
        found = [*_used_twice(self.statements)]
        if found:
            raise PydanticCustomError("disagreements", "codes are used twice", {"found": found})
        return self

    def statement(self, code: str) -> Statement | None:
        """The statement with this code, or None where this version does not know it."""
        return next((one for one in self.statements if one.code == code), None)

    def asked(self, audience: str, timing: str) -> tuple[Statement, ...]:
        """What this audience is asked at this time, in order; empty where it is asked nothing then."""
        return tuple(one for one in self.statements if one.audience == audience and timing in one.timings)


def _used_twice(statements: tuple[Statement, ...]) -> Iterator[str]:
    for code, count in Counter(one.code for one in statements).items():
        if count > 1:
            yield f'statements: the code "{code}" is used {count} times; give each its own'
