"""Checking any folder of facts, Parquet or CSV: shape, types, ranges, codes, keys, dates and orphans.

The work is done by DuckDB out of core, in one pass over each table, so that the size of the facts does not matter.
"""
# ruff: noqa: S608 - the names in the SQL are those of the program's own tables

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from homeward.outcomes.facts.checks import Check, checks_of
from homeward.outcomes.facts.opening import Fault, Opened, engine_for, files_of, opened, strangers
from homeward.outcomes.facts.shape import Table
from homeward.outcomes.facts.star import TABLES

if TYPE_CHECKING:
    import duckdb

OWNERS: dict[str, str] = {"episode_id": "episodes", "stay_id": "hospital_stays"}
"""The table in which a number that another table names must be found."""


class FactsUnreadable(ValueError):
    """A folder of facts that cannot be read at all."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a folder of facts: the rows of each table there, and every fault."""

    rows: dict[str, int]
    faults: tuple[Fault, ...]

    @property
    def unreadable(self) -> bool:
        """True when a file could not be read, so that nothing can be said of its rows."""
        return any(fault.unreadable for fault in self.faults)


def check_facts(folder: Path, *, today: date) -> Checked:
    """Check every table of a folder as things stand on a day. Raises FactsUnreadable when it holds no facts at all."""
    if not folder.is_dir():
        raise FactsUnreadable(f'"{folder}" is not a folder. Give the folder that the tables are in.')
    files = {name: found for name in TABLES if (found := files_of(folder, name))}
    if not files:
        raise FactsUnreadable(f'"{folder}" holds no table of facts. Name files by their table, as referrals.csv.')
    faults = [*strangers(folder)]
    with tempfile.TemporaryDirectory() as spill:
        engine = engine_for(spill)
        try:
            tables = {name: opened(engine, TABLES[name], those, folder) for name, those in files.items()}
            rows: dict[str, int] = {}
            for name, one in tables.items():
                rows[name], wrong = _Looking(engine, TABLES[name], one, folder).through(today, tables)
                faults += wrong
        finally:
            engine.close()
    return Checked(rows, tuple(faults))


@dataclass(frozen=True, slots=True)
class _Looking:
    """One table that is open, to be looked through."""

    engine: "duckdb.DuckDBPyConnection"
    table: Table
    opened: Opened
    folder: Path

    def through(self, today: date, tables: dict[str, Opened]) -> tuple[int, list[Fault]]:
        """How many rows there are, and everything that does not hold of them."""
        import duckdb

        found = list(self.opened.faults)
        if not self.opened.columns:
            return 0, found
        try:
            rows = int(self._one(f'SELECT count(*) FROM "{self.table.name}"')[0])
            return rows, found + list(self._faults(today, tables))
        except duckdb.Error as error:
            says, why = "its rows cannot be read", str(error).splitlines()[0]
            return 0, [*found, Fault(self.table.name, self.table.name, "", says, 0, why, "Write the file again.", True)]

    def _faults(self, today: date, tables: dict[str, Opened]) -> Iterator[Fault]:
        if self.opened.is_text:
            yield from self._unread()
        yield from self._rows(today)
        yield from self._misplaced()
        yield from self._twice()
        yield from self._orphans(tables)

    def _unread(self) -> Iterator[Fault]:
        found = f'SELECT unnest(unread) AS field, kept_in FROM "{self.table.name}"'
        counted = f"SELECT field, count(*), any_value(kept_in) FROM ({found}) GROUP BY field ORDER BY field"
        kinds = {field.name: field.kind.value for field in self.table.fields}
        for field, count, file in self._all(counted):
            yield self._fault(file, field, f"it is no {kinds[field]}", count, "", f"Write a {kinds[field]}.")

    def _rows(self, today: date) -> Iterator[Fault]:
        """Every check of single rows in one pass; an example is looked for only where there is a fault."""
        checks = [one for one in checks_of(self.table, today) if self.opened.columns >= set(one.reads)]
        sums = ", ".join(f"count(*) FILTER (WHERE {one.wrong})" for one in checks)
        counts = self._one(f'SELECT {sums} FROM "{self.table.name}"')
        for check, count in zip(checks, counts, strict=True):
            if count:
                file, *example = self._example(check)
                yield self._fault(file, check.field, check.says, count, self._said(example, check), check.remedy)

    def _example(self, check: Check) -> tuple[Any, ...]:
        shown = ", ".join(f'"{name}"::VARCHAR' for name in (*self._key(), check.field))
        return self._one(f'SELECT kept_in, {shown} FROM "{self.table.name}" WHERE {check.wrong} LIMIT 1')

    def _said(self, values: list[Any], check: Check) -> str:
        named = dict(zip((*self._key(), check.field), values, strict=True))
        return ", ".join(f"{name} {value}" for name, value in named.items() if name not in ("partnership", "origin"))

    def _misplaced(self) -> Iterator[Fault]:
        """Rows in a folder that says another partnership or month than they do: looked at once a file and month."""
        month = self.table.month_column
        if not self.opened.columns >= {month, "partnership"}:
            return
        kinds = f'SELECT kept_in, partnership, "{month}" AS month, count(*) AS n FROM "{self.table.name}" GROUP BY ALL'
        for what, said in (("partnership", "partnership"), ("month", "strftime(month, '%Y-%m')")):
            named = f"regexp_extract(kept_in, '/{what}=([^/]*)/', 1)"
            wrong = f"{named} <> '' AND {named} <> {said}"
            count, file = self._one(f"SELECT sum(n), any_value(kept_in) FROM ({kinds}) WHERE {wrong}")
            if count:
                yield self._fault(file, month, f"it is in the folder of another {what}", int(count), "", "Move it.")

    def _twice(self) -> Iterator[Fault]:
        """Rows with the key of another. Found by a hash first, which needs eight bytes a row."""
        key = self._key()
        if len(key) < len(self.table.key):
            return
        columns = ", ".join(f'"{name}"' for name in key)
        table = self.table.name
        hashes = f'SELECT hash({columns}) AS h FROM "{table}" GROUP BY h HAVING count(*) > 1'
        again = f'SELECT {columns}, count(*) AS n, any_value(kept_in) AS file FROM "{table}"'
        again += f" WHERE hash({columns}) IN ({hashes}) GROUP BY {columns} HAVING n > 1"
        shown = ", ".join(f'any_value("{name}"::VARCHAR)' for name in key)
        count, file, *example = self._one(f"SELECT sum(n - 1), any_value(file), {shown} FROM ({again})")
        if count:
            said = ", ".join(f"{name} {value}" for name, value in zip(key, example, strict=True))
            yield self._fault(file, key[-1], "the key stands more than once", int(count), said, "Keep one of the rows.")

    def _orphans(self, tables: dict[str, Opened]) -> Iterator[Fault]:
        for field, owner in OWNERS.items():
            theirs = tables.get(owner)
            needed = {"partnership", "origin", field}
            here = owner != self.table.name and self.opened.columns >= needed
            if not here or theirs is None or not theirs.columns >= needed:
                continue
            match = " AND ".join(f'owner."{name}" = one."{name}"' for name in sorted(needed))
            joined = f'"{self.table.name}" one ANTI JOIN "{owner}" owner ON {match}'
            wrong = f"one.\"{field}\" <> ''"
            count, file, example = self._one(
                f'SELECT count(*), any_value(kept_in), any_value(one."{field}") FROM {joined} WHERE {wrong}'
            )
            if count:
                says, remedy = f"it is not in {owner}", f"Add the row of {owner}, or leave it empty."
                yield self._fault(file, field, says, count, f"{field} {example}", remedy)

    def _fault(self, file: str, field: str, says: str, rows: int, example: str, remedy: str) -> Fault:
        where = str(Path(file).relative_to(self.folder)) if file else ""
        return Fault(self.table.name, where, field, says, rows, example, remedy)

    def _key(self) -> tuple[str, ...]:
        return tuple(name for name in self.table.key if name in self.opened.columns)

    def _one(self, sql: str) -> tuple[Any, ...]:
        return self._all(sql)[0]

    def _all(self, sql: str) -> list[tuple[Any, ...]]:
        return list(self.engine.execute(sql).fetchall())
