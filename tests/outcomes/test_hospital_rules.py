"""What the rules say of stays in hospital, days held up, care homes and senior reviews, at both edges."""

from datetime import UTC, date, datetime, timedelta

import pytest

from homeward.episodes.rules.hospital import Period
from homeward.outcomes.rules.hospital import (
    NOT_COUNTED_NAMES,
    FoundAt,
    NotCounted,
    days_held_up,
    lived_at,
    not_counted,
    reasons_on,
    straight_from_hospital,
)
from homeward.outcomes.rules.placements import is_long_term_home, is_new
from homeward.outcomes.rules.ward import review_on

DAY = date(2026, 3, 4)


def days(number: int) -> date:
    return DAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("left", "ready", "born", "died", "why"),
    [
        (None, 0, None, False, "still_in_hospital"),
        (5, 3, None, True, "died_in_hospital"),
        (5, 3, date(2010, 3, 10), False, "under_16"),
        (5, 3, date(2010, 3, 9), False, None),
        (0, 0, None, False, "no_night_in_hospital"),
        (1, 1, None, False, None),
        (5, None, None, False, "no_ready_date"),
        (5, 5, date(1940, 1, 1), False, None),
    ],
)
def test_which_stays_the_ready_date_measures_count(
    left: int | None, ready: int | None, born: date | None, died: bool, why: str | None
) -> None:
    left_on, ready_on = (None if number is None else days(number) for number in (left, ready))
    assert not_counted(admitted_on=DAY, left_on=left_on, ready_on=ready_on, born_on=born, died=died) == why
    assert set(NOT_COUNTED_NAMES) == set(NotCounted)


@pytest.mark.parametrize(
    ("periods", "until", "numbers"),
    [
        ([], 9, []),
        ([(0, None)], 0, []),
        ([(0, None)], 1, [0]),
        ([(0, None)], 3, [0, 1, 2]),
        ([(0, 2), (4, None)], 6, [0, 1, 4, 5]),
        ([(0, 0), (4, None)], 5, [4]),
        ([(3, None)], 2, []),
    ],
)
def test_each_night_after_being_ready_is_a_day_held_up(
    periods: list[tuple[int, int | None]], until: int, numbers: list[int]
) -> None:
    found = [Period(days(ready), None if unwell is None else days(unwell)) for ready, unwell in periods]
    assert list(days_held_up(found, until=days(until))) == [days(number) for number in numbers]


@pytest.mark.parametrize(
    ("number", "reasons"),
    [(-1, ("not_given",)), (0, ("transport",)), (1, ("medical_review", "transport")), (2, ("medical_review",))],
)
def test_a_day_is_shared_between_the_reasons_given_for_it(number: int, reasons: tuple[str, ...]) -> None:
    given = [("transport", days(0), days(2)), ("medical_review", days(1), None), ("medical_review", days(1), None)]
    assert reasons_on(given, days(number)) == reasons


@pytest.mark.parametrize(
    ("number", "straight"), [(-1, False), (0, True), (5, True), (6, True), (7, False), (20, True), (99, True)]
)
def test_what_begins_in_a_stay_or_the_day_after_is_straight_from_hospital(number: int, straight: bool) -> None:
    assert straight_from_hospital(days(number), [(days(0), days(5)), (days(20), None)]) is straight


@pytest.mark.parametrize(
    ("found", "died", "today", "place"),
    [
        ([], None, 0, ""),
        ([(0, "home")], None, 0, "home"),
        ([(0, "home")], None, -1, ""),
        ([(14, "home")], None, 20, "home"),
        ([(15, "home")], None, 20, ""),
        ([(-14, "home")], None, 20, "home"),
        ([(-3, "care_home"), (2, "home")], None, 20, "home"),
        ([(-2, "care_home"), (2, "home")], None, 20, "care_home"),
        ([(0, "home")], 0, 20, "died"),
        ([(0, "home")], 1, 20, "home"),
    ],
)
def test_where_somebody_lived_on_a_day_is_what_was_found_nearest_to_it(
    found: list[tuple[int, str]], died: int | None, today: int, place: str
) -> None:
    asked = [FoundAt(days(number), where) for number, where in found]
    died_on = None if died is None else days(died)
    assert lived_at(DAY, found=asked, died_on=died_on, today=days(today)) == place


@pytest.mark.parametrize(
    ("service", "earlier", "lives", "new"),
    [
        ("long_term_residential_care", [], "own_home", True),
        ("lts_nursing", [], "own_home", True),
        ("long_term_residential_care", [], "care_home", False),
        ("long_term_residential_care", [], "", None),
        ("long_term_residential_care", [-364], "own_home", False),
        ("long_term_residential_care", [-365], "own_home", True),
        ("long_term_residential_care", [0], "own_home", True),
        ("home_support_or_domiciliary_care", [], "own_home", None),
    ],
)
def test_who_is_new_in_a_care_home(service: str, earlier: list[int], lives: str, new: bool | None) -> None:
    assert is_new(DAY, service=service, earlier=[days(n) for n in earlier], lived_at=lives) is new


def test_only_care_homes_for_good_are_long_term_homes() -> None:
    assert is_long_term_home("long_term_nursing_care")
    assert not is_long_term_home("short_term_residential_care")
    assert not is_long_term_home("lts_community")


ADMITTED = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "reviews", "ended", "answer"),
    [
        (4, [], None, (False, False)),
        (5, [], None, (True, False)),
        (6, [], None, (True, False)),
        (5, [(5, 9)], None, (True, True)),
        (5, [(5, 23)], None, (True, True)),
        (6, [(5, 9)], None, (True, False)),
        (5, [(4, 23)], None, (True, False)),
        (5, [], (5, 10), (False, False)),
        (5, [], (5, 11), (True, False)),
        (9, [], None, (False, False)),
    ],
)
def test_a_review_is_due_each_day_until_it_is_done(
    day: int, reviews: list[tuple[int, int]], ended: tuple[int, int] | None, answer: tuple[bool, bool]
) -> None:
    def at(moment: tuple[int, int]) -> datetime:
        return datetime(2026, 3, *moment, tzinfo=UTC)

    assert (
        review_on(
            date(2026, 3, day),
            began_at=ADMITTED,
            ended_at=at(ended) if ended else None,
            reviews=[at(one) for one in reviews],
            every_hours=24,
            now=datetime(2026, 3, 8, 12, tzinfo=UTC),
        )
        == answer
    )


def test_where_no_reviews_were_agreed_none_is_due() -> None:
    said = {"began_at": ADMITTED, "ended_at": None, "reviews": [ADMITTED], "now": ADMITTED + timedelta(days=9)}
    assert review_on(date(2026, 3, 6), every_hours=None, **said) == (False, False)
