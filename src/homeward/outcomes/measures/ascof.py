"""The national outcomes framework of adult social care. Its rules were applied when the facts were written."""

from typing import TYPE_CHECKING

from homeward.outcomes.measures.parts import Parts
from homeward.outcomes.measures.shapes import answered

if TYPE_CHECKING:
    import ibis.expr.types as ir


def ascof_2a(discharges: "ir.Table") -> Parts:
    """Support that ASCOF 2A counts, and that which it counts as a success."""
    return Parts(
        belongs=discharges.discharge_id.notnull(),
        counts=discharges.in_2a,
        meets=discharges.in_2a & discharges.success_2a,
    )


def ascof_2d(hospital_stays: "ir.Table") -> Parts:
    """Discharges followed by reablement, and those of people still in the community twelve weeks on."""
    return answered(hospital_stays.in_2d & hospital_stays.linked_2d, hospital_stays.success_2d)


def ascof_2d_coverage(hospital_stays: "ir.Table") -> Parts:
    """Discharges that ASCOF 2D counts, and those followed by reablement."""
    return Parts(
        belongs=hospital_stays.stay_id.notnull(),
        counts=hospital_stays.in_2d,
        meets=hospital_stays.in_2d & hospital_stays.linked_2d,
    )


def at_home_91_days_old(hospital_stays: "ir.Table") -> Parts:
    """Discharges that the measure of the years before counts, and those of people at home on day 91."""
    return answered(hospital_stays.in_2b_old, hospital_stays.success_2b_old)
