"""Counting measures from facts: Ibis expressions, run by DuckDB over Parquet. Knows no Django and decides nothing.

Ibis is loaded when the first expression is made, so that commands that count nothing start quickly.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from homeward.outcomes.definitions import Dated, Definition
from homeward.outcomes.facts import REFERRALS
from homeward.outcomes.measures.parts import Parts
from homeward.outcomes.periods import Period, next_after, start_of, starts_between
from homeward.outcomes.snapshots import Snapshot, SnapshotUnreadable

if TYPE_CHECKING:
    import duckdb
    import ibis.expr.types as ir

DATE_OF: dict[Dated, str] = {"received": "received_on", "start": "clock_start_on", "stop": "clock_stop_on"}
"""The London date in the facts by which a referral is placed in a week or month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What to count: a measure from one day to another, by which event's date, by which period, in which groups.

    Both days are widened to whole weeks or months. `by` is a column of the facts; empty for no groups.
    """

    measure: Definition
    first: date
    last: date
    dated: Dated | None = None
    period: Period = Period.WEEK
    by: str = ""

    @property
    def dated_by(self) -> Dated:
        """The event whose date counts: the one asked for, or the measure's first."""
        return self.dated or self.measure.dated[0]

    @property
    def starts(self) -> tuple[date, ...]:
        """The first day of every period asked for."""
        return (self.first,) if self.period is Period.WHOLE else starts_between(self.period, self.first, self.last)

    @property
    def span(self) -> tuple[date, date]:
        """The first day counted and the first day not counted any more."""
        if self.period is Period.WHOLE:
            return self.first, self.last + timedelta(days=1)
        return start_of(self.period, self.first), next_after(self.period, start_of(self.period, self.last))


@dataclass(frozen=True, slots=True)
class Cell:
    """One measure in one period and group: how many rows in numerator and denominator, how many excluded, figures.

    A figure is None where there is nothing to work it out from.
    """

    start: date
    group: str
    numerator: int
    denominator: int
    excluded: int
    figures: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Row:
    """One referral behind a number: its clock, whether it is in the denominator and the numerator, and why if not."""

    referral_id: int
    clock_start_at: datetime
    first_contact_at: datetime | None
    wait_minutes: int | None
    counted: bool
    met: bool
    reason: str


def count(snapshot: Snapshot, question: Question) -> tuple[Cell, ...]:
    """Count a measure: a cell for every period and group, also where there are no rows. In order of period, then group.

    Groups are those with a row anywhere in the time asked for; without groups there is one, called "".
    """
    found = {(row["start"], row["group"]): row for row in _asked(snapshot, sql_of(question))}
    groups = sorted({group for _, group in found}) if question.by else [""]
    places = [(start, group) for start in question.starts for group in groups]
    return tuple(_cell(question.measure, start, group, found.get((start, group))) for start, group in places)


def rows_behind(snapshot: Snapshot, question: Question) -> tuple[Row, ...]:
    """The referrals a measure is about in the time asked for, in the order their clocks started."""
    return tuple(_row(**row) for row in _asked(snapshot, rows_sql_of(question)))


@lru_cache(maxsize=512)
def sql_of(question: Question, dialect: str = "duckdb") -> str:
    """The question as SQL over a table called `referrals`."""
    import ibis

    rows, parts = _rows_and_parts(question)
    day = rows[DATE_OF[question.dated_by]]
    starts = {
        Period.WEEK: rows[DATE_OF[question.dated_by].replace("_on", "_week")],
        Period.MONTH: ibis.date(day.year(), day.month(), 1),
        Period.WHOLE: ibis.literal(question.first),
    }
    groups = {"start": starts[question.period], "group": rows[question.by] if question.by else ibis.literal("")}
    counted = rows.group_by(**groups).aggregate(
        numerator=parts.meets.sum(),
        denominator=parts.counts.sum(),
        excluded=(~parts.counts).sum(),
        **parts.figures,
    )
    return str(ibis.to_sql(counted, dialect=dialect))


def make_ready(measures: Iterable[Definition], day: date) -> None:
    """Load what counting needs, which takes a second or two, so that the first page asked for need not wait for it."""
    for measure in measures:
        sql_of(Question(measure=measure, first=day, last=day))
    _engine()


@lru_cache(maxsize=512)
def rows_sql_of(question: Question, dialect: str = "duckdb") -> str:
    """The rows behind a question, as SQL over a table called `referrals`."""
    import ibis

    rows, parts = _rows_and_parts(question)
    behind = rows.select(
        "referral_id",
        "wait_minutes",
        clock_start_at=rows.clock_start_at.cast("timestamp"),
        first_contact_at=rows.first_contact_at.cast("timestamp"),
        counted=parts.counts,
        met=parts.meets,
        reason=rows[question.measure.reasons_from],
    )
    return str(ibis.to_sql(behind.order_by("clock_start_at", "referral_id"), dialect=dialect))


def _rows_and_parts(question: Question) -> "tuple[ir.Table, Parts]":
    import ibis

    facts = ibis.table(ibis.Schema.from_pyarrow(REFERRALS), name="referrals")
    first, after = question.span
    day = facts[DATE_OF[question.dated_by]]
    express = _expression(question.measure.expression)
    rows = facts.filter(day >= ibis.literal(first), day < ibis.literal(after), express(facts).belongs)
    return rows, express(rows)


def _expression(name: str) -> Any:
    module, function = name.split(".")
    return getattr(import_module(f"homeward.outcomes.measures.{module}"), function)


def _row(*, clock_start_at: datetime, first_contact_at: datetime | None, **rest: Any) -> Row:
    """A row from the engine, which gives instants in UTC without saying so."""
    contact = None if first_contact_at is None else first_contact_at.replace(tzinfo=UTC)
    return Row(clock_start_at=clock_start_at.replace(tzinfo=UTC), first_contact_at=contact, **rest)


def _cell(measure: Definition, start: date, group: str, row: Mapping[str, Any] | None) -> Cell:
    row = row or {}
    n, d, excluded = (int(row.get(name) or 0) for name in ("numerator", "denominator", "excluded"))
    empty = 0.0 if measure.unit == "referrals" else None
    figures = {one.code: row.get(one.code, empty) for one in measure.figures}
    return Cell(start, group, n, d, excluded, {k: None if v is None else float(v) for k, v in figures.items()})


def _asked(snapshot: Snapshot, sql: str) -> Iterable[dict[str, Any]]:
    files = snapshot.files("referrals")
    return _answered(files, sql) if files else ()


@lru_cache(maxsize=512)
def _answered(files: tuple[str, ...], sql: str) -> tuple[dict[str, Any], ...]:
    """The rows a query gives. A snapshot's files never change and never share a name, so an answer is kept."""
    listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
    facts = f"WITH referrals AS (SELECT * FROM read_parquet([{listed}], hive_partitioning = false))"  # noqa: S608
    import duckdb

    try:
        found = _engine().cursor().execute(f"{facts} {sql}")
        names = [column[0] for column in found.description or ()]
        return tuple(dict(zip(names, row, strict=True)) for row in found.fetchall())
    except (duckdb.IOException, duckdb.InvalidInputException, duckdb.BinderException) as error:
        raise SnapshotUnreadable(f"The facts cannot be counted: {str(error).splitlines()[0]}") from error


@cache
def _engine() -> "duckdb.DuckDBPyConnection":
    """DuckDB in memory, which fetches no extension over the network and speaks of instants in UTC."""
    import duckdb

    engine = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    engine.execute("SET TimeZone = 'UTC'")
    return engine
