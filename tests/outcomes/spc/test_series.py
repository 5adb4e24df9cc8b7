"""The chart of one series: each rule at both edges, and the whole against a second, slow way of working it out."""

import math
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.outcomes.spc import Assurance, Cause, Kind, SeriesUnusable, xmr
from homeward.outcomes.spc.causes import causes, near, outside, shift, trend, two_of_three
from homeward.outcomes.spc.limits import Limits, average_moving_range, limits_of
from tests.outcomes.spc.made_series import FIRST, days, options, rows
from tests.outcomes.spc.slow_xmr import assured, chart

LINES = Limits(mean=50.0, lower=20.0, near_lower=30.0, near_upper=70.0, upper=80.0)


@settings(max_examples=300, deadline=None)
@given(
    values=rows(),
    chosen=options(),
    begins=st.lists(st.integers(0, 44), max_size=4),
    target=st.none() | st.floats(-9, 9),
)
def test_every_point_is_as_the_slow_way_says(
    values: list[float | None], chosen: dict[str, Any], begins: list[int], target: float | None
) -> None:
    dates = days(len(values))
    begins = [place for place in begins if place < len(values)]
    found = xmr(dates, values, target=target, rebase_at=[dates[place] for place in begins], **chosen)
    slow = chart(
        values,
        better=chosen["better"],
        begins=begins,
        fix=chosen["fix_after_n_points"],
        screen=chosen["screen_outliers"],
        trend=chosen["trend_points"],
        shift=chosen["shift_points"],
    )
    assert len(found.points) == len(slow)
    for ours, theirs in zip(found.points, slow, strict=True):
        said = (ours.mean, ours.lower, ours.upper, ours.side, bool(ours.near), ours.cause, ours.kind, ours.short_group)
        expected = (theirs.mean, theirs.lower, theirs.upper, theirs.side, theirs.near, theirs.cause, theirs.kind)
        assert said == (*expected, theirs.short)
    assert [one.group for one in found.points] == _from_zero([one.group for one in slow])
    assert found.assurance == assured(slow, chosen["better"], target)
    assert found.variation == (slow[-1].kind if slow else None)


def _from_zero(groups: list[int]) -> list[int]:
    return [group - groups[0] for group in groups]


@pytest.mark.parametrize(
    ("value", "beyond", "close"),
    [(80.0, 0, 1), (80.1, 1, 0), (20.0, 0, -1), (19.9, -1, 0), (70.0, 0, 0), (70.1, 0, 1), (30.0, 0, 0), (29.9, 0, -1)],
)
def test_a_value_on_a_limit_is_inside_it_and_an_outside_value_is_not_near(
    value: float, beyond: int, close: int
) -> None:
    assert (outside([value], LINES), near([value], LINES)) == ([beyond], [close])


@pytest.mark.parametrize(
    ("values", "marked"),
    [
        ([1, 2, 3, 4, 5, 6, 7], [1] * 7),
        ([1, 2, 3, 4, 5, 6], [0] * 6),
        ([1, 2, 3, 3, 4, 5, 6, 7], [0] * 8),
        ([7, 6, 5, 4, 3, 2, 1], [-1] * 7),
        ([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1], [1] * 6 + [-1] * 7),
        ([9, 1, 2, 3, 4, 5, 6, 7, 0], [0] + [1] * 7 + [0]),
    ],
)
def test_a_trend_is_seven_values_that_each_rise_or_each_fall_and_a_peak_belongs_to_its_right(
    values: list[float], marked: list[int]
) -> None:
    assert trend(values, 7) == marked


@pytest.mark.parametrize(
    ("side", "marked"),
    [([1] * 7, [1] * 7), ([1] * 6, [0] * 6), ([1, 1, 1, 0, 1, 1, 1, 1], [0] * 8), ([-1] * 8 + [1], [-1] * 8 + [0])],
)
def test_a_shift_is_seven_values_on_one_side_and_one_on_the_mean_ends_it(side: list[int], marked: list[int]) -> None:
    assert shift(side, 7) == marked


@pytest.mark.parametrize(
    ("side", "close", "marked"),
    [
        ([1, 1, 1], [1, 0, 1], [1, 0, 1]),
        ([1, 1, 1], [1, 0, 0], [0, 0, 0]),
        ([1, -1, 1], [1, 0, 1], [0, 0, 0]),
        ([1, 0, 1], [1, 0, 1], [0, 0, 0]),
        ([1, 1, 1, 1], [1, 0, 0, 1], [0, 0, 0, 0]),
        ([1, 1], [1, 1], [0, 0]),
        ([-1, -1, -1, -1], [-1, -1, 0, -1], [-1, -1, 0, -1]),
    ],
)
def test_two_of_three_near_a_limit_on_one_side_marks_only_those_near(
    side: list[int], close: list[int], marked: list[int]
) -> None:
    assert two_of_three(side, close) == marked


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([51.0, 55.0, 60.0, 62.0, 64.0, 66.0, 81.0], [Cause.TREND_UP] * 6 + [Cause.ABOVE_LIMIT]),
        ([71.0, 72.0, 73.0, 74.0, 75.0, 76.0, 77.0], [Cause.TREND_UP] * 7),
        (
            [51.0, 71.0, 72.0, 60.0, 59.0, 58.0, 59.0],
            [Cause.SHIFT_HIGH] + [Cause.TWO_OF_THREE_HIGH] * 2 + [Cause.SHIFT_HIGH] * 4,
        ),
        ([49.0, 51.0, 49.0], [Cause.COMMON] * 3),
    ],
)
def test_the_first_rule_that_applies_names_the_cause(values: list[float], expected: list[Cause]) -> None:
    assert causes(values, LINES, trend_points=7, shift_points=7) == expected


@pytest.mark.parametrize(
    ("ranges", "screened", "average"),
    [
        ([1.0, 1.0, 1.0, 9.0], True, 3.0),
        ([1.0] * 9 + [20.0], True, 1.0),
        ([1.0] * 9 + [20.0], False, 2.9),
        ([0.0, 0.0], True, None),
        ([0.0, 0.0], False, 0.0),
        ([], False, None),
    ],
)
def test_screening_leaves_out_exceptional_ranges_once(
    ranges: list[float], screened: bool, average: float | None
) -> None:
    assert average_moving_range(ranges, screen_outliers=screened) == pytest.approx(average)


def test_limits_are_fixed_after_the_first_points_and_not_cut_off_at_nought() -> None:
    values = [1.0, 3.0] * 6 + [100.0] * 5
    found = limits_of(values, fix_after_n_points=12, screen_outliers=True)
    assert (found.mean, found.lower, found.upper) == pytest.approx((2.0, 2 - 2.66 * 2, 2 + 2.66 * 2))


@pytest.mark.parametrize(("screen", "limited"), [(True, False), (False, True)])
def test_a_constant_series_is_all_common_cause_and_has_no_limits_when_screened(screen: bool, limited: bool) -> None:
    found = xmr(days(15), [0.1] * 15, better="higher", target=0.2, screen_outliers=screen)
    assert {one.kind for one in found.points} == {Kind.COMMON}
    assert {one.side for one in found.points} == {0}
    assert {one.lower is not None for one in found.points} == {limited}
    assert found.assurance is (Assurance.NOT_MET if limited else Assurance.HIT_OR_MISS)


@pytest.mark.parametrize(
    ("better", "target", "expected"),
    [
        ("higher", 5.32, Assurance.HIT_OR_MISS),
        ("higher", 5.33, Assurance.NOT_MET),
        ("higher", -5.33, Assurance.MET),
        ("lower", 5.33, Assurance.MET),
        ("lower", -5.33, Assurance.NOT_MET),
        ("neither", 5.33, None),
        ("higher", None, None),
    ],
)
def test_the_target_is_held_against_the_last_limits(
    better: Any, target: float | None, expected: Assurance | None
) -> None:
    values = [-1.0, 1.0] * 10
    assert xmr(days(20), values, better=better, target=target).assurance is expected


@pytest.mark.parametrize(
    ("better", "kind"),
    [("higher", Kind.IMPROVEMENT), ("lower", Kind.CONCERN), ("neither", Kind.NEUTRAL_HIGH)],
)
def test_a_rising_trend_counts_by_its_direction_also_below_the_mean(better: Any, kind: Kind) -> None:
    values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 50.0, 60.0, 40.0, 50.0, 60.0, 40.0]
    first = xmr(days(13), values, better=better, screen_outliers=False).points[0]
    assert (first.side, first.cause, first.kind) == (-1, Cause.TREND_UP, kind)


def test_a_re_base_begins_with_the_first_value_on_or_after_its_date() -> None:
    dates = days(6)
    values = [1.0, 2.0, None, 8.0, 9.0, 10.0]
    found = xmr(dates, values, better="higher", rebase_at=[FIRST, dates[2], dates[2] + timedelta(days=1), dates[5]])
    assert [(one.group, one.mean) for one in found.points] == [(0, 1.5)] * 2 + [(1, 8.5)] * 2 + [(2, 10.0)]


def test_rows_in_any_order_give_the_same_chart() -> None:
    dates, values = days(20), [math.sin(i) for i in range(20)]
    assert xmr(dates[::-1], values[::-1], better="lower") == xmr(dates, values, better="lower")


def test_what_has_no_value_is_left_out_and_said_so() -> None:
    found = xmr(days(16), [1.0, None, math.nan, *([2.0, 3.0] * 6), 4.0], better="higher")
    assert found.left_out == tuple(days(16)[1:3])
    assert found.warnings == ("Left out, because there is no value: 2 of 16.",)
    assert len(found.points) == 14


@pytest.mark.parametrize(("many", "short"), [(12, True), (13, False)])
def test_fewer_than_thirteen_points_are_warned_of(many: int, short: bool) -> None:
    found = xmr(days(many), [1.0, 2.0, 3.0, 2.0] * 3 + [1.0] * (many - 12), better="higher")
    assert {one.short_group for one in found.points} == {short}
    assert found.warnings == (("Too few points (12) for firm limits from 2 January 2023.",) if short else ())


def test_nothing_to_chart_is_a_chart_of_nothing() -> None:
    found = xmr(days(2), [None, None], better="higher", target=1.0)
    assert (found.points, found.variation, found.assurance, found.last, found.last_group) == ((), None, None, None, ())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"fix_after_n_points": 11}, "cannot be fixed after 11"),
        ({"trend_points": 1}, "at least 2"),
        ({"shift_points": 1}, "at least 2"),
        ({"better": "up"}, '"up"'),
        ({"values": [1.0]}, "2 dates and 1 values"),
        ({"dates": [FIRST, FIRST]}, "2023-01-02 is there more than once"),
        ({"values": [1.0, math.inf]}, "infinite"),
    ],
)
def test_what_cannot_be_charted_is_refused_in_words(change: dict[str, Any], says: str) -> None:
    given_ = {"dates": days(2), "values": [1.0, 2.0], "better": "higher"} | change
    with pytest.raises(SeriesUnusable, match=says):
        xmr(given_.pop("dates"), given_.pop("values"), **given_)
