"""London time: midnights, days of 23 and 25 hours, and lengths in minutes."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.kit.london import (
    LONDON,
    TimeHasNoZone,
    end_of_day_after,
    in_utc,
    london_date,
    midnights_between,
    start_of_day,
    whole_minutes_up,
)

MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2050, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
"""The nights on which London's clocks change in 2026."""


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (utc(2026, 3, 28, 23, 59, 59), date(2026, 3, 28)),
        (utc(2026, 3, 29, 0, 0), date(2026, 3, 29)),
        (utc(2026, 3, 29, 22, 59, 59), date(2026, 3, 29)),
        (utc(2026, 3, 29, 23, 0), date(2026, 3, 30)),
        (utc(2026, 10, 24, 22, 59, 59), date(2026, 10, 24)),
        (utc(2026, 10, 24, 23, 0), date(2026, 10, 25)),
        (utc(2026, 10, 25, 23, 59, 59), date(2026, 10, 25)),
        (utc(2026, 10, 26, 0, 0), date(2026, 10, 26)),
        (utc(2026, 7, 1, 23, 30), date(2026, 7, 2)),
        (utc(2026, 1, 1, 23, 30), date(2026, 1, 1)),
    ],
)
def test_the_date_is_the_one_on_a_london_wall(moment: datetime, day: date) -> None:
    assert london_date(moment) == day


def test_the_zone_a_time_is_given_in_does_not_matter() -> None:
    moment = utc(2026, 3, 29, 23, 30)
    elsewhere = moment.astimezone(timezone(timedelta(hours=-8)))
    assert london_date(elsewhere) == london_date(moment) == date(2026, 3, 30)
    assert in_utc(elsewhere) == moment


def test_a_time_without_a_zone_is_refused_in_a_sentence() -> None:
    with pytest.raises(TimeHasNoZone, match="says no time zone"):
        in_utc(datetime(2026, 3, 29, 12, 0))  # noqa: DTZ001


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (date(2026, 6, 1), 24)])
def test_a_day_lasts_from_midnight_to_midnight_in_london(day: date, hours: int) -> None:
    assert start_of_day(day + timedelta(days=1)) - start_of_day(day) == timedelta(hours=hours)
    assert london_date(start_of_day(day)) == day
    assert london_date(start_of_day(day) - timedelta(microseconds=1)) == day - timedelta(days=1)


def test_the_hour_that_comes_twice_is_on_one_date_both_times() -> None:
    first = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=0)
    second = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=1)
    assert in_utc(second) - in_utc(first) == timedelta(hours=1)
    assert london_date(first) == london_date(second) == AUTUMN
    assert midnights_between(first, second) == 0


def midnights_walked(start: datetime, end: datetime) -> int:
    """The slow and obvious way: walk a minute at a time and look at the wall clock."""
    seen, moment, day = 0, start, start.astimezone(LONDON).date()
    while moment < end:
        moment = min(moment + timedelta(minutes=1), end)
        today = moment.astimezone(LONDON).date()
        seen += today != day
        day = today
    return seen


@settings(max_examples=40)
@given(
    st.sampled_from([SPRING, AUTUMN, date(2026, 6, 1), date(2026, 12, 31)]),
    st.integers(-1500, 1500),
    st.integers(0, 4500),
)
def test_midnights_are_those_met_when_walking_minute_by_minute(day: date, before: int, minutes: int) -> None:
    start = start_of_day(day) + timedelta(minutes=before)
    end = start + timedelta(minutes=minutes)
    assert midnights_between(start, end) == midnights_walked(start, end)


@given(MOMENTS, MOMENTS)
def test_midnights_the_other_way_round_are_negative(one: datetime, other: datetime) -> None:
    assert midnights_between(one, other) == -midnights_between(other, one)


@given(MOMENTS, st.integers(0, 5))
def test_the_end_of_a_day_is_the_first_instant_of_the_next(moment: datetime, days: int) -> None:
    end = end_of_day_after(moment, days)
    assert midnights_between(moment, end) == days + 1
    assert midnights_between(moment, end - timedelta(microseconds=1)) == days


@pytest.mark.parametrize(
    ("length", "minutes"),
    [
        (timedelta(0), 0),
        (timedelta(microseconds=1), 1),
        (timedelta(minutes=119, seconds=59), 120),
        (timedelta(minutes=120), 120),
        (timedelta(minutes=120, microseconds=1), 121),
        (timedelta(days=2), 2880),
    ],
)
def test_a_begun_minute_counts_whole(length: timedelta, minutes: int) -> None:
    assert whole_minutes_up(length) == minutes
