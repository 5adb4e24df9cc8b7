"""The shape of a service model. The file's field names are these names; an unknown field is refused."""

from datetime import date, time
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=400)]
Answer = bool | int | str
"""What was answered to a triage question: yes or no, a number, or the code of a choice."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class Choice(_Part):
    """One possible answer to a question."""

    code: Code
    name: Sentence


class Question(_Part):
    """Something triage needs to know. A question without choices is answered yes or no; `age` is worked out."""

    code: Code
    asks: Sentence
    help: str = ""
    choices: tuple[Choice, ...] = ()
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


class Criterion(_Part):
    """One condition of a pathway: a question, and the one test its answer must pass."""

    text: Sentence
    question: Code
    equals: bool | None = None
    one_of: tuple[Code, ...] = ()
    at_least: int | None = None
    source: str = ""

    @model_validator(mode="after")
    def has_one_test(self) -> Self:
        """Exactly one of equals, one_of and at_least."""
        if sum((self.equals is not None, bool(self.one_of), self.at_least is not None)) != 1:
            raise ValueError("a criterion needs exactly one of equals, one_of and at_least")
        return self


class Hours(_Part):
    """When a pathway takes people, in London time, and on which days (1 is Monday)."""

    opens: time
    closes: time
    days: tuple[Annotated[int, Field(ge=1, le=7)], ...]


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
    skills: Annotated[tuple[Code, ...], Field(min_length=1)]
    limit_hours: Annotated[int, Field(gt=0)]
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]


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


class ServiceModel(_Part):
    """One agreed service model, whole."""

    title: Sentence
    version: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    front_door: Code = Field(description="the code of the team that owns every referral until it is decided")
    agreement: Agreement
    triage: TriageTimes
    questions: tuple[Question, ...]
    needs: tuple[Need, ...]
    pathways: Annotated[tuple[Pathway, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def names_agree(self) -> Self:
        """Codes are used once, and every criterion asks a question and names choices that exist."""
        from homeward.pathways.agreement_checks import disagreements

        found = list(disagreements(self))
        if found:
            raise ValueError("; ".join(found))
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
