"""DuckDB in memory: reads Parquet, fetches no extension over the network, and speaks of instants in UTC."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from homeward.outcomes.counting.engines import Slice
from homeward.outcomes.counting.expressing import VIEW
from homeward.outcomes.facts.sql import quoted
from homeward.outcomes.snapshots import SnapshotUnreadable


class Duck:
    """One DuckDB; each question has a connection of its own, so that several can be asked at once.

    `memory` is what it may use, as "2GB", else most of the machine's; `threads` how many, else as many as there are
    processors.
    """

    dialect = "duckdb"

    def __init__(self, *, memory: str = "", threads: int = 0) -> None:
        import duckdb

        limits = {"memory_limit": memory, "threads": str(threads or "")}
        chosen = {name: value for name, value in limits.items() if value}
        self._database = duckdb.connect(config={"autoinstall_known_extensions": "false", **chosen})
        self._database.execute("SET TimeZone = 'UTC'")

    def asked(self, rows: Slice, sql: str) -> Sequence[Sequence[Any]]:
        """What the SQL gives over the rows. Raises SnapshotUnreadable when the files cannot be counted."""
        view = f"SELECT * FROM {read_parquet(rows.files)} WHERE {_condition(rows)}"
        return self.run(f"CREATE TEMP VIEW {VIEW} AS {view}", sql)

    def run(self, *statements: str) -> Sequence[Sequence[Any]]:
        """What the last of the statements gives. Raises SnapshotUnreadable when a file cannot be counted."""
        import duckdb

        with self._database.cursor() as connection:
            try:
                for statement in statements:
                    found = connection.execute(statement)
                return found.fetchall()
            except (duckdb.IOException, duckdb.InvalidInputException, duckdb.BinderException) as error:
                raise SnapshotUnreadable(f"The facts cannot be counted: {str(error).splitlines()[0]}") from error


@cache
def duckdb_here() -> Duck:
    """The DuckDB of this process."""
    return Duck()


def read_parquet(files: Iterable[str], *, by_folder: bool = False) -> str:
    """The files as a table, with a column of text for what their folders' names say (`file=…`) only if asked."""
    said = "hive_partitioning = true, hive_types_autocast = false" if by_folder else "hive_partitioning = false"
    return f"read_parquet([{', '.join(map(quoted, files))}], {said})"


def among(column: str, values: Iterable[str]) -> str:
    """The condition that a column has one of the values; false when there are none."""
    listed = ", ".join(map(quoted, values))
    return f'"{column}" IN ({listed})' if listed else "false"


def _condition(rows: Slice) -> str:
    conditions = [f'"{rows.day}" IS NOT NULL']
    if rows.first:
        conditions.append(f"\"{rows.day}\" >= DATE '{rows.first}'")
    if rows.after:
        conditions.append(f"\"{rows.day}\" < DATE '{rows.after}'")
    return " AND ".join([*conditions, *(among(column, values) for column, values in rows.where)])
