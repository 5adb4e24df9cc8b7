"""What people said, and what is counted for the whole area rather than for the service."""

from homeward.outcomes.facts.groups import GROUPS
from homeward.outcomes.facts.shape import Event, Field, Kind, Table

T, N, B = Kind.TEXT, Kind.WHOLE, Kind.YES_NO

ANSWERS = Table(
    "answers",
    "one answer to one statement",
    ("partnership", "origin", "answer_id"),
    (Event("answered", "answered", "of the answer; the first of the month for staff"),),
    (
        Field("answer_id", T, "The answer's number"),
        Field("episode_id", T, "The episode, when it is tied to one; empty otherwise"),
        Field("statement", T, "Code of the statement"),
        Field("theme", T, "Theme of the statement"),
        Field("audience", T, "Who was asked", codes=("person", "carer", "staff")),
        Field("timing", T, "When in the spell of help they were asked"),
        Field("mode", T, "How they answered"),
        Field("by_proxy", B, "Whether somebody answered for them"),
        Field(
            "response",
            N,
            "1 (strongly disagree) to 5 (strongly agree); empty when it did not apply",
            True,
            least=1,
            most=5,
        ),
        Field("agrees", B, "Whether they agree or strongly agree; empty without a valid answer", True, by_rule=True),
    ),
    GROUPS,
)

AREA_COUNTS = Table(
    "area_counts",
    "one published or agreed count for the whole area in one month",
    ("partnership", "origin", "what", "counted_month", "locality", "age_band"),
    (Event("counted", "counted", "on which the month began"),),
    (
        Field("what", T, "What is counted", codes=("emergency_admissions", "long_term_admissions", "acute_discharges")),
        Field("count", N, "How many in the month", least=0),
        Field("population", N, "How many people lived there, of that age", True, least=0),
    ),
    GROUPS,
)
