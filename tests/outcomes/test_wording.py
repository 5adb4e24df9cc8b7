"""Names for every code of the facts, and for weeks and months."""

import re
from datetime import date
from pathlib import Path

import pytest

from homeward.outcomes.definitions import measures
from homeward.outcomes.facts import TABLES
from homeward.outcomes.periods import Period
from homeward.outcomes.wording import BREAKDOWN_NAMES, dated_name, name_of_group, period_name
from tests.outcomes.made_facts import COUNTED_AT
from tests.support.borough import make_borough

pytestmark = pytest.mark.django_db
CODED = sorted(
    {
        (name, code)
        for measure in measures()
        for name in (*measure.breakdowns, measure.reasons_from)
        for field in TABLES[measure.table].fields
        if field.name == name
        for code in (*field.codes, "")
    }
)
"""Every code of every column that a measure can be broken down by, or that says why rows are left out; and no code."""


@pytest.mark.parametrize(("column", "code"), CODED)
def test_every_code_of_a_breakdown_or_reason_has_a_readable_name(home: Path, column: str, code: str) -> None:
    name = name_of_group(column, COUNTED_AT)(code)
    assert name
    assert "_" not in name
    assert name[0].isupper() or name[0].isdigit()


@pytest.mark.parametrize(
    ("column", "code", "name"),
    [
        ("pathway", "rapid_response", "Rapid response"),
        ("pathway", "", "None decided"),
        ("source", "ambulance_999", "999 ambulance service"),
        ("organisation", "RXX", "Riverside NHS Trust"),
        ("organisation", "ZZZ", "ZZZ"),
        ("locality", "", "Not recorded"),
        ("locality", "north_side", "North side"),
        ("ethnicity", "not_stated", "Would rather not say"),
        ("deprivation", "1", "Most deprived fifth"),
        ("excluded_because", "closed_before_a_visit", "Closed before a visit"),
        ("origin", "live", "The joint service"),
        ("anything", "support_ended", "Support ended"),
    ],
)
def test_codes_are_called_as_people_call_them(home: Path, column: str, code: str, name: str) -> None:
    make_borough()
    assert name_of_group(column, COUNTED_AT)(code) == name


def test_every_breakdown_of_every_measure_has_a_name_of_its_own() -> None:
    assert {one for measure in measures() for one in measure.breakdowns} <= set(BREAKDOWN_NAMES)
    assert len(set(BREAKDOWN_NAMES.values())) == len(BREAKDOWN_NAMES)


def test_every_event_of_every_measure_ends_a_sentence() -> None:
    for measure in measures():
        for event in measure.dated:
            assert re.fullmatch(r"[a-z@].*[^.]", dated_name(measure.table, event))


@pytest.mark.parametrize(
    ("period", "first", "last", "name"),
    [
        (Period.WEEK, date(2026, 3, 2), date(2026, 3, 8), "2 to 8 Mar 2026"),
        (Period.WEEK, date(2026, 3, 30), date(2026, 4, 5), "30 Mar to 5 Apr 2026"),
        (Period.WEEK, date(2026, 12, 28), date(2027, 1, 3), "28 Dec 2026 to 3 Jan 2027"),
        (Period.MONTH, date(2026, 3, 1), date(2026, 3, 31), "March 2026"),
        (Period.WHOLE, date(2026, 3, 1), date(2026, 3, 31), "1 to 31 Mar 2026"),
        (Period.WHOLE, date(2025, 3, 1), date(2026, 3, 1), "1 Mar 2025 to 1 Mar 2026"),
    ],
)
def test_weeks_and_months_are_called_as_people_call_them(period: Period, first: date, last: date, name: str) -> None:
    assert period_name(period, first, last) == name
