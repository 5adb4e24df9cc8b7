"""Keeping what adds up: for files that changed and measures that changed, and of all others what was kept before."""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from homeward.outcomes.counting.duck import Duck, among, read_parquet
from homeward.outcomes.counting.expressing import VIEW
from homeward.outcomes.counting.parts.files import KINDS, Kind, carry_over, of_files, together
from homeward.outcomes.counting.parts.known import (
    Known,
    OfTable,
    folder_of,
    key_of,
    read_known,
    source_key,
    write_known,
)
from homeward.outcomes.definitions import Definition, measures
from homeward.outcomes.facts import TABLES
from homeward.outcomes.facts.sql import quoted
from homeward.outcomes.snapshots import checksums_of, stamp_of

_ROWS_TOGETHER = 20_000
_FEW = 50_000_000
"""Bytes of facts, some two million rows."""


@dataclass(frozen=True, slots=True)
class PartsWritten:
    """How many files of facts were counted for every measure, and how many were not, since they were before."""

    counted: int
    carried: int


@dataclass(frozen=True, slots=True)
class _Work:
    """One kind of part of one table: where it goes, what it is to be of, and where it was kept before, of what."""

    kind: Kind
    measures: tuple[Definition, ...]
    facts: Path
    now: OfTable
    target: Path
    before: OfTable
    source: Path

    @property
    def fresh(self) -> dict[str, str]:
        """The files, by checksum, of which nothing was kept."""
        old = set(self.before.files.values())
        return {checksum: file for file, checksum in self.now.files.items() if checksum not in old}

    @property
    def old(self) -> dict[str, str]:
        """The files, by checksum, of which something was kept."""
        return {checksum: file for file, checksum in self.now.files.items() if checksum not in self.fresh}

    @property
    def kept(self) -> set[str]:
        """The measures that are counted as they were."""
        return {code for code, key in self.now.keys.items() if self.before.keys.get(code) == key}


def write_parts(
    folder: Path,
    *,
    previous: Path | None = None,
    counting: Sequence[Definition] | None = None,
    memory: str = "",
    threads: int = 0,
) -> PartsWritten:
    """Keep beside the facts of a folder what adds up of them, as far as it goes from the `previous` snapshot's folder.

    Call after the facts are written and before `swap_in`. A killed call leaves parts that nobody uses.
    """
    chosen = measures() if counting is None else counting
    before = read_known(previous) if previous else None
    checksums, tables, counted = checksums_of(folder), {}, 0
    duck = Duck(memory=memory, threads=threads or _enough(folder, checksums))
    shutil.rmtree(folder_of(folder), ignore_errors=True)
    folder_of(folder).mkdir()
    for table in TABLES:
        files = {file: checksum for file, checksum in checksums.items() if file.startswith(f"{table}/")}
        of_table = tuple(one for one in chosen if one.table == table)
        tables[table] = OfTable(files, {one.code: key_of(one) for one in of_table})
        earlier = before.tables[table] if before else OfTable()
        source, target = folder_of(previous or folder) / table, folder_of(folder) / table
        for kind in KINDS if files and of_table else ():
            _write(duck, _Work(kind, of_table, folder, tables[table], target, earlier, source))
        counted += len(set(files.values()) - set(earlier.files.values()))
    write_known(folder, Known(source_key(), stamp_of(folder), tables))
    return PartsWritten(counted, len(checksums) - counted)


def _enough(facts: Path, files: Iterable[str]) -> int:
    """How many threads pay: one for few facts, as each begins with tables of its own; else 0, for all there are."""
    return 1 if sum((facts / file).stat().st_size for file in files) < _FEW else 0


def _write(duck: Duck, work: _Work) -> None:
    """Count what is fresh or changed, carry over the rest, and add up all files."""
    (work.target / work.kind.name).mkdir(parents=True)
    carried = set(work.now.keys) == set(work.before.keys) == work.kept
    if carried:
        for checksum in work.old:
            place = Path(work.kind.name) / f"file={checksum}"
            carry_over(work.source / place, work.target / place)
    else:
        _carry_some(duck, work)
        _count(duck, work, [one for one in work.measures if one.code not in work.kept], work.old)
    _count(duck, work, work.measures, work.fresh)
    if carried and sorted(work.now.files.values()) == sorted(work.before.files.values()):
        carry_over(together(work.source, work.kind), together(work.target, work.kind))
    else:
        _add_up(duck, work)


def _count(duck: Duck, work: _Work, measures: Sequence[Definition], files: Mapping[str, str]) -> None:
    """Count parts of some files, given by checksum, from their rows."""
    counted = work.kind.counted(tuple(measures))
    if files and counted:
        paths = [str(work.facts / file) for file in files.values()]
        view = f"CREATE TEMP VIEW {VIEW} AS SELECT *, file_index::BIGINT AS file FROM {read_parquet(paths)}"
        checksums = f"[{', '.join(map(quoted, files))}]"
        duck.run(view, _to_files(f"SELECT * REPLACE ({checksums}[file + 1] AS file) FROM ({counted})", work))


def _carry_some(duck: Duck, work: _Work) -> None:
    """Write again what was kept of the measures that are counted as they were."""
    found = of_files(work.source, work.kind, work.old)
    if found and work.kept:
        kept = f"SELECT * FROM {read_parquet(found, by_folder=True)} WHERE {among('code', work.kept)}"
        duck.run(_to_files(kept, work))


def _to_files(sql: str, work: _Work) -> str:
    """What the SQL gives, written under the checksum that each row has in `file`."""
    target = quoted(str(work.target / work.kind.name))
    options = "FORMAT parquet, COMPRESSION zstd, PARTITION_BY (file), APPEND"
    return f"COPY ({sql}) TO {target} ({options})"


def _add_up(duck: Duck, work: _Work) -> None:
    """Add up the parts of all files; a file that is there twice counts twice."""
    found = of_files(work.target, work.kind, work.now.files.values())
    if found:
        places = ", ".join(work.kind.places)
        sums = ", ".join(f"sum({name})::{kind} AS {name}" for name, kind in work.kind.sums.items())
        added = f"SELECT {places}, {sums} FROM {read_parquet(found)} GROUP BY {places} ORDER BY {places}"
        options = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS_TOGETHER}"
        duck.run(f"COPY ({added}) TO {quoted(str(together(work.target, work.kind)))} ({options})")
