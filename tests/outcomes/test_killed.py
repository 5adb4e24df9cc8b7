"""Whoever is killed while facts are written, or while an extract is prepared, leaves what was there before."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from homeward.outcomes.collecting.shelf import Extract, extracts, put_on_shelf, shelf, writing_aside
from homeward.outcomes.collecting.writing import Place, write_rows
from homeward.outcomes.facts import TABLES
from homeward.outcomes.periods import Period, next_after
from homeward.outcomes.snapshots import current_snapshot, new_snapshot, only_one_writer, swap_in
from tests.outcomes.fact_rows import row_of

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
MANY = 400


def rows(months: int) -> Iterator[dict[str, Any]]:
    day = date(2020, 1, 1)
    for number in range(months):
        yield row_of("goals", number, set_on=day, set_month=day)
        day = next_after(Period.MONTH, day)


def collect(home: Path, months: int) -> None:
    facts = home / "facts"
    with only_one_writer(facts), new_snapshot(facts, now=NOW) as aside:
        before = current_snapshot(facts)
        place = Place(aside, before.folder if before else None, TABLES["goals"])
        written = write_rows(place, rows(months), partnership="here", file="part-0.parquet")
        swap_in(facts, aside, counted_at=NOW, rows={"goals": written.rows})


def bring_in(home: Path, months: int) -> None:
    with only_one_writer(home / "facts"), writing_aside(home, "east") as aside:
        place = Place(aside / "facts", None, TABLES["goals"])
        written = write_rows(place, rows(months), partnership="here", file="east.parquet")
        put_on_shelf(home, aside, Extract("east", "here", NOW, {"goals": written.rows}, {}))


def again_and_again(what: Callable[[Path, int], None], home: Path) -> None:
    while True:
        what(home, MANY)


def there(home: Path) -> tuple[int, list[dict[str, int]]]:
    """How many fact files are in use, and what the extracts on the shelf say they hold."""
    snapshot = current_snapshot(home / "facts")
    return len(snapshot.files("goals")) if snapshot else 0, [one.taken for one in extracts(home)]


@pytest.mark.parametrize("what", [collect, bring_in])
def test_killed_in_the_middle_the_earlier_ones_stay_and_the_next_goes_through(
    tmp_path: Path, what: Callable[[Path, int], None]
) -> None:
    collect(tmp_path, 3)
    bring_in(tmp_path, 2)
    allowed = [(3, [{"goals": 2}]), (MANY, [{"goals": 2}]), (3, [{"goals": MANY}])]
    for wait in (0.0, 0.11, 0.27):
        writer = _started(what.__name__, tmp_path)
        _until_it_writes(tmp_path)
        time.sleep(wait)
        writer.kill()
        writer.wait()
        with only_one_writer(tmp_path / "facts"), writing_aside(tmp_path, "west"):
            assert there(tmp_path) in allowed
    what(tmp_path, 1)
    assert there(tmp_path) in [(1, [{"goals": 2}]), (3, [{"goals": 1}])]
    assert not list(shelf(tmp_path).glob(".*"))


def _started(what: str, home: Path) -> "subprocess.Popen[bytes]":
    code = f"""
import django, pathlib
django.setup()
from tests.outcomes import test_killed as here
here.again_and_again(here.{what}, pathlib.Path({str(home)!r}))
"""
    project = Path(__file__).parents[2]
    told = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": f"{project / 'src'}:{project}"}
    return subprocess.Popen([sys.executable, "-c", code], env=told, cwd=project)


def _until_it_writes(home: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if any(one.name.startswith(".writing-") for where in ("facts", "extracts") for one in (home / where).iterdir()):
            return
        time.sleep(0.005)
    raise AssertionError("It never began to write.")
