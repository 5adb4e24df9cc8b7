"""Which module collects which table from the live service: rows in the order of the table's month, memory flat."""

from collections.abc import Callable, Iterator
from typing import Any

from homeward.outcomes.collecting import (
    answers_facts,
    area_counts_facts,
    assessments_facts,
    contacts_facts,
    costs_facts,
    delays_facts,
    discharges_facts,
    episodes_facts,
    goals_facts,
    hospital_stays_facts,
    meeting_actions_facts,
    placements_facts,
    referrals_facts,
    stages_facts,
    ward_days_facts,
)
from homeward.outcomes.collecting.context import Context

COLLECTED: dict[str, Callable[[Context], Iterator[dict[str, Any]]]] = {
    "referrals": referrals_facts.rows,
    "episodes": episodes_facts.rows,
    "stages": stages_facts.rows,
    "contacts": contacts_facts.rows,
    "assessments": assessments_facts.rows,
    "goals": goals_facts.rows,
    "discharges": discharges_facts.rows,
    "hospital_stays": hospital_stays_facts.rows,
    "delays": delays_facts.rows,
    "placements": placements_facts.rows,
    "ward_days": ward_days_facts.rows,
    "meeting_actions": meeting_actions_facts.rows,
    "answers": answers_facts.rows,
    "costs": costs_facts.rows,
    "area_counts": area_counts_facts.rows,
}
