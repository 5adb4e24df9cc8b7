"""A count in the background: started one at a time, and what to say of it while it runs and when it has ended.

facts/counting.lock   held by the counting process for as long as it lives; the system lets go of it however it ends
facts/counting.json   how far it has got, or how it ended
facts/counting.log    what it printed
"""

import fcntl
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import IO

from django.conf import settings

from homeward.outcomes.collecting import facts_folder
from homeward.outcomes.facts import TABLES

COMMAND = (sys.executable, "-m", "homeward", "collect", "--progress")
"""The same collection as from the command line, with a file to write down how far it has got."""
STOPPED = "It stopped before it was done. Count again; if it stops again, whoever runs this service finds why in {log}."
_TRIES, _BETWEEN = 5, 0.02
"""A reader who asks whether anybody counts holds the lock for an instant, which must not look like a count."""


class State(StrEnum):
    """Where a count in the background is."""

    COUNTING = "counting"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Underway:
    """A count in the background: since when, the table it is at and how many rows of it, and how it ended in words."""

    began_at: datetime
    state: State = State.COUNTING
    table: str = ""
    rows: int = 0
    says: str = ""

    @property
    def number(self) -> int:
        """Which table it is at, from 1; 0 before the first."""
        return list(TABLES).index(self.table) + 1 if self.table in TABLES else 0

    @property
    def of(self) -> int:
        """How many tables there are."""
        return len(TABLES)


class Progress:
    """Writes down how far a count has got, for others to read; nowhere when there is no file."""

    def __init__(self, file: Path | None, *, began_at: datetime) -> None:
        self.file, self.at = file, Underway(began_at)

    def told(self, table: str, rows: int) -> None:
        """So many rows of this table are written."""
        self._now(replace(self.at, table=table, rows=rows))

    def done(self, says: str) -> None:
        """It is over and all went well."""
        self._now(replace(self.at, state=State.DONE, says=says))

    def failed(self, why: str) -> None:
        """It is over, and the earlier facts still stand."""
        self._now(replace(self.at, state=State.FAILED, says=why))

    def _now(self, at: Underway) -> None:
        self.at = at
        if self.file:
            with suppress(OSError):  # a disk too full to say how far it has got is told of when the facts are written
                _write(self.file, at)


def start_counting(*, now: datetime) -> bool:
    """Start a count that outlives this request and this process; False where one is underway.

    Raises OSError when it cannot be started.
    """
    facts = facts_folder()
    facts.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _lock(facts) as held:
        if held is None:
            return False
        _write(facts / "counting.json", Underway(now))
        try:
            process = _started(facts, held)
        except OSError:
            (facts / "counting.json").unlink()
            raise
    threading.Thread(target=process.wait, daemon=True).start()
    return True


def _started(facts: Path, lock: IO[bytes]) -> subprocess.Popen[bytes]:
    with (facts / "counting.log").open("wb") as log:
        return subprocess.Popen(  # our own command, and nothing anybody typed
            [*COMMAND, str(facts / "counting.json")],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that stopping the pages does not stop a count half way
            pass_fds=(lock.fileno(),),  # the lock is the child's from now on
            env=os.environ | {"HOMEWARD_HOME": str(settings.HOMEWARD_HOME)},
        )


def counting_underway() -> Underway | None:
    """The count in the background that runs, or the last one that ran; None when there never was one."""
    facts = facts_folder()
    if not (facts / "counting.lock").exists():
        return None
    with _lock(facts, tries=1, shared=True) as held:
        runs = held is None
    last = _read(facts / "counting.json")
    if last is None or last.state is not State.COUNTING:
        return replace(last, state=State.COUNTING) if last and runs else last
    return last if runs else replace(last, state=State.FAILED, says=STOPPED.format(log=facts / "counting.log"))


@contextmanager
def _lock(facts: Path, *, tries: int = _TRIES, shared: bool = False) -> Iterator[IO[bytes] | None]:
    """The open file of the lock, or None where somebody counts."""
    how = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB
    with (facts / "counting.lock").open("ab") as lock:
        for left in reversed(range(tries)):
            try:
                fcntl.flock(lock, how)
            except BlockingIOError:
                if left:
                    time.sleep(_BETWEEN)
            else:
                yield lock
                return
        yield None


def _write(file: Path, at: Underway) -> None:
    aside = file.with_suffix(".new")
    aside.write_text(json.dumps(asdict(at) | {"began_at": at.began_at.isoformat()}))
    aside.replace(file)  # in one step, so that nobody reads half


def _read(file: Path) -> Underway | None:
    with suppress(OSError, ValueError, TypeError, KeyError):
        said = json.loads(file.read_text())
        said |= {"began_at": datetime.fromisoformat(said["began_at"]), "state": State(said["state"])}
        return Underway(**said)
    return None
