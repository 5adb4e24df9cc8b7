"""One table's rows as Parquet files, one a partnership and month, and the earlier file in place of an equal one."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from homeward.outcomes.columns import table_of
from homeward.outcomes.facts import Table

CHUNK = 2000
"""Rows held in memory at a time."""
_PIECE = 1024 * 1024


class OutOfOrder(ValueError):
    """Rows came for a month that was written already."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table's files go: the snapshot being written, the one before it if any, and the table."""

    folder: Path
    before: Path | None
    table: Table

    def month(self, partnership: str, month: date) -> Path:
        """The folder of one month's files, relative to a snapshot."""
        return Path(self.table.name) / f"partnership={partnership}" / f"month={month:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows and files were written, and how many of the files are those of the snapshot before."""

    rows: int = 0
    files: int = 0
    carried: int = 0

    def __add__(self, other: "Written") -> "Written":
        return Written(self.rows + other.rows, self.files + other.files, self.carried + other.carried)


def write_rows(
    place: Place,
    rows: Iterable[dict[str, Any]],
    *,
    partnership: str,
    file: str,
    told: Callable[[str, int], None] | None = None,
) -> Written:
    """Write the rows, which come in the order of the table's month. Raises OutOfOrder when they do not."""
    done = Written()
    for month, of_month in groupby(rows, key=lambda row: row[place.table.month_column]):
        where = place.month(partnership, month) / file
        if (place.folder / where).exists():
            raise OutOfOrder(f"The rows of {place.table.name} come back to {month:%Y-%m}, which was written already.")
        count = _write_month(place.folder / where, place.table, of_month, done.rows, told)
        carried = place.before is not None and carried_over(place.folder / where, place.before / where)
        done += Written(count, 1, int(carried))
    return done


def _write_month(
    path: Path,
    table: Table,
    rows: Iterator[dict[str, Any]],
    so_far: int,
    told: Callable[[str, int], None] | None,
) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with pq.ParquetWriter(path, table.schema, compression="zstd") as writer:
        while chunk := list(islice(rows, CHUNK)):
            writer.write_table(table_of(chunk, table.schema))
            count += len(chunk)
            if told:
                told(table.name, so_far + count)
    return count


def carried_over(new: Path, old: Path) -> bool:
    """Put the old file in the place of a new one that is equal to it byte for byte; False where it is not."""
    if not _equal(new, old):
        return False
    linked = new.with_name(f"{new.name}.same")
    with suppress(OSError):  # a file system without hard links keeps the new file, which is as good
        os.link(old, linked)
        linked.replace(new)
        return True
    return False


def _equal(one: Path, other: Path) -> bool:
    """True when both files are there and hold the same bytes, all of them read; no date of a file is believed."""
    if not other.is_file() or one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as left, other.open("rb") as right:
        while True:
            piece = left.read(_PIECE)
            if piece != right.read(_PIECE):
                return False
            if not piece:
                return True
