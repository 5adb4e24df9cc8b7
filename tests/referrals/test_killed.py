"""The process is killed again and again, in the middle of receiving, deciding and visiting. Nothing is lost."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import orjson
import psycopg
import pytest

from tests.exchange.messages import message

pytestmark = pytest.mark.database_of_its_own

PROJECT = Path(__file__).resolve().parents[2]
KILLS = 25
FILES = 40


class Nursery:
    """The process that does each task in a child of its own (see `tests.support.nursery`)."""

    def __init__(self, home: Path, database_url: str) -> None:
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "homeward.site.settings",
            "HOMEWARD_HOME": str(home),
            "DATABASE_URL": database_url,
            "PYTHONPATH": f"{PROJECT / 'src'}:{PROJECT}",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.nursery"],
            cwd=PROJECT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def stop(self) -> None:
        """End the nursery; it has no child at this moment."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=20)
        self.process.stdout.close()

    def lines(self) -> Iterator[str]:
        """What the child says, until it has ended."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line == "ended\n":
                return
            yield line.rstrip("\n")
        raise AssertionError("the nursery itself ended")

    def begin(self, *task: str) -> int:
        """Begin a task; the child's process id."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(task) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline().removeprefix("child "))

    def did(self, *task: str) -> list[str]:
        """Everything a task says when it may finish."""
        self.begin(*task)
        return list(self.lines())

    def killed_in_the_middle_of(self, *task: str, lines: int, after: float) -> list[str]:
        """Everything a task said before it was killed, so many seconds after it had said so many lines."""
        child = self.begin(*task)
        said = []
        for line in self.lines():
            said.append(line)
            if len(said) == lines:
                time.sleep(after)
                os.kill(child, signal.SIGKILL)
        return said

    def checked(self) -> dict[str, Any]:
        """What the database holds now, and what verify says of it."""
        return json.loads(self.did("check")[-1])


@contextmanager
def database_of_its_own() -> Iterator[str]:
    """The address of a new database beside the tests' own; "" on SQLite, where it is a file in the data folder."""
    address = os.environ.get("DATABASE_URL", "")
    if not address:
        yield ""
        return
    name = f"killed_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    with database_of_its_own() as address:
        nursery = Nursery(tmp_path_factory.mktemp("killed"), address)
        try:
            assert nursery.did("prepare") == []
            yield nursery
        finally:
            nursery.stop()


def test_what_was_said_to_be_done_outlives_every_kill_and_verify_finds_nothing(nursery: Nursery) -> None:
    """Each commit is said on standard output once it is made; a kill leaves at most one that is made and not said."""
    chance = random.Random()
    before, said = nursery.checked(), set()
    for kills in range(1, KILLS + 1):
        said |= set(nursery.killed_in_the_middle_of("work", lines=chance.randint(1, 9), after=chance.uniform(0, 0.02)))
        now = nursery.checked()
        done = set(now["done"])
        assert now["problems"] == []
        assert said <= done
        assert len(done - said) <= kills
        assert all(now["counts"][name] >= number for name, number in before["counts"].items())
        before = now
    kinds = Counter(line.split()[0] for line in said)
    assert set(kinds) == {"new", "ask", "decline", "reopen", "accept", "close", "visit"}, (
        "killed too early to mean much"
    )
    assert len(said) > 4 * KILLS


def test_messages_received_from_files_are_all_taken_in_once_however_often_it_is_killed(
    nursery: Nursery, tmp_path: Path
) -> None:
    waiting = {}
    for number in range(FILES):
        file = tmp_path / f"message-{number}.json"
        sent = message(f"killed-{number}", case=f"case-{number}", number=f"999{number:06}0")
        file.write_bytes(orjson.dumps(sent))
        waiting[str(file)] = file
    before = nursery.checked()["counts"]["Referral"]
    told: dict[str, dict[str, Any]] = {}
    chance = random.Random()
    kills = 7
    for _ in range(kills):
        task = ("homeward", "receive", "--format", "json", *waiting)
        for line in nursery.killed_in_the_middle_of(*task, lines=chance.randint(1, 3), after=chance.uniform(0, 0.02)):
            found = json.loads(line)
            told[found["file"]] = found
            waiting.pop(found["file"])
        assert nursery.checked()["problems"] == []
    for line in nursery.did("homeward", "receive", "--format", "json", *waiting):
        found = json.loads(line)
        told[found["file"]] = found
    outcomes = Counter(found["outcome"] for found in told.values())
    assert len(told) == FILES
    assert set(outcomes) <= {"received", "duplicate"}
    assert outcomes["duplicate"] <= kills
    assert len({found["referral"] for found in told.values()}) == FILES
    assert nursery.checked()["counts"]["Referral"] == before + FILES


def test_the_command_verify_agrees_afterwards(nursery: Nursery) -> None:
    command = [sys.executable, "-m", "homeward", "verify", "--format", "json"]
    done = subprocess.run(command, cwd=PROJECT, env=nursery.environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout.splitlines()[-1])["holds"] is True
