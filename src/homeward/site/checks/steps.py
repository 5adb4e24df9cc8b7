"""The steps of a full check, in order, each a program with its environment."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from homeward.site.checks.postgres import throwaway_postgres

PROJECT = Path(__file__).resolve().parents[4]
PYTHON = sys.executable
STEPS = ("lint", "sqlite", "postgres", "browser")


def run_steps(steps: list[str], extra: list[str]) -> int:
    """Run the steps one after another, each with a heading and its time; the first exit code that is not 0, else 0."""
    begun = time.monotonic()
    for step in steps:
        code = _STEPS[step](extra)
        if code:
            print(f"\nStopped: {step} did not pass (exit code {code}).", flush=True)
            return code
    print(f"\nAll passed in {time.monotonic() - begun:.0f} s: {', '.join(steps)}.", flush=True)
    return 0


def _lint(extra: list[str]) -> int:
    commands = (
        ("Style", [PYTHON, "-m", "ruff", "check", "--quiet", "--output-format=concise"]),
        ("Format", [PYTHON, "-m", "ruff", "format", "--check", "--quiet"]),
        ("Types", [PYTHON, "-m", "mypy"]),
        ("Rooms", [_tool("lint-imports"), "--no-cache"]),
        ("Migrations", [PYTHON, "-m", "homeward", "django", "makemigrations", "--check", "--dry-run"]),
    )
    return next((code for title, command in commands if (code := _timed(title, command))), 0)


def _sqlite(extra: list[str]) -> int:
    return _timed("Tests on SQLite", _pytest("tests", "--ignore=tests/browser", *extra))


def _postgres(extra: list[str]) -> int:
    with throwaway_postgres() as address:
        command = _pytest("tests", "--ignore=tests/browser", *extra)
        return _timed("Tests on PostgreSQL", command, DATABASE_URL=address)


def _browser(extra: list[str]) -> int:
    return _timed("Journeys in a browser", _pytest("tests/browser", *extra))


_STEPS: dict[str, Callable[[list[str]], int]] = {
    "lint": _lint,
    "sqlite": _sqlite,
    "postgres": _postgres,
    "browser": _browser,
}


def _pytest(*arguments: str) -> list[str]:
    # Said on the command line, because a settings module in the environment would win over the project's own choice.
    return [PYTHON, "-m", "pytest", "-q", "--ds=tests.settings", *arguments]


def _tool(name: str) -> str:
    return str(Path(PYTHON).with_name(name))


def _timed(title: str, command: list[str], **environment: str) -> int:
    """Run a program in the project's folder with a data folder of its own; its exit code."""
    print(f"\n== {title}", flush=True)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="homeward-test-") as home:
        inherited = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "HOMEWARD_DEMO"}}
        code = subprocess.run(
            command,
            cwd=PROJECT,
            env={**inherited, "HOMEWARD_HOME": home, "PYTHONPATH": str(PROJECT / "src"), **environment},
        ).returncode
    print(f"   {title}: {'passed' if code == 0 else 'did not pass'}, {time.monotonic() - begun:.1f} s", flush=True)
    return code
