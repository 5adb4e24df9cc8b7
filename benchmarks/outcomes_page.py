"""The outcomes pages over one borough-year of made-up facts: 10,000 referrals and what follows from them.

The framework must come within 100 ms and a measure's page within 150 ms of the server's own time, without the network.
The peer in the same run is the same page counted from the rows, as it would be if nothing that adds up were kept beside
the facts. "Warm" is a page somebody has opened since the facts were collected, "first" one that nobody has.
The database is a throwaway SQLite file.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks.result import Result

TIMES = 20
ALLOWED = {"/outcomes": 100.0, "/outcomes/two_hour_response": 150.0}


def run() -> Iterator[Result]:
    """Measure, one result at a time."""
    with tempfile.TemporaryDirectory(prefix="homeward-bench-") as folder:
        os.environ["HOMEWARD_HOME"] = folder
        (Path(folder) / "static").mkdir()
        os.environ.pop("DATABASE_URL", None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "homeward.site.settings"
        yield from _measured(Path(folder))


def _measured(folder: Path) -> Iterator[Result]:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from homeward.outcomes.counting import answering
    from homeward.outcomes.pages.framework import make_ready_to_count
    from tests.support.borough import make_borough

    if folder.resolve() != settings.HOME:
        raise RuntimeError("A benchmark writes made-up people, so it runs only on its own throwaway database.")
    settings.ALLOWED_HOSTS.append("testserver")
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    _a_borough_year(folder / "facts")
    make_ready_to_count()
    client = Client()
    client.force_login(make_borough().head)
    for path, allowed in ALLOWED.items():
        rows = _without_parts(lambda path=path: _first(client, path, answering))
        first = _first(client, path, answering)
        warm = _seconds(lambda path=path: _get(client, path))
        peer = "the same page for the first time, counted from the rows"
        yield Result(f"{path}, warm", round(warm * 1000, 1), "ms", required=allowed)
        yield Result(f"{path}, first", round(first * 1000, 1), "ms", peer, round(first / rows, 2), 1.0)


def _a_borough_year(facts: Path) -> None:
    """Facts of a year with 10,000 referrals, in use, with the parts that collecting keeps."""
    from datetime import UTC, datetime

    from homeward.outcomes.counting import write_parts
    from homeward.outcomes.making import Size, make
    from homeward.outcomes.snapshots import new_snapshot, only_one_writer, swap_in

    size = Size(people=10_000, months=12, first=date(2025, 1, 1), referrals_a_person=1.0)
    now = datetime(2026, 1, 1, 9, tzinfo=UTC)
    with only_one_writer(facts), new_snapshot(facts, now=now) as aside:
        rows: dict[str, int] = {}
        for table, _month, count in make(aside / "made", size):
            rows[table] = rows.get(table, 0) + count
        for table in list((aside / "made").iterdir()):
            table.rename(aside / table.name)
        (aside / "made").rmdir()
        write_parts(aside, previous=None)
        swap_in(facts, aside, counted_at=now, rows=rows)


def _without_parts(timed: Callable[[], float]) -> float:
    """What it takes when every question reads the rows."""
    from homeward.outcomes.counting import answering

    kept = answering.sums_from_parts, answering.quantiles_from_parts
    answering.sums_from_parts = answering.quantiles_from_parts = lambda snapshot, questions: {}
    try:
        return timed()
    finally:
        answering.sums_from_parts, answering.quantiles_from_parts = kept


def _first(client: object, path: str, answering: object) -> float:
    """The page with no answer kept from before."""

    def anew() -> None:
        answering._answers.cache_clear()  # type: ignore[attr-defined]
        _get(client, path)

    return _seconds(anew)


def _seconds(work: Callable[[], object]) -> float:
    """The median of the processor's seconds, which other work on the machine does not lengthen."""
    work()
    taken = []
    for _ in range(TIMES):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return median(taken)


def _get(client: object, path: str) -> None:
    response = client.get(path)  # type: ignore[attr-defined]
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
