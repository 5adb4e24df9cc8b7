"""The response clocks: both edges of each, both nights on which London's clocks change, and two ways to count."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from homeward.kit.london import LONDON, TimeHasNoZone, start_of_day
from homeward.referrals.rules.clocks import (
    BY_MIDNIGHTS,
    Clock,
    ContactBeforeStart,
    breaches_at,
    has_breached,
    not_appropriate,
    response,
    starts_at,
)
from tests.support.published import published

START = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
LENGTHS = st.one_of(
    st.timedeltas(timedelta(0), timedelta(days=6)),
    st.integers(7100, 7300).map(lambda seconds: timedelta(seconds=seconds)),
    st.sampled_from([timedelta(minutes=120), timedelta(minutes=120, microseconds=1), timedelta(0)]),
)
SPRING = datetime(2026, 3, 29, tzinfo=LONDON)
AUTUMN = datetime(2026, 10, 25, tzinfo=LONDON)


def london(day: int, month: int, hour: int, minute: int = 0, second: int = 0, *, later: bool = False) -> datetime:
    """A time on a London wall in 2026; `later` for the second of the two hours that have the same name in October."""
    return datetime(2026, month, day, hour, minute, second, tzinfo=LONDON, fold=int(later))


@pytest.mark.parametrize(
    ("length", "minutes", "met"),
    [
        (timedelta(0), 0, True),
        (timedelta(seconds=1), 1, True),
        (timedelta(minutes=119), 119, True),
        (timedelta(minutes=119, seconds=59), 120, True),
        (timedelta(minutes=120), 120, True),
        (timedelta(minutes=120, microseconds=1), 121, False),
        (timedelta(minutes=120, seconds=1), 121, False),
        (timedelta(minutes=121), 121, False),
        (timedelta(days=1), 1440, False),
    ],
)
def test_two_hours_are_met_at_120_minutes_and_not_a_moment_later(length: timedelta, minutes: int, met: bool) -> None:
    shown = response(Clock.TWO_HOURS, START, START + length)
    assert (shown.minutes, shown.met) == (minutes, met)


@pytest.mark.parametrize(
    ("start", "stop", "midnights", "met"),
    [
        (london(4, 3, 0, 0), london(4, 3, 23, 59, 59), 0, True),
        (london(4, 3, 23, 59), london(5, 3, 0, 1), 1, True),
        (london(4, 3, 23, 59), london(6, 3, 0, 1), 2, True),
        (london(4, 3, 0, 0), london(6, 3, 23, 59, 59), 2, True),
        (london(4, 3, 23, 59), london(7, 3, 0, 0), 3, False),
        (london(4, 3, 0, 0), london(7, 3, 0, 0), 3, False),
        # The same instants as a UTC clock would have it: in summer London is a day ahead from 23:00.
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), datetime(2026, 7, 3, 22, 59, tzinfo=UTC), 2, True),
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), datetime(2026, 7, 3, 23, 0, tzinfo=UTC), 3, False),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), datetime(2026, 7, 4, 22, 59, tzinfo=UTC), 2, True),
    ],
)
def test_two_days_are_met_at_two_london_midnights_and_not_at_three(
    start: datetime, stop: datetime, midnights: int, met: bool
) -> None:
    shown = response(Clock.TWO_DAYS, start, stop)
    assert (shown.midnights, shown.met) == (midnights, met)


@pytest.mark.parametrize(
    ("start", "stop", "minutes", "met"),
    [
        # 29 March: 01:00 is followed by 02:00, so two hours after 00:30 the wall shows 03:30.
        (london(29, 3, 0, 30), london(29, 3, 3, 30), 120, True),
        (london(29, 3, 0, 30), london(29, 3, 3, 31), 121, False),
        # 25 October: the hour from 01:00 comes twice, so two hours after 00:30 the wall shows 01:30 again.
        (london(25, 10, 0, 30), london(25, 10, 1, 30, later=True), 120, True),
        (london(25, 10, 0, 30), london(25, 10, 1, 31, later=True), 121, False),
        (london(25, 10, 0, 30), london(25, 10, 2, 30), 180, False),
        (london(25, 10, 1, 30), london(25, 10, 1, 30, later=True), 60, True),
    ],
)
def test_two_hours_are_two_hours_on_the_nights_the_clocks_change(
    start: datetime, stop: datetime, minutes: int, met: bool
) -> None:
    shown = response(Clock.TWO_HOURS, start, stop)
    assert (shown.minutes, shown.met) == (minutes, met)


@pytest.mark.parametrize(
    ("start", "last_moment", "hours"),
    [
        (london(28, 3, 23, 59), london(30, 3, 23, 59, 59), 47),
        (london(29, 3, 0, 0), london(31, 3, 23, 59, 59), 71),
        (london(24, 10, 23, 59), london(26, 10, 23, 59, 59), 49),
        (london(25, 10, 1, 30, later=True), london(27, 10, 23, 59, 59), 70),
        (london(25, 10, 1, 30), london(27, 10, 23, 59, 59), 71),
    ],
)
def test_two_days_end_at_a_london_midnight_when_the_clocks_change(
    start: datetime, last_moment: datetime, hours: int
) -> None:
    end = last_moment.astimezone(UTC) + timedelta(seconds=1)
    assert response(Clock.TWO_DAYS, start, last_moment).met is True
    assert response(Clock.TWO_DAYS, start, end).met is False
    assert breaches_at(Clock.TWO_DAYS, start) == end
    assert (end - start.astimezone(UTC)) // timedelta(hours=1) == hours


def test_the_zone_the_times_are_given_in_does_not_matter() -> None:
    elsewhere = timezone(timedelta(hours=9))
    for clock in Clock:
        stop = START + timedelta(hours=40)
        assert response(clock, START.astimezone(elsewhere), stop) == response(clock, START, stop.astimezone(LONDON))


def test_a_contact_before_the_start_is_refused_in_a_sentence() -> None:
    for clock in Clock:
        with pytest.raises(ContactBeforeStart, match="before the clock starts"):
            response(clock, START, START - timedelta(microseconds=1))


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(TimeHasNoZone):
        response(Clock.TWO_HOURS, START.replace(tzinfo=None), START)


@pytest.mark.parametrize(
    "clock", [Clock.TWO_HOURS_NOT_APPROPRIATE, Clock.TWO_DAYS_NOT_APPROPRIATE, Clock.OTHER], ids=str
)
@pytest.mark.parametrize("length", [timedelta(minutes=1), timedelta(minutes=121), timedelta(days=9)], ids=str)
def test_07_08_and_09_are_measured_and_are_no_part_of_the_standard(clock: Clock, length: timedelta) -> None:
    shown = response(clock, START, START + length)
    assert shown.met is None
    assert shown.minutes == length // timedelta(minutes=1)


@pytest.mark.parametrize(
    ("clock", "other"), [("05", "07"), ("06", "08"), ("07", "07"), ("08", "08"), ("09", "09")], ids=str
)
def test_setting_the_time_aside_changes_05_to_07_and_06_to_08(clock: str, other: str) -> None:
    assert not_appropriate(Clock(clock)) == other


def test_a_local_promise_needs_its_minutes() -> None:
    assert breaches_at(Clock.OTHER, START, promise_minutes=1440) == START + timedelta(days=1)
    with pytest.raises(ValueError, match="give the local promise"):
        breaches_at(Clock.OTHER, START)


@pytest.mark.parametrize(
    ("clock", "ready", "expected"),
    [
        (Clock.TWO_HOURS, timedelta(hours=-20), timedelta(hours=-1)),
        (Clock.TWO_DAYS, timedelta(hours=-20), timedelta(hours=-20)),
        (Clock.TWO_DAYS_NOT_APPROPRIATE, timedelta(hours=-20), timedelta(hours=-20)),
        (Clock.OTHER, timedelta(hours=-20), timedelta(hours=-1)),
        (Clock.TWO_DAYS, None, timedelta(hours=-1)),
        (Clock.TWO_DAYS, timedelta(hours=5), timedelta(0)),
    ],
)
def test_step_down_starts_when_the_hospital_decided_and_nothing_starts_in_the_future(
    clock: Clock, ready: timedelta | None, expected: timedelta
) -> None:
    ready_at = None if ready is None else START + ready
    start = starts_at(clock, needed_at=START - timedelta(hours=1), ready_at=ready_at, received_at=START)
    assert start == START + expected


def test_days_waited_agree_with_the_national_data_sets_own_tests() -> None:
    """The data set counts days between dates, and so do midnights between any two moments of those dates."""
    cases = published("csds/csds_waiting_time_oracle.json")["cases"]
    pairs = (
        ("RTT_StartDate", "RTT_EndDate", "expected_Days_RTTStart_to_End"),
        ("ReferralRequest_ReceivedDate", "Contact_Date", "expected_Days_Referral_to_CareContact"),
    )
    assert len(cases) >= 5
    for case in cases:
        for first, last, expected in pairs:
            start, end = date.fromisoformat(case[first]), date.fromisoformat(case[last])
            for begin, stop in ((time(0), time(23, 59)), (time(12), time(12)), (time(0, 1), time(0, 1))):
                shown = response(
                    Clock.TWO_DAYS,
                    datetime.combine(start, begin, tzinfo=LONDON),
                    datetime.combine(end, stop, tzinfo=LONDON),
                )
                assert shown.midnights == case[expected], case["name"]


def midnights_met_on_the_way(start: datetime, stop: datetime) -> int:
    """The slow and obvious way: each London midnight after the start, one by one, up to and with the stop."""
    day, met = start.astimezone(LONDON).date(), 0
    while start_of_day(day + timedelta(days=met + 1)) <= stop:
        met += 1
    return met


def minutes_run_through(start: datetime, stop: datetime) -> int:
    """The slow and obvious way: minutes begun one after another until the stop is reached."""
    minutes = 0
    while start + timedelta(minutes=minutes) < stop:
        minutes += 1
    return minutes


@given(MOMENTS, LENGTHS)
@example(SPRING.astimezone(UTC), timedelta(hours=71))
@example(AUTUMN.astimezone(UTC), timedelta(hours=73))
def test_a_second_slow_way_of_counting_agrees(start: datetime, length: timedelta) -> None:
    stop = start + length
    shown = response(Clock.TWO_DAYS, start, stop)
    assert shown.midnights == midnights_met_on_the_way(start, stop)
    assert shown.minutes == minutes_run_through(start, stop)
    assert shown.met is (shown.midnights <= 2)
    assert response(Clock.TWO_HOURS, start, stop).met is (shown.minutes <= 120)


@given(st.sampled_from([Clock.TWO_HOURS, Clock.TWO_DAYS]), MOMENTS, LENGTHS)
@example(Clock.TWO_DAYS, SPRING.astimezone(UTC) - timedelta(minutes=1), timedelta(hours=71))
@example(Clock.TWO_DAYS, AUTUMN.astimezone(UTC) - timedelta(minutes=1), timedelta(hours=73))
def test_a_running_clock_has_run_out_exactly_when_a_contact_now_would_not_meet_the_standard(
    clock: Clock, start: datetime, length: timedelta
) -> None:
    breach_at = breaches_at(clock, start)
    for now in (
        start + length,
        breach_at,
        breach_at - timedelta(microseconds=1),
        breach_at + timedelta(microseconds=1),
    ):
        assert has_breached(clock, breach_at, now) is (not response(clock, start, now).met)


@given(st.sampled_from(list(Clock)), MOMENTS)
def test_the_time_set_aside_runs_out_when_the_standard_would_have(clock: Clock, start: datetime) -> None:
    promise = 1440 if clock is Clock.OTHER else None
    breach_at = breaches_at(clock, start, promise_minutes=promise)
    assert breach_at == breaches_at(not_appropriate(clock), start, promise_minutes=promise)
    assert breach_at > start
    assert has_breached(clock, breach_at, breach_at) is (clock in BY_MIDNIGHTS)
