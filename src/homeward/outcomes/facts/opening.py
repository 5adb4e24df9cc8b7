"""Opening any folder of facts as DuckDB views, each column in its type, and what is wrong with the shape of its files.

A table is a file `<table>.parquet` or `<table>.csv`, or a folder `<table>` of such files, however deep.
"""
# ruff: noqa: S608 - the names in the SQL are those of the program's own tables

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from homeward.outcomes.facts.shape import ARROW, Field, Kind, Table
from homeward.outcomes.facts.sql import SQL_TYPES, quoted
from homeward.outcomes.facts.star import TABLES

if TYPE_CHECKING:
    import duckdb

MEMORY = "2GB"
BESIDE = frozenset({"parts"})
"""A folder that stands beside the tables of a snapshot."""
_ENDINGS = (".parquet", ".csv")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold: where, in how many rows, one of them, and what to do."""

    table: str
    file: str
    field: str
    says: str
    rows: int
    example: str
    remedy: str
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A table's view: the columns that are there in every file, and what is wrong with the files' shape.

    `is_text` when any file is CSV, so that a value can be none of its kind.
    """

    columns: frozenset[str]
    faults: tuple[Fault, ...]
    is_text: bool = False


def engine_for(spill: str) -> "duckdb.DuckDBPyConnection":
    """DuckDB with a bound on memory, which spills what is more into a folder. It fetches nothing over the network."""
    import duckdb

    engine = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    for setting in ("TimeZone = 'UTC'", f"memory_limit = '{MEMORY}'", "preserve_insertion_order = false"):
        engine.execute(f"SET {setting}")
    engine.execute(f"SET temp_directory = {quoted(spill)}")
    return engine


def files_of(folder: Path, table: str) -> list[Path]:
    """The files of a table in a folder of facts, in order of name."""
    alone = [one for ending in _ENDINGS if (one := folder / f"{table}{ending}").is_file()]
    return alone + [one for one in sorted((folder / table).rglob("*")) if one.suffix in _ENDINGS]


def strangers(folder: Path) -> Iterator[Fault]:
    """What lies among the tables and is none."""
    for one in sorted(folder.iterdir()):
        known = one.name in TABLES if one.is_dir() else one.stem in TABLES
        if not known and one.name not in BESIDE and (one.is_dir() or one.suffix in _ENDINGS):
            remedy = f"Remove it, or name it by its table: {', '.join(TABLES)}."
            yield Fault(one.stem, one.name, "", "it is not a table of facts", 0, "", remedy)


def opened(engine: "duckdb.DuckDBPyConnection", table: Table, files: Sequence[Path], folder: Path) -> Opened:
    """Make a view named by the table over its readable files; no columns where none can be read."""
    faults: list[Fault] = []
    shapes: dict[tuple[str, tuple[tuple[str, str], ...]], list[Path]] = {}
    for file in files:
        try:
            columns = _columns(file)
        except (OSError, ValueError) as error:
            where, why = str(file.relative_to(folder)), str(error).splitlines()[0]
            faults.append(Fault(table.name, where, "", "it cannot be read", 0, why, "Write the file again.", True))
            continue
        faults += _of_shape(table, dict(columns), str(file.relative_to(folder)), file.suffix)
        shapes.setdefault((file.suffix, columns), []).append(file)
    if not shapes:
        return Opened(frozenset(), tuple(faults))
    parts = [_select(table, dict(columns), those, suffix) for (suffix, columns), those in shapes.items()]
    engine.execute(f'CREATE VIEW "{table.name}" AS {" UNION ALL ".join(parts)}')
    there = frozenset.intersection(*(frozenset(name for name, _ in columns) for _, columns in shapes))
    is_text = any(suffix == ".csv" for suffix, _ in shapes)
    return Opened(there & {field.name for field in table.fields}, tuple(faults), is_text)


def _columns(file: Path) -> tuple[tuple[str, str], ...]:
    """The columns of a file and their Arrow types; in a CSV file all are text. Raises OSError, or ValueError."""
    if file.suffix == ".parquet":
        import pyarrow.parquet as pq

        return tuple((field.name, str(field.type)) for field in pq.read_schema(file))
    with file.open(encoding="utf-8-sig", newline="") as lines:
        titles = next(csv.reader(lines), [])
    if not titles:
        raise ValueError("it is empty: there are no headings")
    if len(set(titles)) < len(titles):
        raise ValueError("a heading stands twice")
    return tuple((title, "text") for title in titles)


def _of_shape(table: Table, columns: Mapping[str, str], where: str, suffix: str) -> Iterator[Fault]:
    fields = {field.name: field for field in table.fields}
    for name, field in fields.items():
        if name not in columns:
            yield Fault(table.name, where, name, "the column is missing", 0, "", "Add it; leave it empty if it may be.")
        elif suffix == ".parquet" and columns[name] != str(ARROW[field.kind]):
            says = f"it is {columns[name]}, not {ARROW[field.kind]}"
            yield Fault(table.name, where, name, says, 0, "", f"Write it as a {field.kind.value}.")
    for name in columns:
        if name not in fields:
            yield Fault(table.name, where, name, "it is not a column of this table", 0, "", "Remove the column.")


def _select(table: Table, columns: Mapping[str, str], files: Sequence[Path], suffix: str) -> str:
    """The rows of files of one shape: every field in its type, the file, and the fields that hold no such value."""
    listed = ", ".join(quoted(str(file)) for file in files)
    as_text = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in columns)
    reading = {
        ".parquet": f"read_parquet([{listed}], filename = 'kept_in', hive_partitioning = false)",
        ".csv": f"read_csv([{listed}], filename = 'kept_in', header = true, nullstr = '',"
        " hive_partitioning = false, auto_detect = false, delim = ',', quote = '\"', escape = '\"',"
        f" columns = {{{as_text}}})",
    }[suffix]
    values = ", ".join(f'{_value(field, columns, suffix)} AS "{field.name}"' for field in table.fields)
    return f"SELECT {values}, kept_in, {_unread(table, columns, suffix)} AS unread FROM {reading}"


def _value(field: Field, columns: Mapping[str, str], suffix: str) -> str:
    kind = SQL_TYPES[field.kind]
    if field.name not in columns:
        return f"NULL::{kind}"
    if suffix == ".parquet" and columns[field.name] == str(ARROW[field.kind]):
        return f'"{field.name}"'
    if field.kind is Kind.TEXT and suffix == ".csv":
        return f"coalesce(\"{field.name}\", '')"
    return f'TRY_CAST("{field.name}" AS {kind})'


def _unread(table: Table, columns: Mapping[str, str], suffix: str) -> str:
    """The names of the fields whose value is there and is none of its kind, as a list."""
    if suffix == ".parquet":
        return "[]::VARCHAR[]"
    cases = [
        f"CASE WHEN \"{field.name}\" IS NOT NULL AND {_value(field, columns, suffix)} IS NULL THEN '{field.name}' END"
        for field in table.fields
        if field.name in columns and field.kind is not Kind.TEXT
    ]
    return f"list_filter([{', '.join(cases)}]::VARCHAR[], lambda one: one IS NOT NULL)"
