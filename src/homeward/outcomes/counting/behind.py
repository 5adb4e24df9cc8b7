"""The rows behind a number: which of them count, which are met, and why others were left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from homeward.outcomes.counting.asking import Question
from homeward.outcomes.counting.engines import engine_called
from homeward.outcomes.counting.expressing import Shape, as_sql, parts_of, rows_of
from homeward.outcomes.counting.scanning import slice_of
from homeward.outcomes.definitions import Definition
from homeward.outcomes.facts import TABLES
from homeward.outcomes.snapshots import Snapshot

_ALSO_IDS = ("episode_id", "referral_id", "person_id")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of facts that a measure is about.

    `ids` are the columns that tell it apart from others, and the episode, referral and person where the table has them;
    `on` is the day of the event it is counted by; `reason` is a word of the column that says why it was left out.
    """

    ids: Mapping[str, str]
    on: date
    counted: bool
    met: bool
    amount: float | None
    weight: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Some of the rows behind a number, and of all of them how many there are, are counted, and are met."""

    rows: tuple[Row, ...]
    total: int
    counted: int
    met: int


def rows_behind(snapshot: Snapshot, question: Question, *, limit: int = 50, offset: int = 0) -> Rows:
    """The rows a measure is about in the time asked for, in order of day and then of the table's key.

    `by` and the period make no difference. Raises SnapshotUnreadable, and ValueError for a group the rows do not have.
    """
    sums = "count(*), count(*) FILTER (WHERE counted), count(*) FILTER (WHERE met)"
    found = _asked(snapshot, question, f"SELECT {sums} FROM behind")
    ids = ids_of(question.measure.table)
    page = f"SELECT * FROM behind ORDER BY day, {', '.join(map(_id, ids))} LIMIT {limit:d} OFFSET {offset:d}"
    rows = tuple(_row(ids, row) for row in _asked(snapshot, question, page))
    return Rows(rows, *(found[0] if found else (0, 0, 0)))


def excluded_by_reason(snapshot: Snapshot, question: Question) -> dict[str, int]:
    """How many rows were left out, by the word that says why; the most frequent first."""
    by_reason = "SELECT reason, count(*) FROM behind WHERE NOT counted GROUP BY reason ORDER BY 2 DESC, 1"
    return dict(_asked(snapshot, question, by_reason))


def ids_of(table: str) -> tuple[str, ...]:
    """The columns that tell a table's rows apart, and whom they are about."""
    there = {field.name for field in TABLES[table].fields}
    return tuple(dict.fromkeys((*TABLES[table].key, *(name for name in _ALSO_IDS if name in there))))


@lru_cache(maxsize=256)
def _asked(snapshot: Snapshot, question: Question, sql: str) -> list[Any]:
    shape = Shape(question.measure.table, question.dated_by, question.period, ())
    rows = slice_of(snapshot, shape, question.span, question.where)
    if rows is None:
        return []
    behind = _behind_sql(question.measure, shape.day)
    return list(engine_called("duckdb").asked(rows, f"WITH behind AS ({behind}) {sql}"))


@lru_cache(maxsize=256)
def _behind_sql(measure: Definition, day: str) -> str:
    """The rows a measure is about, as SQL: ids, day, and what the measure is of each."""
    import ibis

    rows = rows_of(measure.table)
    parts = parts_of(measure, rows)
    nothing = ibis.null("float64")
    selected = rows.filter(parts.belongs).select(
        **{_id(name): rows[name].cast("string") for name in ids_of(measure.table)},
        day=rows[day],
        counted=parts.counts,
        met=parts.meets,
        amount=nothing if parts.amount is None else parts.amount,
        weight=nothing if parts.weight is None else parts.weight,
        reason=rows[measure.reasons_from] if measure.reasons_from else ibis.literal(""),
    )
    return as_sql(selected, "duckdb")


def _id(name: str) -> str:
    """What an id's column is called here: a table may have a `reason` or a `day` of its own."""
    return f"id_{name}"


def _row(ids: tuple[str, ...], found: tuple[Any, ...]) -> Row:
    on, counted, met, amount, weight, reason = found[len(ids) :]
    return Row(dict(zip(ids, found, strict=False)), on, counted, met, amount, weight, reason)
