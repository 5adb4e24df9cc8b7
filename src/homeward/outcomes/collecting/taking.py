"""Taking a partner's extract: read, checked line by line, worked out by the same rules, and put on the shelf whole."""
# ruff: noqa: S608 - the names in the SQL are those of the program's own tables

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from homeward.kit.london import london_date
from homeward.outcomes.collecting.context import Context
from homeward.outcomes.collecting.extract_files import ExtractRefused, Given, files_given
from homeward.outcomes.collecting.quarantine import Aside, KeptAside
from homeward.outcomes.collecting.shelf import Extract, checked_name, put_on_shelf, writing_aside
from homeward.outcomes.collecting.staging import orphans, read_all, spooled, twice, typed, wrong_lines
from homeward.outcomes.collecting.taken import Taken
from homeward.outcomes.collecting.working_out import BEYOND, worked_out
from homeward.outcomes.collecting.writing import CHUNK, Place, write_rows
from homeward.outcomes.facts import TABLES
from homeward.outcomes.facts.checking import OWNERS
from homeward.outcomes.facts.checks import NHS_NUMBER, checks_of
from homeward.outcomes.facts.opening import engine_for
from homeward.outcomes.facts.template import INSTEAD

if TYPE_CHECKING:
    import duckdb

MOSTLY = 2
"""A column of which one value in so many is an NHS number holds NHS numbers; fewer can be chance."""


def take(folder: Path, *, name: str, home: Path, context: Context) -> Taken:
    """Take a folder of files named by table. What is wrong is kept aside; the rest is on the shelf. Call in the lock.

    Raises ExtractNameWrong, and ExtractRefused where nothing of it can be taken: then the shelf is as it was.
    """
    with writing_aside(home, checked_name(name)) as aside:
        given = files_given(folder)
        engine = engine_for(str(aside / "spill"))
        try:
            taking = _Taking(engine, aside, context)
            for one in given:
                taking.stage(one)
            for one in given:
                taking.hold_apart(one)
            taken = {one.table: taking.write(one) for one in given}
        finally:
            engine.close()
        for left in aside.glob("*.lines.parquet"):
            left.unlink()
        shutil.rmtree(aside / "spill", ignore_errors=True)
        kept = {table: len(one.lines) for table, one in taking.kept.items()}
        extract = Extract(name, context.partnership, context.now, taken, kept)
        put_on_shelf(home, aside, extract)
        return Taken(extract, {table: one.reasons for table, one in taking.kept.items()}, taking.otherwise)


@dataclass(slots=True)
class _Taking:
    """One extract on its way."""

    engine: "duckdb.DuckDBPyConnection"
    aside: Path
    context: Context
    kept: dict[str, KeptAside] = field(default_factory=dict)
    otherwise: Counter[tuple[str, str]] = field(default_factory=Counter)

    def stage(self, given: Given) -> None:
        """Read a file and put its lines into their types; keep aside those of which a field is wrong."""
        kept = self.kept[given.table] = KeptAside(self.aside / "kept-aside", given.table)
        path = spooled(given, self.aside, kept)
        typed(self.engine, given, path, partnership=self.context.partnership, origin=self.context.origin)
        self._refuse_nhs_numbers(given)
        for column in given.unknown:
            says, remedy = "it is not a column of this table, and was not taken", "See ./homeward facts dictionary."
            kept.add([Aside(0, column, "", says, remedy)])
        for found in wrong_lines(self.engine, given, path, london_date(self.context.now)):
            kept.add(found)
        self._without(given.table)
        kept.add(twice(self.engine, TABLES[given.table]))
        self._without(given.table)

    def hold_apart(self, given: Given) -> None:
        """Keep aside the lines that name an episode or a stay which did not come, where that table did."""
        for column, owner in OWNERS.items():
            here = column in given.columns and owner in self.kept and owner != given.table
            if here:
                self.kept[given.table].add(orphans(self.engine, given.table, column, owner))
                self._without(given.table)

    def write(self, given: Given) -> int:
        """Work out what the rules answer of each line that is left, and write the facts; how many."""
        table = TABLES[given.table]
        place = Place(self.aside / "facts", None, table)
        file = f"{self.context.origin}.parquet"
        return write_rows(place, self._rows(given), partnership=self.context.partnership, file=file).rows

    def _rows(self, given: Given) -> Iterator[dict[str, Any]]:
        table = TABLES[given.table]
        beyond = BEYOND.get(table.name, {})
        replaced = ", ".join(f'{sql} AS "{name}"' for name, sql in beyond.items())
        chosen = f"* EXCLUDE (line) REPLACE ({replaced})" if beyond else "* EXCLUDE (line)"
        order = ", ".join(f'"{name}"' for name in (table.month_column, f"{table.events[0].column}_on", *table.key))
        found = self.engine.sql(f'SELECT {chosen} FROM "{table.name}" ORDER BY {order}')
        asked = [one for one in table.fields if one.by_rule and one.name in given.columns]
        for batch in found.to_arrow_reader(CHUNK):
            for row in batch.to_pylist():
                answers = worked_out(table, row, self.context)
                for one in asked:
                    if one.name in answers and row[one.name] not in (answers[one.name], None, ""):
                        self.otherwise[table.name, one.name] += 1
                yield {name: value for name, value in (row | answers).items() if name not in INSTEAD}

    def _refuse_nhs_numbers(self, given: Given) -> None:
        """Raises ExtractRefused for a column that holds NHS numbers, rather than one by chance here and there."""
        for check in checks_of(TABLES[given.table], london_date(self.context.now)):
            if check.says == NHS_NUMBER and check.field in given.columns:
                counted = f"count(*) FILTER (WHERE {check.wrong}), count(*) FILTER (WHERE \"{check.field}\" <> '')"
                numbers, values = read_all(self.engine, f'SELECT {counted} FROM "{given.table}"')[0]
                if numbers and numbers * MOSTLY >= values:
                    where = f'The column "{check.field}" of {given.path.name} holds {numbers:,} NHS numbers'
                    raise ExtractRefused([f"{where}. {check.remedy}"])

    def _without(self, table: str) -> None:
        """Take the lines that were kept aside out of the lines to be written."""
        lines = sorted(self.kept[table].lines)
        if lines:
            self.engine.execute(f'DELETE FROM "{table}" WHERE line IN (SELECT unnest(?::BIGINT[]))', [lines])
