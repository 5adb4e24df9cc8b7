"""What must always hold of the facts in use: they can be read, and have the shape that measures count on."""

from collections.abc import Iterator

import pyarrow.parquet as pq

from homeward.kit.problem import Problem
from homeward.outcomes.collecting import facts_in_use
from homeward.outcomes.facts import TABLES
from homeward.outcomes.snapshots import Snapshot, SnapshotUnreadable

REMEDY = "Run ./homeward collect to write the facts again from the live service. Nothing is lost."


def problems() -> Iterator[Problem]:
    """What is wrong with the facts in use. That nothing was collected yet is not a problem."""
    try:
        snapshot = facts_in_use()
    except SnapshotUnreadable as error:
        yield Problem("outcomes", "The facts in use can be read", str(error), REMEDY)
        return
    if snapshot is not None:
        for table in TABLES:
            yield from _problems_of(snapshot, table)


def _problems_of(snapshot: Snapshot, table: str) -> Iterator[Problem]:
    rows = 0
    for file in snapshot.files(table):
        try:
            schema, here = pq.read_schema(file), pq.read_metadata(file).num_rows
        except (OSError, ValueError) as error:
            yield Problem("outcomes", "Every file of facts can be read", f"{file} ({error})", REMEDY)
            continue
        rows += here
        if not schema.equals(TABLES[table].schema):
            yield Problem("outcomes", "Facts have the agreed shape", file, REMEDY)
    if rows != snapshot.rows.get(table):
        said = f"{snapshot.folder}: {rows} {table}, the manifest says {snapshot.rows.get(table)}"
        yield Problem("outcomes", "Facts have as many rows as were written", said, REMEDY)
