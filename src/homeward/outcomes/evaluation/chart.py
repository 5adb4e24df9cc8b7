"""A chart of before and after: where every mark goes, for a template to write as SVG. Pure: numbers in, places out.

The drawing is 320 units wide, the narrowest screen. What would have followed is dashed, and months that were left out
are open marks. The same numbers stand in a table beside it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import ceil, floor, log10

from homeward.outcomes.evaluation.answer import Answer
from homeward.outcomes.evaluation.months import first_whole_month, month_of

WIDTH, HEIGHT = 320, 200
LEFT, RIGHT, TOP, BOTTOM = 48, 8, 16, 28
TICKS = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """One month's value: its place, and whether the calculation used it."""

    x: float
    y: float
    used: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """Marks, the model's line and the dashed line as stretches of points, the band of the change, and both axes."""

    marks: tuple[Mark, ...]
    fitted: tuple[str, ...]
    expected: tuple[str, ...]
    change: tuple[float, float]
    up: tuple[tuple[float, str], ...]
    across: tuple[tuple[float, str, str], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def drawing_of(
    answer: Answer,
    starts: Sequence[date],
    words: Callable[[float], str],
    *,
    whole_until: date,
    most: float | None = None,
) -> Drawing:
    """The chart of an answer that has something drawn; `most` fixes the top of the axis, as 100 does for a share.

    The band of the change goes from the month it began in to the first month wholly after its last start.
    """
    months = answer.drawn
    begun, over = month_of(min(starts)), first_whole_month(max(starts))
    values = [v for row in ([m.value for m in months], answer.fitted, answer.expected) for v in row if v is not None]
    ticks = _ticks(min([0.0, *values]), max(most or 0.0, *values) if values else 1.0)
    xs = [_across(i, len(months)) for i in range(len(months))]
    step = (xs[-1] - xs[0]) / max(len(xs) - 1, 1)
    before = sum(one.start < begun for one in months)
    until = sum(one.start < over for one in months)
    place = lambda value: _up(value, ticks)  # noqa: E731 - a name for one long expression
    return Drawing(
        tuple(
            Mark(x, place(one.value), (one.start < begun or one.start >= over) and one.start <= whole_until)
            for x, one in zip(xs, months, strict=True)
            if one.value is not None
        ),
        _stretches(xs, answer.fitted, place),
        _stretches(xs, answer.expected, place),
        (round(LEFT + 4 + step * (before - 0.5), 1), round(LEFT + 4 + step * (max(until, before) - 0.5), 1)),
        tuple((place(tick), words(tick)) for tick in ticks),
        _dates([one.start for one in months], xs),
    )


def _stretches(xs: Sequence[float], row: Sequence[float | None], place: Callable[[float], float]) -> tuple[str, ...]:
    pairs = list(zip(xs, row, strict=False))
    runs = (list(run) for known, run in groupby(pairs, key=lambda pair: pair[1] is not None) if known)
    return tuple(" ".join(f"{x},{place(v)}" for x, v in run if v is not None) for run in runs if len(run) > 1)


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers from at or below the lowest to at or above the highest."""
    raw = max(high - low, 1e-9) / TICKS
    size = 10.0 ** floor(log10(raw))
    step = next(size * n for n in (1, 2, 2.5, 5, 10) if size * n >= raw * 0.999)
    first = floor(low / step + 1e-9)
    return [round(step * i, 10) for i in range(first, max(ceil(high / step - 1e-9), first + 1) + 1)]


def _across(i: int, of: int) -> float:
    inside = WIDTH - LEFT - RIGHT - 8
    return round(LEFT + 4 + (inside / 2 if of == 1 else inside * i / (of - 1)), 1)


def _up(value: float, ticks: Sequence[float]) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - ticks[0]) / (ticks[-1] - ticks[0]), 1)


def _dates(starts: Sequence[date], xs: Sequence[float]) -> tuple[tuple[float, str, str], ...]:
    """Three months at most, so that none runs into another: place, words, and how the words lie to the place."""
    if not starts:
        return ()
    chosen = {0: "start", len(starts) - 1: "end"}
    if len(starts) > 6:
        chosen[len(starts) // 2] = "middle"
    return tuple((xs[i], f"{starts[i]:%b %Y}", chosen[i]) for i in sorted(chosen))
