"""Hospital stays as ASCOF 2D looks at them, and which discharges it counts.

Source: `Create_ASCOF_2D.sql` (DataS-DHSC/ASC-CLD-LA-Dashboard), stage 2. Codes are those of the NHS Data Dictionary.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from homeward.episodes.rules.leaving import LONG_TERM
from homeward.outcomes.ascof.events import EventType, Span, age_by_days

OLDEST_AGE_LEFT_OUT = 64
FOLLOWED_FOR = timedelta(days=84)
"""Twelve weeks from the discharge, the last day counted."""
EMERGENCY = frozenset({"EM", "NE"})
"""Kinds of admission that count as a readmission: emergency, and other not elective."""
STILLBIRTH = "5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One stay in hospital. `discharged_on` None: still there. Codes are "" where nobody knows."""

    person: str
    stay: str = ""
    admitted_on: date
    discharged_on: date | None
    management: str = ""
    """EL elective, EM emergency, NE other not elective."""
    admission_method: str = ""
    discharge_method: str = ""
    destination: str = ""
    treatment_function: str = ""


class NotCounted(StrEnum):
    """Why ASCOF 2D does not count a discharge."""

    AGE_NOT_KNOWN = "age_not_known"
    UNDER_65 = "under_65"
    NO_NIGHT = "no_night_in_hospital"
    ADMISSION_METHOD = "admission_method"
    DISCHARGE_METHOD = "discharge_method"
    DESTINATION = "destination"
    TREATMENT_FUNCTION = "treatment_function"
    IN_LONG_TERM_CARE = "in_long_term_care_at_admission"


@dataclass(frozen=True, slots=True)
class Exclusions:
    """Which codes take a discharge out of the count. A treatment function that ends in `*` means all that begin so."""

    admission_methods: frozenset[str]
    discharge_methods: frozenset[str]
    destinations: frozenset[str]
    treatment_functions: frozenset[str]

    def excludes_function(self, code: str) -> bool:
        """Whether a treatment function is one of those left out."""
        return any(code == one or (one.endswith("*") and code.startswith(one[:-1])) for one in self.treatment_functions)


NATIONAL = Exclusions(
    admission_methods=frozenset({"31", "32", "82", "83"}),
    discharge_methods=frozenset({"4", "5"}),
    destinations=frozenset({"49", "50", "51", "52", "79", "87", "88"}),
    treatment_functions=frozenset(
        {"199", "223", "290", "291", "331", "344", "345", "346", "424", "499", "501", "504", "560"}
        | {"660", "661", "662", "840", "920", "65*", "7*"}
    ),
)
"""What the published script leaves out: maternity, babies, mental health, learning disability and others."""


def not_counted(
    stay: Stay, born_on: date | None, services: Iterable[Span], exclusions: Exclusions = NATIONAL
) -> NotCounted | None:
    """Why a discharge is not counted, or None when it is. `services`: the person's events with every council.

    A code that nobody knows excludes nothing. Raises ValueError for somebody who is still in hospital.
    """
    if stay.discharged_on is None:
        raise ValueError("Somebody who is still in hospital has no discharge to count.")
    if born_on is None:
        return NotCounted.AGE_NOT_KNOWN
    if age_by_days(born_on, stay.discharged_on) <= OLDEST_AGE_LEFT_OUT:
        return NotCounted.UNDER_65
    if stay.admitted_on >= stay.discharged_on:
        return NotCounted.NO_NIGHT
    by_code = {
        NotCounted.ADMISSION_METHOD: stay.admission_method in exclusions.admission_methods,
        NotCounted.DISCHARGE_METHOD: stay.discharge_method in exclusions.discharge_methods,
        NotCounted.DESTINATION: stay.destination in exclusions.destinations,
        NotCounted.TREATMENT_FUNCTION: exclusions.excludes_function(stay.treatment_function),
        NotCounted.IN_LONG_TERM_CARE: any(_lived_in_care(one, stay.admitted_on) for one in services),
    }
    return next((why for why, holds in by_code.items() if holds), None)


def _lived_in_care(span: Span, on: date) -> bool:
    away_from_home = span.event.service in LONG_TERM and span.event.service != "lts_community"
    return span.event.kind is EventType.SERVICE and away_from_home and span.start <= on <= span.end


def is_readmission(stay: Stay, *, discharged_on: date, cluster_start: date) -> bool:
    """Whether a stay is an emergency of at least a night, after discharge and start of support, within 12 weeks.

    Somebody who is still in hospital has stayed a night.
    """
    return (
        stay.management in EMERGENCY
        and stay.discharge_method != STILLBIRTH
        and (stay.discharged_on is None or stay.admitted_on < stay.discharged_on)
        and max(discharged_on, cluster_start) < stay.admitted_on <= discharged_on + FOLLOWED_FOR
    )
