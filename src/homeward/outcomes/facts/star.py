"""The star: every table of facts, in the order data dictionaries list them."""

from homeward.outcomes.facts.activity import ASSESSMENTS, CONTACTS, COSTS, GOALS, MEETING_ACTIONS, WARD_DAYS
from homeward.outcomes.facts.area import ANSWERS, AREA_COUNTS
from homeward.outcomes.facts.flow import DISCHARGES, EPISODES, REFERRALS, STAGES
from homeward.outcomes.facts.groups import BREAKDOWNS
from homeward.outcomes.facts.hospital import DELAYS, HOSPITAL_STAYS, PLACEMENTS
from homeward.outcomes.facts.shape import Table

__all__ = ["BREAKDOWNS", "SCHEMA_VERSION", "TABLES"]

SCHEMA_VERSION = "2"

TABLES: dict[str, Table] = {
    one.name: one
    for one in (
        REFERRALS,
        EPISODES,
        STAGES,
        CONTACTS,
        ASSESSMENTS,
        GOALS,
        DISCHARGES,
        HOSPITAL_STAYS,
        DELAYS,
        PLACEMENTS,
        WARD_DAYS,
        MEETING_ACTIONS,
        ANSWERS,
        COSTS,
        AREA_COUNTS,
    )
}
