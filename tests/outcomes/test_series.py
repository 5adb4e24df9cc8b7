"""A measure as a control chart: where it begins, which period is the latest, and what it says in words."""

from datetime import date, timedelta

import pytest

from homeward.outcomes.definitions import measure_called
from homeward.outcomes.periods import Period
from homeward.outcomes.series import Change, Series, series_of
from homeward.outcomes.showing import Shown

MET, RECEIVED = measure_called("two_hour_response"), measure_called("referrals_received")
FIRST = date(2026, 1, 5)


def week(number: int, value: float | None, *, rows: int = 10, complete: bool = True, hidden: bool = False) -> Shown:
    start = FIRST + timedelta(weeks=number)
    figures = {"percent": value, "count": value}
    return Shown(start, start + timedelta(days=6), (), complete, rows, rows, 0, figures, hidden, hidden)


def of(*values: float | None, exact: bool = True) -> Series:
    return series_of(MET, [week(n, one) for n, one in enumerate(values)], period=Period.WEEK, exact=exact)


def test_the_latest_is_the_last_complete_week() -> None:
    row = [week(0, 70.0), week(1, 80.0), week(2, 10.0, complete=False)]
    series = series_of(MET, row, period=Period.WEEK, exact=True)
    assert (series.value, series.words, series.when) == (80.0, "80.0%", "12 to 18 Jan 2026")
    assert len(series.chart.points) == 2
    assert series.row == tuple(row)


def test_weeks_before_anything_was_written_down_are_not_charted() -> None:
    series = of(None, None, 70.0, None, 80.0)
    assert [point.y for point in series.chart.points] == [70.0, 80.0]
    assert series.latest is not None


def test_sums_of_nothing_before_the_service_began_are_not_charted() -> None:
    row = [week(0, 0.0, rows=0), week(1, 0.0, rows=0), week(2, 5.0), week(3, 0.0, rows=0)]
    series = series_of(RECEIVED, row, period=Period.WEEK, exact=True)
    assert [point.y for point in series.chart.points] == [5.0, 0.0]


def test_nothing_for_ever_is_charted_as_none() -> None:
    row = [week(n, 0.0, rows=0) for n in range(3)]
    assert len(series_of(RECEIVED, row, period=Period.WEEK, exact=True).chart.points) == 3


def test_a_series_that_is_held_back_has_a_latest_that_is_not_shown() -> None:
    row = [week(0, None, rows=0), week(1, None, hidden=True), week(2, None, hidden=True)]
    series = series_of(MET, row, period=Period.WEEK, exact=False)
    assert series.value is None
    assert series.latest is not None
    assert series.latest.figures_hidden


def test_without_anything_there_is_no_latest_and_nothing_is_said_of_it() -> None:
    series = of(None, None)
    assert (series.latest, series.value, series.words, series.when, series.alarm) == (None, None, "", "", "")
    assert (series.variation, series.assurance, series.special, series.meets) == (None, None, "", None)


@pytest.mark.parametrize(("value", "meets"), [(69.9, False), (70.0, True), (70.1, True)])
def test_the_target_is_met_at_it(value: float, meets: bool) -> None:
    assert of(80.0, value).meets is meets


def test_a_rounded_figure_is_said_without_decimals() -> None:
    assert of(54.0, exact=False).words == "54%"
    assert of(54.0, exact=True).words == "54.0%"


def test_limits_begin_anew_only_where_a_change_says_so() -> None:
    row = [week(n, 50.0 + n % 2 + (20 if n >= 15 else 0)) for n in range(30)]
    day = row[15].start

    def means(*, rebase: bool) -> set[float | None]:
        change = Change(1, day, "One number to call", rebase)
        series = series_of(MET, row, period=Period.WEEK, changes=(change,), exact=True)
        assert len(series.drawing.changes) == 1
        return {point.mean for point in series.chart.points}

    assert len(means(rebase=False)) == 1
    assert len(means(rebase=True)) == 2


def test_more_than_chance_is_named_in_two_words() -> None:
    series = of(*[50.0, 52.0] * 8, 95.0)
    assert series.special == "Getting better"
    assert "common cause" not in series.says.lower().partition(".")[0]
    assert of(*[50.0, 52.0] * 8, 50.0).special == ""
