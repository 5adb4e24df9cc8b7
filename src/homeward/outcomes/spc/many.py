"""The rules of one chart for very many series at once, in arrays: equal to `xmr` point by point."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from homeward.outcomes.spc.arrays import Flags, Floats, Signs, lines_of, marks_of
from homeward.outcomes.spc.limits import TO_LIMIT
from homeward.outcomes.spc.meaning import GOOD, kind_of
from homeward.outcomes.spc.parts import Assurance, Better, Cause, Kind
from homeward.outcomes.spc.settings import FEWEST_FOR_FIRM_LIMITS, SHIFT_POINTS, TREND_POINTS, SeriesUnusable, Settings

CAUSES, KINDS, ASSURANCES = tuple(Cause), tuple(Kind), tuple(Assurance)
NOTHING = -1
AT_ONCE = 8192
"""How many series are worked on together: enough to be quick, few enough that what is in hand stays a few megabytes."""

_COMMON = CAUSES.index(Cause.COMMON)
_ABOVE = (Cause.ABOVE_LIMIT, Cause.TREND_UP, Cause.TWO_OF_THREE_HIGH, Cause.SHIFT_HIGH)
_BELOW = (Cause.BELOW_LIMIT, Cause.TREND_DOWN, Cause.TWO_OF_THREE_LOW, Cause.SHIFT_LOW)


@dataclass(frozen=True, slots=True, eq=False)
class XmrMany:
    """Many series: arrays of series by moments, and of series.

    `group` and the codes are -1 where there is no value; `mean` and limits are NaN there, and limits also where a group
    has none. `cause`, `kind`, `variation` and `assurance` are places in CAUSES, KINDS and ASSURANCES.
    """

    group: NDArray[np.int16]
    mean: Floats
    lower: Floats
    upper: Floats
    side: Signs
    near: Flags
    cause: Signs
    kind: Signs
    short_group: Flags
    variation: Signs
    assurance: Signs


def xmr_many(
    values: ArrayLike,
    *,
    better: Better,
    target: ArrayLike | None = None,
    rebase_at: Iterable[int] | Flags = (),
    fix_after_n_points: int | None = None,
    screen_outliers: bool = True,
    trend_points: int = TREND_POINTS,
    shift_points: int = SHIFT_POINTS,
) -> XmrMany:
    """The charts of series by moments (rows by columns, in order of time), NaN where there is no value.

    `target` is one for all or one each, NaN for none. `rebase_at` are the columns that begin a group in every series,
    or flags of the same shape as the values. Other settings are as for `xmr`. Raises SeriesUnusable.
    """
    settings = Settings(better, fix_after_n_points, screen_outliers, trend_points, shift_points)
    rows = np.asarray(values, dtype=np.float64)
    if rows.ndim != 2 or np.isinf(rows).any():
        raise SeriesUnusable("Give finite values as series by moments, with NaN where there is none.")
    begins = _begins(rebase_at, rows.shape)
    result = _empty(rows.shape)
    for first in range(0, len(rows), AT_ONCE):
        part = slice(first, first + AT_ONCE)
        _fill(result, part, rows[part], begins if begins.ndim == 1 else begins[part], settings)
    targets = np.broadcast_to(np.asarray(np.nan if target is None else target, dtype=np.float64), len(rows))
    _fill_icons(result, rows, targets, better)
    return result


def _begins(rebase_at: Iterable[int] | Flags, shape: tuple[int, ...]) -> Flags:
    if isinstance(rebase_at, np.ndarray) and rebase_at.dtype == np.bool_:
        if rebase_at.shape != shape:
            raise SeriesUnusable("Give as many flags for re-basing as there are values.")
        return rebase_at
    begins = np.zeros(shape[1], dtype=np.bool_)
    columns = list(rebase_at)
    if not all(0 <= column < shape[1] for column in columns):
        raise SeriesUnusable(f"A series is re-based at one of its {shape[1]} columns, counted from 0.")
    begins[columns] = True
    return begins


def _empty(shape: tuple[int, ...]) -> XmrMany:
    return XmrMany(
        group=np.full(shape, NOTHING, dtype=np.int16),
        mean=np.full(shape, np.nan),
        lower=np.full(shape, np.nan),
        upper=np.full(shape, np.nan),
        side=np.zeros(shape, dtype=np.int8),
        near=np.zeros(shape, dtype=np.bool_),
        cause=np.full(shape, NOTHING, dtype=np.int8),
        kind=np.full(shape, NOTHING, dtype=np.int8),
        short_group=np.zeros(shape, dtype=np.bool_),
        variation=np.full(shape[0], NOTHING, dtype=np.int8),
        assurance=np.full(shape[0], NOTHING, dtype=np.int8),
    )


def _fill(result: XmrMany, part: slice, rows: Floats, begins: Flags, settings: Settings) -> None:
    """Takes the groups of some series apart into columns, applies the rules, and puts what came in its places."""
    series, moment = np.nonzero(~np.isnan(rows))
    if not len(series):
        return
    passed = np.broadcast_to(np.cumsum(begins, axis=-1), rows.shape)[series, moment]
    new_series = np.diff(series, prepend=-1) != 0
    starts = np.flatnonzero(new_series | (np.diff(passed, prepend=0) != 0))
    sizes = np.diff(starts, append=len(series))
    nth = np.repeat(np.arange(len(starts)), sizes)
    place = np.arange(len(series)) - starts[nth]
    columns = np.full((sizes.max(), len(starts)), np.nan)
    columns[place, nth] = rows[series, moment]

    mean, average = lines_of(columns, settings)
    side, near, marks = marks_of(columns, mean, average, settings)
    cause = _first(marks)
    at = (series, moment)
    result.group[part][at] = nth - nth[np.flatnonzero(new_series)][np.cumsum(new_series) - 1]
    result.mean[part][at] = mean[nth]
    result.lower[part][at] = (mean - TO_LIMIT * average)[nth]
    result.upper[part][at] = (mean + TO_LIMIT * average)[nth]
    result.side[part][at] = side[place, nth]
    result.near[part][at] = near[place, nth] != 0
    result.cause[part][at] = cause[place, nth]
    result.kind[part][at] = _kinds(settings.better)[cause[place, nth]]
    result.short_group[part][at] = (sizes < FEWEST_FOR_FIRM_LIMITS)[nth]


def _first(marks: Sequence[Signs]) -> Signs:
    cause = np.full_like(marks[0], _COMMON)
    for mark, above, below in reversed(list(zip(marks, _ABOVE, _BELOW, strict=True))):
        cause[mark > 0] = CAUSES.index(above)
        cause[mark < 0] = CAUSES.index(below)
    return cause


def _kinds(better: Better) -> Signs:
    return np.array([KINDS.index(kind_of(cause, better)) for cause in CAUSES], dtype=np.int8)


def _fill_icons(result: XmrMany, rows: Floats, targets: Floats, better: Better) -> None:
    there = ~np.isnan(rows)
    some = np.flatnonzero(there.any(axis=1))
    if not len(some):
        return
    last = rows.shape[1] - 1 - np.argmax(there[some, ::-1], axis=1)
    result.variation[some] = result.kind[some, last]
    if better == "neither":
        return
    target, lower, upper = targets[some], result.lower[some, last], result.upper[some, last]
    easy, hard = (target < lower, target > upper) if GOOD[better] > 0 else (target > upper, target < lower)
    said = np.where(easy, ASSURANCES.index(Assurance.MET), ASSURANCES.index(Assurance.HIT_OR_MISS))
    said = np.where(hard, ASSURANCES.index(Assurance.NOT_MET), said)
    result.assurance[some] = np.where(np.isnan(target), NOTHING, said)
