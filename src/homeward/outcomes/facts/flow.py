"""How people come, move through the service and leave it: referrals, episodes, stages and discharges."""

from homeward.outcomes.facts.groups import GROUPS
from homeward.outcomes.facts.shape import Event, Field, Kind, Table

T, N, R, B, D, AT = Kind.TEXT, Kind.WHOLE, Kind.NUMBER, Kind.YES_NO, Kind.DAY, Kind.INSTANT

_ADMITTED = (
    Field(
        "instead_of_hospital",
        B,
        "Whether the alternative was an ambulance or the emergency department: 999, 111, or a step up to an @home ward",
        by_rule=True,
    ),
    Field(
        "admitted_within_7",
        B,
        "Hospital stay within 7 days of the first contact, taken as unplanned; empty until known or if it cannot be",
        True,
    ),
    Field(
        "admitted_within_30",
        B,
        "Hospital stay within 30 days of the first contact, taken as unplanned; empty until known or if it cannot be",
        True,
    ),
)

REFERRALS = Table(
    "referrals",
    "one referral",
    ("partnership", "origin", "referral_id"),
    (
        Event("received", "received", "when the referral was received"),
        Event("start", "clock_start", "when the clock started"),
        Event("stop", "clock_stop", "of the first face-to-face contact", True),
        Event("decided", "decided", "when triage was over", True),
    ),
    (
        Field("referral_id", T, "The referral's number with whoever keeps it"),
        Field("episode_id", T, "The episode it became; empty when none"),
        Field(
            "person_id",
            T,
            "A number for the person with whoever keeps it, the same in every table; never an NHS number",
        ),
        Field("received_at", AT, "When the referral was received"),
        Field("clock_start_at", AT, "When the clock started"),
        Field("first_contact_at", AT, "First face-to-face contact, which stops the clock; empty when none yet", True),
        Field("state", T, "Where the referral was when the facts were written", by_rule=True),
        Field("triage_outcome", T, "What triage came to", codes=("accepted", "redirected", "declined", "undecided")),
        Field("clock_code", T, "National waiting time measurement type", codes=("05", "06", "07", "08", "09")),
        Field(
            "wait_minutes",
            N,
            "Minutes from clock start to first contact, a begun minute counted whole",
            True,
            least=0,
            by_rule=True,
        ),
        Field(
            "wait_midnights", N, "London midnights between clock start and first contact", True, least=0, by_rule=True
        ),
        Field("start_days", N, "London midnights between receipt and first contact", True, least=0, by_rule=True),
        Field(
            "standard_met",
            B,
            "Whether the response standard was met; empty when the rule gives no answer",
            True,
            by_rule=True,
        ),
        Field("excluded_because", T, "Why the response standard gives no answer; empty when it does", by_rule=True),
        Field("contacts", N, "Contacts of the episode it became, up to when the facts were written", least=0),
    ),
    GROUPS,
)

EPISODES = Table(
    "episodes",
    "one spell of help, from opening to its end; pathway, team and age are those it was opened with",
    ("partnership", "origin", "episode_id"),
    (
        Event("opened", "opened", "when the episode was opened"),
        Event("began", "began", "of the first face-to-face contact", True),
        Event("ended", "ended", "when help ended", True),
    ),
    (
        Field("episode_id", T, "The episode's number with whoever keeps it"),
        Field("person_id", T, "A number for the person, the same in every table"),
        Field("end_reason", T, "Why help ended; empty while it goes on"),
        Field(
            "days",
            N,
            "London midnights from the first contact to the end; empty while it goes on or when never seen",
            True,
            least=0,
            by_rule=True,
        ),
        Field("stages", N, "How many stages it had", least=1),
        Field("hand_offs", N, "How often it was handed from one team to another", least=0),
        Field(
            "told_again",
            B,
            "Whether the person ever had to tell their story again at a hand-off; empty when not known",
            True,
        ),
        Field("contacts", N, "Contacts so far, of any kind that reached somebody", least=0),
        Field("assessments", N, "Assessments completed", least=0),
        Field(
            "repeat_assessments", N, "Of those, how many asked again what was answered before", least=0, by_rule=True
        ),
        Field(
            "hours_at_start",
            R,
            "Planned staff hours of visits a week, as they began; empty when none were planned",
            True,
            least=0,
            most=400,
        ),
        Field(
            "hours_now",
            R,
            "Planned staff hours of visits a week when the facts were written; empty once it has ended",
            True,
            least=0,
            most=400,
        ),
        Field(
            "hours_at_end",
            R,
            "Planned staff hours of visits a week, on the last day; empty while it goes on",
            True,
            least=0,
            most=400,
        ),
        Field(
            "hours_after",
            R,
            "Hours a week of care arranged after the help; 0 when none, empty while it goes on and when nobody can say",
            True,
            least=0,
            most=400,
        ),
        Field("barthel_first", R, "First Barthel score, 0 to 20", True, least=0, most=20),
        Field("barthel_last", R, "Last Barthel score, when there is more than one", True, least=0, most=20),
        Field("frailty_first", R, "First Clinical Frailty Scale level, 1 to 9", True, least=1, most=9),
        Field(
            "frailty_last", R, "Last Clinical Frailty Scale level, when there is more than one", True, least=1, most=9
        ),
        Field("goals", N, "Goals agreed", least=0),
        Field(
            "attainment_first",
            R,
            "Goal attainment T score at the baseline, of the goals rated since, if any were",
            True,
        ),
        Field("attainment_last", R, "Goal attainment T score at the last ratings", True),
        Field(
            "cost_pence", N, "Cost of the contacts so far at the unit costs entered; empty when none are", True, least=0
        ),
        *_ADMITTED,
    ),
    GROUPS,
)

STAGES = Table(
    "stages",
    "one stage of an episode, on one pathway",
    ("partnership", "origin", "stage_id"),
    (Event("began", "began", "when the stage began"), Event("ended", "ended", "when the stage ended", True)),
    (
        Field("stage_id", T, "The stage's number"),
        Field("episode_id", T, "The episode"),
        Field("place", N, "1 for the episode's first stage, 2 for the next", least=1),
        Field(
            "days",
            N,
            "London midnights from its beginning to its end; empty while it goes on",
            True,
            least=0,
            by_rule=True,
        ),
        Field("limit_days", N, "How many days the service model allows; empty when it sets no limit", True, least=0),
        Field(
            "over_limit",
            B,
            "Whether it lasted, or lasts, longer than allowed; empty without a limit",
            True,
            by_rule=True,
        ),
        Field("extended", B, "Whether longer help was agreed, with a reason"),
    ),
    GROUPS,
)

DISCHARGES = Table(
    "discharges",
    "help that ended with an outcome, as the national return of social care clusters and counts it",
    ("partnership", "origin", "discharge_id"),
    (
        Event("ended", "ended", "when the help ended"),
        Event("twelve_weeks", "twelve_weeks", "on which they were to be asked how they are", True),
    ),
    (
        Field("discharge_id", T, "The episode's number, or the cluster's where a council's extract gives it"),
        Field("episode_id", T, "The episode; empty in an extract that knows none"),
        Field("person_id", T, "A number for the person, the same in every table"),
        Field("began_on", D, "London date on which the help began"),
        Field("reason", T, "Why help ended"),
        Field("outcome", T, "Outcome, as a code of the national list"),
        Field("sequel", T, "What followed, by the national rules", by_rule=True),
        Field("sequel_step", T, "The step of the national rules that gave the sequel", by_rule=True),
        Field(
            "new_client",
            B,
            "Whether they had no long-term support before; empty when not known, as mostly in this record",
            True,
            by_rule=True,
        ),
        Field("in_2a", B, "Whether ASCOF 2A counts it at all (denominator)", by_rule=True),
        Field("success_2a", B, "Whether ASCOF 2A counts it as a success (numerator)", by_rule=True),
        Field("left_out_2a", T, "Why ASCOF 2A does not count it; empty when it does", by_rule=True),
        Field(
            "followed_up",
            B,
            "Whether somebody asked twelve weeks on and was answered; empty when it was not due yet",
            True,
        ),
        Field(
            "at_home_12_weeks",
            B,
            "Whether they lived at home or in extra care twelve weeks on; empty when not known",
            True,
        ),
        Field(
            "destination",
            T,
            "Where they were when help ended: home, extra_care, care_home, hospital, elsewhere, died; empty if unknown",
        ),
        Field(
            "at_home",
            B,
            "Whether they lived at home or in extra care when help ended; empty when not known",
            True,
            by_rule=True,
        ),
        Field(
            "hours_after",
            R,
            "Hours a week of care arranged after the help; 0 for none, empty when nobody can say",
            True,
            least=0,
            most=400,
        ),
    ),
    GROUPS,
)
