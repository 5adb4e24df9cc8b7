"""Snapshots of the facts on disk: written aside, swapped in whole, read without ever seeing half.

facts/current                                     the name of the snapshot that readers use
facts/<snapshot>/manifest.json                    when it was counted, how many rows, each file's checksum
facts/<snapshot>/<table>/partnership=…/month=YYYY-MM/part-0.parquet
facts/<snapshot>/parts/…                          what adds up of them, written by `counting`

A snapshot is never changed once `current` has named it. The last two are kept, so that whoever is reading one while it
is replaced can finish. Any other folder of tables is read the same way, with or without a manifest.
"""

import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pyarrow.parquet as pq

from homeward.outcomes.facts import SCHEMA_VERSION, TABLES

KEPT = 2
_NAME = re.compile(r"^[0-9]{8}T[0-9]{12}Z-[0-9a-f]{8}$")
_ASIDE = ".writing-"
_GOING = ".going-"


class SnapshotUnreadable(ValueError):
    """The snapshot in use, or what says which it is, cannot be read."""


class SnapshotGone(SnapshotUnreadable, FileNotFoundError):
    """Two newer snapshots came while this one was being read, and it was let go."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One whole set of facts: its folder, when it was counted, the rows of each table and the checksum of each file.

    `stamp` tells a folder that may still change from what it was when it was opened; "" for one that never changes.
    """

    folder: Path
    counted_at: datetime
    rows: Mapping[str, int] = field(hash=False)
    checksums: Mapping[str, str] = field(hash=False, default_factory=dict)
    stamp: str = ""

    @property
    def name(self) -> str:
        """The folder's name, which no other snapshot ever has."""
        return self.folder.name

    def files(self, table: str) -> tuple[str, ...]:
        """The Parquet files of a table, in order of partnership and month: all of them, or SnapshotGone."""
        found = tuple(str(file) for file in _files_of(self.folder, table))
        self.must_be_there()  # it goes in one step, so what was found while it was there is all there was
        return found

    def must_be_there(self) -> None:
        """Raise SnapshotGone when the folder is not there any more."""
        if not self.folder.exists():
            raise SnapshotGone(f'The facts "{self.name}" were replaced while they were being read. Try again.')


@contextmanager
def only_one_writer(facts: Path) -> Iterator[None]:
    """Hold the lock of a facts folder: a second collect waits for the first to end, even if that one is killed."""
    facts.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (facts / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def new_snapshot(facts: Path, *, now: datetime) -> Iterator[Path]:
    """A folder to write a snapshot into; what was begun and not finished goes, also after an earlier crash.

    Call inside `only_one_writer`. Leaving the block without calling `swap_in` leaves readers where they were.
    """
    for left_over in (*facts.glob(f"{_ASIDE}*"), *facts.glob(f"{_GOING}*")):
        shutil.rmtree(left_over, ignore_errors=True)
    name = f"{now.astimezone(UTC):%Y%m%dT%H%M%S%f}Z-{secrets.token_hex(4)}"
    aside = facts / f"{_ASIDE}{name}"
    aside.mkdir(mode=0o700)
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def swap_in(facts: Path, aside: Path, *, counted_at: datetime, rows: dict[str, int]) -> Snapshot:
    """Make a finished snapshot the one readers use, in one step, and let go of all but the last two."""
    checksums = checksums_of(aside)
    manifest = {
        "schema_version": SCHEMA_VERSION,
        "counted_at": counted_at.astimezone(UTC).isoformat(),
        "rows": rows,
        "checksums": checksums,
    }
    (aside / "manifest.json").write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n")
    for path in [*aside.rglob("*"), aside]:
        _to_disk(path)
    settled = facts / aside.name.removeprefix(_ASIDE)
    aside.rename(settled)
    _to_disk(facts)
    pointer = facts / "current.new"
    pointer.write_text(settled.name + "\n")
    _to_disk(pointer)
    pointer.replace(facts / "current")
    _to_disk(facts)
    _let_go_of_old(facts, settled.name)
    return Snapshot(settled, counted_at, rows, checksums)


def checksums_of(folder: Path) -> dict[str, str]:
    """The checksum of every file of facts under a folder, by its path in it. A file already read is not read again."""
    return {str(file.relative_to(folder)): _checksum(file, *_size_and_time(file)) for file in _files_in(folder)}


def stamp_of(folder: Path) -> str:
    """A text that changes when a file of facts in a folder comes, goes or is written again."""
    seen = [(str(file.relative_to(folder)), *_size_and_time(file)) for file in _files_in(folder)]
    return hashlib.blake2b(repr(seen).encode(), digest_size=16).hexdigest()


def facts_at(folder: Path) -> Snapshot:
    """Any folder of facts: a folder with snapshots (the one in use), one snapshot, or tables without a manifest.

    Raises SnapshotUnreadable when there is none of these, or what there is cannot be read.
    """
    if (folder / "current").exists() and (snapshot := current_snapshot(folder)):
        return snapshot
    files = list(_files_in(folder))
    if not files and not (folder / "manifest.json").exists():
        raise SnapshotUnreadable(f'There are no facts in "{folder}".')
    stamp = stamp_of(folder)
    if (folder / "manifest.json").exists():
        known = _read(folder)
        return Snapshot(folder, known.counted_at, known.rows, known.checksums, stamp)
    written_at = datetime.fromtimestamp(max(_size_and_time(file)[1] for file in files) / 1e9, tz=UTC)
    return Snapshot(folder, written_at, _rows_of(folder, files), {}, stamp)


def current_snapshot(facts: Path) -> Snapshot | None:
    """The snapshot in use, or None when nothing was collected yet. Raises SnapshotUnreadable when it is damaged.

    Between reading which one is in use and opening it, two newer ones may come and this one go: then it is looked for
    again.
    """
    name = _name_in_use(facts)
    while name is not None:
        try:
            return _read(facts / name)
        except SnapshotUnreadable:
            newer = _name_in_use(facts)
            if newer == name:
                raise
            name = newer
    return None


def _name_in_use(facts: Path) -> str | None:
    try:
        name = (facts / "current").read_text().strip()
    except FileNotFoundError:
        return None
    if not _NAME.match(name):
        raise SnapshotUnreadable(f'The file "{facts / "current"}" does not name a snapshot.')
    return name


def _read(folder: Path) -> Snapshot:
    try:
        manifest = json.loads((folder / "manifest.json").read_text())
        if manifest["schema_version"] != SCHEMA_VERSION:
            raise SnapshotUnreadable(f'The facts "{folder.name}" were written by another version of Homeward.')
        counted_at = datetime.fromisoformat(manifest["counted_at"])
        return Snapshot(folder, counted_at, dict(manifest["rows"]), dict(manifest["checksums"]))
    except SnapshotUnreadable:
        raise
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SnapshotUnreadable(f'The manifest of the facts "{folder.name}" cannot be read: {error}.') from error


def _files_in(folder: Path) -> Iterator[Path]:
    return (file for table in TABLES for file in _files_of(folder, table))


def _files_of(folder: Path, table: str) -> list[Path]:
    """A table's files: those of its folder, or, as facts are taken away, one file beside the other tables'."""
    alone = folder / f"{table}.parquet"
    return [*sorted((folder / table).rglob("*.parquet")), *([alone] if alone.is_file() else [])]


def _rows_of(folder: Path, files: list[Path]) -> dict[str, int]:
    """How many rows each table has, by what the files say of themselves."""
    rows: dict[str, int] = {}
    for file in files:
        table = Path(file.relative_to(folder).parts[0]).stem
        try:
            rows[table] = rows.get(table, 0) + pq.read_metadata(file).num_rows
        except (OSError, ValueError) as error:
            raise SnapshotUnreadable(f'The file of facts "{file}" cannot be read: {error}') from error
    return rows


def _size_and_time(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_size, found.st_mtime_ns


@lru_cache(maxsize=50_000)
def _checksum(file: Path, _size: int, _time: int) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def _let_go_of_old(facts: Path, current: str) -> None:
    """Keep the current snapshot and the one written before it."""
    others = [folder for folder in facts.iterdir() if _NAME.match(folder.name) and folder.name != current]
    others.sort(key=lambda folder: folder.stat().st_mtime_ns)
    for folder in others[: len(others) - (KEPT - 1)]:
        going = folder.rename(folder.with_name(f"{_GOING}{folder.name}"))
        shutil.rmtree(going, ignore_errors=True)


def _to_disk(path: Path) -> None:
    with suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
