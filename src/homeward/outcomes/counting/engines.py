"""What counts the rows: DuckDB on one machine, or Spark when a nation's facts outgrow it. The numbers are the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Protocol

ENGINES = ("duckdb", "spark")


class EngineMissing(RuntimeError):
    """An engine that is not installed here; the message says what it needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Which rows: those of some files, with a day in this column from `first` to before `after`, in some groups.

    A row without that day is not among them. Without `first` and `after` it is every day. There is at least one file.
    """

    files: tuple[str, ...]
    day: str
    first: date | None = None
    after: date | None = None
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Engine(Protocol):
    """Runs SQL over the rows of a slice, which it calls `facts`."""

    @property
    def dialect(self) -> str:
        """The name Ibis knows its SQL by."""

    def asked(self, rows: Slice, sql: str) -> Sequence[Sequence[Any]]:
        """What the SQL gives. Raises SnapshotUnreadable when the files cannot be counted."""


@cache
def engine_called(name: str) -> Engine:
    """The engine with this name. Raises EngineMissing when it cannot run here, ValueError for any other name."""
    if name == "duckdb":
        from homeward.outcomes.counting.duck import duckdb_here

        return duckdb_here()
    if name == "spark":
        from homeward.outcomes.counting.spark import Spark

        return Spark()
    raise ValueError(f'There is no engine "{name}". There are: {", ".join(ENGINES)}.')
