"""Answers from what was kept: weeks, months and other times that the kept days make up, in the kept groupings.

Measures of several tables are read at once. What is read of all time is kept in memory, since it is small.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from homeward.outcomes.counting.asking import Question, Sums
from homeward.outcomes.counting.duck import among, duckdb_here, read_parquet
from homeward.outcomes.counting.expressing import quantile_kinds
from homeward.outcomes.counting.figures import Quantiles
from homeward.outcomes.counting.parts.files import OF_AMOUNTS, OF_SUMS, Kind, together
from homeward.outcomes.counting.parts.grains import Grain, column_of, grain_for
from homeward.outcomes.counting.parts.known import folder_of, parts_known
from homeward.outcomes.counting.scanning import Place, Span, Where
from homeward.outcomes.definitions import QUANTILES
from homeward.outcomes.facts.sql import quoted
from homeward.outcomes.periods import Period
from homeward.outcomes.snapshots import Snapshot

Tables = tuple[str, ...]
Dated = tuple[str, str]
"""A measure's code and the event its rows are dated by."""
SummedByDate = dict[Dated, dict[Place, Sums]]
RankedByDate = dict[Dated, dict[Place, Quantiles]]


def sums_from_parts(snapshot: Snapshot, questions: Sequence[Question]) -> dict[Question, dict[Place, Sums]]:
    """What the rows add up to in every place, as from the rows, for those of the questions that parts can answer.

    The questions differ in measure and event only. Places of other times than those asked for may be among them.
    """
    held = _held(snapshot, questions)
    grain = _grain(held[0]) if held else None
    if not held or grain is None or not _made_up_of_parts(held[0], grain):
        return {}
    one, tables = held[0], _tables(held)
    found = _sums(snapshot, tables, one.period, one.by, grain, one.where, _whole(one))
    return {each: found.get((each.measure.code, each.dated_by), {}) for each in held}


def quantiles_from_parts(
    snapshot: Snapshot, questions: Sequence[Question]
) -> dict[Question, Mapping[Place, Quantiles]]:
    """The quantiles in every place, likewise; without groups only, since amounts are not kept by group."""
    held = [one for one in _held(snapshot, questions) if quantile_kinds(one.measure)]
    if not held or _grain(held[0]) != ():
        return {}
    one, tables = held[0], _tables(held)
    found = _quantiles(snapshot, tables, one.period, one.by, one.where, _whole(one))
    return {each: found.get((each.measure.code, each.dated_by), {}) for each in held}


def _held(snapshot: Snapshot, questions: Sequence[Question]) -> list[Question]:
    known = parts_known(snapshot)
    return [one for one in questions if known.holds_for(one.measure)] if known else []


def _grain(question: Question) -> Grain | None:
    return grain_for({*question.by, *(column for column, _ in question.where)})


def _made_up_of_parts(question: Question, grain: Grain) -> bool:
    """Whether no part has days both in and out of the time: with groups, it is to begin on a Monday or a first."""
    edges = question.span if question.period is Period.WHOLE and grain else ()
    return all(day.weekday() == 0 or day.day == 1 for day in edges)


def _whole(question: Question) -> Span | None:
    return question.span if question.period is Period.WHOLE else None


def _tables(questions: Sequence[Question]) -> Tables:
    return tuple(sorted({one.measure.table for one in questions}))


@lru_cache(maxsize=256)
def _sums(
    snapshot: Snapshot,
    tables: Tables,
    period: Period,
    by: tuple[str, ...],
    grain: Grain,
    where: Where,
    span: Span | None,
) -> SummedByDate:
    """The sums of every measure of the tables: of all time, or of one whole."""
    groups = [column_of(grain, name) for name in by]
    conditions = " AND ".join([f"grain = {quoted(','.join(grain))}", *_conditions(where, grain, span)])
    sums = ", ".join(f"sum({name})::{kind}" for name, kind in OF_SUMS.sums.items())
    places = ", ".join(["code", "event", _start(period, span), *groups])
    found: SummedByDate = {}
    for code, event, start, *rest in _asked(
        snapshot, tables, OF_SUMS, f"SELECT {places}, {sums} FROM parts WHERE {conditions} GROUP BY ALL"
    ):
        found.setdefault((code, event), {})[start, tuple(rest[: len(by)])] = Sums(*rest[len(by) :])
    return found


@lru_cache(maxsize=256)
def _quantiles(
    snapshot: Snapshot, tables: Tables, period: Period, by: tuple[str, ...], where: Where, span: Span | None
) -> RankedByDate:
    """The quantiles of every measure that has one: between the amounts on either side of (how many - 1) x share."""
    named = ", ".join(["code", "event", "start", *by])
    conditions = " AND ".join(_conditions(where, (), span))
    sides = ", ".join(
        f"min(amount) FILTER (WHERE up_to > {side}((many - 1) * {share}))"
        for share in QUANTILES.values()
        for side in ("floor", "ceil")
    )
    asked = (
        f"WITH each AS (SELECT {', '.join(['code', 'event', *by])}, {_start(period, span)} AS start, amount, "
        f"sum(times)::BIGINT AS times FROM parts WHERE {conditions} GROUP BY ALL), "
        f"ranked AS (SELECT *, sum(times) OVER (PARTITION BY {named} ORDER BY amount)::BIGINT AS up_to, "
        f"sum(times) OVER (PARTITION BY {named})::BIGINT AS many FROM each) "
        f"SELECT {named}, any_value(many), {sides} FROM ranked GROUP BY {named}"
    )
    found: RankedByDate = {}
    for code, event, start, *rest in _asked(snapshot, tables, OF_AMOUNTS, asked):
        groups, many, amounts = rest[: len(by)], rest[len(by)], rest[len(by) + 1 :]
        found.setdefault((code, event), {})[start, tuple(groups)] = {
            kind: low + (high - low) * ((many - 1) * share % 1)
            for (kind, share), low, high in zip(QUANTILES.items(), amounts[::2], amounts[1::2], strict=True)
        }
    return found


def _asked(snapshot: Snapshot, tables: Tables, kind: Kind, sql: str) -> Sequence[Sequence[Any]]:
    """What the SQL gives over the parts of tables, which it calls `parts`."""
    files = [together(folder_of(snapshot.folder) / table, kind) for table in tables]
    there = [str(file) for file in files if file.exists()]
    snapshot.must_be_there()  # what was found while it was there is all there was
    if not there:
        return ()
    return duckdb_here().run(f"CREATE TEMP VIEW parts AS SELECT * FROM {read_parquet(there)}", sql)


def _start(period: Period, span: Span | None) -> str:
    return f"DATE '{span[0]}'" if span else f"date_trunc('{period.value}', began)::DATE"


def _conditions(where: Where, grain: Grain, span: Span | None) -> list[str]:
    days = [f"began >= DATE '{span[0]}'", f"began < DATE '{span[1]}'"] if span else []
    return ["true", *(among(column_of(grain, column), values) for column, values in where), *days]
