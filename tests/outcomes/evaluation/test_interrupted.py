"""Before and after: against a slow second way, against series whose answer is known, and where nothing can be said."""

from datetime import date

import numpy as np
import pytest
from scipy import stats

from homeward.outcomes.evaluation.answer import CannotSay, TooFewMonths
from homeward.outcomes.evaluation.interrupted import before_and_after
from homeward.outcomes.evaluation.regression import lags_for
from homeward.outcomes.evaluation.wording import Named
from tests.outcomes.evaluation.made_series import START, chance, made, months
from tests.outcomes.evaluation.slow_regression import slow_columns, slow_newey_west, slow_poisson

NAMED = Named("Seen within 2 hours", "percent")
REFERRALS = Named("Referrals received", "count")


def test_percentages_are_as_the_slow_way_has_them() -> None:
    noise = chance(40, 3.0)
    values = [60 + 0.2 * i + (5 if i >= 24 else 0) + noise[i] for i in range(40)]
    answer = before_and_after(made(40, lambda i: values[i]), [START], NAMED, season=False)
    found, covariance = slow_newey_west(values, slow_columns(40, 24), lags_for(40))
    weights = np.array([0.0, 0.0, 1.0, np.arange(16).mean()])
    assert answer.effect.value == pytest.approx(weights @ found, abs=1e-9)
    error = (weights @ covariance @ weights) ** 0.5
    assert answer.effect.error == pytest.approx(error, abs=1e-9)
    assert answer.effect.high - answer.effect.value == pytest.approx(stats.t.ppf(0.975, 36) * error, abs=1e-9)
    assert [one.value for one in answer.terms] == pytest.approx(list(found[1:]), abs=1e-9)
    assert [one.error for one in answer.terms] == pytest.approx(list(np.sqrt(np.diag(covariance))[1:]), abs=1e-9)


def test_counts_are_as_the_slow_way_has_them() -> None:
    noise = np.random.default_rng(5)
    days = [(b - a).days for a, b in zip(months(40), months(41)[1:], strict=True)]
    values = [float(noise.negative_binomial(20, 20 / (20 + d * (5.0 if i < 24 else 4.0)))) for i, d in enumerate(days)]
    answer = before_and_after(made(40, lambda i: values[i], kind="count"), [START], REFERRALS, season=False)
    found, covariance, spread = slow_poisson(values, slow_columns(40, 24), days)
    weights = np.array([0.0, 0.0, 1.0, np.arange(16).mean()])
    assert spread > 2
    log = float(weights @ found)
    error = float(weights @ covariance @ weights * spread) ** 0.5
    reach = stats.t.ppf(0.975, 36) * error
    assert answer.effect.value == pytest.approx(100 * (np.exp(log) - 1), abs=1e-6)
    assert answer.effect.low == pytest.approx(100 * (np.exp(log - reach) - 1), abs=1e-6)
    assert answer.effect.high == pytest.approx(100 * (np.exp(log + reach) - 1), abs=1e-6)
    assert any("times as much as chance" in one for one in answer.warnings)


def test_counts_that_vary_less_than_chance_are_not_taken_for_more_certain() -> None:
    values = [300.0 + i % 2 for i in range(32)]
    answer = before_and_after(made(32, lambda i: values[i], kind="count"), [START], REFERRALS, season=False)
    days = [(b - a).days for a, b in zip(months(32), months(33)[1:], strict=True)]
    found, covariance, spread = slow_poisson(values, slow_columns(32, 24), days)
    weights = np.array([0.0, 0.0, 1.0, np.arange(8).mean()])
    assert spread < 1
    error = float(weights @ covariance @ weights) ** 0.5
    assert answer.effect.error == pytest.approx(100 * np.exp(float(weights @ found)) * error, rel=1e-6)


def test_counts_that_never_vary_show_no_change() -> None:
    answer = before_and_after(made(36, lambda i: 5.0, kind="count"), [START], REFERRALS, season=False)
    assert answer.effect.includes_none
    assert abs(answer.effect.value) < 5  # months have 28 to 31 days


def test_a_known_step_is_found_and_the_trend_before_is_carried_on() -> None:
    series = made(36, lambda i: 50 + 0.5 * i + (6.0 if i >= 24 else 0.0))
    answer = before_and_after(series, [START], NAMED, season=False)
    assert answer.effect.value == pytest.approx(6.0)
    assert (answer.months_before, answer.months_after, answer.relative) == (24, 12, False)
    assert answer.expected[:24] == (None,) * 24
    assert answer.expected[24] == pytest.approx(62.0)
    assert answer.fitted[24] == pytest.approx(68.0)


def test_a_year_that_comes_back_is_no_change_once_seasons_are_known() -> None:
    noise = chance(36, 0.3)
    series = made(36, lambda i: 60 + 8 * np.sin(2 * np.pi * i / 12) + noise[i])
    with_season = before_and_after(series, [date(2025, 3, 1)], NAMED)
    without = before_and_after(series, [date(2025, 3, 1)], NAMED, season=False)
    assert with_season.effect.includes_none
    assert abs(with_season.effect.value) < 1 < abs(without.effect.value)
    assert "wave a year" in " ".join(with_season.assumptions)
    assert any("Months near one another are alike" in one for one in without.warnings)
    assert not any("Months near one another are alike" in one for one in with_season.warnings)


@pytest.mark.parametrize(("count", "more"), [(31, 1), (25, 7), (24, 8)], ids=["seven after", "one after", "none after"])
def test_too_few_months_after_says_how_many_more(count: int, more: int) -> None:
    with pytest.raises(TooFewMonths, match=f"Look again in {more} month") as refused:
        before_and_after(made(count, lambda i: 60.0 + i % 3), [START], NAMED)
    assert refused.value.more == more


def test_eight_on_each_side_are_enough() -> None:
    series = made(32, lambda i: 60.0 + i % 3)
    assert before_and_after(series, [START], NAMED).months_after == 8
    assert before_and_after(series, [date(2023, 9, 1)], NAMED).months_before == 8
    with pytest.raises(TooFewMonths, match="Waiting does not add any") as refused:
        before_and_after(series, [date(2023, 8, 1)], NAMED)
    assert refused.value.more is None


def test_the_month_of_a_change_and_those_while_it_was_phased_in_are_left_out() -> None:
    # the months between are far away from both trends: were they used, there would be a difference
    series = made(36, lambda i: 500.0 if 18 <= i <= 21 else 60.0)
    answer = before_and_after(series, [date(2024, 7, 1), date(2024, 10, 15)], NAMED, season=False)
    assert answer.effect.value == pytest.approx(0.0, abs=1e-9)
    assert (answer.months_before, answer.months_after) == (18, 14)
    assert answer.fitted[18:22] == (None,) * 4
    assert "4 months are left out" in " ".join(answer.assumptions)


def test_months_without_a_value_and_months_still_running_do_not_count() -> None:
    series = made(34, lambda i: None if i == 3 else 60.0 + i % 3)
    answer = before_and_after(series, [START], NAMED, whole_until=months(34)[32])
    assert (answer.months_before, answer.months_after) == (23, 9)
    assert len(answer.fitted) == 34


def test_nothing_is_said_of_counts_that_were_all_none() -> None:
    series = made(36, lambda i: 0.0 if i < 24 else 5.0, kind="count")
    with pytest.raises(CannotSay, match="nothing to compare"):
        before_and_after(series, [START], REFERRALS)


@pytest.mark.parametrize(("step", "says"), [(9.0, "higher than the trend before suggested"), (-9.0, "lower than")])
def test_the_sentence_says_which_way_and_that_other_things_changed(step: float, says: str) -> None:
    noise = chance(36, 1.0)
    series = made(36, lambda i: 60 + noise[i] + (step if i >= 24 else 0.0))
    said = before_and_after(series, [START], NAMED).sentence
    assert says in said
    assert "“Seen within 2 hours”" in said
    assert "percentage points" in said
    assert "95% interval" in said
    assert "may be no difference" not in said
    assert "Other things changed too" in said
    assert "cause" not in said


def test_an_interval_over_nothing_says_that_there_may_be_no_difference() -> None:
    noise = chance(36, 4.0)
    answer = before_and_after(made(36, lambda i: 60 + noise[i]), [START], NAMED, season=False)
    assert answer.effect.includes_none
    assert "There may be no difference at all." in answer.sentence
    assert " lower to " in answer.sentence
