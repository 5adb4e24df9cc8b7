"""What counts as a contact, and when a visit may have begun."""

from datetime import UTC, datetime, timedelta

import pytest

from homeward.episodes.rules import VISIT_KIND_NAMES, VisitKind, VisitTimeWrong, check_visit_time, stops_the_clock

NEEDED = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
NOW = NEEDED + timedelta(hours=1)


@pytest.mark.parametrize(
    ("kind", "stops"), [("face_to_face", True), ("phone_or_video", False), ("no_access", False), ("", False)]
)
def test_only_being_with_the_person_stops_the_clock(kind: str, stops: bool) -> None:
    assert stops_the_clock(kind) is stops


def test_every_kind_of_visit_has_a_name() -> None:
    assert set(VISIT_KIND_NAMES) == set(VisitKind)


@pytest.mark.parametrize("started_at", [NEEDED, NEEDED + timedelta(minutes=30), NOW, NOW + timedelta(minutes=5)])
def test_a_visit_may_begin_from_the_need_until_a_watch_that_is_five_minutes_fast(started_at: datetime) -> None:
    check_visit_time(started_at=started_at, needed_from=NEEDED, now=NOW)


@pytest.mark.parametrize(
    ("started_at", "says"),
    [
        (NEEDED - timedelta(microseconds=1), "before help was asked for"),
        (NOW + timedelta(minutes=5, microseconds=1), "in the future"),
        (NEEDED - timedelta(days=365), "before help was asked for"),
        (NOW + timedelta(days=365), "in the future"),
    ],
)
def test_a_visit_cannot_begin_before_the_need_or_in_the_future(started_at: datetime, says: str) -> None:
    with pytest.raises(VisitTimeWrong, match=says):
        check_visit_time(started_at=started_at, needed_from=NEEDED, now=NOW)
