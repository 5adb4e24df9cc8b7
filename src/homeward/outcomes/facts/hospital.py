"""Hospital stays, the days people waited to leave, and the long-term placements that followed."""

from homeward.outcomes.facts.groups import GROUPS
from homeward.outcomes.facts.shape import Event, Field, Kind, Table

T, N, R, B, D = Kind.TEXT, Kind.WHOLE, Kind.NUMBER, Kind.YES_NO, Kind.DAY

HOSPITAL_STAYS = Table(
    "hospital_stays",
    "one stay in hospital of somebody known to the service",
    ("partnership", "origin", "stay_id"),
    (
        Event("admitted", "admitted", "of admission"),
        Event("ready", "ready", "that is the discharge ready date", True),
        Event("left", "left", "on which they left the hospital", True),
        Event("known", "known", "from which ASCOF 2D can be counted", True),
    ),
    (
        Field("stay_id", T, "The stay's number"),
        Field("episode_id", T, "The episode it belongs to; empty in an extract that knows none"),
        Field("person_id", T, "A number for the person, the same in every table"),
        Field(
            "discharge_pathway",
            T,
            "Discharge pathway 0 to 3; empty when none was agreed",
            codes=("", "0", "1", "2", "3"),
        ),
        Field("destination", T, "Where they went, as a code of the national list; empty until they left"),
        Field(
            "delay_days",
            N,
            "Days from the discharge ready date to leaving; empty when there is no such date",
            True,
            least=0,
            by_rule=True,
        ),
        Field(
            "on_ready_day",
            B,
            "Whether they left on the discharge ready date; empty when there is none",
            True,
            by_rule=True,
        ),
        Field(
            "excluded_because",
            T,
            "Why the discharge ready date measures leave it out; empty when they count it",
            by_rule=True,
        ),
        Field(
            "new_care_home",
            B,
            "Whether they went from hospital into a care home as a new, long-term resident",
            by_rule=True,
        ),
        Field("unplanned", B, "Whether the admission was unplanned; empty when not known", True),
        Field("in_2d", B, "Whether ASCOF 2D counts the discharge at all", by_rule=True),
        Field("linked_2d", B, "Whether reablement began from 3 days before to 7 days after leaving", by_rule=True),
        Field(
            "success_2d",
            B,
            "Whether they were still in the community 12 weeks on; empty when not linked or not known yet",
            True,
            by_rule=True,
        ),
        Field("left_out_2d", T, "Why ASCOF 2D does not count it; empty when it does", by_rule=True),
        Field(
            "in_2b_old",
            B,
            "Whether the measure of the years before counts it: 65 or over, discharged October to December",
            by_rule=True,
        ),
        Field("success_2b_old", B, "Whether they were at home 91 days on; empty when not known", True, by_rule=True),
    ),
    GROUPS,
)

DELAYS = Table(
    "delays",
    "one day that somebody who was ready to leave spent in hospital, for one reason",
    ("partnership", "origin", "stay_id", "reason", "held_on"),
    (Event("held", "held", "on which they were held up"),),
    (
        Field("stay_id", T, "The stay's number"),
        Field("episode_id", T, "The episode it belongs to; empty in an extract that knows none"),
        Field("reason", T, "Reason, as a code of the national list; not_given when nobody gave one"),
        Field("family", T, "Family of the reason; empty when nobody gave one", by_rule=True),
        Field(
            "share",
            R,
            "The day's share of this reason: 1 divided by the reasons given for the day",
            least=0,
            most=1,
            by_rule=True,
        ),
    ),
    GROUPS,
)

PLACEMENTS = Table(
    "placements",
    "one long-term placement or package that began after help",
    ("partnership", "origin", "placement_id"),
    (Event("began", "began", "from which it was needed, or began"),),
    (
        Field("placement_id", T, "The placement's number"),
        Field("episode_id", T, "The episode it followed; empty in an extract that knows none"),
        Field("person_id", T, "A number for the person, the same in every table"),
        Field("service", T, "Kind of support, as a code of the national list"),
        Field("long_term_home", B, "Whether it is long-term residential or nursing care", by_rule=True),
        Field("direct_from_hospital", B, "Whether it began straight from a hospital bed"),
        Field(
            "new",
            B,
            "Whether they had no such placement in the 365 days before; empty when not known",
            True,
            by_rule=True,
        ),
        Field("hours_per_week", R, "Hours of care a week", True, least=0, most=400),
        Field("weekly_cost_pence", N, "Cost a week in pence; empty when not known", True, least=0),
        Field("funded_by", T, "Who pays"),
    ),
    GROUPS,
)
