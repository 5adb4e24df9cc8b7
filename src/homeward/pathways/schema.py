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
    """A part of the file. Nothing is turned into another type: "yes" is not true, and 8 is no time of day.

    The sentence under each field is its description in the JSON schema and in the reference.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)


class Choice(_Part):
    """One possible answer to a question."""

    code: Code
    """What criteria and records call it. It is never changed once used."""
    name: Sentence
    """What people read on the page."""


class Question(_Part):
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


class Need(_Part):
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


class Criterion(_Part):
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


class Hours(_Part):
    """When a pathway takes people, in London time, and on which days (1 is Monday)."""

    opens: time
    """When it begins to take people."""
    closes: time
    """When it stops; 00:00:00 is the midnight that ends the day."""
    days: Annotated[List[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1)]
    """The days it takes people: 1 is Monday, 7 is Sunday."""

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
    """The national code: 05 two hours, 06 two days, 09 a local promise."""
    promise_minutes: Annotated[int, Field(gt=0)] | None = None
    """The local promise, for clock 09 only."""
    target_percent: Annotated[int, Field(ge=0, le=100)] | None = None
    """The share of people who should be seen in time."""
    source: str = ""
    """Who says so."""

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
    """What records and facts call it. It is never changed once used."""
    name: Sentence
    """What people read on the page."""
    summary: Sentence
    """What it does for the person, in a sentence."""
    owner: Code
    """The code of the team that owns referrals on this pathway."""
    model: Literal["crisis_response", "home_based", "reablement", "bed_based", "social_work", "virtual_ward"]
    """The model of care: one of the four of intermediate care, social work, or a virtual ward (hospital at home)."""
    standard: Standard
    """The clock it runs."""
    hours: Hours
    """When it takes people."""
    skills: Annotated[List[Code], Field(min_length=1)]
    """What those who go must be able to do."""
    limit_hours: Annotated[int, Field(gt=0)]
    """How long the help may last from the first contact, or from the beginning of a later stage: 48 for a crisis
    response, 1008 for six weeks."""
    leads_to: List[Code] = ()
    """The pathways somebody may move on to as the next stage of the same episode. None listed: to any other."""
    places: Annotated[int, Field(gt=0)] | None = None
    """How many people it can help at once; for a virtual ward, its beds."""
    places_planned_percent: Annotated[int, Field(ge=0, le=100)] | None = None
    """The share of its places that are planned to be taken."""
    review_hours: Annotated[int, Field(gt=0)] | None = None
    """How often a senior clinician looks over each person, at the latest; for a virtual ward, once a day is 24."""
    criteria: Annotated[List[Criterion], Field(min_length=1)]
    """The conditions; all must be met for the pathway to be suggested."""


class Stay(_Part):
    """What holds for a whole episode, whatever its stages."""

    free_days: Annotated[int, Field(gt=0)]
    """For how many days from the first contact the help is free to the person."""
    follow_up_days: Annotated[int, Field(gt=0)]
    """How many days after the end somebody asks how the person is."""
    source: Sentence
    """Who says so."""


class MeetingRole(_Part):
    """A role at the community multidisciplinary team meeting."""

    code: Code
    """What records call it."""
    name: Sentence
    """What people read on the page."""
    needed: bool = False
    """Without somebody in this role the meeting cannot decide: it has no quorum."""


class MeetingRule(_Part):
    """A reason for which somebody on the caseload is put on the meeting's list."""

    code: Code
    """What records call it."""
    text: Sentence
    """The reason as people read it."""
    fact: Literal[
        "days_helped",
        "hand_offs",
        "no_access_visits",
        "days_since_visit",
        "frailty",
        "days_past_limit",
        "stages",
        "goals_no_better",
    ]
    """What is looked at: days since the first contact, hand-offs, visits without access, days since the last visit,
    the Clinical Frailty Scale, days past the limit of the stage, stages so far, or goals rated lower than at first."""
    at_least: int
    """From which number on."""


class Meetings(_Part):
    """The community multidisciplinary team: who must be there, and who is talked about."""

    roles: Annotated[List[MeetingRole], Field(min_length=1)]
    """The roles, those needed for a quorum among them."""
    list_when: List[MeetingRule] = ()
    """The reasons for which somebody is listed; anybody can be listed by request as well."""
    source: str = ""
    """Who says so."""


class Falls(_Part):
    """What this partnership does about falls."""

    stratify: bool = False
    """Show which offer the World Falls Guidelines lead to. Never a prediction: NICE NG249 advises against those."""


class TriageTimes(_Part):
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


class Agreement(_Part):
    """Who agreed this version, and when."""

    agreed_by: Sentence
    """Who agreed it."""
    agreed_on: date
    """The day it was agreed."""
    in_force_from: date
    """The first day it holds. A referral is decided under the version in force on the day it was received."""

    @model_validator(mode="after")
    def agreed_before_in_force(self) -> Self:
        """What is in force was agreed before, or on the day."""
        if self.in_force_from < self.agreed_on:
            raise ValueError("in_force_from is before agreed_on; a version cannot be in force before it is agreed")
        return self


class ServiceModel(_Part):
    """One agreed service model, whole."""

    title: Sentence
    """What the service is called."""
    version: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    """The name of this version, used by no other. Decisions and episodes keep it."""
    front_door: Code
    """The code of the team that owns every referral until it is decided."""
    agreement: Agreement
    """Who agreed it, and from when it holds."""
    triage: TriageTimes
    """How soon the front door acts."""
    questions: List[Question]
    """What triage needs to know, in the order asked. One of them is `help_within`."""
    needs: Annotated[List[Need], Field(min_length=1)]
    """The reasons for referral that may be chosen."""
    pathways: Annotated[List[Pathway], Field(min_length=1)]
    """The ways of helping, in the order they are tried."""
    stay: Stay | None = None
    """What holds for a whole episode; versions before 2026 did not say."""
    meetings: Meetings | None = None
    """The community multidisciplinary team; None where there is no such meeting."""
    falls: Falls = Falls()
    """What this partnership does about falls."""

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
