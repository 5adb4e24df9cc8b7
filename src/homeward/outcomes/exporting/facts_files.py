"""The facts as Parquet to take away, with fresh numbers in place of those that lead to a record."""

from collections.abc import Callable
from pathlib import Path

from homeward.outcomes.exporting.pseudonyms import Pseudonyms
from homeward.outcomes.facts import TABLES, Table
from homeward.outcomes.facts.dictionary import dictionary
from homeward.outcomes.snapshots import Snapshot

AT_ONCE = 50_000
MAY_BE_NUMBERS = ("_id",)
"""How the name of a column ends that holds the number of a person, a referral, a visit and so on."""

Told = Callable[[str, int], None]


def write_facts(snapshot: Snapshot, folder: Path, names: Pseudonyms, told: Told) -> dict[str, int]:
    """One Parquet file a table and the data dictionary, in a folder; the rows of each table. Memory stays flat.

    Raises SnapshotUnreadable when the facts went meanwhile, FileExistsError when the folder is not empty.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f'The folder "{folder}" is not empty')
    rows = {table.name: _table(snapshot, table, folder, names, told) for table in TABLES.values()}
    (folder / "dictionary.md").write_text(dictionary(), encoding="utf-8")
    return rows


def _table(snapshot: Snapshot, table: Table, folder: Path, names: Pseudonyms, told: Told) -> int:
    import pyarrow.parquet as pq

    rows = 0
    with pq.ParquetWriter(folder / f"{table.name}.parquet", table.schema, compression="zstd") as written:
        for file in snapshot.files(table.name):
            with pq.ParquetFile(file) as opened:
                for batch in opened.iter_batches(AT_ONCE, columns=table.schema.names):
                    written.write_batch(_renamed(batch, table, names))
                    rows += batch.num_rows
                    told(table.name, rows)
    return rows


def _renamed(batch: "object", table: Table, names: Pseudonyms) -> "object":
    """The batch with another number in every column of numbers, and everything else as it is."""
    import pyarrow as pa

    whose = list(zip(*(batch.column(name).to_pylist() for name in ("partnership", "origin")), strict=True))  # type: ignore[attr-defined]
    columns = []
    for field in table.schema:
        column = batch.column(field.name)  # type: ignore[attr-defined]
        if field.name.endswith(MAY_BE_NUMBERS):
            kind = field.name.removesuffix("_id")
            numbers = zip(whose, column.to_pylist(), strict=True)
            column = pa.array([names.of(kind, *of, number) for of, number in numbers], field.type)
        columns.append(column)
    return pa.record_batch(columns, schema=table.schema)
