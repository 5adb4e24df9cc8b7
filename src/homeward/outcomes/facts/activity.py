"""What was done: contacts, assessments, goals, days on the @home ward, actions of meetings, and what it cost."""

from homeward.outcomes.facts.groups import GROUPS
from homeward.outcomes.facts.shape import Event, Field, Kind, Table

T, N, R, B, D, AT = Kind.TEXT, Kind.WHOLE, Kind.NUMBER, Kind.YES_NO, Kind.DAY, Kind.INSTANT

CONTACTS = Table(
    "contacts",
    "one contact, or an attempt at one, by the organisation of whoever recorded it",
    ("partnership", "origin", "contact_id"),
    (Event("held", "held", "of the contact"),),
    (
        Field("contact_id", T, "The contact's number"),
        Field("episode_id", T, "The episode"),
        Field("started_at", AT, "When it began"),
        Field("kind", T, "Kind of contact"),
        Field("face_to_face", B, "Whether it was face to face", by_rule=True),
        Field("reached", B, "Whether it reached somebody", by_rule=True),
        Field("first", B, "Whether it is the episode's first face-to-face contact", by_rule=True),
        Field("minutes", N, "How long it took, when written down", True, least=1, most=1440),
        Field("staff", N, "How many members of staff took part", least=1, most=4),
        Field(
            "cost_pence",
            N,
            "What it cost at the unit cost entered; empty without one, or without a length",
            True,
            least=0,
            by_rule=True,
        ),
    ),
    GROUPS,
)

ASSESSMENTS = Table(
    "assessments",
    "one completed assessment",
    ("partnership", "origin", "assessment_id"),
    (Event("completed", "completed", "when it was completed"),),
    (
        Field("assessment_id", T, "The assessment's number"),
        Field("episode_id", T, "The episode"),
        Field("tool", T, "Code of the assessment tool"),
        Field("accepted", B, "Whether another organisation's assessment was accepted instead of asking again"),
        Field("answers", N, "How many questions have an answer", least=0),
        Field("kept_answers", N, "Of those, how many were kept from an earlier answer", least=0),
        Field("repeat", B, "Whether it asked again what had been answered in the same spell of help", by_rule=True),
        Field("score", R, "Total score, for a tool that has one", True),
    ),
    GROUPS,
)

GOALS = Table(
    "goals",
    "one goal that a person agreed",
    ("partnership", "origin", "goal_id"),
    (Event("set", "set", "when it was agreed"), Event("ended", "ended", "when work on it, or the help, ended", True)),
    (
        Field("goal_id", T, "The goal's number"),
        Field("episode_id", T, "The episode"),
        Field("end_reason", T, "Why it is no longer worked on; empty when nobody said"),
        Field("baseline", N, "Level when it was agreed, -2 to 2", least=-2, most=2),
        Field("level", N, "Level at the last rating; empty when never rated", True, least=-2, most=2),
        Field(
            "change", N, "Last level less the baseline; empty when never rated", True, least=-4, most=4, by_rule=True
        ),
        Field(
            "met",
            B,
            "Whether it was met; empty while worked on, once they want something else, or if not rated at the end",
            True,
            by_rule=True,
        ),
    ),
    GROUPS,
)

WARD_DAYS = Table(
    "ward_days",
    "one day of one @home ward",
    ("partnership", "origin", "pathway", "held_on"),
    (Event("held", "held", "of the day"),),
    (
        Field("taken", N, "Places taken on the day", least=0),
        Field("places", N, "Places there were; empty when none were agreed", True, least=0),
        Field("planned_percent", N, "Share of places that is planned to be taken", True, least=0, most=100),
        Field("stepped_up", N, "Of those taken, how many came up from the community", least=0),
        Field("reviews_due", N, "Senior reviews that were due on the day", least=0, by_rule=True),
        Field("reviews_done", N, "Of those, how many were done on the day", least=0, by_rule=True),
    ),
    GROUPS,
)

MEETING_ACTIONS = Table(
    "meeting_actions",
    "one action that a team meeting agreed",
    ("partnership", "origin", "action_id"),
    (Event("agreed", "agreed", "when it was agreed"), Event("due", "due", "by which it was to be done", True)),
    (
        Field("action_id", T, "The action's number"),
        Field("episode_id", T, "The episode it is about; empty when about none"),
        Field("done_on", D, "London date on which it was done; empty when not done", True),
        Field("in_time", B, "Whether it was done by its day; empty while there is still time", True, by_rule=True),
        Field("dropped", B, "Whether it was dropped, with a reason"),
    ),
    GROUPS,
)

COSTS = Table(
    "costs",
    "what the contacts of one episode by one organisation cost in one month",
    ("partnership", "origin", "episode_id", "organisation", "spent_month"),
    (Event("spent", "spent", "on which the month began"),),
    (
        Field("episode_id", T, "The episode"),
        Field("contacts", N, "Contacts in the month", least=0),
        Field("minutes", N, "Minutes of staff time in the month", least=0),
        Field(
            "cost_pence",
            N,
            "What they cost at the unit costs entered; empty when none are",
            True,
            least=0,
            by_rule=True,
        ),
        Field("price_year", T, "Price year of the unit costs; empty when none are entered"),
    ),
    GROUPS,
)
