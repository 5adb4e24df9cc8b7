"""What every row is worked out with, whichever table it belongs to."""

from dataclasses import dataclass
from datetime import datetime

from homeward.outcomes.areas import NO_AREAS, Areas
from homeward.outcomes.unit_costs import NO_COSTS, UnitCosts


@dataclass(frozen=True, slots=True)
class Context:
    """Whose facts, from where, as things stand at which instant; and the partnership's own areas and unit costs."""

    partnership: str
    now: datetime
    origin: str = "live"
    areas: Areas = NO_AREAS
    unit_costs: UnitCosts = NO_COSTS
