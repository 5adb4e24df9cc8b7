"""A whole service model, and who agreed it."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from homeward.pathways.schema.care import Falls, Meetings, Stay
from homeward.pathways.schema.parts import Code, List, Part, Sentence
from homeward.pathways.schema.pathway import Pathway
from homeward.pathways.schema.triage import Need, Question, TriageTimes


class Agreement(Part):
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


class ServiceModel(Part):
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
