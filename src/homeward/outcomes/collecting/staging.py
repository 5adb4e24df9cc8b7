"""An extract's lines on their way to become facts: as text on disk, then in their types, then without what is wrong.

DuckDB does the work over files, so that the size of an extract does not matter.
"""
# ruff: noqa: S608 - the names in the SQL are those of the program's own tables, and of columns that were checked

from array import array
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from homeward.outcomes.collecting.extract_files import LINES_AT_A_TIME, Given, Line, lines_of
from homeward.outcomes.collecting.quarantine import NOT_WRITTEN, Aside, KeptAside
from homeward.outcomes.collecting.working_out import ANSWERED
from homeward.outcomes.facts import TABLES, Field, Kind, Table
from homeward.outcomes.facts.checks import IDENTIFYING, INSTANTS, Check, checks_of
from homeward.outcomes.facts.sql import SQL_TYPES, quoted
from homeward.outcomes.facts.template import INSTEAD, NOT_KNOWN_WHERE_ABSENT

if TYPE_CHECKING:
    import duckdb

EXTRA: dict[str, Kind] = {"born_on": Kind.DAY, "age": Kind.WHOLE, "ethnic_category": Kind.TEXT}
"""What may stand in an extract in place of a group, and what sort of value it is."""
WRITE: dict[Kind, str] = {
    Kind.WHOLE: "Write a whole number, as 12.",
    Kind.NUMBER: "Write a number, as 2.5.",
    Kind.YES_NO: "Write true or false.",
    Kind.DAY: "Write a day as 2026-03-02.",
    Kind.INSTANT: "Write day and time as 2026-03-02T09:30:00Z, or in London time as 2026-03-02 09:30.",
}
_SPELLED: dict[Kind, str] = {
    Kind.WHOLE: r"^[+-]?[0-9]{1,18}$",
    Kind.NUMBER: r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$",
    Kind.DAY: r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    Kind.INSTANT: r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?"
    r"( ?Z|[+-][0-9]{2}(:?[0-9]{2})?)?$",
}
_ZONED = r"[0-9]( ?Z|[+-][0-9]{2}(:?[0-9]{2})?)$"
_YES, _NO = ("true", "yes", "y", "1"), ("false", "no", "n", "0")


def spooled(given: Given, folder: Path, aside: KeptAside) -> Path:
    """Write the readable lines as text columns with their numbers; those that cannot be read are kept aside."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / f"{given.table}.lines.parquet"
    places = [given.columns.index(column) for column in given.known]
    schema = pa.schema([("line", pa.int64()), *((column, pa.string()) for column in given.known)])
    waiting: list[Line] = []
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:

        def write() -> None:
            numbers = pa.Array.from_buffers(
                pa.int64(), len(waiting), [None, pa.py_buffer(array("q", (one.number for one in waiting)))]
            )
            texts = [pa.array([one.values[place] for one in waiting], pa.string()) for place in places]
            writer.write_table(pa.Table.from_arrays([numbers, *texts], schema=schema))
            waiting.clear()

        for line in lines_of(given):
            if line.unreadable:
                aside.add([Aside(line.number, "", "", line.unreadable, "Correct the line.")])
                continue
            waiting.append(line)
            if len(waiting) == LINES_AT_A_TIME:
                write()
        write()
    return path


def typed(engine: "duckdb.DuckDBPyConnection", given: Given, path: Path, *, partnership: str, origin: str) -> None:
    """Make a table `<table>` of the lines with every field in its type, and of what stands instead of groups."""
    table = TABLES[given.table]
    own = {"partnership": quoted(partnership), "origin": quoted(origin)}
    days = {on: f"timezone('Europe/London', {_read(at, Kind.INSTANT)})::DATE" for on, at in _instants(table, given)}
    found = {field.name: own.get(field.name) or days.get(field.name) or _value(field, given) for field in table.fields}
    for event in table.events:
        on, week, month = (field.name for field in event.fields())
        found[week], found[month] = f"date_trunc('week', {found[on]})::DATE", f"date_trunc('month', {found[on]})::DATE"
    columns = [f'{sql} AS "{name}"' for name, sql in found.items()]
    columns += [f'{_read(name, EXTRA[name])} AS "{name}"' for name in INSTEAD if name in given.columns]
    listed = ", ".join(columns)
    engine.execute(f'CREATE TABLE "{table.name}" AS SELECT line, {listed} FROM read_parquet({quoted(str(path))})')


def _instants(table: Table, given: Given) -> Iterator[tuple[str, str]]:
    return ((on, at) for on, at in INSTANTS.get(table.name, ()) if at in given.columns)


def _value(field: Field, given: Given) -> str:
    """A field as the file gives it, or what stands where it gives none: a rule answers it, or it is not known."""
    empty = f"NULL::{SQL_TYPES[field.kind]}"
    if field.kind is Kind.TEXT:
        empty = "'not_known'" if field.name in NOT_KNOWN_WHERE_ABSENT else "''"
    elif field.by_rule and not field.optional:
        empty = {Kind.YES_NO: "false", Kind.WHOLE: "0::BIGINT", Kind.NUMBER: "0.0::DOUBLE"}.get(field.kind, empty)
    if field.name not in given.columns:
        return empty
    if field.kind is Kind.TEXT:
        return f"coalesce(nullif({_read(field.name, field.kind)}, ''), {empty})"
    return f"coalesce({_read(field.name, field.kind)}, {empty})"


def _read(column: str, kind: Kind) -> str:
    """A text column as a value of this kind; NULL where it is empty, or is none. Times without a zone are London's."""
    text = f'trim("{column}")'
    if kind is Kind.TEXT:
        return text
    if kind is Kind.YES_NO:
        yes, no = (", ".join(map(quoted, words)) for words in (_YES, _NO))
        return f"CASE WHEN lower({text}) IN ({yes}) THEN true WHEN lower({text}) IN ({no}) THEN false END"
    value = f"TRY_CAST({text} AS {SQL_TYPES[kind]})"
    if kind is Kind.INSTANT:
        london = f"timezone('Europe/London', TRY_CAST({text} AS TIMESTAMP))"
        value = f"CASE WHEN regexp_matches({text}, {quoted(_ZONED)}) THEN {value} ELSE {london} END"
    return f"CASE WHEN regexp_matches({text}, {quoted(_SPELLED[kind])}) THEN {value} END"


def wrong_lines(engine: "duckdb.DuckDBPyConnection", given: Given, path: Path, today: date) -> Iterator[list[Aside]]:
    """Why lines of a table cannot be taken, check by check: what is no value of its kind, and what does not hold."""
    table = TABLES[given.table]
    said: set[tuple[int, str]] = set()
    for found in _not_of_their_kind(engine, given, path):
        said |= {(one.line, one.field) for one in found}
        yield found
    absent = {field.name for field in table.fields if field.by_rule and field.name not in given.columns}
    worked_out = absent | ANSWERED.get(table.name, frozenset())
    from_instants = {on for on, _ in _instants(table, given)}
    asked = [
        check
        for check in checks_of(table, today)
        if check.field not in from_instants and worked_out.isdisjoint(check.reads)
    ]
    for check, count in zip(asked, _counts(engine, table, asked), strict=True):
        if count:
            yield [one for one in _asides(engine, given, check) if (one.line, one.field) not in said]


def _counts(engine: "duckdb.DuckDBPyConnection", table: Table, checks: Sequence[Check]) -> tuple[int, ...]:
    """How many lines each check finds at fault, in one pass over them."""
    sums = ", ".join(f"count(*) FILTER (WHERE {one.wrong})" for one in checks)
    return read_all(engine, f'SELECT {sums} FROM "{table.name}"')[0]


def _not_of_their_kind(engine: "duckdb.DuckDBPyConnection", given: Given, path: Path) -> Iterator[list[Aside]]:
    kinds = {field.name: field.kind for field in TABLES[given.table].fields} | EXTRA
    for column in given.known:
        kind = kinds[column]
        if kind is not Kind.TEXT:
            lines = read_all(
                engine,
                f'SELECT line, "{column}" FROM read_parquet({quoted(str(path))})'
                f" WHERE trim(\"{column}\") <> '' AND {_read(column, kind)} IS NULL ORDER BY line",
            )
            yield [Aside(line, column, value[:80], f"it is no {kind.value}", WRITE[kind]) for line, value in lines]


def _asides(engine: "duckdb.DuckDBPyConnection", given: Given, check: Check) -> list[Aside]:
    lines = read_all(
        engine,
        f'SELECT line, "{check.field}"::VARCHAR FROM "{given.table}" WHERE {check.wrong} ORDER BY line',
    )
    secret = check.says in IDENTIFYING
    return [
        Aside(line, check.field, NOT_WRITTEN if secret else value or "", check.says, check.remedy)
        for line, value in lines
    ]


def twice(engine: "duckdb.DuckDBPyConnection", table: Table) -> list[Aside]:
    """Lines with the key of another: all but the first where they say the same, every one where they do not."""
    key = ", ".join(f'"{name}"' for name in table.key)
    every = ", ".join(f'"{field.name}"' for field in table.fields)
    hashed = f'SELECT line, {key}, hash({every}) AS said FROM "{table.name}"'
    counted = (
        "count(*) OVER same AS n, min(said) OVER same = max(said) OVER same AS alike, min(line) OVER same AS first"
    )
    found = f"SELECT line, {key}, n, alike, first FROM (SELECT *, {counted} FROM ({hashed}) WINDOW same AS"
    found += f" (PARTITION BY {key})) WHERE n > 1 AND NOT (alike AND line = first) ORDER BY line"
    return [
        Aside(line, table.key[-1], str(values[-1]), *(_SAID_TWICE if alike else _SAID_OTHERWISE))
        for line, *values, _, alike, _ in read_all(engine, found)
    ]


_SAID_TWICE = ("the same row stands more than once", "Nothing needs doing: it was taken once.")
_SAID_OTHERWISE = ("rows with the same key say different things", "Keep the one that is right.")


def orphans(engine: "duckdb.DuckDBPyConnection", table: str, field: str, owner: str) -> list[Aside]:
    """Lines that name an episode or a stay which the extract, though it has that table, does not have."""
    lines = read_all(
        engine,
        f'SELECT one.line, one."{field}" FROM "{table}" one ANTI JOIN "{owner}" owner USING ("{field}")'
        f" WHERE one.\"{field}\" <> '' ORDER BY one.line",
    )
    remedy = f"Add the row of {owner}, correct the one that was kept aside, or leave it empty."
    return [Aside(line, field, value, f"it is not in {owner}", remedy) for line, value in lines]


def read_all(engine: "duckdb.DuckDBPyConnection", sql: str) -> list[tuple[Any, ...]]:
    """All rows of a query. Meant for faults, of which there are few."""
    return list(engine.execute(sql).fetchall())
