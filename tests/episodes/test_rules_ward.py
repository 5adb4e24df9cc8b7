"""Places, occupancy, reviews that fall due, and beds counted by the day: with both edges of each."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.episodes.models.ward import CameFrom
from homeward.episodes.rules.ward import (
    DIRECTIONS,
    Direction,
    Due,
    Fullness,
    Noted,
    counted_at,
    has_room,
    how_many_between,
    noted_on,
    occupancy,
    places_on,
    review_due,
    taken_by_day,
)
from homeward.kit.london import london_date, start_of_day

DAY = date(2026, 5, 6)
NOW = datetime(2026, 5, 6, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def noted(days: int, places: int, *, written: int = 0) -> Noted:
    return Noted(DAY + timedelta(days=days), NOW + timedelta(minutes=written), places)


@pytest.mark.parametrize(
    ("notes", "places"),
    [
        ([], 30),
        ([noted(1, 10)], 30),
        ([noted(0, 10)], 10),
        ([noted(-1, 10)], 10),
        ([noted(-1, 10), noted(0, 0)], 0),
        ([noted(0, 12, written=5), noted(0, 11, written=1)], 12),
        ([noted(-1, 9, written=60), noted(0, 8, written=0)], 8),
    ],
)
def test_the_places_of_a_day_are_those_noted_last_for_it_or_those_agreed(notes: list[Noted], places: int) -> None:
    assert places_on(30, notes, DAY) == places


def test_where_nobody_said_how_many_places_there_are_there_is_room() -> None:
    assert places_on(None, [], DAY) is None
    assert noted_on([], DAY) is None
    assert has_room(500, None)


@pytest.mark.parametrize(("taken", "room"), [(29, True), (30, False), (31, False)])
def test_there_is_room_until_every_place_is_taken(taken: int, room: bool) -> None:
    assert has_room(taken, 30) is room


@pytest.mark.parametrize(
    ("taken", "places", "percent", "fullness"),
    [
        (0, 30, 0, Fullness.BELOW_PLAN),
        (24, 30, 80, Fullness.BELOW_PLAN),
        (25, 30, 83, Fullness.AS_PLANNED),
        (29, 30, 96, Fullness.AS_PLANNED),
        (30, 30, 100, Fullness.FULL),
        (31, 30, 103, Fullness.OVER),
        (0, 0, None, Fullness.FULL),
        (1, 0, None, Fullness.OVER),
        (7, None, None, Fullness.NOT_KNOWN),
    ],
)
def test_a_ward_is_as_full_as_planned_above_four_fifths_of_its_places(
    taken: int, places: int | None, percent: int | None, fullness: Fullness
) -> None:
    found = occupancy(taken, places)
    assert (found.percent, found.fullness) == (percent, fullness)


def test_the_partners_may_plan_for_another_share() -> None:
    assert occupancy(18, 30, 60).fullness is Fullness.BELOW_PLAN
    assert occupancy(19, 30, 60).fullness is Fullness.AS_PLANNED


@pytest.mark.parametrize(
    ("hours", "due"),
    [(0, Due.LATER), (19.99, Due.LATER), (20, Due.SOON), (24, Due.SOON), (24.01, Due.OVERDUE), (48, Due.OVERDUE)],
)
def test_a_review_is_due_a_day_after_the_admission_and_late_after_that(hours: float, due: Due) -> None:
    found = review_due(admitted_at=NOW, reviews=[], every_hours=24, now=NOW + hours * HOUR)
    assert found is not None
    assert (found.due, found.due_at, found.last_at) == (due, NOW + 24 * HOUR, None)


def test_each_review_puts_the_next_off_by_a_day_counted_from_the_last_one() -> None:
    reviews = [NOW + 20 * HOUR, NOW + 5 * HOUR]
    found = review_due(admitted_at=NOW, reviews=reviews, every_hours=24, now=NOW + 30 * HOUR)
    assert found is not None
    assert (found.due_at, found.due, found.last_at) == (NOW + 44 * HOUR, Due.LATER, NOW + 20 * HOUR)


def test_a_review_from_before_the_admission_does_not_count() -> None:
    found = review_due(admitted_at=NOW, reviews=[NOW - HOUR], every_hours=24, now=NOW + 25 * HOUR)
    assert found is not None
    assert found.due is Due.OVERDUE


def test_where_no_reviews_were_agreed_none_is_due() -> None:
    assert review_due(admitted_at=NOW, reviews=[], every_hours=None, now=NOW) is None


def test_every_source_is_a_way_up_or_a_way_down() -> None:
    assert set(DIRECTIONS) == set(CameFrom.values)
    for source, way in DIRECTIONS.items():
        assert source.startswith("step_up") == (way is Direction.UP)


@pytest.mark.parametrize(
    ("begins", "ends", "taken"),
    [
        (datetime(2026, 5, 6, 22, 59, tzinfo=UTC), None, 1),
        (datetime(2026, 5, 6, 22, 59, 1, tzinfo=UTC), None, 0),
        (datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 5, 6, 22, 59, tzinfo=UTC), 0),
        (datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 5, 6, 22, 59, 1, tzinfo=UTC), 1),
        (datetime(2026, 5, 6, 8, 0, tzinfo=UTC), datetime(2026, 5, 6, 20, 0, tzinfo=UTC), 0),
    ],
)
def test_a_place_is_taken_on_a_day_by_who_has_it_at_one_minute_to_midnight(
    begins: datetime, ends: datetime | None, taken: int
) -> None:
    later = NOW + timedelta(days=3)
    assert taken_by_day([(begins, ends)], [DAY], later) == {DAY: taken}


def test_today_is_counted_as_it_is_now() -> None:
    stays = [(NOW - HOUR, None), (NOW + HOUR, None), (NOW - 5 * HOUR, NOW - HOUR), (NOW, None)]
    assert taken_by_day(stays, [DAY], NOW) == {DAY: 2}
    assert counted_at(DAY, NOW) == NOW


def test_a_day_of_25_hours_is_counted_at_its_own_last_minute() -> None:
    october = date(2026, 10, 25)
    assert counted_at(october, NOW + timedelta(days=400)) == datetime(2026, 10, 25, 23, 59, tzinfo=UTC)
    assert counted_at(DAY, NOW + timedelta(days=400)) == datetime(2026, 5, 6, 22, 59, tzinfo=UTC)


MOMENTS = st.datetimes(datetime(2026, 10, 20), datetime(2026, 10, 30)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001
STAYS = st.lists(
    st.tuples(MOMENTS, st.one_of(st.none(), st.timedeltas(timedelta(0), timedelta(days=4)))).map(
        lambda pair: (pair[0], None if pair[1] is None else pair[0] + pair[1])
    ),
    max_size=30,
)
DAYS = [date(2026, 10, 20) + timedelta(days=n) for n in range(11)]


def obviously_taken(stays: list[tuple[datetime, datetime | None]], day: date, now: datetime) -> int:
    """The slow way: look at the clock on the wall for every stay."""
    moment = min(start_of_day(day + timedelta(days=1)) - timedelta(seconds=60), now)
    count = 0
    for began_at, ended_at in stays:
        if began_at <= moment and (ended_at is None or ended_at > moment):
            count += 1
    return count


@given(stays=STAYS, now=MOMENTS)
def test_places_by_day_are_what_looking_at_each_stay_says(
    stays: list[tuple[datetime, datetime | None]], now: datetime
) -> None:
    days = [day for day in DAYS if day <= london_date(now)]
    assert taken_by_day(stays, days, now) == {day: obviously_taken(stays, day, now) for day in days}


@given(moments=st.lists(MOMENTS, max_size=40))
def test_what_happened_by_day_is_counted_on_its_london_date(moments: list[datetime]) -> None:
    found = how_many_between(moments, DAYS)
    assert found == {day: sum(1 for at in moments if london_date(at) == day) for day in DAYS}
