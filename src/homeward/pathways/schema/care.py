"""What holds for a whole episode, at team meetings, and about falls."""

from typing import Annotated, Literal

from pydantic import Field

from homeward.pathways.schema.parts import Code, List, Part, Sentence


class Stay(Part):
    """What holds for a whole episode, whatever its stages."""

    free_days: Annotated[int, Field(gt=0)]
    """For how many days from the first contact the help is free to the person."""
    follow_up_days: Annotated[int, Field(gt=0)]
    """How many days after the end somebody asks how the person is."""
    source: Sentence
    """Who says so."""


class MeetingRole(Part):
    """A role at the community multidisciplinary team meeting."""

    code: Code
    """What records call it."""
    name: Sentence
    """What people read on the page."""
    needed: bool = False
    """Without somebody in this role the meeting cannot decide: it has no quorum."""


class MeetingRule(Part):
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


class Meetings(Part):
    """The community multidisciplinary team: who must be there, and who is talked about."""

    roles: Annotated[List[MeetingRole], Field(min_length=1)]
    """The roles, those needed for a quorum among them."""
    list_when: List[MeetingRule] = ()
    """The reasons for which somebody is listed; anybody can be listed by request as well."""
    source: str = ""
    """Who says so."""


class Falls(Part):
    """What this partnership does about falls."""

    stratify: bool = False
    """Show which offer the World Falls Guidelines lead to. Never a prediction: NICE NG249 advises against those."""
