"""Series with the results that are expected of them, in the words of NHSRplotthedots.

One file has a row for each series with its settings and icons, the other a row for each point. Rows and columns may
stand in any order, and other columns beside them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from homeward.outcomes.spc.cells import Row, SeriesFileWrong, claim, moment, number, places, rows_of, whole
from homeward.outcomes.spc.parts import Better
from homeward.outcomes.spc.settings import FEWEST_TO_FIX

NUMBERS = ("mean", "lpl", "upl", "relative_to_mean")
CLAIMS = ("outside_limits", "close_to_limits", "short_group_warning")
WORDS = ("special_cause_type", "point_type")
ICONS = ("variation_type", "assurance_type")
POINT_COLUMNS = ("series", "x", "y", *NUMBERS, *CLAIMS, *WORDS)
SETTINGS = ("rebase_idx", "fix_after_n_points", "improvement_direction", "target", "screen_outliers")
SERIES_COLUMNS = ("series", *SETTINGS, *ICONS)

Said = float | bool | str | None
"""What a cell is expected to say; None for NA."""
_BETTER: Mapping[str, Better] = {"increase": "higher", "decrease": "lower", "neutral": "neither"}


@dataclass(frozen=True, slots=True)
class PublishedPoint:
    """One row of the points: when, how much, and what is expected in each column."""

    x: datetime
    y: float | None
    expected: Mapping[str, Said]


@dataclass(frozen=True, slots=True)
class PublishedSeries:
    """One series: its settings, its points by date, and the icons that are expected. `n` is how many points it says."""

    name: str
    n: int | None
    rebase_idx: tuple[int, ...]
    fix_after_n_points: int | None
    better: Better
    target: float | None
    screen_outliers: bool
    expected: Mapping[str, Said]
    points: tuple[PublishedPoint, ...]


def published(series_file: Path, points_file: Path) -> list[PublishedSeries]:
    """Every series of a file with its points. Raises SeriesFileWrong, naming file, line and column."""
    series: dict[str, Row] = {}
    for row in rows_of(series_file, SERIES_COLUMNS):
        name = row.needed("series", str, "the name of a series")
        if name in series:
            raise row.wrong("series", f'"{name}" is there a second time. Give each series one row.')
        series[name] = row
    points: dict[str, dict[datetime, PublishedPoint]] = {name: {} for name in series}
    for row in rows_of(points_file, POINT_COLUMNS):
        name = row.needed("series", str, "the name of a series")
        if name not in series:
            raise row.wrong("series", f'"{name}" is not among the series of {series_file}. Add it there.')
        point = _point(row)
        if point.x in points[name]:
            raise row.wrong("x", f'"{row.cells["x"].strip()}" is in this series already. Give each date once.')
        points[name][point.x] = point
    for file, there in ((series_file, any(series)), (points_file, any(points.values()))):
        if not there:  # nothing checked is not nothing wrong
            raise SeriesFileWrong(str(file), ["There is nothing below the headings to check. Add a line for each row."])
    return [_series(row, points[name]) for name, row in series.items()]


def _point(row: Row) -> PublishedPoint:
    return PublishedPoint(
        x=row.needed("x", moment, "a date, as 2026-03-02"),
        y=row.read("y", number, "a number"),
        expected={
            **{column: row.read(column, number, "a number") for column in NUMBERS},
            **{column: row.read(column, claim, "TRUE, FALSE or NA") for column in CLAIMS},
            **{column: row.read(column, str, "a word") for column in WORDS},
        },
    )


def _series(row: Row, points: Mapping[datetime, PublishedPoint]) -> PublishedSeries:
    rebase_idx = row.read("rebase_idx", places, "places of points, as 13;25") or ()
    if not all(1 <= place <= len(points) for place in rebase_idx):
        raise row.wrong("rebase_idx", f"a place is not from 1 to {len(points)}, the points there are. Correct it.")
    fix = row.read("fix_after_n_points", whole, "a whole number")
    if fix is not None and fix < FEWEST_TO_FIX:
        raise row.wrong("fix_after_n_points", f"{fix} is too few to draw limits from. Give {FEWEST_TO_FIX} or more.")
    return PublishedSeries(
        name=row.cells["series"].strip(),
        n=row.read("n", whole, "a whole number") if "n" in row.cells else None,
        rebase_idx=rebase_idx,
        fix_after_n_points=fix,
        better=row.needed(
            "improvement_direction", lambda text: _BETTER[text.casefold()], "increase, decrease or neutral"
        ),
        target=row.read("target", number, "a number"),
        screen_outliers=row.needed("screen_outliers", claim, "TRUE or FALSE"),
        expected={column: row.read(column, str, "a word") for column in ICONS},
        points=tuple(points[x] for x in sorted(points)),
    )
