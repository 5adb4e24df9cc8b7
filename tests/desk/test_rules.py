"""How long help has lasted against its limit, at both edges."""

from datetime import UTC, datetime, timedelta

import pytest

from homeward.desk.rules import Standing, help_so_far

SEEN = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
SIX_WEEKS = 42 * 24


@pytest.mark.parametrize(
    ("limit_hours", "lasted", "standing", "words", "left"),
    [
        (48, timedelta(minutes=59), Standing.WITHIN, "0 hours, limit 48", "47 hr left"),
        (48, timedelta(hours=39, minutes=59), Standing.WITHIN, "39 hours, limit 48", "8 hr left"),
        (48, timedelta(hours=40), Standing.NEAR, "40 hours, limit 48", "8 hr left"),
        (48, timedelta(hours=48), Standing.NEAR, "48 hours, limit 48", "0 min left"),
        (48, timedelta(hours=48, minutes=1), Standing.PAST, "48 hours, limit 48", "1 min over"),
        (SIX_WEEKS, timedelta(days=1, hours=2), Standing.WITHIN, "1 day, limit 42", "40 days left"),
        (SIX_WEEKS, timedelta(days=35), Standing.NEAR, "35 days, limit 42", "7 days left"),
        (SIX_WEEKS, timedelta(days=41, hours=12), Standing.NEAR, "41 days, limit 42", "12 hr left"),
        (SIX_WEEKS, timedelta(days=45), Standing.PAST, "45 days, limit 42", "3 days over"),
    ],
)
def test_help_is_within_near_or_past_its_limit(
    limit_hours: int, lasted: timedelta, standing: Standing, words: str, left: str
) -> None:
    so_far = help_so_far(first_contact_at=SEEN, limit_hours=limit_hours, now=SEEN + lasted)
    assert (so_far.standing, so_far.words, so_far.left) == (standing, words, left)


def test_forty_eight_hours_are_forty_eight_hours_on_the_night_the_clocks_go_back() -> None:
    seen = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
    assert help_so_far(first_contact_at=seen, limit_hours=48, now=seen + timedelta(hours=48)).standing is Standing.NEAR
    over = help_so_far(first_contact_at=seen, limit_hours=48, now=seen + timedelta(hours=49))
    assert (over.standing, over.left) == (Standing.PAST, "1 hr over")


def test_help_whose_first_visit_is_a_moment_ahead_of_the_clock_has_lasted_nothing() -> None:
    so_far = help_so_far(first_contact_at=SEEN, limit_hours=48, now=SEEN - timedelta(minutes=3))
    assert so_far.words == "0 hours, limit 48"
