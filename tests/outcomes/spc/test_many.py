"""Very many series at once give what one at a time gives, to the last bit."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.outcomes.spc import Assurance, SeriesUnusable, Xmr, many, xmr
from homeward.outcomes.spc.many import ASSURANCES, CAUSES, KINDS, NOTHING, XmrMany, xmr_many
from tests.outcomes.spc.made_series import days, options, rows

Rows = Sequence[Sequence[float | None]]


def _matrix(values: Rows) -> np.ndarray[Any, Any]:
    width = max(len(row) for row in values)
    return np.array([[np.nan if y is None else y for y in row] + [np.nan] * (width - len(row)) for row in values])


def _agree(one: Xmr, at_once: XmrMany, row: int, values: np.ndarray[Any, Any]) -> None:
    places = np.flatnonzero(~np.isnan(values))
    points = one.points
    assert list(at_once.group[row, places]) == [p.group for p in points]
    for array, name in ((at_once.mean, "mean"), (at_once.lower, "lower"), (at_once.upper, "upper")):
        np.testing.assert_array_equal(array[row, places], np.array([getattr(p, name) for p in points], dtype=float))
    assert list(at_once.side[row, places]) == [p.side for p in points]
    assert list(at_once.near[row, places]) == [bool(p.near) for p in points]
    assert [CAUSES[c] for c in at_once.cause[row, places]] == [p.cause for p in points]
    assert [KINDS[k] for k in at_once.kind[row, places]] == [p.kind for p in points]
    assert list(at_once.short_group[row, places]) == [p.short_group for p in points]
    for code, names, said in (
        (at_once.variation[row], KINDS, one.variation),
        (at_once.assurance[row], ASSURANCES, one.assurance),
    ):
        assert (None if code == NOTHING else names[code]) == said
    empty = np.flatnonzero(np.isnan(values))
    assert {NOTHING} >= set(at_once.cause[row, empty]) | set(at_once.kind[row, empty]) | set(at_once.group[row, empty])
    assert np.isnan(at_once.mean[row, empty]).all()


@settings(max_examples=200, deadline=None)
@given(
    values=st.lists(rows(), min_size=1, max_size=6),
    chosen=options(),
    targets=st.lists(st.none() | st.floats(-9, 9), min_size=6, max_size=6),
    data=st.data(),
)
def test_many_series_are_as_one_at_a_time(
    values: list[list[float | None]], chosen: dict[str, Any], targets: list[float | None], data: st.DataObject
) -> None:
    matrix = _matrix(values)
    width = matrix.shape[1]
    begins = data.draw(st.lists(st.lists(st.booleans(), min_size=width, max_size=width), min_size=6, max_size=6))
    flags = np.array(begins, dtype=bool).reshape(6, width)[: len(matrix)]
    aims = np.array([np.nan if t is None else t for t in targets[: len(matrix)]])
    at_once = xmr_many(matrix, target=aims, rebase_at=flags, **chosen)
    dates = days(width)
    for row, line in enumerate(matrix):
        rebase_at = [dates[i] for i in np.flatnonzero(flags[row])]
        _agree(xmr(dates, list(line), target=targets[row], rebase_at=rebase_at, **chosen), at_once, row, line)


def test_series_are_cut_into_parts_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(7).normal(50, 9, (23, 36)).round(1)
    whole = xmr_many(values, better="lower", target=40, rebase_at=[20])
    monkeypatch.setattr(many, "AT_ONCE", 5)
    parts = xmr_many(values, better="lower", target=40, rebase_at=[20])
    for name in XmrMany.__slots__:
        np.testing.assert_array_equal(getattr(whole, name), getattr(parts, name))
    dates = days(36)
    _agree(xmr(dates, list(values[22]), better="lower", target=40, rebase_at=[dates[20]]), parts, 22, values[22])


@pytest.mark.parametrize("better", ["higher", "lower"])
def test_a_target_on_a_limit_is_hit_or_miss_also_at_once(better: Any) -> None:
    values = [50.0, 61.0, 47.0, 55.0] * 6
    last = xmr(days(24), values, better=better).points[-1]
    assert last.lower is not None
    assert last.upper is not None
    said = xmr_many([values] * 3, better=better, target=[last.lower, last.upper, last.upper + 1]).assurance
    beyond = Assurance.NOT_MET if better == "higher" else Assurance.MET
    assert [ASSURANCES[code] for code in said] == [Assurance.HIT_OR_MISS, Assurance.HIT_OR_MISS, beyond]


def test_no_series_give_no_chart() -> None:
    assert xmr_many(np.empty((0, 36)), better="higher").variation.shape == (0,)


@pytest.mark.parametrize(
    ("values", "change", "says"),
    [
        (np.zeros(3), {}, "series by moments"),
        (np.full((2, 3), np.inf), {}, "series by moments"),
        (np.zeros((2, 3)), {"rebase_at": [3]}, "3 columns"),
        (np.zeros((2, 3)), {"rebase_at": np.zeros((1, 3), dtype=bool)}, "as many flags"),
        (np.zeros((2, 3)), {"fix_after_n_points": 3}, "cannot be fixed"),
    ],
)
def test_what_cannot_be_charted_is_refused(values: Any, change: dict[str, Any], says: str) -> None:
    with pytest.raises(SeriesUnusable, match=says):
        xmr_many(values, better="higher", **change)
