"""Hospital: leaving it without waiting, staying out of it, and where people go from it."""

from typing import TYPE_CHECKING

from homeward.outcomes.measures.parts import Parts
from homeward.outcomes.measures.shapes import all_of, amounts, answered, answered_no

if TYPE_CHECKING:
    import ibis.expr.types as ir


def on_ready_day(hospital_stays: "ir.Table") -> Parts:
    """Discharges that the discharge ready date measures count, and those on the ready date itself."""
    return _of_counted(hospital_stays, answered(_counted(hospital_stays), hospital_stays.on_ready_day))


def delay_of_delayed(hospital_stays: "ir.Table") -> Parts:
    """Of the same discharges, those after the ready date, and the days from it."""
    later = ~hospital_stays.on_ready_day.fill_null(False)
    delayed = amounts(
        _counted(hospital_stays) & hospital_stays.on_ready_day.notnull() & later, hospital_stays.delay_days
    )
    return Parts(later, delayed.counts, delayed.meets, delayed.amount)


def delay(hospital_stays: "ir.Table") -> Parts:
    """The same discharges, and the days from the ready date: none for those who left on it."""
    return _of_counted(hospital_stays, amounts(_counted(hospital_stays), hospital_stays.delay_days))


def delay_days(delays: "ir.Table") -> Parts:
    """Days held up, each shared between the reasons given for it."""
    return amounts(delays.held_on.notnull(), delays.share)


def not_admitted_within_7(episodes: "ir.Table") -> Parts:
    """Help instead of hospital, and that after which nobody was admitted within 7 days."""
    return answered_no(episodes.instead_of_hospital, episodes.admitted_within_7)


def not_admitted_within_30(episodes: "ir.Table") -> Parts:
    """Help instead of hospital, and that after which nobody was admitted within 30 days."""
    return answered_no(episodes.instead_of_hospital, episodes.admitted_within_30)


def long_term_from_hospital(placements: "ir.Table") -> Parts:
    """Moves into long-term care homes, and those straight from a hospital bed."""
    return all_of(placements.long_term_home, placements.direct_from_hospital)


def new_long_term_homes(placements: "ir.Table") -> Parts:
    """Moves into long-term care homes, and those of people who had lived in none before."""
    return answered(placements.long_term_home, placements.new)


def went_home(hospital_stays: "ir.Table") -> Parts:
    """Discharges with a discharge pathway, and those on pathways 0 and 1, which lead home."""
    agreed = hospital_stays.discharge_pathway != ""
    return Parts(
        belongs=hospital_stays.stay_id.notnull(),
        counts=agreed,
        meets=agreed & hospital_stays.discharge_pathway.isin(["0", "1"]),
    )


def straight_to_care_home(hospital_stays: "ir.Table") -> Parts:
    """Discharges, and those to a care home as a new, long-term resident."""
    return all_of(hospital_stays.stay_id.notnull(), hospital_stays.new_care_home)


def _counted(hospital_stays: "ir.Table") -> "ir.BooleanValue":
    return hospital_stays.excluded_because == ""


def _of_counted(hospital_stays: "ir.Table", parts: Parts) -> Parts:
    """The same parts among all stays, so that those the national measures leave out are counted as left out."""
    return Parts(hospital_stays.stay_id.notnull(), parts.counts, parts.meets, parts.amount)
