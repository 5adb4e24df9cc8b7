"""Series made up to be hard on the rules: many ties, runs, jumps, gaps, groups of one and two."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

FIRST = date(2023, 1, 2)
_VALUES = (
    st.integers(0, 3).map(float),
    st.integers(-40, 40).map(lambda n: n / 10),
    st.floats(-1e5, 1e5, allow_nan=False, width=32),
)


def days(many: int) -> list[date]:
    """As many Mondays, one after another."""
    return [FIRST + timedelta(weeks=i) for i in range(many)]


def rows(longest: int = 45) -> st.SearchStrategy[list[float | None]]:
    """Values with gaps, from one sort of numbers at a time, so that ties are common; or steps that add up to trends."""
    sorts = [st.lists(one | st.just(None), max_size=longest) for one in _VALUES]
    steps = st.lists(st.integers(-2, 3), max_size=longest).map(
        lambda found: [float(sum(found[:i])) for i in range(len(found))]
    )
    constant = st.tuples(st.sampled_from([0.1, 5.0, 46.579]), st.integers(0, longest)).map(
        lambda one: [one[0]] * one[1]
    )
    late = st.tuples(st.sampled_from([0.1, 7.0]), st.lists(st.integers(0, 9).map(float), max_size=20)).map(
        lambda one: [one[0]] * 13 + one[1]
    )
    return st.one_of(*sorts, steps, constant, late)


def options() -> st.SearchStrategy[dict[str, Any]]:
    """Settings as `xmr` takes them, without target and re-bases."""
    return st.fixed_dictionaries(
        {
            "better": st.sampled_from(["higher", "lower", "neither"]),
            "fix_after_n_points": st.none() | st.integers(12, 18),
            "screen_outliers": st.booleans(),
            "trend_points": st.integers(2, 8),
            "shift_points": st.integers(2, 8),
        }
    )
