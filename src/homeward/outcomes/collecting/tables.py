"""Which module collects which table from the live service: rows in the order of the table's month, memory flat."""

from collections.abc import Callable, Iterator
from typing import Any

from homeward.outcomes.collecting import (
    assessments_facts,
    contacts_facts,
    discharges_facts,
    episodes_facts,
    goals_facts,
    referrals_facts,
    stages_facts,
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
}
