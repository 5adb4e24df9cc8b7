"""What help costs, at the unit costs that the partnership entered."""

from typing import TYPE_CHECKING

from homeward.outcomes.measures.parts import Parts
from homeward.outcomes.measures.shapes import amounts, ratio

if TYPE_CHECKING:
    import ibis.expr.types as ir

MINUTES_AN_HOUR = 60.0


def cost_of_help(episodes: "ir.Table") -> Parts:
    """Ended help, and what its contacts cost in pence."""
    return amounts(episodes.ended_on.notnull(), episodes.cost_pence)


def cost_of_contact_hour(contacts: "ir.Table") -> Parts:
    """Contacts with a cost and a length: pence, divided by hours."""
    return ratio(contacts.contact_id.notnull(), contacts.cost_pence, contacts.minutes.cast("float64") / MINUTES_AN_HOUR)


def cost_of_contacts(costs: "ir.Table") -> Parts:
    """What the contacts of an episode, an organisation and a month cost in pence."""
    return amounts(costs.spent_on.notnull(), costs.cost_pence)


def weekly_cost_after(placements: "ir.Table") -> Parts:
    """Care that began after help, and what it costs a week in pence."""
    return amounts(placements.placement_id.notnull(), placements.weekly_cost_pence)
