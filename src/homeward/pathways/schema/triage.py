"""What triage asks, the reasons for referral, and how soon the front door acts."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from homeward.pathways.schema.parts import Code, List, Part, Sentence


class Choice(Part):
    """One possible answer to a question."""

    code: Code
    """What criteria and records call it. It is never changed once used."""
    name: Sentence
    """What people read on the page."""


class Question(Part):
    """Something triage needs to know. A question without choices is answered yes or no; `age` is worked out."""

    code: Code
    """What criteria and records call it."""
    asks: Sentence
    """The question as people read it."""
    help: str = ""
    """A line of help below the question."""
    choices: List[Choice] = ()
    """The possible answers to a question of kind choice; none for the others."""
    kind: Literal["yes_no", "choice", "number"] = "yes_no"
    """How it is answered. "Not known" can always be answered too."""

    @model_validator(mode="after")
    def choices_go_with_choice(self) -> Self:
        """A choice question lists its choices; the others list none."""
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError('a question of kind "choice" needs choices, and only such a question may have them')
        return self


class Need(Part):
    """A reason for referral, with the dates between which it may be chosen."""

    code: Code
    """What criteria and records call it."""
    name: Sentence
    """What people read on the page."""
    note: str = ""
    """What the need takes in or leaves out."""
    urgent_community_response: bool = False
    """True for the nine national conditions or needs for a two-hour response."""
    from_date: date
    """The first day it may be chosen."""
    until_date: date | None = None
    """The last day it may be chosen; left out while it may be."""
    source: str = ""
    """Who says so."""

    @model_validator(mode="after")
    def ends_after_it_begins(self) -> Self:
        """A need cannot end before it begins."""
        if self.until_date is not None and self.until_date < self.from_date:
            raise ValueError("until_date is before from_date; a need is chosen from the first to the last")
        return self


class Criterion(Part):
    """One condition of a pathway: a question, and the one test its answer must pass."""

    text: Sentence
    """The condition as people read it at triage."""
    question: Code
    """The question whose answer is judged; `age` and `need` are known from the referral."""
    equals: bool | None = None
    """The answer a yes-or-no question must have."""
    one_of: List[Code] = ()
    """The choices, or needs, of which the answer must be one."""
    at_least: int | None = None
    """The least a number may be."""
    source: str = ""
    """Who says so."""

    @model_validator(mode="after")
    def has_one_test(self) -> Self:
        """Exactly one of equals, one_of and at_least."""
        if sum((self.equals is not None, bool(self.one_of), self.at_least is not None)) != 1:
            raise ValueError("a criterion needs exactly one of equals, one_of and at_least")
        return self

    @property
    def test(self) -> Literal["equals", "one_of", "at_least"]:
        """The name of its one test."""
        if self.equals is not None:
            return "equals"
        return "at_least" if self.at_least is not None else "one_of"


class TriageTimes(Part):
    """How soon the front door acts, in minutes."""

    urgent_minutes: Annotated[int, Field(gt=0)]
    """By when to decide a referral whose clock is two hours, from when it was received."""
    other_minutes: Annotated[int, Field(gt=0)]
    """By when to decide any other."""
    reply_minutes: Annotated[int, Field(gt=0)]
    """How long to wait for a referrer who was asked something, before asking again or deciding without."""
    can_wait_minutes: Annotated[int, Field(gt=0)]
    """How long the clock runs, before a pathway is decided, for someone who can wait longer than two days."""
    source: str = ""
    """Who says so."""
