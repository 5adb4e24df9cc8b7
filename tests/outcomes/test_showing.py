"""Small numbers are held back from those who may see only groups, and figures are written as people say them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.outcomes.counting.asking import Cell
from homeward.outcomes.definitions import Unit, measure_called
from homeward.outcomes.periods import Period
from homeward.outcomes.showing import (
    Shown,
    alarming,
    guarded,
    in_words,
    length,
    meets_target,
    shown,
    without_the_only_hidden_one,
)

COUNTED_AT = datetime(2026, 3, 13, 10, 0, tzinfo=UTC)
MONDAY = date(2026, 3, 2)


def cell(n: int, d: int, excluded: int = 0, *, start: date = MONDAY) -> Cell:
    return Cell(start, (), n, d, excluded, {"percent": 100 * n / d if d else None})


def seen(one: Cell, *, exact: bool = False, code: str = "two_hour_response") -> Shown:
    return shown(
        one, measure_called(code), period=Period.WEEK, last=date(2026, 3, 13), counted_at=COUNTED_AT, exact=exact
    )


@pytest.mark.parametrize(
    ("count", "shows"), [(0, 0), (1, None), (4, None), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (99, 100)]
)
def test_counts_from_1_to_4_are_hidden_and_others_rounded_to_5(count: int, shows: int | None) -> None:
    assert guarded(count) == shows


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_nothing_small_and_nothing_exact_gets_past(n: int, more: int, excluded: int) -> None:
    d = n + more
    shows = seen(cell(n, d, excluded))
    for count in (shows.numerator, shows.denominator, shows.excluded):
        assert count is None or count % 5 == 0
    percent = shows.figures["percent"]
    if 0 < n < 5 or 0 < d < 5 or 0 < d - n < 5:
        assert percent is None
        assert shows.figures_hidden
    elif d:
        assert percent == round(100 * n / d)


def test_an_exact_viewer_sees_what_was_counted() -> None:
    shows = seen(cell(1, 3, 2), exact=True)
    assert (shows.numerator, shows.denominator, shows.excluded, shows.hidden) == (1, 3, 2, False)


def test_an_empty_week_is_empty_and_not_hidden() -> None:
    shows = seen(cell(0, 0))
    assert (shows.denominator, shows.figures["percent"], shows.hidden) == (0, None, False)


@pytest.mark.parametrize(("start", "complete"), [(date(2026, 3, 2), True), (date(2026, 3, 9), False)])
def test_a_week_is_complete_once_it_has_ended(start: date, complete: bool) -> None:
    assert seen(cell(6, 9, start=start)).complete is complete


@pytest.mark.parametrize(("n", "meets"), [(69, False), (70, True), (71, True)])
def test_a_target_is_met_at_the_target(n: int, meets: bool) -> None:
    value = seen(cell(n, 100), exact=True).figures["percent"]
    assert meets_target(measure_called("two_hour_response"), value) is meets


def test_without_a_target_nothing_is_met_or_missed() -> None:
    one = Cell(MONDAY, (), 9, 9, 0, {"count": 9.0})
    value = seen(one, code="referrals_received").figures["count"]
    assert meets_target(measure_called("referrals_received"), value) is None


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 min"), (59.4, "59 min"), (60, "1 hr"), (95, "1 hr 35 min"), (1440, "1 day"), (4567, "3 days 4 hr")],
)
def test_lengths_in_words(minutes: float, words: str) -> None:
    assert length(minutes) == words


@pytest.mark.parametrize(
    ("value", "unit", "exact", "words"),
    [
        (84.25, "percent", True, "84.2%"),
        (84.0, "percent", False, "84%"),
        (1234.0, "count", True, "1,234"),
        (None, "percent", True, ""),
        (95.0, "minutes", True, "1 hr 35 min"),
        (-95.0, "minutes", True, "-1 hr 35 min"),
        (1.0, "days", True, "1.0 day"),
        (30.94, "days", True, "30.9 days"),
        (4.5, "hours", True, "4.5 hours"),
        (3.2, "points", True, "+3.2"),
        (-3.2, "points", True, "-3.2"),
        (1901.4, "pounds", True, "£1,901"),
        (-20.0, "pounds", True, "-£20"),
        (123.44, "rate", True, "123.4 per 100,000"),
        (2.27, "ratio", True, "2.27"),
    ],
)
def test_figures_in_words(value: float | None, unit: Unit, exact: bool, words: str) -> None:
    assert in_words(value, unit, exact=exact) == words


def _group(name: str, d: int) -> Shown:
    return seen(Cell(MONDAY, (name,), d, d, 0, {"percent": 100.0 if d else None}))


def test_a_single_hidden_group_takes_the_next_smallest_with_it() -> None:
    """Otherwise it would follow from the total."""
    safe = without_the_only_hidden_one([_group("a", 3), _group("b", 20), _group("c", 10), _group("d", 0)])
    assert [one.denominator for one in safe] == [None, 20, None, 0]
    assert safe[2].figures_hidden


@pytest.mark.parametrize("sizes", [(3, 2, 20), (20, 10), (0, 20)])
def test_groups_of_which_none_follows_from_the_total_stay(sizes: tuple[int, ...]) -> None:
    groups = [_group(str(n), n) for n in sizes]
    assert without_the_only_hidden_one(groups) == groups


def test_days_of_a_ward_are_about_nobody_and_are_shown_as_they_are() -> None:
    measure = measure_called("home_ward_occupancy")
    one = Cell(MONDAY, (), 3, 3, 0, {figure.code: 81.25 for figure in measure.figures})
    assert seen(one, code=measure.code).figures[measure.figures[0].code] == 81.25


@pytest.mark.parametrize(
    ("admissions", "held_back"), [(0.0, False), (1.0, True), (4.0, True), (5.0, False), (120.0, False)]
)
def test_a_rate_of_one_to_four_admissions_is_held_back_since_the_population_is_published(
    admissions: float, held_back: bool
) -> None:
    measure = measure_called("long_term_admissions_rate_18_64")
    figures = {figure.code: 12 * admissions for figure in measure.figures}
    one = Cell(MONDAY, ("north",), 1, 1, 0, figures, admissions)
    for exact in (False, True):
        came = seen(one, exact=exact, code=measure.code)
        assert came.figures_hidden is (held_back and not exact)
        assert came.figures == (dict.fromkeys(figures) if held_back and not exact else figures)


@pytest.mark.parametrize(("value", "alarms"), [(None, False), (2.3, False), (32.5, True)])
def test_32_contacts_for_each_referral_raise_an_alarm(value: float | None, alarms: bool) -> None:
    assert alarming(measure_called("contacts_per_referral"), value) is alarms
