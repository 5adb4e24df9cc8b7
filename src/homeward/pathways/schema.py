"""The shape of a service model. The file's field names are these names; an unknown field is refused."""

from datetime import date, time
from typing import Annotated, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=400)]
Answer = bool | int | str
"""What was answered to a triage question: yes or no, a number, or the code of a choice."""

Item = TypeVar("Item")
List = Annotated[tuple[Item, ...], Field(strict=False)]
"""Several of something: a list in the file, a tuple here."""


class _Part(BaseModel):
    """A part of the file. Nothing is turned into another type: "yes" is not true, and 8 is no time of day."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Choice(_Part):
    """One possible answer to a question."""

    code: Code
    name: Sentence


class Question(_Part):
    """Something triage needs to know. A question without choices is answered yes or no; `age` is worked out."""

    code: Code
    asks: Sentence
    help: str = ""
    choices: List[Choice] = ()
    kind: Literal["yes_no", "choice", "number"] = "yes_no"

    @model_validator(mode="after")
    def choices_go_with_choice(self) -> Self:
        """A choice question lists its choices; the others list none."""
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError('a question of kind "choice" needs choices, and only such a question may have them')
        return self


class Need(_Part):
    """A reason for referral, with the dates between which it may be chosen."""

    code: Code
    name: Sentence
    note: str = ""
    urgent_community_response: bool = False
    from_date: date
    until_date: date | None = None
    source: str = ""

    @model_validator(mode="after")
    def ends_after_it_begins(self) -> Self:
        """A need cannot end before it begins."""
        if self.until_date is not None and self.until_date < self.from_date:
            raise ValueError("until_date is before from_date; a need is chosen from the first to the last")
        return self


class Criterion(_Part):
    """One condition of a pathway: a question, and the one test its answer must pass."""

    text: Sentence
    question: Code
    equals: bool | None = None
    one_of: List[Code] = ()
    at_least: int | None = None
    source: str = ""

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


class Hours(_Part):
    """When a pathway takes people, in London time, and on which days (1 is Monday)."""

    opens: time
    closes: time
    days: Annotated[List[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1)]

    @model_validator(mode="after")
    def opens_before_it_closes(self) -> Self:
        """Opening is before closing, where a closing time of 00:00 is the midnight that ends the day."""
        if self.closes != time(0) and self.opens >= self.closes:
            raise ValueError("opens must be before closes (00:00 as closes is the end of the day)")
        if len(set(self.days)) != len(self.days):
            raise ValueError("days names a day twice; name each day once")
        return self


class Standard(_Part):
    """The clock a pathway runs: a national waiting time measurement type, or a local promise in minutes for type 09."""

    clock: Literal["05", "06", "09"]
    promise_minutes: Annotated[int, Field(gt=0)] | None = None
    target_percent: Annotated[int, Field(ge=0, le=100)] | None = None
    source: str = ""

    @model_validator(mode="after")
    def promise_is_local(self) -> Self:
        """National clocks carry their own limit; type 09 has none and needs a local promise."""
        if (self.clock == "09") != (self.promise_minutes is not None):
            raise ValueError(
                'clock "09" needs promise_minutes; clocks "05" and "06" have a national limit and must not'
            )
        return self


class Pathway(_Part):
    """One way of helping: who owns it, whom it is for, how soon, with what skills and for how long."""

    code: Code
    name: Sentence
    summary: Sentence
    owner: Code = Field(description="the code of the team that owns referrals on this pathway")
    model: Literal["crisis_response", "home_based", "reablement", "bed_based", "social_work"]
    standard: Standard
    hours: Hours
    skills: Annotated[List[Code], Field(min_length=1)]
    limit_hours: Annotated[int, Field(gt=0)]
    criteria: Annotated[List[Criterion], Field(min_length=1)]


class TriageTimes(_Part):
    """How soon the front door acts, in minutes."""

    urgent_minutes: Annotated[int, Field(gt=0)]
    other_minutes: Annotated[int, Field(gt=0)]
    reply_minutes: Annotated[int, Field(gt=0)]
    can_wait_minutes: Annotated[int, Field(gt=0)]
    source: str = ""


class Agreement(_Part):
    """Who agreed this version, and when."""

    agreed_by: Sentence
    agreed_on: date
    in_force_from: date

    @model_validator(mode="after")
    def agreed_before_in_force(self) -> Self:
        """What is in force was agreed before, or on the day."""
        if self.in_force_from < self.agreed_on:
            raise ValueError("in_force_from is before agreed_on; a version cannot be in force before it is agreed")
        return self


class ServiceModel(_Part):
    """One agreed service model, whole."""

    title: Sentence
    version: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    front_door: Code = Field(description="the code of the team that owns every referral until it is decided")
    agreement: Agreement
    triage: TriageTimes
    questions: List[Question]
    needs: Annotated[List[Need], Field(min_length=1)]
    pathways: Annotated[List[Pathway], Field(min_length=1)]

    @model_validator(mode="after")
    def names_agree(self) -> Self:
        """Codes are used once, every criterion asks a question it can judge, and clocks fit the models of care."""
        from homeward.pathways.agreement_checks import disagreements

        found = list(disagreements(self))
        if found:
            raise PydanticCustomError("disagreements", "{together}", {"together": "; ".join(found), "found": found})
        return self

    def pathway(self, code: str) -> Pathway:
        """The pathway with this code. Raises KeyError when there is none."""
        return {pathway.code: pathway for pathway in self.pathways}[code]

    def question(self, code: str) -> Question:
        """The question with this code. Raises KeyError when there is none."""
        return {question.code: question for question in self.questions}[code]

    def needs_on(self, day: date) -> list[Need]:
        """The needs that may be chosen on a day, in the agreed order."""
        return [n for n in self.needs if n.from_date <= day and (n.until_date is None or day <= n.until_date)]

    def need_name(self, code: str) -> str:
        """The name of a need, or the code itself where this version does not know it."""
        return next((n.name for n in self.needs if n.code == code), code)

    def pathway_name(self, code: str) -> str:
        """The name of a pathway, or the code itself where this version does not know it."""
        return next((p.name for p in self.pathways if p.code == code), code)
