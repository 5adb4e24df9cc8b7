"""Counting from the rows themselves: every measure of a table and event in one pass, by either engine."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from homeward.outcomes.counting.asking import Sums
from homeward.outcomes.counting.engines import Engine, Slice
from homeward.outcomes.counting.expressing import Column, Shape, quantile_kinds, quantiles_sql, sums_sql
from homeward.outcomes.definitions import Definition, FigureKind
from homeward.outcomes.facts import TABLES, Kind
from homeward.outcomes.periods import Period
from homeward.outcomes.snapshots import Snapshot

Place = tuple[date, tuple[str, ...]]
"""A period's first day and a value for each group."""
Summed = dict[str, dict[Place, Sums]]
"""By measure, every place in which it is about a row."""
Ranked = dict[str, dict[Place, dict[FigureKind, float]]]
"""By measure, the quantiles in every place where there is an amount."""

Span = tuple[date, date]
"""The first day counted and the first day not counted any more."""
Where = tuple[tuple[str, tuple[str, ...]], ...]

EVER = date.min
"""The first day of a whole that has no first day."""
_WHOLE_NUMBERS = ("n", "d", "x")


def slice_of(snapshot: Snapshot, shape: Shape, span: Span | None = None, where: Where = ()) -> Slice | None:
    """The rows of a table in some days and groups; None when there is no file that could have one.

    Raises ValueError for a group by what the table has no words for.
    """
    words = {field.name for field in TABLES[shape.table].fields if field.kind is Kind.TEXT}
    for name in (*shape.by, *(column for column, _ in where)):
        if name not in words:
            raise ValueError(f'The rows of {shape.table} have no "{name}" to tell them apart by.')
    first, after = span or (None, None)
    files = snapshot.files(shape.table)
    if TABLES[shape.table].events[0].name == shape.event:  # by whose month files are kept
        files = tuple(file for file in files if _may_have(file, first, after))
    return Slice(files=files, day=shape.day, first=first, after=after, where=where) if files else None


def sums_from_rows(engine: Engine, rows: Slice | None, measures: Sequence[Definition], shape: Shape) -> Summed:
    """What the rows add up to, for measures of one table, in every place where they are about a row."""
    found: Summed = {one.code: {} for one in measures}
    if rows is None or not measures:
        return found
    sql, columns = sums_sql(tuple(measures), shape, engine.dialect)
    for row in engine.asked(rows, sql):
        place, values = _split(row, shape, rows)
        for code, sums in _sums(values, columns).items():
            if sums.d or sums.x:
                found[code][place] = sums
    return found


def quantiles_from_rows(engine: Engine, rows: Slice | None, measures: Sequence[Definition], shape: Shape) -> Ranked:
    """The quantiles of those of the measures that have any, in every place where there is an amount."""
    ranked = tuple(one for one in measures if quantile_kinds(one))
    found: Ranked = {one.code: {} for one in ranked}
    if rows is None or not ranked:
        return found
    sql, columns = quantiles_sql(ranked, shape, engine.dialect)
    for row in engine.asked(rows, sql):
        place, values = _split(row, shape, rows)
        for (code, kind), value in zip(columns, values, strict=True):
            if value is not None:
                found[code].setdefault(place, {})[FigureKind(kind)] = float(value)
    return found


def _split(row: Sequence[Any], shape: Shape, rows: Slice) -> tuple[Place, Sequence[Any]]:
    if shape.period is Period.WHOLE:
        start, groups, values = rows.first or EVER, row[: len(shape.by)], row[len(shape.by) :]
    else:
        start, groups, values = row[0], row[1 : 1 + len(shape.by)], row[1 + len(shape.by) :]
    return (start, tuple(groups)), values


def _sums(values: Sequence[Any], columns: Sequence[Column]) -> dict[str, Sums]:
    gathered: dict[str, dict[str, Any]] = {}
    for (code, name), value in zip(columns, values, strict=True):
        gathered.setdefault(code, {})[name] = int(value or 0) if name in _WHOLE_NUMBERS else float(value or 0.0)
    return {code: Sums(**sums) for code, sums in gathered.items()}


def _may_have(file: str, first: date | None, after: date | None) -> bool:
    """False for the file of a month that has no day asked for. A file that says no month may have any."""
    _, said, rest = file.rpartition("/month=")
    month = rest[:7]
    if not said:
        return True
    return (first is None or month >= f"{first:%Y-%m}") and (after is None or month <= f"{after:%Y-%m}")
