"""Visits that shrink: which step holds, how many visits and hours that makes, and how it is said."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.episodes.rules.step_chart import step_chart
from homeward.episodes.rules.taper import (
    HoursAWeek,
    Pace,
    PaceWrong,
    Shape,
    change_days,
    check_change,
    check_series,
    hours_of,
    minutes_a_week,
    step_on,
    total_minutes,
    visits_on,
    window_on,
)
from homeward.episodes.rules.taper_words import (
    days_in_words,
    hours_in_words,
    series_in_words,
    taper_in_words,
    time_in_words,
    times_in_words,
)

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
MON_WED_FRI = (1, 3, 5)
BEGIN, FEWER, REST = date(2026, 11, 2), date(2026, 11, 16), date(2026, 11, 30)
"""Three Mondays."""
FIRST = Pace(BEGIN, EVERY_DAY, 2, 45)
THREE_DAYS = Pace(FEWER, MON_WED_FRI, 1, 30)
NONE = Pace(REST, (), 1, 30)
PACES = (FIRST, THREE_DAYS, NONE)


def on(day: int, month: int = 11) -> date:
    return date(2026, month, day)


@pytest.mark.parametrize(
    ("day", "held", "visits", "minutes"),
    [
        (on(1), None, 0, 0),
        (on(2), FIRST, 2, 630),
        (on(15), FIRST, 2, 630),
        (on(16), THREE_DAYS, 1, 90),
        (on(17), THREE_DAYS, 0, 90),
        (on(29), THREE_DAYS, 0, 90),
        (on(30), NONE, 0, 0),
        (on(7, 12), NONE, 0, 0),
    ],
)
def test_each_step_holds_from_its_day_until_the_next(day: date, held: Pace | None, visits: int, minutes: int) -> None:
    assert step_on(reversed(PACES), day) == held
    assert visits_on(PACES, day) == visits
    assert minutes_a_week(PACES, day) == minutes
    assert minutes_a_week(PACES, day, staff=2) == minutes * 2


@pytest.mark.parametrize(("day", "visits"), [(on(10), 2), (on(11), 2), (on(12), 0)])
def test_the_last_day_still_has_its_visits(day: date, visits: int) -> None:
    assert visits_on(PACES, day, ended_on=on(11)) == visits
    assert bool(minutes_a_week(PACES, day, ended_on=on(11))) is bool(visits)


def test_staff_hours_count_every_worker_and_the_persons_hours_count_once() -> None:
    double = Shape(paces=(FIRST,), staff=2)
    single = Shape(paces=(THREE_DAYS,), staff=1)
    assert total_minutes([double, single], FEWER) == 630 * 2 + 90
    assert total_minutes([double, single], FEWER, of_staff=False) == 630 + 90


@pytest.mark.parametrize(
    ("shapes", "day", "expected"),
    [
        ([], BEGIN, (0, 0, 0)),
        ([Shape(paces=())], BEGIN, (0, 0, 0)),
        ([Shape(paces=PACES)], on(1), (10.5, 0, 0)),
        ([Shape(paces=PACES)], on(2), (10.5, 10.5, 0)),
        ([Shape(paces=PACES)], on(20), (10.5, 1.5, 0)),
        ([Shape(paces=PACES[:2])], on(20), (10.5, 1.5, 1.5)),
        ([Shape(paces=PACES[:2], ended_on=on(20))], on(20), (10.5, 1.5, 0)),
        ([Shape(paces=PACES[:2], ended_on=on(20))], on(21), (10.5, 0, 0)),
        ([Shape(paces=PACES[:2], ended_on=on(10))], on(10), (10.5, 10.5, 0)),
        ([Shape(paces=(FIRST,), ended_on=on(1))], on(1), (0, 0, 0)),
        ([Shape(paces=(FIRST,)), Shape(paces=(THREE_DAYS,), staff=2)], on(16), (10.5, 13.5, 13.5)),
    ],
)
def test_hours_a_week_at_the_start_now_and_after_the_last_change(
    shapes: list[Shape], day: date, expected: tuple[float, float, float]
) -> None:
    assert hours_of(shapes, day) == HoursAWeek(*expected)


def test_the_days_of_change_end_with_the_day_after_the_last() -> None:
    assert change_days([Shape(paces=PACES, ended_on=on(20))]) == [BEGIN, FEWER, on(21)]
    assert change_days([Shape(paces=(FIRST,)), Shape(paces=(THREE_DAYS,))]) == [BEGIN, FEWER]


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        (on(24, 10), datetime(2026, 10, 24, 7, 0, tzinfo=UTC)),
        (on(25, 10), datetime(2026, 10, 25, 8, 0, tzinfo=UTC)),
    ],
)
def test_a_window_keeps_its_london_time_when_the_clocks_change(day: date, begins: datetime) -> None:
    assert window_on(Shape(paces=PACES, window_from=time(8)), day)[0] == begins


def pace(from_on: date, days: tuple[int, ...] = MON_WED_FRI, times: int = 1, minutes: int = 30) -> Pace:
    return Pace(from_on, days, times, minutes)


@pytest.mark.parametrize(
    ("changed", "remedy"),
    [
        (pace(on(9)), "has passed"),
        (pace(on(1)), "has passed"),
        (pace(on(10), EVERY_DAY, 2, 45), "often they come already"),
        (pace(on(17)), "often they come already"),
        (pace(on(2, 12), (), 3, 60), "often they come already"),
        (pace(on(13, 12)), "will have ended"),
        (pace(on(10), (0,)), "days of the week"),
        (pace(on(10), (8,)), "days of the week"),
        (pace(on(10), times=0), "once to twelve"),
        (pace(on(10), times=13), "once to twelve"),
        (pace(on(10), minutes=4), "from 5 to 720"),
        (pace(on(10), minutes=721), "from 5 to 720"),
    ],
)
def test_a_change_that_cannot_be_is_refused_with_a_remedy(changed: Pace, remedy: str) -> None:
    with pytest.raises(PaceWrong, match=remedy):
        check_change(PACES, changed, today=on(10), ended_on=on(12, 12))


@pytest.mark.parametrize(
    "changed",
    [
        pace(on(10)),
        pace(FEWER),
        pace(on(12, 12)),
        pace(on(10), (), 1, 30),
        pace(on(10), times=12),
        pace(on(10), minutes=5),
        pace(on(10), minutes=720),
    ],
)
def test_a_change_from_today_to_the_last_day_may_be(changed: Pace) -> None:
    check_change(PACES, changed, today=on(10), ended_on=on(12, 12))


def test_visits_do_not_change_before_they_begin() -> None:
    with pytest.raises(PaceWrong, match="begin on 2 Nov 2026"):
        check_change(PACES, pace(on(1)), today=on(1))
    check_change(PACES, pace(BEGIN), today=on(1))


@pytest.mark.parametrize(("staff", "fine"), [(0, False), (1, True), (4, True), (5, False)])
def test_one_to_four_staff(staff: int, fine: bool) -> None:
    if fine:
        check_series(staff=staff, window_from=time(8), window_to=time(9))
    else:
        with pytest.raises(PaceWrong):
            check_series(staff=staff, window_from=time(8), window_to=time(9))


@pytest.mark.parametrize(("to", "fine"), [(time(8), False), (time(7, 59), False), (time(8, 1), True)])
def test_a_window_has_a_length(to: time, fine: bool) -> None:
    if fine:
        check_series(staff=1, window_from=time(8), window_to=to)
    else:
        with pytest.raises(PaceWrong):
            check_series(staff=1, window_from=time(8), window_to=to)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((), "no visits"),
        (EVERY_DAY, "every day"),
        ((5, 4, 3, 2, 1), "Monday to Friday"),
        ((6, 7), "two days a week (Saturday and Sunday)"),
        (MON_WED_FRI, "three days a week (Monday, Wednesday and Friday)"),
        ((2,), "one day a week (Tuesday)"),
    ],
)
def test_days_are_said_as_people_say_them(days: tuple[int, ...], said: str) -> None:
    assert days_in_words(days) == said


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (time(0), "midnight"), (time(0, 30), "12:30am"), (time(8), "8am"), (time(10, 5), "10:05am"),
        (time(12), "noon"), (time(12, 30), "12:30pm"), (time(20), "8pm"),
    ],
)  # fmt: skip
def test_times_are_said_as_people_say_them(at: time, said: str) -> None:
    assert time_in_words(at) == said


@pytest.mark.parametrize(("minutes", "said"), [(0, "none"), (45, "45 min"), (60, "1 hr"), (1590, "26 hr 30 min")])
def test_hours_a_week_are_never_said_as_days(minutes: int, said: str) -> None:
    assert hours_in_words(minutes) == said


def test_how_often_is_said_in_words() -> None:
    assert [times_in_words(times) for times in (1, 2, 3, 12)] == ["once", "twice", "three times", "12 times"]


MORNING = Shape(paces=(pace(BEGIN, EVERY_DAY, 1, 45), pace(FEWER, MON_WED_FRI, 1, 45)), window_to=time(10))


@pytest.mark.parametrize(
    ("shape", "today", "said"),
    [
        (MORNING, on(3), "every day, once between 8am and 10am, 45 minutes; "
            "from 16 Nov three days a week (Monday, Wednesday and Friday)"),
        (MORNING, on(16), "three days a week (Monday, Wednesday and Friday), once between 8am and 10am, 45 minutes"),
        (MORNING, on(1), "from 2 Nov every day, once between 8am and 10am, 45 minutes; "
            "from 16 Nov three days a week (Monday, Wednesday and Friday)"),
        (Shape(paces=PACES), on(20), "three days a week (Monday, Wednesday and Friday), "
            "once between 8am and 8pm, 30 minutes; from 30 Nov no visits"),
        (Shape(paces=PACES), on(30), "no visits"),
        (Shape(paces=(FIRST, pace(FEWER, EVERY_DAY, 1, 30))), on(2), "every day, twice between 8am and 8pm, "
            "45 minutes; from 16 Nov once a day, 30 minutes"),
        (Shape(paces=PACES[:2], ended_on=on(10)), on(10), "every day, twice between 8am and 8pm, 45 minutes; "
            "last day 10 Nov"),
        (Shape(paces=PACES[:2], ended_on=on(10)), on(11), "ended on 10 Nov"),
        (Shape(paces=()), on(11), "not planned yet"),
    ],
)  # fmt: skip
def test_a_series_is_said_in_a_line(shape: Shape, today: date, said: str) -> None:
    assert series_in_words(shape, today) == said


@pytest.mark.parametrize(
    ("shape", "today", "said"),
    [
        (MORNING, on(3), "We come every day, once between 8am and 10am, for about 45 minutes. "
            "From Monday 16 November we come three days a week (Monday, Wednesday and Friday)."),
        (Shape(paces=(FIRST, NONE), staff=2, ended_on=on(4, 12)), on(3), "We come every day, twice between 8am and "
            "8pm, for about 45 minutes. Two of us come together. From Monday 30 November we do not come. "
            "Our last day is Friday 4 December."),
        (Shape(paces=(FIRST,)), on(1), "From Monday 2 November we come every day, twice between 8am and 8pm, "
            "for about 45 minutes."),
        (Shape(paces=PACES), on(30), "We do not come for now."),
        (Shape(paces=PACES, ended_on=on(4)), on(5), "These visits ended on Wednesday 4 November."),
        (Shape(paces=()), on(5), "We will tell you when we come."),
    ],
)  # fmt: skip
def test_a_series_is_told_to_the_person_in_sentences(shape: Shape, today: date, said: str) -> None:
    assert taper_in_words(shape, today) == said


def test_a_chart_steps_down_and_marks_today() -> None:
    chart = step_chart([Shape(paces=PACES, staff=2)], on(20))
    assert chart is not None
    assert chart.two_lines
    assert chart.staff.count("V") == 2
    assert chart.up[0] == (chart.bottom, "0")
    assert chart.up[-1][0] >= chart.top
    assert chart.today is not None
    assert chart.left < chart.today < chart.right
    assert step_chart([], on(20)) is None


def test_with_one_worker_at_a_time_there_is_one_line() -> None:
    chart = step_chart([Shape(paces=PACES)], on(20))
    assert chart is not None
    assert not chart.two_lines


days = st.dates(on(1), date(2027, 3, 1))
paces = st.builds(Pace, days, st.lists(st.integers(1, 7), max_size=7).map(tuple), st.integers(1, 12),
                  st.integers(5, 720))  # fmt: skip
shapes = st.builds(Shape, paces=st.lists(paces, max_size=5, unique_by=lambda one: one.from_on).map(tuple),
                   staff=st.integers(1, 4), ended_on=st.none() | days)  # fmt: skip


@given(shape=shapes, day=days)
def test_a_weeks_minutes_are_the_sum_of_seven_days_while_nothing_changes(shape: Shape, day: date) -> None:
    week = [date.fromordinal(day.toordinal() + n) for n in range(7)]
    if any(week[0] < change <= week[-1] for change in change_days([shape])):
        return
    held = step_on(shape.paces, day)
    counted = sum(visits_on(shape.paces, one, ended_on=shape.ended_on) for one in week) * (held.minutes if held else 0)
    assert minutes_a_week(shape.paces, day, ended_on=shape.ended_on) == counted


@given(shapes=st.lists(shapes, max_size=4), day=days)
def test_a_chart_can_be_drawn_of_anything_and_stays_inside_itself(shapes: list[Shape], day: date) -> None:
    chart = step_chart(shapes, day)
    if chart is None:
        assert change_days(shapes) == []
        return
    assert all(chart.top <= y <= chart.bottom for y, _ in chart.up)
    assert chart.today is None or chart.left <= chart.today <= chart.right


@given(shape=shapes, day=days)
def test_every_series_can_be_said(shape: Shape, day: date) -> None:
    assert series_in_words(shape, day)
    assert taper_in_words(shape, day).endswith(".")
