"""Levels of a goal, and what the levels of several goals add up to."""

from datetime import date
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.episodes.rules.goals import (
    GOAL_FIELDS,
    HOW_IT_SHOWS,
    LEVELS,
    HopedByPassed,
    NotALevel,
    attained,
    change_in_words,
    change_since,
    check_hoped_by,
    level_name,
    levels_kept,
    t_score,
)

levels = st.lists(st.sampled_from(LEVELS), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("level", "name", "reached"),
    [
        (-2, "a lot less than hoped", False),
        (-1, "less than hoped", False),
        (0, "as hoped", True),
        (1, "more than hoped", True),
        (2, "a lot more than hoped", True),
    ],
)
def test_a_level_has_plain_words_and_from_what_was_hoped_for_on_it_is_reached(
    level: int, name: str, reached: bool
) -> None:
    assert level_name(level) == name
    assert attained(level) is reached


@pytest.mark.parametrize("level", [-3, 3, 100])
def test_there_are_five_levels_and_no_more(level: int) -> None:
    for asked in (level_name, attained):
        with pytest.raises(NotALevel, match="one of the five levels"):
            asked(level)
    with pytest.raises(NotALevel):
        t_score([0, level])


@pytest.mark.parametrize(
    ("baseline", "level", "change", "words"),
    [
        (-1, -1, 0, "the same as at the start"),
        (-1, 0, 1, "1 level better than at the start"),
        (-2, 2, 4, "4 levels better than at the start"),
        (-1, -2, -1, "1 level worse than at the start"),
        (0, -2, -2, "2 levels worse than at the start"),
    ],
)
def test_the_change_since_the_start_is_counted_in_levels(baseline: int, level: int, change: int, words: str) -> None:
    assert change_since(baseline=baseline, level=level) == change
    assert change_in_words(baseline=baseline, level=level) == words


@pytest.mark.parametrize(
    ("scored", "weights", "by_hand"),
    [
        ([0], None, 50.0),
        ([1], None, 60.0),  # 10 * 1 / sqrt(0.7 * 1 + 0.3 * 1) = 10
        ([-2], None, 30.0),
        ([0, 0, 0, 0], None, 50.0),
        ([1, 1], None, 50 + 20 / sqrt(2.6)),  # 0.7 * 2 + 0.3 * 4 = 2.6
        ([-1, -1, -1], None, 50 - 30 / sqrt(4.8)),  # 0.7 * 3 + 0.3 * 9 = 4.8
        ([2, -2], None, 50.0),
        ([1, 0, -1, 2], None, 50 + 20 / sqrt(7.6)),  # 0.7 * 4 + 0.3 * 16 = 7.6
        ([1, -1], [2, 1], 50 + 10 / sqrt(6.2)),  # 0.7 * (4 + 1) + 0.3 * 9 = 6.2
    ],
)
def test_the_t_score_is_what_is_worked_out_by_hand(
    scored: list[int], weights: list[float] | None, by_hand: float
) -> None:
    assert t_score(scored, weights) == pytest.approx(by_hand)


def test_two_decimals_of_published_arithmetic_hold() -> None:
    assert f"{t_score([1, 1]):.2f}" == "62.40"
    assert f"{t_score([-1, -1, -1]):.2f}" == "36.31"


def test_no_goals_have_no_score() -> None:
    assert t_score([]) is None


def test_each_goal_has_one_weight() -> None:
    with pytest.raises(ValueError, match="longer"):
        t_score([1, 1], [1])


@given(levels)
def test_the_score_stays_within_what_five_levels_can_reach(scored: list[int]) -> None:
    furthest = 20 / sqrt(0.3)
    score = t_score(scored)
    assert score is not None
    assert 50 - furthest < score < 50 + furthest
    assert (score > 50) == (sum(scored) > 0)


@given(levels)
def test_the_score_of_the_opposite_lies_as_far_on_the_other_side(scored: list[int]) -> None:
    there, back = t_score(scored), t_score([-level for level in scored])
    assert there is not None
    assert back == pytest.approx(100 - there)


@given(levels, st.data())
def test_one_goal_better_makes_a_better_score_and_equal_weights_of_any_size_are_equal(
    scored: list[int], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(scored) - 1))
    score = t_score(scored)
    assert score is not None
    if scored[place] < 2:
        better = t_score([level + (i == place) for i, level in enumerate(scored)])
        assert better is not None
        assert better > score
    assert t_score(scored, [7.0] * len(scored)) == pytest.approx(score)


def test_what_a_level_looks_like_is_kept_from_least_to_most_without_empty_words() -> None:
    assert levels_kept({"2": " Shops alone ", "0": "  ", "-1": "To the gate"}) == {
        "-1": "To the gate",
        "2": "Shops alone",
    }
    with pytest.raises(NotALevel, match="3 is not a level"):
        levels_kept({"3": "Flies"})


@pytest.mark.parametrize("day", [None, date(2026, 3, 4), date(2026, 6, 1)])
def test_a_goal_can_be_hoped_for_by_the_day_it_is_set_or_later(day: date | None) -> None:
    check_hoped_by(day, set_on=date(2026, 3, 4))


def test_a_goal_cannot_be_hoped_for_by_a_day_that_was_over() -> None:
    with pytest.raises(HopedByPassed, match="later day"):
        check_hoped_by(date(2026, 3, 3), set_on=date(2026, 3, 4))


def test_every_level_can_be_described_and_every_field_has_a_name() -> None:
    assert sorted(HOW_IT_SHOWS.values()) == list(LEVELS)
    assert set(HOW_IT_SHOWS) < set(GOAL_FIELDS)
