"""How long help lasted, whether it was longer than agreed, and how many hours of visits were planned."""

from datetime import UTC, date, datetime, timedelta

import pytest

from homeward.episodes.rules.taper import Pace, Shape
from homeward.outcomes.rules.helping import Hours, Limited, days_between, limited, planned_hours, told_again
from homeward.outcomes.rules.short_term import short_term_from

START = datetime(2026, 4, 8, 9, 0, tzinfo=UTC)
LIMIT = START + timedelta(hours=48)
SECOND = timedelta(seconds=1)
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


@pytest.mark.parametrize(
    ("began", "ended", "days"),
    [
        (datetime(2026, 3, 28, 23, 59, tzinfo=UTC), datetime(2026, 3, 29, 22, 59, tzinfo=UTC), 1),
        (datetime(2026, 3, 28, 23, 59, tzinfo=UTC), datetime(2026, 3, 29, 23, 0, tzinfo=UTC), 2),
        (datetime(2026, 10, 24, 22, 59, tzinfo=UTC), datetime(2026, 10, 24, 23, 0, tzinfo=UTC), 1),
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), datetime(2026, 10, 25, 23, 59, tzinfo=UTC), 0),
        (START, START, 0),
        (START, START - timedelta(days=1), 0),
        (None, START, None),
        (START, None, None),
    ],
)
def test_days_are_london_midnights(began: datetime | None, ended: datetime | None, days: int | None) -> None:
    assert days_between(began, ended) == days


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ([], False),
        (["no"], False),
        (["no", "no"], False),
        (["yes"], True),
        (["not_known", "yes"], True),
        (["not_known"], None),
        (["no", "not_known"], None),
    ],
)
def test_one_telling_again_is_enough_and_one_that_is_not_known_leaves_it_open(
    said: list[str], told: bool | None
) -> None:
    assert told_again(said) is told


def stage(**changes: object) -> Limited:
    fields: dict[str, object] = {
        "limit_hours": 48,
        "extended_until": None,
        "first_contact_at": START,
        "began_at": START - timedelta(hours=5),
        "ended_at": None,
        "is_first": True,
        "now": START,
    }
    return limited(**fields | changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "over"),
    [
        ({"ended_at": LIMIT}, False),
        ({"ended_at": LIMIT + SECOND}, True),
        ({"now": LIMIT}, False),
        ({"now": LIMIT + SECOND}, True),
        ({"ended_at": LIMIT, "now": LIMIT + timedelta(days=9)}, False),
        ({"ended_at": LIMIT, "is_first": False}, True),
        ({"ended_at": LIMIT + SECOND, "extended_until": LIMIT + SECOND}, False),
        ({"ended_at": LIMIT + 2 * SECOND, "extended_until": LIMIT + SECOND}, True),
        ({"first_contact_at": None, "now": LIMIT + timedelta(days=9)}, None),
        ({"limit_hours": None, "now": LIMIT + timedelta(days=9)}, None),
    ],
)
def test_a_stage_is_over_its_limit_only_after_the_moment_of_it(changes: dict[str, object], over: bool | None) -> None:
    assert stage(**changes).over is over


@pytest.mark.parametrize(("hours", "days"), [(48, 2), (49, 3), (24, 1), (1, 1), (1008, 42), (None, None)])
def test_a_begun_day_of_a_limit_is_a_day(hours: int | None, days: int | None) -> None:
    assert stage(limit_hours=hours).days == days


def shape(*paces: tuple[int, int], staff: int = 1, ended_on: date | None = None) -> Shape:
    """Daily visits of so many minutes from so many days after 8 April on."""
    first = date(2026, 4, 8)
    return Shape(
        paces=tuple(Pace(first + timedelta(days=day), EVERY_DAY, 1, minutes) for day, minutes in paces),
        staff=staff,
        ended_on=ended_on,
    )


@pytest.mark.parametrize(
    ("shapes", "ended", "hours"),
    [
        ([shape((0, 60), (14, 30))], None, Hours(7.0, 7.0, None)),
        ([shape((0, 60), (10, 30))], None, Hours(7.0, 3.5, None)),
        ([shape((0, 60), (11, 30))], None, Hours(7.0, 7.0, None)),
        ([shape((0, 60), staff=2)], None, Hours(14.0, 14.0, None)),
        ([shape((0, 60)), shape((5, 30))], 10, Hours(7.0, None, 10.5)),
        ([shape((0, 60), ended_on=date(2026, 4, 18))], 10, Hours(7.0, None, 7.0)),
        ([shape((0, 60), ended_on=date(2026, 4, 17))], 10, Hours(7.0, None, 0.0)),
        ([], None, Hours(None, None, None)),
        ([shape()], 10, Hours(None, None, None)),
    ],
)
def test_hours_are_those_as_they_began_and_now_or_on_the_last_day(
    shapes: list[Shape], ended: int | None, hours: Hours
) -> None:
    now = START + timedelta(days=10)
    assert planned_hours(shapes, ended_at=START + timedelta(days=ended) if ended else None, now=now) == hours


@pytest.mark.parametrize(
    ("stages", "began_on"),
    [
        ([("reablement", START)], date(2026, 4, 9)),
        ([("crisis_response", START), ("home_based", START + timedelta(days=3))], date(2026, 4, 11)),
        ([("home_based", START + timedelta(days=2)), ("virtual_ward", START)], date(2026, 4, 10)),
        ([("bed_based", START)], date(2026, 4, 9)),
        ([("crisis_response", START), ("urgent_social_work", START), ("virtual_ward", START)], None),
        ([], None),
    ],
)
def test_short_term_support_begins_with_its_first_stage_and_not_before_anybody_came(
    stages: list[tuple[str, datetime]], began_on: date | None
) -> None:
    first_contact_at = datetime(2026, 4, 8, 23, 0, tzinfo=UTC)  # midnight in London, where the 9th begins
    assert short_term_from(stages, first_contact_at) == began_on
