"""Small numbers are held back from those who may see only groups; charts and words say the same as the numbers."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.outcomes.charts import HEIGHT, LEFT, RIGHT, TOP, WIDTH, line_chart
from homeward.outcomes.counting import Cell
from homeward.outcomes.definitions import Unit, measure_called
from homeward.outcomes.periods import Period
from homeward.outcomes.showing import Shown, guarded, in_words, length, meets_target, shown

COUNTED_AT = datetime(2026, 3, 13, 10, 0, tzinfo=UTC)
MONDAY = date(2026, 3, 2)


def cell(n: int, d: int, excluded: int = 0, *, start: date = MONDAY) -> Cell:
    return Cell(start, "", n, d, excluded, {"percent": 100 * n / d if d else None})


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
    if 0 < n < 5 or 0 < d < 5:
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
    assert meets_target(measure_called("two_hour_response"), seen(cell(n, 100), exact=True)) is meets


def test_without_a_target_nothing_is_met_or_missed() -> None:
    one = Cell(MONDAY, "", 9, 9, 0, {"count": 9.0})
    assert meets_target(measure_called("referrals_received"), seen(one, code="referrals_received")) is None


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
        (1234.0, "referrals", True, "1,234"),
        (None, "percent", True, ""),
    ],
)
def test_figures_in_words(value: float | None, unit: Unit, exact: bool, words: str) -> None:
    assert in_words(value, unit, exact=exact) == words


@given(st.lists(st.one_of(st.none(), st.floats(0, 200_000)), min_size=1, max_size=60), st.booleans())
def test_every_mark_of_a_chart_is_inside_it(values: list[float | None], minutes: bool) -> None:
    starts = [date.fromordinal(MONDAY.toordinal() + 7 * i) for i in range(len(values))]
    chart = line_chart(
        starts, [("A", values)], unit="minutes" if minutes else "referrals", complete=[True] * len(values)
    )
    (line,) = chart.lines
    assert len(line.marks) == sum(value is not None for value in values)
    for mark in line.marks:
        assert LEFT <= mark.x <= WIDTH - RIGHT
        assert TOP - 0.1 <= mark.y <= HEIGHT
    assert 2 <= len(chart.up) <= 10
    assert len(chart.across) <= 3


def test_a_gap_breaks_the_line_and_lines_differ_by_shape() -> None:
    starts = [date.fromordinal(MONDAY.toordinal() + 7 * i) for i in range(5)]
    chart = line_chart(
        starts,
        [("A", [10.0, 20.0, None, 30.0, 40.0]), ("B", [1.0, 2.0, 3.0, 4.0, 5.0])],
        unit="percent",
        complete=[True, True, True, True, False],
        target=70.0,
    )
    assert [len(line.stretches) for line in chart.lines] == [2, 1]
    assert len({line.shape for line in chart.lines}) == 2
    assert [mark.complete for mark in chart.lines[0].marks] == [True, True, True, False]
    assert chart.target_says == "Target 70%"
