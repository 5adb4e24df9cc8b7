"""Measures as Ibis expressions, and those as SQL over a view called `facts`, for DuckDB or for Spark.

Which files, days and groups the view holds is the engine's affair, so that one text serves every question of its shape.
Ibis is loaded when the first expression is made, so that commands that count nothing start quickly.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from homeward.outcomes.definitions import QUANTILES, Definition, FigureKind
from homeward.outcomes.facts import TABLES
from homeward.outcomes.measures.parts import Parts
from homeward.outcomes.periods import Period

if TYPE_CHECKING:
    import ibis.expr.types as ir

VIEW = "facts"
Column = tuple[str, str]
"""A measure's code, and what of it a column holds: a field of Sums, or the name of a quantile."""


@dataclass(frozen=True, slots=True)
class Shape:
    """By what the rows of a table are counted: the event that places them, weeks or months or neither, and groups."""

    table: str
    event: str
    period: Period
    by: tuple[str, ...]

    @property
    def day(self) -> str:
        """The column of the event's day."""
        return f"{TABLES[self.table].event(self.event).column}_on"

    @property
    def places(self) -> tuple[str, ...]:
        """The columns to group by: the period's first day, unless it is the whole, and the groups."""
        start = () if self.period is Period.WHOLE else (f"{self.day.removesuffix('_on')}_{self.period.value}",)
        return (*start, *self.by)


@cache
def rows_of(table: str, *more: str) -> "ir.Table":
    """The rows of a table, all of its columns, and more columns of whole numbers that the view adds."""
    import ibis

    columns = dict(ibis.Schema.from_pyarrow(TABLES[table].schema)) | dict.fromkeys(more, "int64")
    return ibis.table(columns, name=VIEW)


def parts_of(measure: Definition, rows: "ir.Table") -> Parts:
    """What the measure is made of, by its expression over the rows of its table."""
    module, function = measure.expression.split(".")
    express = getattr(import_module(f"homeward.outcomes.measures.{module}"), function)
    parts: Parts = express(rows)
    return parts


def quantile_kinds(measure: Definition) -> tuple[FigureKind, ...]:
    """The quantiles among a measure's figures."""
    return tuple(sorted({one.kind for one in measure.figures if one.kind in QUANTILES}))


@lru_cache(maxsize=256)
def sums_sql(measures: tuple[Definition, ...], shape: Shape, dialect: str) -> tuple[str, tuple[Column, ...]]:
    """All sums of measures of one table in one pass: the SQL, and what each column after the places holds."""
    rows = rows_of(shape.table)
    sums = {(one.code, name): value for one in measures for name, value in _sums(parts_of(one, rows)).items()}
    return _aggregated(sums, shape, dialect), tuple(sums)


@lru_cache(maxsize=256)
def quantiles_sql(measures: tuple[Definition, ...], shape: Shape, dialect: str) -> tuple[str, tuple[Column, ...]]:
    """All quantiles of measures of one table, as `sums_sql`: type 7, in proportion between the two nearest amounts."""
    rows = rows_of(shape.table)
    found = {
        (one.code, kind.value): parts_of(one, rows).amount.quantile(QUANTILES[kind])  # type: ignore[union-attr]
        for one in measures
        for kind in quantile_kinds(one)
    }
    return _aggregated(found, shape, dialect), tuple(found)


def as_sql(expression: "ir.Table", dialect: str) -> str:
    """An expression as text for "duckdb" or "pyspark". Neither engine need be there."""
    import ibis

    if ibis.options.pyspark is None:  # its compiler asks for options that only a loaded backend would have set

        class Options(ibis.config.Config):
            treat_nan_as_null: bool = False

        ibis.options.pyspark = Options()
    return str(ibis.to_sql(expression, dialect=dialect))


def _aggregated(values: dict[Column, Any], shape: Shape, dialect: str) -> str:
    rows = rows_of(shape.table)
    groups = {f"place_{number}": rows[name] for number, name in enumerate(shape.places)}
    named = {f"{code}__{what}": value for (code, what), value in values.items()}
    grouped = rows.group_by(**groups).aggregate(**named) if groups else rows.aggregate(**named)
    return as_sql(grouped, dialect)


def _sums(parts: Parts) -> dict[str, Any]:
    sums = {
        "n": parts.meets.sum(),
        "d": parts.counts.sum(),
        "x": (parts.belongs & ~parts.counts).sum(),
    }
    if parts.amount is not None:
        sums |= {"s": parts.amount.sum(), "ss": (parts.amount * parts.amount).sum()}
    return sums if parts.weight is None else sums | {"w": parts.weight.sum()}
