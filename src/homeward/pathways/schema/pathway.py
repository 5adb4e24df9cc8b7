"""One way of helping: its hours, its clock, its criteria, and where it leads."""

from datetime import time
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from homeward.pathways.schema.parts import Code, List, Part, Sentence
from homeward.pathways.schema.triage import Criterion


class Hours(Part):
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


class Standard(Part):
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


class Pathway(Part):
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
