"""How long help may last and how long it is free, at both edges, and on the nights the clocks change."""

from datetime import UTC, datetime, timedelta

import pytest

from homeward.episodes.rules.limits import (
    FREE_NAMES,
    STANDING_NAMES,
    Standing,
    days_past,
    free_period,
    free_until,
    help_so_far,
    limit_ends_at,
    limit_starts_at,
)

SEEN = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
SIX_WEEKS = 42 * 24


@pytest.mark.parametrize(
    ("limit_hours", "lasted", "standing", "words", "left"),
    [
        (48, timedelta(minutes=59), Standing.WITHIN, "0 of 48 hours", "47 hr left"),
        (48, timedelta(hours=39, minutes=59), Standing.WITHIN, "39 of 48 hours", "8 hr left"),
        (48, timedelta(hours=40), Standing.NEAR, "40 of 48 hours", "8 hr left"),
        (48, timedelta(hours=48), Standing.NEAR, "48 of 48 hours", "0 min left"),
        (48, timedelta(hours=48, minutes=1), Standing.PAST, "48 hours, limit 48", "1 min over"),
        (SIX_WEEKS, timedelta(days=1, hours=2), Standing.WITHIN, "1 of 42 days", "41 days left"),
        (SIX_WEEKS, timedelta(days=35), Standing.NEAR, "35 of 42 days", "7 days left"),
        (SIX_WEEKS, timedelta(days=41, hours=12), Standing.NEAR, "41 of 42 days", "12 hr left"),
        (SIX_WEEKS, timedelta(days=45), Standing.PAST, "45 days, limit 42", "3 days over"),
    ],
)
def test_help_is_within_near_or_past_its_limit(
    limit_hours: int, lasted: timedelta, standing: Standing, words: str, left: str
) -> None:
    so_far = help_so_far(starts_at=SEEN, limit_hours=limit_hours, now=SEEN + lasted)
    assert (so_far.standing, so_far.words, so_far.left) == (standing, words, left)
    assert so_far.name == STANDING_NAMES[standing]
    assert so_far.ends_at == SEEN + timedelta(hours=limit_hours)


@pytest.mark.parametrize(
    ("until", "lasted", "standing", "words", "left"),
    [
        (timedelta(hours=60), timedelta(hours=49), Standing.WITHIN, "49 of 60 hours as extended", "11 hr left"),
        (timedelta(hours=60), timedelta(hours=50), Standing.NEAR, "50 of 60 hours as extended", "10 hr left"),
        (timedelta(hours=60), timedelta(hours=60), Standing.NEAR, "60 of 60 hours as extended", "0 min left"),
        (timedelta(hours=60), timedelta(hours=61), Standing.PAST, "61 hours, limit 60 as extended", "1 hr over"),
        (timedelta(days=12), timedelta(days=3), Standing.WITHIN, "3 of 12 days as extended", "9 days left"),
    ],
)
def test_an_extension_takes_the_place_of_the_limit(
    until: timedelta, lasted: timedelta, standing: Standing, words: str, left: str
) -> None:
    so_far = help_so_far(starts_at=SEEN, limit_hours=48, extended_until=SEEN + until, now=SEEN + lasted)
    assert (so_far.standing, so_far.words, so_far.left) == (standing, words, left)


def test_forty_eight_hours_are_forty_eight_hours_on_the_night_the_clocks_go_back() -> None:
    seen = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
    assert help_so_far(starts_at=seen, limit_hours=48, now=seen + timedelta(hours=48)).standing is Standing.NEAR
    over = help_so_far(starts_at=seen, limit_hours=48, now=seen + timedelta(hours=49))
    assert (over.standing, over.left) == (Standing.PAST, "1 hr over")


def test_help_whose_first_visit_is_a_moment_ahead_of_the_clock_has_lasted_nothing() -> None:
    so_far = help_so_far(starts_at=SEEN, limit_hours=48, now=SEEN - timedelta(minutes=3))
    assert so_far.words == "0 of 48 hours"


BEGAN = SEEN + timedelta(days=2)


@pytest.mark.parametrize(
    ("first_contact_at", "is_first", "starts_at"),
    [(None, True, None), (None, False, None), (SEEN, True, SEEN), (SEEN, False, BEGAN)],
)
def test_the_first_stage_is_limited_from_the_first_contact_and_a_later_one_from_its_beginning(
    first_contact_at: datetime | None, is_first: bool, starts_at: datetime | None
) -> None:
    found = limit_starts_at(first_contact_at=first_contact_at, stage_began_at=BEGAN, is_first=is_first)
    assert found == starts_at


def test_a_limit_is_reached_after_its_hours_or_when_it_was_extended_to() -> None:
    assert limit_ends_at(SEEN, 48) == SEEN + timedelta(hours=48)
    assert limit_ends_at(SEEN, 48, BEGAN + timedelta(days=9)) == BEGAN + timedelta(days=9)


# ---------------------------------------------------------------- free weeks


@pytest.mark.parametrize(
    ("seen", "until"),
    [
        # winter; into summer over the night the clocks go forward; into winter over the night they go back
        (datetime(2026, 1, 5, 10, 0, tzinfo=UTC), datetime(2026, 2, 17, 0, 0, tzinfo=UTC)),
        (datetime(2026, 3, 4, 10, 0, tzinfo=UTC), datetime(2026, 4, 15, 23, 0, tzinfo=UTC)),
        (datetime(2026, 10, 1, 10, 0, tzinfo=UTC), datetime(2026, 11, 13, 0, 0, tzinfo=UTC)),
        # a visit at half past eleven at night in London is on the day before the same instant in UTC
        (datetime(2026, 6, 1, 22, 59, tzinfo=UTC), datetime(2026, 7, 13, 23, 0, tzinfo=UTC)),
        (datetime(2026, 6, 1, 23, 1, tzinfo=UTC), datetime(2026, 7, 14, 23, 0, tzinfo=UTC)),
    ],
)
def test_six_weeks_are_free_until_the_london_midnight_after_the_forty_second_day(
    seen: datetime, until: datetime
) -> None:
    assert free_until(seen, 42) == until
    last = free_period(first_contact_at=seen, free_days=42, now=until - timedelta(seconds=1))
    over = free_period(first_contact_at=seen, free_days=42, now=until)
    assert (last.standing, last.left) == (Standing.NEAR, "last day")
    assert (over.standing, over.left) == (Standing.PAST, "1 day over")


@pytest.mark.parametrize(
    ("days", "standing", "left"),
    [
        (0, Standing.WITHIN, "43 days left"),
        (35, Standing.WITHIN, "8 days left"),
        (36, Standing.NEAR, "7 days left"),
        (42, Standing.NEAR, "last day"),
        (43, Standing.PAST, "1 day over"),
        (50, Standing.PAST, "8 days over"),
    ],
)
def test_the_free_weeks_end_soon_in_their_last_week(days: int, standing: Standing, left: str) -> None:
    free = free_period(first_contact_at=SEEN, free_days=42, now=SEEN + timedelta(days=days))
    assert (free.standing, free.left, free.name) == (standing, left, FREE_NAMES[standing])
    assert free.last_on == datetime(2026, 4, 15, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "days"),
    [
        (timedelta(days=-3), 0),
        (timedelta(0), 0),
        (timedelta(hours=13, minutes=59), 0),
        (timedelta(hours=14), 1),
        (timedelta(days=5), 5),
    ],
)
def test_days_past_a_limit_are_london_midnights(after: timedelta, days: int) -> None:
    assert days_past(SEEN, SEEN + after) == days
