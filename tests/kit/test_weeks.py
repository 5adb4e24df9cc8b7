"""Weeks that begin on Monday, and ages."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.kit.weeks import age_on, week_of


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2026, 3, 2), date(2026, 3, 2)),
        (date(2026, 3, 8), date(2026, 3, 2)),
        (date(2026, 3, 9), date(2026, 3, 9)),
        (date(2026, 1, 1), date(2025, 12, 29)),
    ],
)
def test_a_week_is_named_by_its_monday(day: date, monday: date) -> None:
    assert week_of(day) == monday


@pytest.mark.parametrize(
    ("born_on", "day", "age"),
    [
        (date(1940, 5, 6), date(2026, 5, 5), 85),
        (date(1940, 5, 6), date(2026, 5, 6), 86),
        (date(2008, 3, 4), date(2026, 3, 3), 17),
        (date(2008, 3, 4), date(2026, 3, 4), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2026, 3, 4), date(2026, 3, 4), 0),
        (date(2026, 3, 5), date(2026, 3, 4), -1),
    ],
)
def test_an_age_is_whole_years_on_a_day(born_on: date, day: date, age: int) -> None:
    assert age_on(born_on, day) == age


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 110 * 366))
def test_an_age_is_the_number_of_birthdays_there_have_been(born_on: date, days: int) -> None:
    day = born_on + timedelta(days=days)
    birthdays = 0
    for year in range(born_on.year + 1, day.year + 1):
        leap_day_missing = (born_on.month, born_on.day) == (2, 29) and (year % 4 or (year % 100 == 0 and year % 400))
        birthday = date(year, 3, 1) if leap_day_missing else date(year, born_on.month, born_on.day)
        birthdays += birthday <= day
    assert age_on(born_on, day) == birthdays
