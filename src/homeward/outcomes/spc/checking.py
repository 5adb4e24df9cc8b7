"""Holds our charts to published ones: what differs, series by series and column by column."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from homeward.outcomes.spc.parts import Cause, Kind, Point, Xmr
from homeward.outcomes.spc.published import PublishedSeries, Said
from homeward.outcomes.spc.series import xmr

TOLERANCE = 1e-9
"""Relative. Published numbers are rounded to 15 digits, and a mean of values about nought keeps fewer."""

CAUSE_NAMES = {
    Cause.ABOVE_LIMIT: "Above UCL",
    Cause.BELOW_LIMIT: "Below LCL",
    Cause.TREND_UP: "7 Point Trend (Increasing)",
    Cause.TREND_DOWN: "7 Point Trend (Decreasing)",
    Cause.TWO_OF_THREE_HIGH: "2 in 3 Above CL",
    Cause.TWO_OF_THREE_LOW: "2 in 3 Below CL",
    Cause.SHIFT_HIGH: "7 Points Above CL",
    Cause.SHIFT_LOW: "7 Points Below CL",
    Cause.COMMON: "Common Cause",
}
KIND_NAMES = {kind: kind.value if kind is Kind.COMMON else f"special_cause_{kind.value}" for kind in Kind}


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that is not as expected. `point` counts from 1 by date; None for what is said of the whole series."""

    series: str
    point: int | None
    x: str | None
    column: str
    expected: Said
    came: Said


def charted(series: PublishedSeries) -> Xmr:
    """Our chart of a published series. Points without a value are left out."""
    dates = [one.x for one in series.points]
    return xmr(
        dates,
        [one.y for one in series.points],
        better=series.better,
        target=series.target,
        rebase_at=[dates[place - 1] for place in series.rebase_idx],
        fix_after_n_points=series.fix_after_n_points,
        screen_outliers=series.screen_outliers,
    )


def differences(series: PublishedSeries) -> Iterator[Difference]:
    """Every cell of a published series that our chart does not give."""
    chart = charted(series)
    if series.n is not None and series.n != len(series.points):
        yield Difference(series.name, None, None, "n", series.n, len(series.points))
    ours = {point.x: point for point in chart.points}
    least = 1e-3 * TOLERANCE * max((abs(one.y) for one in chart.points), default=0.0)
    for nth, row in enumerate(series.points, start=1):
        if row.x not in ours:
            continue
        came = _columns(ours[row.x])
        for column in row.expected:
            if not _same(row.expected[column], came[column], least):
                yield Difference(
                    series.name, nth, _said_of_date(row.x.isoformat()), column, row.expected[column], came[column]
                )
    icons = {
        "variation_type": KIND_NAMES[chart.variation] if chart.variation else None,
        "assurance_type": chart.assurance.value if chart.assurance else None,
    }
    for column, expected in series.expected.items():
        if expected != icons[column]:
            yield Difference(series.name, None, None, column, expected, icons[column])


def _columns(point: Point) -> Mapping[str, Said]:
    return {
        "mean": point.mean,
        "lpl": point.lower,
        "upl": point.upper,
        "relative_to_mean": point.side,
        "outside_limits": point.outside,
        "close_to_limits": point.near,
        "short_group_warning": point.short_group,
        "special_cause_type": CAUSE_NAMES[point.cause],
        "point_type": KIND_NAMES[point.kind],
    }


def _same(expected: Said, came: Said, least: float) -> bool:
    if isinstance(expected, bool | str) or isinstance(came, bool | str) or expected is None or came is None:
        return expected == came
    return math.isclose(expected, came, rel_tol=TOLERANCE, abs_tol=least)


def _said_of_date(text: str) -> str:
    return text.removesuffix("T00:00:00")
