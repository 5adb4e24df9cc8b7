"""The steps of a full check, in order, each a program with its environment."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from homeward.site.checks.postgres import throwaway_postgres

PROJECT = Path(__file__).resolve().parents[4]
PYTHON = sys.executable
STEPS = ("lint", "sqlite", "postgres", "browser")
DATABASES = ("sqlite", "postgres")
Output = IO[bytes] | None
"""Where a step prints: the terminal, or a file that is shown when the step is done."""


def run_steps(steps: list[str], extra: list[str]) -> int:
    """Run the steps one after another, each with a heading and its time; the first exit code that is not 0, else 0."""
    begun = time.monotonic()
    for together in _in_turn(steps):
        for step, code in _run_together(together, extra):
            if code:
                print(f"\nStopped: {step} did not pass (exit code {code}).", flush=True)
                return code
    print(f"\nAll passed in {time.monotonic() - begun:.0f} s: {', '.join(steps)}.", flush=True)
    return 0


def _in_turn(steps: list[str]) -> list[list[str]]:
    """The steps in order, the two databases side by side: each test suite keeps one core busy."""
    both = [step for step in steps if step in DATABASES]
    return [both if step in both[:1] else [step] for step in steps if step not in both[1:]]


def _run_together(steps: list[str], extra: list[str]) -> list[tuple[str, int]]:
    """Run steps at once; what the later ones print is shown when they are done."""
    with ExitStack() as stack, ThreadPoolExecutor(max_workers=len(steps)) as pool:
        shown: list[Output] = [None, *(stack.enter_context(tempfile.TemporaryFile()) for _ in steps[1:])]
        running = [pool.submit(_STEPS[step], extra, into) for step, into in zip(steps, shown, strict=True)]
        codes = []
        for step, into, done in zip(steps, shown, running, strict=True):
            codes.append((step, done.result()))
            if into is not None:
                into.seek(0)
                print(into.read().decode(errors="replace"), end="", flush=True)
        return codes


def _lint(extra: list[str], into: Output) -> int:
    commands = (
        ("Style", [PYTHON, "-m", "ruff", "check", "--quiet", "--output-format=concise"]),
        ("Format", [PYTHON, "-m", "ruff", "format", "--check", "--quiet"]),
        ("Types", [PYTHON, "-m", "mypy"]),
        ("Rooms", [_tool("lint-imports"), "--no-cache"]),
        ("Migrations", [PYTHON, "-m", "homeward", "django", "makemigrations", "--check", "--dry-run"]),
    )
    return next((code for title, command in commands if (code := _timed(title, command, into))), 0)


def _sqlite(extra: list[str], into: Output) -> int:
    return _timed("Tests on SQLite", _pytest("tests", "--ignore=tests/browser", extra=extra), into)


def _postgres(extra: list[str], into: Output) -> int:
    """The tests that use a database; of the others SQLite's step has said all there is to say."""
    with throwaway_postgres() as address:
        command = _pytest("tests", "--ignore=tests/browser", extra=extra or ["--with-a-database-only"])
        return _timed("Tests on PostgreSQL", command, into, DATABASE_URL=address)


def _browser(extra: list[str], into: Output) -> int:
    return _timed("Journeys in a browser", _pytest("tests/browser", extra=extra), into)


_STEPS: dict[str, Callable[[list[str], Output], int]] = {
    "lint": _lint,
    "sqlite": _sqlite,
    "postgres": _postgres,
    "browser": _browser,
}


def _pytest(*arguments: str, extra: list[str]) -> list[str]:
    """pytest on the usual folder, or on the paths among what was added."""
    if any((PROJECT / one.split("::")[0]).exists() for one in extra if not one.startswith("-")):
        arguments = tuple(one for one in arguments if one.startswith("-"))
    # Said on the command line, because a settings module in the environment would win over the project's own choice.
    return [PYTHON, "-m", "pytest", "-q", "--ds=tests.settings", *arguments, *extra]


def _tool(name: str) -> str:
    return str(Path(PYTHON).with_name(name))


def _timed(title: str, command: list[str], into: Output = None, **environment: str) -> int:
    """Run a program in the project's folder with a data folder of its own; its exit code."""
    _say(f"\n== {title}", into)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="homeward-test-") as home:
        inherited = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "HOMEWARD_DEMO"}}
        code = subprocess.run(
            command,
            cwd=PROJECT,
            env={**inherited, "HOMEWARD_HOME": home, "PYTHONPATH": str(PROJECT / "src"), **environment},
            stdout=into,
            stderr=into and subprocess.STDOUT,
        ).returncode
    _say(f"   {title}: {'passed' if code == 0 else 'did not pass'}, {time.monotonic() - begun:.1f} s", into)
    return code


def _say(words: str, into: Output) -> None:
    if into is None:
        print(words, flush=True)
    else:
        into.write(f"{words}\n".encode())
        into.flush()
