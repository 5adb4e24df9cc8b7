"""The shape of a service model. The file's field names are these names; an unknown field is refused."""

from homeward.pathways.schema.care import Falls, MeetingRole, MeetingRule, Meetings, Stay
from homeward.pathways.schema.model import Agreement, ServiceModel
from homeward.pathways.schema.parts import Answer, Code, List, Part, Sentence
from homeward.pathways.schema.pathway import Hours, Pathway, Standard
from homeward.pathways.schema.triage import Choice, Criterion, Need, Question, TriageTimes

__all__ = [
    "Agreement",
    "Answer",
    "Choice",
    "Code",
    "Criterion",
    "Falls",
    "Hours",
    "List",
    "MeetingRole",
    "MeetingRule",
    "Meetings",
    "Need",
    "Part",
    "Pathway",
    "Question",
    "Sentence",
    "ServiceModel",
    "Standard",
    "Stay",
    "TriageTimes",
]
