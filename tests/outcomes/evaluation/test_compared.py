"""Against other areas: for one start, phased, and step by step, on areas whose answer is known."""

from datetime import date

import numpy as np
import pytest
from scipy import stats

from homeward.outcomes.evaluation.answer import CannotSay, TooFewMonths, Way
from homeward.outcomes.evaluation.compared import against_others
from homeward.outcomes.evaluation.panel import panel_of
from homeward.outcomes.evaluation.phased import phased_against_others
from homeward.outcomes.evaluation.stepped import step_by_step
from homeward.outcomes.evaluation.wording import Named
from tests.outcomes.evaluation.made_series import START, made, months, panel_with

NAMED = Named("Seen within 2 hours", "percent")
MARCH, JUNE, OCTOBER = date(2024, 3, 1), date(2024, 6, 1), date(2024, 10, 1)
FOUR: dict[str, date | None] = {"Pellbridge": START, "Wick": None, "Holm": None, "Stoke": None}
STEPS: dict[str, date | None] = {
    **{f"North {i}": MARCH for i in range(4)},
    **{f"East {i}": JUNE for i in range(4)},
    **{f"South {i}": OCTOBER for i in range(4)},
    **{f"Never {i}": None for i in range(4)},
}


def test_one_area_against_three_is_as_a_t_test_of_their_changes_has_it() -> None:
    panel = panel_with(FOUR, effect=5.0)
    answer = against_others(panel, NAMED)
    moved = panel.values[:, 24:].mean(axis=1) - panel.values[:, :24].mean(axis=1)
    effect = moved[0] - moved[1:].mean()
    error = moved[1:].std(ddof=1) * (1 + 1 / 3) ** 0.5
    assert answer.effect.value == pytest.approx(effect)
    assert answer.effect.error == pytest.approx(error)
    assert answer.effect.low == pytest.approx(effect - stats.t.ppf(0.975, 2) * error)
    assert (answer.areas, answer.months_before, answer.months_after) == (4, 24, 12)
    assert any("Only 4 areas" in one for one in answer.warnings)


def test_shared_ups_and_downs_do_not_hide_an_effect() -> None:
    answer = against_others(panel_with(FOUR, effect=5.0), NAMED)
    assert answer.effect.low < 5 < answer.effect.high
    assert not answer.effect.includes_none
    assert "5." in answer.sentence
    assert "higher than the 3 areas without the change suggest" in answer.sentence
    assert against_others(panel_with(FOUR, effect=0.0), NAMED).effect.includes_none


def test_with_many_areas_errors_are_clustered_by_area() -> None:
    starts: dict[str, date | None] = {f"Area {i}": START if i < 10 else None for i in range(20)}
    panel = panel_with(starts, effect=5.0)
    answer = against_others(panel, NAMED)
    assert answer.effect.low < 5 < answer.effect.high
    moved = panel.values[:, 24:].mean(axis=1) - panel.values[:, :24].mean(axis=1)
    squares = sum(((g - g.mean()) ** 2).sum() / len(g) ** 2 for g in (moved[:10], moved[10:]))
    small = 20 / 19 * (20 * 36 - 1) / (20 * 36 - 20 - 36)  # the usual factor on the sandwich
    assert answer.effect.error == pytest.approx((squares * small) ** 0.5)


def test_the_line_without_the_change_follows_the_others() -> None:
    series = [made(36, lambda i: 60.0 + i + (4.0 if i >= 24 else 0.0))]
    series += [made(36, lambda i, n=n: 50.0 + n + i, area=area) for n, area in enumerate(("Wick", "Holm"))]  # type: ignore[misc]
    answer = against_others(panel_of(series, {"Pellbridge": START, "Wick": None, "Holm": None}), NAMED)
    assert answer.effect.value == pytest.approx(4.0)
    assert answer.expected[23] is None
    assert answer.expected[24] == pytest.approx(84.0)
    assert answer.drawn[24].value == pytest.approx(88.0)


def test_a_gap_that_was_moving_already_is_said() -> None:
    noise = np.random.default_rng(3).normal(0, 0.3, 36)
    series = [made(36, lambda i: 60.0 + 0.5 * i + float(noise[i]))]
    series += [made(36, lambda i, n=n: 50.0 + n, area=area) for n, area in enumerate(("Wick", "Holm"))]  # type: ignore[misc]
    answer = against_others(panel_of(series, {"Pellbridge": START, "Wick": None, "Holm": None}), NAMED)
    assert any("gap between the areas was moving" in one for one in answer.warnings)
    still = against_others(panel_with(FOUR, effect=5.0), NAMED)
    assert not any("moving" in one for one in still.warnings)


def test_counts_are_compared_by_ratio() -> None:
    series = [made(36, lambda i: 100.0 * (0.8 if i >= 24 else 1.0), kind="count")]
    series += [made(36, lambda i, n=n: 1000.0 * n, kind="count", area=f"Area {n}") for n in (1, 2)]  # type: ignore[misc]
    answer = against_others(panel_of(series, {"Pellbridge": START, "Area 1": None, "Area 2": None}), NAMED)
    assert answer.relative
    assert answer.effect.value == pytest.approx(-20.0)
    assert answer.drawn[24].value == pytest.approx(80.0)
    assert answer.expected[24] == pytest.approx(100.0)
    assert "20.0% lower" in answer.sentence


def test_one_other_area_is_too_few() -> None:
    with pytest.raises(CannotSay, match="at least two areas"):
        against_others(panel_with({"Pellbridge": START, "Wick": None}, effect=5.0), NAMED)


def test_three_months_on_each_side_are_enough_to_compare() -> None:
    starts = {**FOUR, "Pellbridge": months(36)[33]}
    assert against_others(panel_with(starts, effect=1.0), NAMED).months_after == 3
    with pytest.raises(TooFewMonths):
        against_others(panel_with({**FOUR, "Pellbridge": months(36)[34]}, effect=1.0), NAMED)


def test_an_area_with_many_gaps_is_left_out_and_named() -> None:
    series = [made(36, lambda i: 60.0 + i % 5), *(made(36, lambda i: 50.0 + i % 4, area=a) for a in ("Wick", "Holm"))]
    series.append(made(36, lambda i: None if i > 20 else 40.0, area="Patchy"))
    panel = panel_of(series, {"Pellbridge": START, "Wick": None, "Holm": None, "Patchy": None})
    assert panel.areas == ("Pellbridge", "Wick", "Holm")
    assert len(panel.months) == 36
    assert any("Patchy" in one for one in against_others(panel, NAMED).warnings)


def test_a_count_of_none_has_no_ratio() -> None:
    series = [made(36, lambda i: float(i), kind="count"), made(36, lambda i: 5.0, kind="count", area="Wick")]
    with pytest.raises(CannotSay, match="count of 0 in January 2023"):
        panel_of(series, {"Pellbridge": START, "Wick": None})


def test_kinds_are_not_mixed() -> None:
    series = [made(36, lambda i: 5.0), made(36, lambda i: 5.0, kind="count", area="Wick")]
    with pytest.raises(CannotSay, match="different kinds"):
        panel_of(series, {"Pellbridge": START, "Wick": None})


def test_phased_starts_give_the_effect_and_see_no_trend_before() -> None:
    answer = phased_against_others(panel_with(STEPS, effect=5.0), NAMED)
    assert answer.way is Way.PHASED_AGAINST_OTHERS
    assert answer.effect.low < 5 < answer.effect.high
    assert not answer.effect.includes_none
    assert "the 4 areas without the change" in answer.sentence
    assert not any("moving apart" in one for one in answer.warnings)
    names = [one.name for one in answer.terms]
    assert names.index("1 month before") < names.index("In the month it began") < names.index("1 month after")


def test_phased_starts_without_an_area_that_never_had_it() -> None:
    starts = {area: day for area, day in STEPS.items() if day is not None}
    answer = phased_against_others(panel_with(starts, effect=5.0), NAMED)
    assert answer.effect.low < 5 < answer.effect.high
    assert "areas that did not have it yet" in answer.sentence


def test_an_effect_that_grows_is_not_turned_around() -> None:
    """Goodman-Bacon's trap: the two-way regression is far too low, the phased one is not."""
    starts: dict[str, date | None] = {**{f"A{i}": MARCH for i in range(6)}, **{f"B{i}": OCTOBER for i in range(6)}}
    first = months(30)
    noise = np.random.default_rng(2).normal(0, 0.1, (12, 30))
    series = [
        made(
            30,
            lambda j, i=i, day=day: float(noise[i, j]) + (0.0 if first[j] < day else 1.0 + j - first.index(day)),  # type: ignore[misc]
            area=area,
        )
        for i, (area, day) in enumerate(starts.items())
    ]
    answer = phased_against_others(panel_of(series, starts), NAMED)
    assert answer.effect.value == pytest.approx(4.0, abs=0.2)  # seven months in which only A had it: 1 to 7


def test_areas_that_were_moving_apart_already_are_said() -> None:
    starts = {f"A{i}": MARCH if i < 5 else JUNE if i < 10 else None for i in range(15)}
    noise = np.random.default_rng(4).normal(0, 0.2, (15, 24))
    series = [
        made(24, lambda j, i=i: float(noise[i, j]) + (0.5 * j if i < 10 else 0.0), area=f"A{i}")  # type: ignore[misc]
        for i in range(15)
    ]
    answer = phased_against_others(panel_of(series, starts), NAMED)
    assert any("moving apart" in one for one in answer.warnings)


def test_one_start_has_no_phases() -> None:
    with pytest.raises(CannotSay, match="no phases"):
        phased_against_others(panel_with(FOUR, effect=1.0), NAMED)


def test_steps_give_the_effect() -> None:
    answer = step_by_step(panel_with(STEPS, effect=5.0), NAMED)
    assert answer.effect.low < 5 < answer.effect.high
    assert not answer.effect.includes_none
    assert (answer.areas, answer.months_before, answer.months_after) == (16, 14, 15)
    assert step_by_step(panel_with(STEPS, effect=0.0), NAMED).effect.includes_none


def test_the_month_in_which_an_area_began_on_a_later_day_is_left_out() -> None:
    starts: dict[str, date | None] = {"A": date(2024, 3, 15), "B": OCTOBER, "C": None}
    noise = np.random.default_rng(6).normal(0, 0.1, (3, 36))
    month = months(36).index(MARCH)
    wild = [
        made(36, lambda j, i=i: 999.0 if (i, j) == (0, month) else float(noise[i, j]), area=area)  # type: ignore[misc]
        for i, area in enumerate(starts)
    ]
    assert abs(step_by_step(panel_of(wild, starts), NAMED).effect.value) < 0.3


@pytest.mark.parametrize(
    "starts",
    [
        {"A": MARCH, "B": MARCH, "C": None},
        {"A": MARCH, "B": JUNE},
        {"A": date(2024, 3, 10), "B": date(2024, 3, 20), "C": None},
    ],
    ids=["one start", "two areas", "one month"],
)
def test_steps_need_three_areas_and_two_months_of_start(starts: dict[str, date | None]) -> None:
    with pytest.raises(CannotSay, match="at least 3 areas"):
        step_by_step(panel_with(starts, effect=1.0), NAMED)


def test_a_step_that_a_month_explains_as_well_is_refused() -> None:
    # both begin after the last month there is: nothing tells the change from the months
    starts: dict[str, date | None] = {"A": date(2030, 1, 1), "B": date(2030, 2, 1), "C": None}
    with pytest.raises(CannotSay, match="cannot be told apart"):
        step_by_step(panel_with(starts, effect=1.0), NAMED)
