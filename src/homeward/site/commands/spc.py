"""Check our charts of statistical process control against published series, point by point.

Exit code 0 when every point and icon is equal; 1 when any differs; 2 when a file cannot be read.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from homeward.outcomes.spc.cells import SeriesFileWrong
from homeward.outcomes.spc.checking import Difference, differences
from homeward.outcomes.spc.published import published


def add_arguments(parser: ArgumentParser) -> None:
    """The two files, and how to print."""
    parser.add_argument("series", metavar="SERIES.csv", type=Path, help="a row for each series: its settings and icons")
    parser.add_argument("points", metavar="POINTS.csv", type=Path, help="a row for each point: its value and results")
    parser.add_argument("--format", choices=["text", "json"], default="text", help="json prints one difference a line")


def run(args: Namespace) -> int:
    """Print every difference and a summary; 1 if there is any, 2 for a file that cannot be read."""
    try:
        series = published(args.series, args.points)
    except SeriesFileWrong as error:
        print(error, file=sys.stderr)
        return 2
    found = []
    for one in series:
        for difference in differences(one):
            found.append(difference)
            print(json.dumps(asdict(difference)) if args.format == "json" else _in_words(difference))
    points = [point for one in series for point in one.points]
    summary = {
        "series": len(series),
        "points": len(points),
        "left_out": sum(point.y is None for point in points),
        "differences": len(found),
        "series_that_differ": len({one.series for one in found}),
        "equal": not found,
    }
    print(json.dumps(summary) if args.format == "json" else _summary(summary))
    return 1 if found else 0


def _in_words(one: Difference) -> str:
    where = f", point {one.point} ({one.x})" if one.point else ""
    return f"{one.series}{where}, {one.column}: expected {_cell(one.expected)}, came {_cell(one.came)}"


def _cell(said: float | bool | str | None) -> str:
    if said is None:
        return "NA"
    return str(said).upper() if isinstance(said, bool) else str(said)


def _summary(found: dict[str, int | bool]) -> str:
    checked = f"{found['series']:,} series, {found['points']:,} points checked"
    if found["left_out"]:
        checked += f" ({found['left_out']:,} without a value left out)"
    if found["equal"]:
        return f"{checked}: nothing differs."
    differ = "1 difference" if found["differences"] == 1 else f"{found['differences']:,} differences"
    return f"{checked}: {differ} in {found['series_that_differ']:,} series."
