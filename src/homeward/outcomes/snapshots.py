"""Snapshots of the facts on disk: written aside, swapped in whole, read without ever seeing half.

facts/current                                     the name of the snapshot that readers use
facts/<snapshot>/manifest.json                    when it was counted, how many rows
facts/<snapshot>/referrals/partnership=…/month=YYYY-MM/part-0.parquet

A snapshot is never changed once `current` has named it. The last two are kept, so that whoever is reading one while it
is replaced can finish.
"""

import fcntl
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from homeward.outcomes.facts import SCHEMA_VERSION

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
    """One whole set of facts: its folder, the instant it was counted at, and the rows of each table."""

    folder: Path
    counted_at: datetime
    rows: dict[str, int]

    @property
    def name(self) -> str:
        """The folder's name, which no other snapshot ever has."""
        return self.folder.name

    def files(self, table: str) -> tuple[str, ...]:
        """The Parquet files of a table, in order of partnership and month: all of them, or SnapshotGone."""
        found = tuple(str(file) for file in sorted((self.folder / table).rglob("*.parquet")))
        if not self.folder.exists():  # it goes in one step, so what was found while it was there is all there was
            raise SnapshotGone(f'The facts "{self.name}" were replaced while they were being read. Try again.')
        return found


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
    manifest = {"schema_version": SCHEMA_VERSION, "counted_at": counted_at.astimezone(UTC).isoformat(), "rows": rows}
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
    return Snapshot(settled, counted_at, rows)


def current_snapshot(facts: Path) -> Snapshot | None:
    """The snapshot in use, or None when nothing was collected yet. Raises SnapshotUnreadable when it is damaged.

    Between reading which one is in use and opening it, two newer ones may come and this one go: then it is looked for
    again.
    """
    name = _name_in_use(facts)
    while name is not None:
        try:
            return _read(facts, name)
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


def _read(facts: Path, name: str) -> Snapshot:
    try:
        manifest = json.loads((facts / name / "manifest.json").read_text())
        if manifest["schema_version"] != SCHEMA_VERSION:
            raise SnapshotUnreadable(f'The facts "{name}" were written by another version of Homeward.')
        return Snapshot(facts / name, datetime.fromisoformat(manifest["counted_at"]), dict(manifest["rows"]))
    except SnapshotUnreadable:
        raise
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SnapshotUnreadable(f'The manifest of the facts "{name}" cannot be read: {error}.') from error


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
