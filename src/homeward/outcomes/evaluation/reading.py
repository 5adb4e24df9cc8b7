"""Series from a CSV file: one row an area and month, with numerator and denominator."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from io import StringIO

from homeward.outcomes.evaluation.months import Month
from homeward.outcomes.evaluation.series import Kind, Series

MOST_ROWS = 100_000
COLUMNS = ("area", "month", "numerator", "denominator")
Row = tuple[str, date, float, float | None]


class SeriesUnreadable(ValueError):
    """A file of series cannot be used; the message names the row and says what to correct."""


def read_series(text: str) -> tuple[Series, ...]:
    """The series of every area in a CSV file with the columns area, month, numerator and denominator, by name.

    Months are written 2026-03, or as a day in the month. Without denominators numbers are counts; with them they are
    shares in percent, or, where a numerator is larger than its denominator, numerators for each one counted. `area` may
    be left out for a single series. Raises SeriesUnreadable.
    """
    rows = list(_rows(text))
    if not rows:
        raise SeriesUnreadable("The file has no rows. Write one row an area and month.")
    kind = _kind(rows)
    areas: dict[str, dict[date, float | None]] = {}
    for area, month, numerator, denominator in rows:
        months = areas.setdefault(area, {})
        if month in months:
            raise SeriesUnreadable(f"{area or 'The series'} has {month:%B %Y} twice. Keep one row a month.")
        months[month] = _value(numerator, denominator, kind)
    return tuple(_series(area, kind, areas[area]) for area in sorted(areas))


def _rows(text: str) -> Iterator[Row]:
    reader = csv.DictReader(StringIO(text.lstrip("\ufeff")))
    names = {name.strip().lower() for name in reader.fieldnames or ()}
    if missing := {"month", "numerator"} - names:
        raise SeriesUnreadable(
            f"The first row must name the columns {', '.join(COLUMNS)}: no {', '.join(sorted(missing))}."
        )
    for number, raw in enumerate(reader, start=2):
        if number > MOST_ROWS:
            raise SeriesUnreadable(f"The file has more than {MOST_ROWS:,} rows.")
        row = {(name or "").strip().lower(): (value or "").strip() for name, value in raw.items() if name is not None}
        numerator = _number(row["numerator"], number, "numerator")
        if numerator is None:
            raise SeriesUnreadable(f"Row {number}: the numerator is empty. Leave the row out when it is not known.")
        yield (
            row.get("area", ""),
            _month(row["month"], number),
            numerator,
            _number(row.get("denominator", ""), number, "denominator"),
        )


def _month(text: str, number: int) -> date:
    try:
        return date.fromisoformat(text if len(text) > 7 else f"{text}-01").replace(day=1)
    except ValueError:
        raise SeriesUnreadable(f'Row {number}: "{text}" is not a month. Write it as 2026-03.') from None


def _number(text: str, number: int, column: str) -> float | None:
    if not text:
        return None
    try:
        found = float(text.replace(",", ""))
    except ValueError:
        found = -1.0
    if not 0 <= found < 1e12:
        raise SeriesUnreadable(f'Row {number}: the {column} "{text}" is not a number of 0 or more.')
    return found


def _kind(rows: Iterable[Row]) -> Kind:
    pairs = [(numerator, denominator) for _, _, numerator, denominator in rows]
    if all(denominator is None for _, denominator in pairs):
        return "count"
    if any(denominator is None for _, denominator in pairs):
        raise SeriesUnreadable("Some rows have a denominator and some have none. Give one in every row, or in none.")
    return "percent" if all(d is not None and n <= d for n, d in pairs) else "number"


def _value(numerator: float, denominator: float | None, kind: Kind) -> float | None:
    if denominator is None:
        return numerator
    if not denominator:
        return None
    return numerator / denominator * (100.0 if kind == "percent" else 1.0)


def _series(area: str, kind: Kind, values: dict[date, float | None]) -> Series:
    return Series(area, kind, tuple(Month(start, values[start]) for start in sorted(values)))
