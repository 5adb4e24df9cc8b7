"""The chart of one series: individual values and moving ranges, with the rules of NHS England's Making Data Count."""

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from homeward.outcomes.spc.causes import causes, near, outside, sides
from homeward.outcomes.spc.limits import limits_of
from homeward.outcomes.spc.meaning import assurance_of, kind_of
from homeward.outcomes.spc.parts import Better, Point, Xmr
from homeward.outcomes.spc.settings import FEWEST_FOR_FIRM_LIMITS, SHIFT_POINTS, TREND_POINTS, SeriesUnusable, Settings

Member = tuple[date, float, int]
"""A date, its value, and its group."""


def xmr(
    dates: Sequence[date],
    values: Sequence[float | None],
    *,
    better: Better,
    target: float | None = None,
    rebase_at: Iterable[date] = (),
    fix_after_n_points: int | None = None,
    screen_outliers: bool = True,
    trend_points: int = TREND_POINTS,
    shift_points: int = SHIFT_POINTS,
) -> Xmr:
    """The chart of values at dates, in any order; a None or not-a-number value is left out, and said so.

    Every limit and rule works inside one group: a date in `rebase_at` begins a new one with the first value on or after
    it. `fix_after_n_points` (12 or more) draws the limits from that many values of each group. Raises SeriesUnusable.
    Source: NHS England, Making Data Count, as worked out in NHSRplotthedots 0.2.2.
    """
    settings = Settings(better, fix_after_n_points, screen_outliers, trend_points, shift_points)
    known, left_out = _known(dates, values)
    members = _grouped(known, sorted(rebase_at))
    points = tuple(
        point for _, group in groupby(members, key=lambda one: one[2]) for point in _points(list(group), settings)
    )
    last = points[-1] if points else None
    return Xmr(
        points=points,
        better=better,
        target=target,
        variation=last.kind if last else None,
        assurance=assurance_of(last.lower, last.upper, better=better, target=target) if last else None,
        left_out=left_out,
        warnings=tuple(_warnings(points, left_out)),
    )


def _known(dates: Sequence[date], values: Sequence[float | None]) -> tuple[list[tuple[date, float]], tuple[date, ...]]:
    if len(dates) != len(values):
        raise SeriesUnusable(f"There are {len(dates)} dates and {len(values)} values. Give one value for each date.")
    if len(set(dates)) != len(dates):
        twice = next(day for day in sorted(dates) if list(dates).count(day) > 1)
        raise SeriesUnusable(f"{twice} is there more than once. Give each date once.")
    if any(value is not None and math.isinf(value) for value in values):
        raise SeriesUnusable("A value is infinite. Give None where there is no value.")
    in_order = sorted(zip(dates, values, strict=True), key=lambda pair: pair[0])
    known = [(day, float(y)) for day, y in in_order if y is not None and not math.isnan(y)]
    return known, tuple(day for day, y in in_order if y is None or math.isnan(y))


def _grouped(known: Sequence[tuple[date, float]], rebase_at: Sequence[date]) -> Iterator[Member]:
    group, before = 0, 0
    for nth, (day, y) in enumerate(known):
        passed = sum(one <= day for one in rebase_at)
        group += nth > 0 and passed > before
        before = passed
        yield day, y, group


def _points(group: Sequence[Member], settings: Settings) -> Iterator[Point]:
    values = [y for _, y, _ in group]
    lines = limits_of(values, fix_after_n_points=settings.fix_after_n_points, screen_outliers=settings.screen_outliers)
    limited = lines.lower is not None
    rows = zip(
        group,
        sides(values, lines.mean),
        outside(values, lines),
        near(values, lines),
        causes(values, lines, trend_points=settings.trend_points, shift_points=settings.shift_points),
        strict=True,
    )
    for (day, y, nth), side, out, close, cause in rows:
        yield Point(
            x=day,
            y=y,
            group=nth,
            mean=lines.mean,
            lower=lines.lower,
            upper=lines.upper,
            near_lower=lines.near_lower,
            near_upper=lines.near_upper,
            outside=bool(out) if limited else None,
            side=side,
            near=bool(close) if limited else None,
            cause=cause,
            kind=kind_of(cause, settings.better),
            short_group=len(group) < FEWEST_FOR_FIRM_LIMITS,
        )


def _warnings(points: Sequence[Point], left_out: Sequence[date]) -> Iterator[str]:
    for _, group in groupby(points, key=lambda one: one.group):
        members = list(group)
        if members[0].short_group:
            first = members[0].x
            yield f"Too few points ({len(members)}) for firm limits from {first.day} {first:%B %Y}."
    if left_out:
        yield f"Left out, because there is no value: {len(left_out)} of {len(left_out) + len(points)}."
