"""What a chart says, its icons, and where its marks go."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.outcomes.spc import ICONS, Kind, Xmr, assurance_icon, draw, said_of, spark, variation_icon, xmr
from homeward.outcomes.spc.axis import MOST, can_be, ticks
from homeward.outcomes.spc.drawing import HEIGHT, WIDTH
from homeward.outcomes.spc.saying import current_run
from tests.outcomes.spc.made_series import options, rows

BASE = [68.0, 72.0] * 9


def _months(many: int) -> list[date]:
    return [date(2024 + i // 12, i % 12 + 1, 3) for i in range(many)]


def _chart(values: list[float | None], better: Any = "higher", **chosen: Any) -> Xmr:
    return xmr(_months(len(values)), values, better=better, **chosen)


def _percent(value: float) -> str:
    return f"{value:.0f}%"


@pytest.mark.parametrize(
    ("values", "better", "says"),
    [
        (BASE, "higher", "Common cause: no change beyond what varies anyway."),
        ([*BASE, 50.0], "higher", "Special cause, getting worse since 3 July 2025: 1 month below the lower limit."),
        ([*BASE, 50.0, 49.0], "lower", "getting better since 3 July 2025: 2 months below the lower limit."),
        ([*BASE, *[67.0, 69.0] * 4], "higher", "getting worse since 3 July 2025: 8 months below the mean."),
        (
            [*BASE, 66.0, 67.0, 68.0, 69.0, 70.0, 71.0, 72.0],
            "neither",
            "rising since 3 July 2025: 7 months in a row, each higher than the one before.",
        ),
        (
            [*BASE, 79.0, 71.0, 79.0],
            "neither",
            "higher than usual since 3 July 2025: 2 of 3 months close to the upper limit.",
        ),
        ([5.0], "higher", "One month alone says nothing about change. Too few points (1) for firm limits."),
        ([], "higher", "There are no figures yet, so there is nothing to say."),
    ],
)
def test_the_latest_signal_is_said_with_the_day_it_began(values: list[float | None], better: Any, says: str) -> None:
    assert says in said_of(_chart(values, better, screen_outliers=False, fix_after_n_points=12), _percent)


@pytest.mark.parametrize(
    ("target", "better", "says"),
    [
        (70.0, "higher", "The target of 70% is met by chance: it lies inside the limits."),
        (90.0, "higher", "The target of 90% is not met as things run: it lies above the upper limit."),
        (40.0, "higher", "The target of 40% is met as things run: it lies below the lower limit."),
        (90.0, "lower", "The target of 90% is met as things run: it lies above the upper limit."),
        (40.0, "lower", "The target of 40% is not met as things run: it lies below the lower limit."),
    ],
)
def test_whether_the_target_is_met_is_said_from_the_limits(target: float, better: Any, says: str) -> None:
    assert said_of(_chart(BASE, better, target=target), _percent).endswith(says)


def test_a_target_without_limits_says_so_and_has_no_icon() -> None:
    chart = _chart([70.0] * 13, target=80.0)
    assert "The target of 80% cannot be held against limits, because there are none." in said_of(chart, _percent)
    assert assurance_icon(chart) is None


def test_few_points_since_a_re_base_and_gaps_are_said() -> None:
    chart = _chart([*BASE, None, 80.0, 83.0], rebase_at=[date(2025, 8, 1)])
    says = "Too few points (2) since 3 August 2025 for firm limits. 1 week has no figure and is left out."
    assert said_of(chart, _percent, period="week").endswith(says)


@given(values=rows(), chosen=options())
def test_the_current_run_ends_with_the_last_point_and_is_there_only_for_a_special_cause(
    values: list[float | None], chosen: dict[str, Any]
) -> None:
    chart = _chart(values, **chosen)
    run = current_run(chart)
    assert bool(run) == (chart.variation not in (None, Kind.COMMON))
    assert run == chart.points[len(chart.points) - len(run) :]


@pytest.mark.parametrize(
    ("values", "better", "code", "letter"),
    [
        (BASE, "higher", "common_cause", ""),
        ([*BASE, 99.0], "higher", "improvement_high", "H"),
        ([*BASE, 9.0], "lower", "improvement_low", "L"),
        ([*BASE, 99.0], "lower", "concern_high", "H"),
        ([*BASE, 9.0], "higher", "concern_low", "L"),
        ([*BASE, 99.0], "neither", "neutral_high", "H"),
        ([*BASE, 9.0], "neither", "neutral_low", "L"),
    ],
)
def test_the_round_icon_is_about_the_latest_point(
    values: list[float | None], better: Any, code: str, letter: str
) -> None:
    icon = variation_icon(_chart(values, better))
    assert icon is not None
    assert (icon.code, icon.letter, icon.about) == (code, letter, "variation")


@pytest.mark.parametrize(
    ("target", "code"), [(40.0, "consistent_pass"), (70.0, "inconsistent"), (90.0, "consistent_fail")]
)
def test_the_square_icon_is_about_the_target(target: float, code: str) -> None:
    icon = assurance_icon(_chart(BASE, target=target))
    assert icon is not None
    assert (icon.code, icon.about) == (code, "assurance")


def test_nothing_to_chart_has_no_icon() -> None:
    assert (variation_icon(_chart([])), assurance_icon(_chart([], target=1.0))) == (None, None)


def test_icons_of_one_colour_differ_by_letter_or_shape_and_all_by_name() -> None:
    assert (
        len({(icon.tone, icon.letter, icon.about) for icon in ICONS})
        == len({icon.name for icon in ICONS})
        == len(ICONS)
    )


@pytest.mark.parametrize(
    ("values", "unit", "named"),
    [
        ([0.0, 100.0], "percent", (0, 50, 100)),
        ([62.0, 88.0], "percent", (60, 70, 80, 90)),
        ([-3.0, 2.5], "count", (-4, -2, 0, 2, 4)),
        ([45.0, 600.0], "minutes", (0, 240, 480, 720)),
        ([1440.0, 5000.0], "minutes", (0, 1440, 2880, 4320, 5760)),
        ([0.2, 0.9], "days", (0, 0.5, 1.0)),
        ([5.0, 5.0], "count", (4, 5, 6)),
        ([1.2e6, 3.4e6], "pounds", (1e6, 2e6, 3e6, 4e6)),
    ],
)
def test_the_axis_is_in_even_steps_that_people_count_in(
    values: list[float], unit: str, named: tuple[float, ...]
) -> None:
    assert ticks(values, unit) == pytest.approx(named)


@given(
    values=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=9),
    unit=st.sampled_from(["percent", "count", "minutes", "days", "hours", "points", "pounds", "rate", "ratio"]),
)
def test_the_axis_holds_every_value_with_few_even_steps(values: list[float], unit: str) -> None:
    found = ticks(values, unit)
    assert found[0] <= min(values) + 1e-6
    assert found[-1] >= max(values) - 1e-6
    assert 3 <= len(found) <= MOST + 1
    steps = {round(b - a, 4) for a, b in pairwise(found)}
    assert max(steps) - min(steps) < 1e-3


@pytest.mark.parametrize(
    ("value", "unit", "possible"),
    [
        (100, "percent", True),
        (101, "percent", False),
        (-1, "percent", False),
        (-1, "count", False),
        (-1, "points", True),
    ],
)
def test_what_cannot_be_is_not_named_on_the_axis(value: float, unit: str, possible: bool) -> None:
    assert can_be(value, unit) is possible


def test_a_chart_has_a_dot_for_each_point_levels_for_each_group_and_a_gap_where_a_month_is_missing() -> None:
    changes = [(date(2025, 4, 1), "One front door"), (date(2020, 1, 1), "Long before"), (date(2030, 1, 1), "To come")]
    values: list[float | None] = [*BASE[:15], 80.0, None, 84.0, 81.0, 120.0]
    chart = _chart(values, target=70.0, rebase_at=[date(2025, 4, 1)])
    drawn = draw(chart, _percent, unit="percent", changes=changes)
    assert [dot.says for dot in drawn.dots[:1]] == ["3 January 2024: 68%. Common cause: no change."]
    assert len(drawn.dots) == 19
    assert [len(stretch.split()) for stretch in drawn.line] == [16, 3]
    assert [(one.number, one.says) for one in drawn.changes] == [(1, "One front door, 1 April 2025")]
    assert [level.right for level in drawn.levels[:-1]] == [level.left for level in drawn.levels[1:]]
    assert drawn.dots[14].x < drawn.changes[0].x == drawn.levels[1].left < drawn.dots[15].x
    assert drawn.target_says == "Target 70%"
    assert "140%" not in [words for _, words in drawn.up]
    assert [words for _, words, _ in drawn.across] == ["Jan 2024", "Oct 2024", "Aug 2025"]


@pytest.mark.parametrize(
    ("values", "unit", "mean", "limits"),
    [
        (BASE, "percent", "Mean 70%", "Limits 59% to 81%"),
        ([98.0, 94.0] * 9, "percent", "Mean 96%", "Limits from 85%"),
        ([0.0, 4.0] * 9, "percent", "Mean 2%", "Limits up to 13%"),
        ([0.0, 99.0] * 9, "percent", "Mean 50%", "Limits"),
        ([0.0, 4.0] * 9, "points", "Mean 2%", "Limits -9% to 13%"),
        ([5.0] * 13, "percent", "Mean 5%", ""),
    ],
)
def test_the_key_says_the_mean_and_limits_that_are_possible(
    values: list[float | None], unit: str, mean: str, limits: str
) -> None:
    drawn = draw(_chart(values), _percent, unit=unit)
    assert (drawn.mean_says, drawn.limits_says) == (mean, limits)


def test_after_a_re_base_the_key_says_the_mean_now() -> None:
    chart = _chart([*BASE, 90.0, 92.0], rebase_at=[date(2025, 7, 1)])
    assert draw(chart, _percent, unit="percent").mean_says == "Mean now 91%"
    alone = _chart([*BASE, 90.0], rebase_at=[date(2025, 7, 1)])
    assert draw(alone, _percent, unit="percent").limits_says == "Limits"


def test_a_re_base_that_no_change_explains_is_marked_all_the_same() -> None:
    chart = _chart(BASE, rebase_at=[date(2024, 6, 1), date(2025, 2, 1)])
    drawn = draw(chart, _percent, unit="percent", changes=[(date(2025, 2, 3), "Night team")])
    assert [one.says for one in drawn.changes] == ["Limits drawn anew, 3 June 2024", "Night team, 3 February 2025"]


@given(values=rows(), chosen=options(), target=st.none() | st.floats(-50, 50))
def test_every_mark_lies_on_the_drawing(
    values: list[float | None], chosen: dict[str, Any], target: float | None
) -> None:
    chart = _chart(values, target=target, **chosen)
    if not chart.points:
        return
    drawn = draw(chart, _percent, unit="points")
    assert all(drawn.left <= dot.x <= WIDTH and 0 <= dot.y <= HEIGHT for dot in drawn.dots)
    heights = [height for one in drawn.levels for height in (one.mean, one.lower, one.upper) if height is not None]
    assert all(drawn.top <= height <= drawn.bottom for height in heights)
    small = spark(chart)
    assert all(0 <= x <= small.width and 0 <= y <= small.height for x, y, _ in small.dots)
    assert {kind for _, _, kind in small.dots if kind is not Kind.COMMON} == {
        one.kind for one in chart.points if one.kind is not Kind.COMMON
    }
