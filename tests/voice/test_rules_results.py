"""Results: the share who agree, and what is held back so that no figure points to one person."""

import pytest

from homeward.voice.rules.results import (
    HELD_BACK,
    NOTHING,
    Figure,
    Rate,
    Tally,
    comments_may_be_read,
    figure_of,
    rate_of,
    rounded,
    theme_is_held_back,
    to_hold_back,
)


@pytest.mark.parametrize(
    ("valid", "agreed", "exact", "expected"),
    [
        (0, 0, True, NOTHING),
        (4, 4, True, HELD_BACK),
        (5, 4, True, Figure(80.0, 5, False)),
        (5, 0, True, Figure(0.0, 5, False)),
        (3, 0, False, HELD_BACK),
        (5, 4, False, HELD_BACK),
        (5, 5, False, Figure(100.0, 5, False)),
        (8, 5, False, Figure(62.0, 10, False)),
        (7, 0, False, Figure(0.0, 5, False)),
    ],
)
def test_a_figure_needs_five_answers_and_is_rounded_for_those_who_see_only_groups(
    valid: int, agreed: int, exact: bool, expected: Figure
) -> None:
    assert figure_of(Tally(valid, agreed, 9), exact=exact) == expected


def test_what_is_held_back_for_another_reason_shows_nothing() -> None:
    assert figure_of(Tally(100, 50), exact=True, hold_back=True) == HELD_BACK
    assert figure_of(Tally(), exact=True, hold_back=True) == NOTHING


def test_tallies_add_up() -> None:
    assert Tally(3, 2, 1) + Tally(10, 4, 0) == Tally(13, 6, 1)


@pytest.mark.parametrize(("count", "to_five"), [(0, 0), (2, 0), (3, 5), (7, 5), (8, 10), (10, 10)])
def test_counts_are_rounded_to_the_nearest_five(count: int, to_five: int) -> None:
    assert rounded(count) == to_five


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 10, "b": 20}, set()),
        ({"a": 10, "b": 0}, set()),
        ({"a": 10, "b": 4}, {"a", "b"}),
        ({"a": 10, "b": 4, "c": 7}, {"b", "c"}),
        ({"a": 10, "b": 4, "c": 1}, {"b", "c"}),
        ({"a": 4}, {"a"}),
    ],
)
def test_one_small_group_alone_takes_the_next_with_it(counts: dict[str, int], hidden: set[str]) -> None:
    assert to_hold_back(counts) == hidden


@pytest.mark.parametrize(
    ("people", "statements", "held"),
    [
        (4, (4, 4), True),
        (5, (5, 5), False),
        (5, (5, 0), False),
        (9, (9, 4), True),
        (9, (3, 4), False),
    ],
)
def test_a_theme_never_gives_away_the_one_statement_that_is_held_back(
    people: int, statements: tuple[int, ...], held: bool
) -> None:
    assert theme_is_held_back(people, statements) is held


@pytest.mark.parametrize(
    ("offered", "answered", "exact", "expected"),
    [
        (0, 0, True, Rate(0, 0, None)),
        (3, 2, True, Rate(3, 2, 200 / 3)),
        (3, 2, False, Rate(None, None, None)),
        (20, 4, False, Rate(None, None, None)),
        (21, 14, False, Rate(20, 15, 67.0)),
        (0, 0, False, Rate(0, 0, None)),
    ],
)
def test_the_response_rate(offered: int, answered: int, exact: bool, expected: Rate) -> None:
    assert rate_of(offered, answered, exact=exact) == expected


@pytest.mark.parametrize(("answered", "expected"), [(4, False), (5, True)])
def test_words_are_read_once_five_have_answered(answered: int, expected: bool) -> None:
    assert comments_may_be_read(answered) is expected
