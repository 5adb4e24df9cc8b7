"""Rates for the whole area, per 100,000 people who live there."""

from typing import TYPE_CHECKING

from homeward.outcomes.measures.parts import Parts
from homeward.outcomes.measures.shapes import ratio

if TYPE_CHECKING:
    import ibis.expr.types as ir

OLDER = ["65_over", "65_74", "75_84", "85_over"]
WORKING_AGE = ["18_64"]


def emergency_admissions_65(area_counts: "ir.Table") -> Parts:
    """Emergency admissions of people of 65 and over, divided by how many live there."""
    return _rate(area_counts, "emergency_admissions", OLDER)


def long_term_admissions_65(area_counts: "ir.Table") -> Parts:
    """Long-term admissions to care homes of people of 65 and over, divided by how many live there."""
    return _rate(area_counts, "long_term_admissions", OLDER)


def long_term_admissions_18_64(area_counts: "ir.Table") -> Parts:
    """Long-term admissions to care homes of people from 18 to 64, divided by how many live there."""
    return _rate(area_counts, "long_term_admissions", WORKING_AGE)


def _rate(area_counts: "ir.Table", what: str, ages: list[str]) -> Parts:
    asked = (area_counts["what"] == what) & area_counts.age_band.isin(ages)
    return ratio(asked, area_counts["count"], area_counts.population)
