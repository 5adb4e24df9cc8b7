"""Writing made-up facts, a table and a month at a time: nothing larger than a month is ever in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from homeward.outcomes.facts import TABLES
from homeward.outcomes.facts.sql import quoted
from homeward.outcomes.making.columns import selected
from homeward.outcomes.periods import Period, next_after

PER_REFERRAL: dict[str, float] = {
    "referrals": 1.0,
    "episodes": 0.8,
    "stages": 1.0,
    "contacts": 10.0,
    "assessments": 1.2,
    "goals": 1.6,
    "discharges": 0.75,
    "hospital_stays": 0.4,
    "delays": 0.3,
    "placements": 0.05,
    "meeting_actions": 0.1,
    "answers": 0.2,
    "costs": 0.8,
}
"""Rows of each table for one referral: ten contacts each, and round figures for the rest."""
A_MONTH: dict[str, int] = {"ward_days": 28, "area_counts": 30}
"""Rows a month of the tables that do not grow with the people."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much to make: people, referrals for each of them, and how many months from when."""

    people: int
    months: int = 36
    first: date = date(2023, 1, 1)
    referrals_a_person: float = 3.0

    def rows(self, table: str) -> int:
        """Rows of a table in each month."""
        if table in A_MONTH:
            return A_MONTH[table]
        return round(self.people * self.referrals_a_person * PER_REFERRAL[table] / self.months)

    def starts(self) -> Iterator[date]:
        """The first day of every month."""
        start = self.first.replace(day=1)
        for _ in range(self.months):
            yield start
            start = next_after(Period.MONTH, start)


def make(folder: Path, size: Size, *, memory_gb: float = 2.0) -> Iterator[tuple[str, date, int]]:
    """Write every table's month files under a folder, and say which table, month and how many rows as each is done.

    The folder looks as a snapshot does, without its manifest. Raises FileExistsError when it is there already.
    """
    import duckdb

    folder.mkdir(parents=True)
    engine = duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "memory_limit": f"{memory_gb}GB",
            "preserve_insertion_order": "false",
        }
    )
    engine.execute("SET TimeZone = 'UTC'")
    with engine:
        for table in TABLES:
            for month in size.starts():
                rows = size.rows(table)
                place = folder / table / "partnership=made" / f"month={month:%Y-%m}"
                place.mkdir(parents=True)
                engine.execute(_copy(table, month, rows, size.rows("episodes"), place / "part-0.parquet"))
                yield table, month, rows


def _copy(table: str, month: date, rows: int, episodes: int, file: Path) -> str:
    """The month's rows of a table, each belonging to one of the month's episodes, written as Parquet."""
    episode = f"strftime(DATE '{month}', '%y%m') || lpad((range % {max(episodes, 1)})::VARCHAR, 8, '0')"
    numbered = f"SELECT range AS r, {episode} AS e, DATE '{month}' AS month FROM range({rows})"  # noqa: S608
    return (
        f"COPY (SELECT {selected(table)} FROM ({numbered})) TO {quoted(str(file))} (FORMAT parquet, COMPRESSION zstd)"  # noqa: S608
    )
