"""The whole framework of measures on a nation's facts: 1 million people, 3 million referrals, 30 million contacts.

Every measure by month, locality and service is counted by the product and, in the same run, by hand-written DuckDB
SQL, Polars, pandas, and the product on Spark with two threads; all must come to the same sums. Then what keeping parts
saves: the same request again, a new breakdown, and a month's refresh. Each runs in a process of its own, so that its
memory is its own. The facts are made up here, which takes some minutes; `HOMEWARD_BENCH_FACTS` names a folder to keep
them in.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.result import Result

PROJECT = Path(__file__).resolve().parents[1]
PEOPLE, TENTH = 1_000_000, 100_000
WITHIN, FASTER, REFRESH, MEMORY_MB = 1.2, 30, 20, 3000
PEERS = {"polars": "Polars", "pandas": "pandas", "spark": "the product on Spark, two threads"}


def run() -> Iterator[Result]:
    """Measure, one result at a time. Raises RuntimeError when a peer comes to other sums than the product."""
    keep = os.environ.get("HOMEWARD_BENCH_FACTS")
    with tempfile.TemporaryDirectory(prefix="homeward-bench-") as folder:
        place = Path(keep or folder)
        yield from _measured(_made(place / "nation", PEOPLE), _made(place / "tenth", TENTH))


def _made(folder: Path, people: int) -> Path:
    """Facts of so many people under a folder, made unless they are there from an earlier run."""
    from homeward.outcomes.making import Size, make

    if not (folder / "made").exists():
        shutil.rmtree(folder, ignore_errors=True)
        print(f"Making the facts of {people:,} people.", file=sys.stderr)
        for _ in make(folder, Size(people=people)):
            pass
        (folder / "made").touch()
    shutil.rmtree(folder / "parts", ignore_errors=True)
    return folder


def _measured(nation: Path, tenth: Path) -> Iterator[Result]:
    ours, by_hand = _best("product", nation), _best("by_hand", nation)
    _same("hand-written SQL", ours, by_hand)
    full = ours["best"]
    peer = "hand-written DuckDB SQL for the same"
    yield Result("full count", round(full, 2), "s", peer, round(full / by_hand["best"], 2), WITHIN)
    yield Result("full count, most memory", round(ours["mb"]), "MB", required=MEMORY_MB)
    yield Result("hand-written SQL, most memory", round(by_hand["mb"]), "MB")
    yield from _peers(nation, ours)
    small = _best("product", tenth)["best"]
    growth = full / small / (PEOPLE / TENTH)
    yield Result(
        "growth from 3 to 30 million contacts", round(full, 2), "s", "ten times 3 million", round(growth, 2), 1.0
    )
    yield from _kept(nation, full)


def _peers(nation: Path, ours: dict[str, Any]) -> Iterator[Result]:
    for job, name in PEERS.items():
        theirs = _job(job, nation)
        _same(name, ours, theirs)
        best = theirs["best"]
        yield Result(f"full count by {name}", round(best, 2), "s", "the product", round(best / ours["best"], 2))
        yield Result(f"full count by {name}, most memory", round(theirs["mb"]), "MB")


def _kept(nation: Path, full: float) -> Iterator[Result]:
    """What keeping parts costs, and what it saves."""
    written = _job("parts", nation)
    yield Result(
        "keeping parts of everything, once",
        round(written["best"], 2),
        "s",
        "a full count",
        round(written["best"] / full, 2),
    )
    yield Result("keeping parts, most memory", round(written["mb"]), "MB", required=MEMORY_MB)
    for job, name, warm, times, required in (
        ("repeat", "the same request again", "another breakdown", 2, 1 / FASTER),
        ("breakdown", "a breakdown nobody asked for before, of all that adds up", "another breakdown", 1, 1 / FASTER),
        ("medians", "the medians by it, which need the rows", "another breakdown", 1, None),
    ):
        asked = _job(job, nation, times=times, warm=warm)
        yield Result(name, round(asked["best"], 3), "s", "a full count", round(asked["best"] / full, 4), required)
    with tempfile.TemporaryDirectory(prefix="homeward-bench-", dir=nation.parent) as folder:
        month = _with_another_month(nation, Path(folder) / "next")
        took = _job("parts", month, BEFORE=str(nation))
        counted, carried = took["said"]["files"]
        if not counted or carried < 10 * counted:
            raise RuntimeError(f"A month's refresh counted {counted:.0f} files and carried {carried:.0f}.")
        yield Result(
            "a month's refresh", round(took["best"], 2), "s", "a full count", round(took["best"] / full, 4), 1 / REFRESH
        )


def _with_another_month(nation: Path, folder: Path) -> Path:
    """The same facts, of which the last month's files hold other rows."""
    shutil.copytree(nation, folder, copy_function=os.link, ignore=shutil.ignore_patterns("parts"))
    for file in folder.rglob("part-0.parquet"):
        if file.parent == max(file.parent.parent.iterdir()):
            _one_row_less(file)
    return folder


def _one_row_less(file: Path) -> None:
    import pyarrow.parquet as pq

    rows = pq.ParquetFile(file).read()
    file.unlink()  # the name only: the nation's own file has another
    pq.write_table(rows.slice(1), file, compression="zstd")


def _best(job: str, folder: Path) -> dict[str, Any]:
    """The better of two processes: what else runs here slows down one or the other."""
    return min((_job(job, folder) for _ in range(2)), key=lambda one: one["best"])


def _job(job: str, folder: Path, times: int = 1, warm: str = "", **environment: str) -> dict[str, Any]:
    """A job's answer, with the least of its seconds as `best`. Raises RuntimeError when it fails."""
    command = [sys.executable, "-m", "benchmarks.jobs", job, str(folder), str(times), *([warm] if warm else [])]
    paths = f"{PROJECT / 'src'}:{PROJECT}"
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths, **environment}
    )
    if done.returncode:
        raise RuntimeError(f"{job} failed: {done.stderr.strip().splitlines()[-1:]}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return {**answer, "best": min(answer["seconds"])}


def _same(name: str, ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    for code, sums in ours["said"].items():
        for mine, other in zip(sums, theirs["said"][code], strict=True):
            if abs(mine - other) > 1e-9 * max(1.0, abs(mine)):
                raise RuntimeError(f"{name} comes to {other} for {code}, the product to {mine}.")
