"""Where the marks of a chart of before and after go, and the bars of a change that was phased in."""

from datetime import date

import pytest

from homeward.outcomes.evaluation.chart import BOTTOM, HEIGHT, LEFT, TOP, Drawing, drawing_of
from homeward.outcomes.evaluation.interrupted import before_and_after
from homeward.outcomes.evaluation.steps import WIDTH, steps_chart
from homeward.outcomes.evaluation.wording import Named
from tests.outcomes.evaluation.made_series import START, made, months


def drawn(starts: list[date], *, most: float | None = 100.0) -> Drawing:
    answer = before_and_after(made(36, lambda i: 50.0), starts, Named("x", "percent"), whole_until=months(36)[34])
    return drawing_of(answer, starts, lambda value: f"{value:g}", whole_until=months(36)[34], most=most)


def test_marks_lie_between_the_axes_at_their_value() -> None:
    chart = drawn([START])
    assert len(chart.marks) == 36
    assert {mark.y for mark in chart.marks} == {(TOP + HEIGHT - BOTTOM) / 2}
    assert chart.marks[0].x == LEFT + 4
    assert [words for _, words in chart.up] == ["0", "25", "50", "75", "100"]
    assert [words for _, words, _ in chart.across] == ["Jan 2023", "Jul 2024", "Dec 2025"]


def test_the_line_of_a_change_stands_between_the_months_before_and_after_it() -> None:
    chart = drawn([START])
    assert chart.change[0] == chart.change[1]
    assert chart.marks[23].x < chart.change[0] < chart.marks[24].x
    assert [mark.used for mark in chart.marks] == [True] * 35 + [False]  # the last is still running
    assert len(chart.expected) == 1
    assert chart.expected[0].startswith(f"{chart.marks[24].x},")


def test_months_while_it_was_phased_in_are_a_band_of_open_marks_without_a_line() -> None:
    chart = drawn([date(2024, 6, 1), date(2024, 9, 15)])
    inside = [mark.used for mark in chart.marks if chart.change[0] < mark.x < chart.change[1]]
    assert inside == [False] * 4
    assert len(chart.fitted) == 2


@pytest.mark.parametrize(("most", "top"), [(None, "60"), (100.0, "100")])
def test_an_axis_ends_at_a_round_number_or_where_it_is_fixed(most: float | None, top: str) -> None:
    assert drawn([START], most=most).up[-1][1] == top


def test_bars_begin_at_their_days_and_those_to_come_are_open() -> None:
    phases = [("North", date(2026, 1, 1)), ("South", date(2026, 4, 1)), ("East", date(2026, 9, 1))]
    chart = steps_chart(phases, today=date(2026, 5, 1))
    assert [step.begun for step in chart.steps] == [True, True, False]
    assert 0 < chart.steps[0].x < chart.steps[1].x < chart.steps[2].x < WIDTH
    assert all(step.x + step.width == pytest.approx(WIDTH) for step in chart.steps)
    assert chart.today is not None
    assert chart.steps[1].x < chart.today < chart.steps[2].x


def test_a_start_long_ago_is_drawn_without_today() -> None:
    chart = steps_chart([("Everywhere", date(2019, 1, 1))], today=date(2026, 5, 1))
    assert chart.today is None
    assert 0 < chart.steps[0].x < WIDTH
