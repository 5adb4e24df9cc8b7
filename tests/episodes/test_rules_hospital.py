"""From which day somebody was ready to leave hospital, and how long they waited since."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.episodes.rules.hospital import (
    DateImpossible,
    Period,
    bed_days_after_ready,
    check_delay,
    check_left,
    check_ready,
    check_stay,
    check_unwell,
    days_waiting,
    delay_days,
    delayed_now,
    discharge_ready_date,
)


def day(number: int) -> date:
    return date(2026, 2, 28) + timedelta(days=number)


def periods(*numbers: tuple[int, int | None]) -> list[Period]:
    return [Period(day(ready), None if unwell is None else day(unwell)) for ready, unwell in numbers]


@pytest.mark.parametrize(
    ("known", "drd"),
    [
        ([], None),
        ([(3, None)], 3),
        ([(3, 5)], None),  # unwell again, and not ready since
        ([(3, 3)], None),  # unwell again on the same day
        ([(3, 3), (3, None)], 3),  # and ready again on that day after all
        ([(3, 5), (5, None)], 5),  # ready again on the day they became unwell: a new period
        ([(3, 5), (9, None)], 9),
        ([(9, None), (3, 5)], 9),  # in whatever order they are written
        ([(1, 2), (3, 5), (9, 10)], None),
    ],
)
def test_the_discharge_ready_date_is_the_start_of_the_final_period(
    known: list[tuple[int, int | None]], drd: int | None
) -> None:
    assert discharge_ready_date(periods(*known)) == (None if drd is None else day(drd))


@pytest.mark.parametrize(("left", "days"), [(4, 0), (5, 1), (14, 10)])
def test_who_leaves_on_the_day_they_are_ready_has_waited_no_day(left: int, days: int) -> None:
    assert delay_days(day(4), day(left)) == days


def test_nobody_leaves_before_they_are_ready() -> None:
    with pytest.raises(DateImpossible, match="4 March 2026"):
        delay_days(day(4), day(3))


@pytest.mark.parametrize(
    ("known", "left", "today", "waited"),
    [
        ([(4, None)], None, 4, 0),
        ([(4, None)], None, 5, 1),
        ([(4, None)], None, 3, None),  # not ready yet on that day
        ([(4, 6)], None, 8, None),
        ([(4, 6), (7, None)], None, 8, 1),
        ([(4, None)], 6, 5, 1),  # before they left
        ([(4, None)], 6, 6, None),  # the day they left
        ([], None, 5, None),
    ],
)
def test_days_waiting_count_from_the_ready_date(
    known: list[tuple[int, int | None]], left: int | None, today: int, waited: int | None
) -> None:
    left_on = None if left is None else day(left)
    assert days_waiting(periods(*known), left_on=left_on, today=day(today)) == waited
    assert delayed_now(periods(*known), left_on=left_on, today=day(today)) is bool(waited)


@pytest.mark.parametrize(
    ("drd", "left", "since", "until", "nights"),
    [
        (4, 7, 0, 30, 3),
        (4, 4, 0, 30, 0),
        (4, None, 0, 6, 2),  # still there: until the end of the time asked about
        (4, 7, 5, 6, 1),
        (4, 7, 7, 30, 0),
        (4, 7, 0, 4, 0),
        (None, 7, 0, 30, 0),
    ],
)
def test_bed_days_are_nights_after_the_ready_date(
    drd: int | None, left: int | None, since: int, until: int, nights: int
) -> None:
    found = bed_days_after_ready(
        None if drd is None else day(drd),
        left_on=None if left is None else day(left),
        since=day(since),
        until=day(until),
    )
    assert found == nights


# ---------------------------------------------------------------- against walking through the days one by one


@st.composite
def stays(draw: st.DrawFn) -> tuple[list[Period], int]:
    """Periods of being ready that follow each other, and the number of the day they left."""
    steps = draw(st.lists(st.integers(0, 4), min_size=1, max_size=9))
    marks = [sum(steps[: place + 1]) for place in range(len(steps))]
    pairs = [(marks[i], marks[i + 1] if i + 1 < len(marks) else None) for i in range(0, len(marks), 2)]
    return periods(*pairs), marks[-1] + draw(st.integers(0, 5))


def ready_date_by_walking(known: list[Period], last: date) -> date | None:
    """Go back from the last day while they are ready on each day, and not across the start of a period."""
    walked = None
    for back in range((last - day(0)).days + 1):
        today = last - timedelta(days=back)
        if not any(period.holds_on(today) for period in known):
            return walked
        walked = today
        if any(period.ready_on == today and period.holds_on(today) for period in known):
            return walked
    return walked


@given(stays())
def test_the_ready_date_and_the_delay_are_what_walking_through_the_days_finds(stay: tuple[list[Period], int]) -> None:
    known, last = stay
    walked = ready_date_by_walking(known, day(last))
    assert discharge_ready_date(known) == walked
    if walked is not None:
        nights = sum(1 for number in range(last) if walked <= day(number))
        assert delay_days(walked, day(last)) == nights
        assert bed_days_after_ready(walked, left_on=day(last), since=day(0), until=day(last + 30)) == nights


# ---------------------------------------------------------------- what dates can be


def test_a_stay_fits_between_what_is_known_before_and_after() -> None:
    def check(admitted: int, expected: int | None = None, left: int | None = None, ready: int | None = None) -> None:
        check_stay(
            admitted_on=day(admitted),
            expected_on=None if expected is None else day(expected),
            earlier_left_on=None if left is None else day(left),
            first_ready_on=None if ready is None else day(ready),
            today=day(10),
        )

    check(10, expected=10, left=10, ready=10)
    for wrong in ({"admitted": 11}, {"admitted": 9, "expected": 8}, {"admitted": 4, "left": 5}):
        with pytest.raises(DateImpossible):
            check(**wrong)
    with pytest.raises(DateImpossible, match="ready to leave"):
        check(6, ready=5)


@pytest.mark.parametrize(("ready", "fine"), [(2, False), (3, False), (6, True), (10, True), (11, False), (5, False)])
def test_somebody_is_ready_after_they_came_in_and_were_last_unwell_and_not_in_the_future(
    ready: int, fine: bool
) -> None:
    def check() -> None:
        check_ready(day(ready), admitted_on=day(3), earlier=periods((4, 6)), today=day(10))

    if fine:
        check()
    else:
        with pytest.raises(DateImpossible):
            check()


@pytest.mark.parametrize(("on", "fine"), [(3, False), (4, True), (10, True), (11, False)])
def test_somebody_is_unwell_again_from_the_ready_day_on_and_not_in_the_future(on: int, fine: bool) -> None:
    if fine:
        check_unwell(day(on), ready_on=day(4), today=day(10))
    else:
        with pytest.raises(DateImpossible):
            check_unwell(day(on), ready_on=day(4), today=day(10))


@pytest.mark.parametrize(
    ("begins", "current", "fine"), [(3, None, False), (4, None, True), (11, None, False), (6, 7, False), (7, 7, True)]
)
def test_a_reason_begins_after_ready_and_after_the_one_before(begins: int, current: int | None, fine: bool) -> None:
    before = None if current is None else day(current)
    if fine:
        check_delay(day(begins), drd=day(4), current_from=before, today=day(10))
    else:
        with pytest.raises(DateImpossible):
            check_delay(day(begins), drd=day(4), current_from=before, today=day(10))


@pytest.mark.parametrize(("left", "drd", "fine"), [(2, None, False), (3, None, True), (4, 5, False), (5, 5, True)])
def test_somebody_leaves_after_they_came_in_and_were_ready(left: int, drd: int | None, fine: bool) -> None:
    ready = None if drd is None else day(drd)
    if fine:
        check_left(day(left), admitted_on=day(3), drd=ready)
    else:
        with pytest.raises(DateImpossible):
            check_left(day(left), admitted_on=day(3), drd=ready)
