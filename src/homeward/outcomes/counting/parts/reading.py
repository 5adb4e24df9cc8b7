"""Answers from what was kept: weeks, months and other times that the kept days make up, in the kept groupings."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from homeward.outcomes.counting.asking import Sums
from homeward.outcomes.counting.duck import among, duckdb_here, quoted, read_parquet
from homeward.outcomes.counting.expressing import Shape, quantile_kinds
from homeward.outcomes.counting.parts.files import OF_AMOUNTS, OF_SUMS, Kind, together
from homeward.outcomes.counting.parts.grains import Grain, column_of, grain_for
from homeward.outcomes.counting.parts.known import folder_of, parts_known
from homeward.outcomes.counting.scanning import Ranked, Span, Summed, Where
from homeward.outcomes.definitions import QUANTILES, Definition
from homeward.outcomes.periods import Period
from homeward.outcomes.snapshots import Snapshot


def sums_from_parts(
    snapshot: Snapshot, measures: Sequence[Definition], shape: Shape, span: Span, where: Where
) -> Summed | None:
    """What the measures' rows add up to in every place, as from the rows; None when only the rows can say."""
    grain = grain_for({*shape.by, *(column for column, _ in where)})
    if grain is None or not _held(snapshot, measures):
        return None
    whole = shape.period is Period.WHOLE
    if whole and grain and not all(map(_begins_a_part, span)):
        return None
    found = _sums(snapshot, shape, grain, where, span if whole else None)
    return {one.code: found.get(one.code, {}) for one in measures}


def quantiles_from_parts(
    snapshot: Snapshot, measures: Sequence[Definition], shape: Shape, span: Span, where: Where
) -> Ranked | None:
    """The quantiles of the measures' amounts in every place; None when only the rows can say, as for most groups."""
    if grain_for({*shape.by, *(column for column, _ in where)}) != () or not _held(snapshot, measures):
        return None
    found = _quantiles(snapshot, shape, where, span if shape.period is Period.WHOLE else None)
    return {one.code: found.get(one.code, {}) for one in measures if quantile_kinds(one)}


def _held(snapshot: Snapshot, measures: Sequence[Definition]) -> bool:
    known = parts_known(snapshot)
    return known is not None and all(map(known.holds_for, measures))


def _begins_a_part(day: date) -> bool:
    """Whether no kept part has days both before and from this day on: true of Mondays and firsts of a month."""
    return day.weekday() == 0 or day.day == 1


@lru_cache(maxsize=512)
def _sums(snapshot: Snapshot, shape: Shape, grain: Grain, where: Where, span: Span | None) -> Summed:
    """The sums of every measure of the table that are dated by the event: of all time, or of one whole."""
    places = ", ".join([_start(shape.period, span), *(column_of(grain, name) for name in shape.by)])
    conditions = [f"grain = {quoted(','.join(grain))}", *_conditions(shape, where, grain, span)]
    sums = ", ".join(f"sum({name})::{kind}" for name, kind in OF_SUMS.sums.items())
    asked = f"SELECT code, {places}, {sums} FROM parts WHERE {' AND '.join(conditions)} GROUP BY ALL"
    found: Summed = {}
    for code, start, *rest in _asked(snapshot, shape, OF_SUMS, asked):
        groups, values = rest[: len(shape.by)], rest[len(shape.by) :]
        found.setdefault(code, {})[start, tuple(groups)] = Sums(*values)
    return found


@lru_cache(maxsize=512)
def _quantiles(snapshot: Snapshot, shape: Shape, where: Where, span: Span | None) -> Ranked:
    """The quantiles of every measure that has one: between the amounts on either side of (how many - 1) x share."""
    named = ", ".join(["code", "start", *shape.by])
    conditions = " AND ".join(_conditions(shape, where, (), span))
    sides = ", ".join(
        f"min(amount) FILTER (WHERE up_to > {side}((many - 1) * {share}))"
        for share in QUANTILES.values()
        for side in ("floor", "ceil")
    )
    asked = (
        f"WITH each AS (SELECT {', '.join(['code', *shape.by])}, {_start(shape.period, span)} AS start, amount, "
        f"sum(times)::BIGINT AS times FROM parts WHERE {conditions} GROUP BY ALL), "
        f"ranked AS (SELECT *, sum(times) OVER (PARTITION BY {named} ORDER BY amount)::BIGINT AS up_to, "
        f"sum(times) OVER (PARTITION BY {named})::BIGINT AS many FROM each) "
        f"SELECT {named}, any_value(many), {sides} FROM ranked GROUP BY {named}"
    )
    found: Ranked = {}
    for code, start, *rest in _asked(snapshot, shape, OF_AMOUNTS, asked):
        groups, many, amounts = rest[: len(shape.by)], rest[len(shape.by)], rest[len(shape.by) + 1 :]
        found.setdefault(code, {})[start, tuple(groups)] = {
            kind: low + (high - low) * ((many - 1) * share % 1)
            for (kind, share), low, high in zip(QUANTILES.items(), amounts[::2], amounts[1::2], strict=True)
        }
    return found


def _asked(snapshot: Snapshot, shape: Shape, kind: Kind, sql: str) -> Sequence[Sequence[Any]]:
    """What the SQL gives over the parts of a table, which it calls `parts`."""
    file = together(folder_of(snapshot.folder) / shape.table, kind)
    if not file.exists():  # no file of facts has a row, or the snapshot was let go, which asking for its files says
        snapshot.files(shape.table)
        return ()
    return duckdb_here().run(f"CREATE TEMP VIEW parts AS SELECT * FROM {read_parquet([str(file)])}", sql)


def _start(period: Period, span: Span | None) -> str:
    return f"DATE '{span[0]}'" if span else f"date_trunc('{period.value}', began)::DATE"


def _conditions(shape: Shape, where: Where, grain: Grain, span: Span | None) -> list[str]:
    found = [f"event = {quoted(shape.event)}"]
    found += [among(column_of(grain, column), values) for column, values in where]
    return [*found, f"began >= DATE '{span[0]}'", f"began < DATE '{span[1]}'"] if span else found
