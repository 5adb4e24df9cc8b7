"""Weeks, spans held by day, and how long ago places were confirmed: with both edges and a slow second way."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.episodes.rules.flow import by_week, held_by_day, last_confirmed, weeks_until
from homeward.episodes.rules.ward import Noted

WEDNESDAY = date(2026, 5, 6)
DAYS = [WEDNESDAY + timedelta(days=n) for n in range(15)]


def test_a_board_looks_back_eight_whole_weeks_and_at_the_one_that_runs() -> None:
    weeks = weeks_until(WEDNESDAY)
    assert (len(weeks), weeks[0], weeks[-1]) == (9, date(2026, 3, 9), date(2026, 5, 4))
    assert weeks_until(date(2026, 5, 4))[-1] == date(2026, 5, 4)
    assert weeks_until(date(2026, 5, 3))[-1] == date(2026, 4, 27)


def test_a_day_counts_in_its_week_from_monday_to_sunday() -> None:
    weeks = weeks_until(WEDNESDAY, 1)
    days = [date(2026, 4, 26), date(2026, 4, 27), date(2026, 5, 3), date(2026, 5, 4), date(2026, 5, 11)]
    assert by_week(days, weeks) == [2, 1]


@pytest.mark.parametrize(
    ("first", "last", "held"),
    [
        (DAYS[1], None, [0, 1, 1]),
        (DAYS[0], DAYS[2], [1, 1, 0]),
        (DAYS[1], DAYS[1], [0, 0, 0]),
        (DAYS[3], None, [0, 0, 0]),
    ],
)
def test_a_span_holds_from_its_first_day_to_the_day_before_its_last(
    first: date, last: date | None, held: list[int]
) -> None:
    assert held_by_day([(first, last)], DAYS[:3]) == held


SPANS = st.lists(
    st.tuples(st.sampled_from(DAYS), st.one_of(st.none(), st.integers(0, 9))).map(
        lambda pair: (pair[0], None if pair[1] is None else pair[0] + timedelta(days=pair[1]))
    ),
    max_size=20,
)


@given(spans=SPANS)
def test_spans_by_day_are_what_walking_along_each_span_says(spans: list[tuple[date, date | None]]) -> None:
    walked = dict.fromkeys(DAYS, 0)
    for first, last in spans:
        day = first
        while day < (last or DAYS[-1] + timedelta(days=1)):
            walked[day] = walked.get(day, 0) + 1
            day += timedelta(days=1)
    assert held_by_day(spans, DAYS) == [walked[day] for day in DAYS]


@pytest.mark.parametrize(("days_ago", "stale"), [(0, False), (28, False), (29, True)])
def test_places_nobody_confirmed_for_four_weeks_may_no_longer_be_so(days_ago: int, stale: bool) -> None:
    found = last_confirmed(WEDNESDAY - timedelta(days=days_ago), [], WEDNESDAY)
    assert (found.days_ago, found.is_stale) == (days_ago, stale)


def test_places_are_confirmed_by_the_note_that_holds_and_not_by_one_for_later() -> None:
    noon = datetime(2026, 5, 1, 11, 0, tzinfo=UTC)
    notes = [
        Noted(date(2026, 4, 20), noon - timedelta(days=10), 30),
        Noted(date(2026, 5, 1), noon, 24),
        Noted(date(2026, 6, 1), noon + timedelta(days=4), 20),
    ]
    assert last_confirmed(date(2026, 4, 1), notes, WEDNESDAY).days_ago == 5


def test_a_note_from_before_the_agreement_does_not_confirm_it() -> None:
    early = [Noted(date(2026, 3, 1), datetime(2026, 3, 1, tzinfo=UTC), 30)]
    assert last_confirmed(date(2026, 4, 1), early, WEDNESDAY).on == date(2026, 4, 1)
