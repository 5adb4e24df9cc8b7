"""ASCOF 2B and 2C, and the measure of 91 days."""

from datetime import date
from typing import Any

import pytest

from homeward.outcomes.ascof.admissions import Admission, NotNew, admissions, rates
from homeward.outcomes.ascof.events import About, Event
from homeward.outcomes.ascof.legacy import OldDischarge, asked_on, is_counted, labels, parts_of_year
from homeward.outcomes.ascof.two_a import AgeBand
from tests.outcomes.ascof.events import after, service

FIRST, LAST = date(2025, 4, 1), date(2026, 3, 31)
ON = date(2025, 9, 1)
BORN = date(1940, 1, 1)


def home(start: date = ON, end: date | None = None, outcome: str = "", **more: Any) -> Event:
    code = more.pop("code", "lts_residential")
    return service(start, end, code, more.pop("component", "Long term residential care"), outcome, **more)


def found(*events: Event, born_on: date | None = BORN, died_on: date | None = None, **more: Any) -> list[Admission]:
    return admissions(events, {("", "1"): About(born_on, died_on)}, first=FIRST, last=LAST, **more)


def reasons(*events: Event, **more: Any) -> list[NotNew | None]:
    return [one.left_out for one in found(*events, **more)]


@pytest.mark.parametrize(("ended", "why"), [(364, NotNew.WAS_RESIDENT), (365, None), (0, NotNew.WAS_RESIDENT)])
def test_an_admission_is_new_when_no_other_ended_in_the_365_days_before(ended: int, why: NotNew | None) -> None:
    assert reasons(home(after(-700, ON), after(-ended, ON)), home()) == [why]


def test_an_earlier_stay_that_goes_on_and_one_that_began_on_the_same_day() -> None:
    assert reasons(home(after(-700, ON), None), home()) == [NotNew.WAS_RESIDENT]
    assert reasons(home(code="lts_nursing", component="Long term nursing care"), home()) == [
        None,
        NotNew.COUNTED_ALREADY,
    ]


def test_support_at_home_before_makes_no_admission_old() -> None:
    assert reasons(service(after(-99, ON), after(-1, ON), "lts_community"), home()) == [None]


def test_admissions_that_ended_in_paying_for_ones_own_care_are_left_out_but_show_who_was_resident() -> None:
    paid = home(end=after(50, ON), outcome="nfa_self_funded")
    assert reasons(paid) == [NotNew.SELF_FUNDED]
    assert reasons(paid, home(after(60, ON))) == [NotNew.SELF_FUNDED, NotNew.WAS_RESIDENT]


@pytest.mark.parametrize(
    ("component", "by_script", "with_blank"),
    [
        ("Long term nursing care", 1, 1),
        ("long  term residential care", 1, 1),
        ("", 0, 1),
        ("Short term residential care", 0, 0),
        ("Home support or domiciliary care", 0, 0),
    ],
)
def test_only_services_that_are_a_long_term_home_count(component: str, by_script: int, with_blank: int) -> None:
    assert len(found(home(component=component))) == by_script
    assert len(found(home(component=component), blank_component=True)) == with_blank


@pytest.mark.parametrize(("day", "is_in"), [(after(-1, FIRST), 0), (FIRST, 1), (LAST, 1), (after(1, LAST), 0)])
def test_the_first_day_decides_the_period(day: date, is_in: int) -> None:
    assert len(found(home(day))) == is_in


@pytest.mark.parametrize(
    ("born_on", "band", "why"),
    [
        (date(1960, 8, 31), AgeBand.OVER_65, None),
        (date(1960, 9, 2), AgeBand.UNDER_65, None),
        (date(2007, 9, 1), AgeBand.UNDER_65, None),
        (date(2007, 9, 2), AgeBand.UNDER_65, NotNew.UNDER_18),
        (None, AgeBand.NOT_KNOWN, NotNew.AGE_NOT_KNOWN),
    ],
)
def test_age_on_the_day_of_admission(born_on: date | None, band: AgeBand, why: NotNew | None) -> None:
    (one,) = found(home(), born_on=born_on)
    assert (one.age_band, one.left_out) == (band, why)


def test_who_died_before_the_period_is_left_out_and_who_died_in_it_is_not() -> None:
    assert found(home(), died_on=after(-1, FIRST)) == []
    assert reasons(home(), died_on=after(1, ON)) == [None]


def test_the_rate_is_per_100_000_people_of_that_age() -> None:
    rows = [
        *found(home()),
        *admissions([home(person="2")], {("", "2"): About(date(1980, 1, 1))}, first=FIRST, last=LAST),
        *found(home(after(-1, ON)), home()),
    ]
    got = rates(rows, {AgeBand.UNDER_65: 210_000, AgeBand.OVER_65: 31_000})
    assert (got[AgeBand.UNDER_65].value, got[AgeBand.OVER_65].value) == (0.5, 6.5)
    assert rates([], {AgeBand.OVER_65: 31_000})[AgeBand.OVER_65].value == 0.0


OUT = date(2022, 10, 1)


@pytest.mark.parametrize(
    ("born_on", "left_on", "counted"),
    [
        (BORN, date(2022, 9, 30), False),
        (BORN, date(2022, 10, 1), True),
        (BORN, date(2022, 12, 31), True),
        (BORN, date(2023, 1, 1), False),
        (date(1957, 9, 30), OUT, True),
        (date(1957, 10, 2), OUT, False),
        (None, OUT, False),
    ],
)
def test_91_days_counts_people_of_65_who_left_from_october_to_december(
    born_on: date | None, left_on: date, counted: bool
) -> None:
    assert is_counted(OldDischarge(born_on, left_on, to_help=True)) is counted


def test_91_days_after_the_first_of_october_is_new_years_eve() -> None:
    assert asked_on(OUT) == date(2022, 12, 31)


def test_91_days_counts_at_home_of_those_helped_and_those_helped_of_all() -> None:
    places = ["home", "extra_care", "sheltered", "shared_lives", "care_home", "hospital", "died", ""]
    rows = [OldDischarge(BORN, OUT, True, place) for place in places] + [OldDischarge(BORN, OUT, False, "home")] * 8
    another_year = OldDischarge(BORN, date(2021, 11, 1), True, "home")
    at_home, helped = parts_of_year([*rows, another_year], 2022)
    assert (at_home.numerator, at_home.denominator, at_home.value) == (4, 8, 50.0)
    assert (helped.numerator, helped.denominator, helped.value) == (8, 16, 50.0)


def test_what_a_label_meant_in_a_year_has_one_answer_and_leads_to_todays() -> None:
    today = {one.label for one in labels() if not one.last_year}
    assert {one.now for one in labels()} == today
    for year in ("2014-15", "2018-19", "2022-23", "2023-24", "2024-25", "2025-26"):
        called = [
            one.label for one in labels() if one.first_year <= year and (not one.last_year or year <= one.last_year)
        ]
        assert len(called) == len(set(called))
    assert next(one.now for one in labels() if one.label == "2D" and one.last_year == "2022-23") == "2A"
