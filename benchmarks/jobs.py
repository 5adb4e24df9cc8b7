"""One piece of counting, timed in a process of its own, so that its memory is its own: `benchmarks.jobs NAME DIR`.

Prints one JSON object: seconds, the most memory in MB (with processes it began), and what was counted.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from homeward.outcomes.counting import Cell, Sums
    from homeward.outcomes.snapshots import Snapshot

Totals = dict[str, tuple[float, ...]]
"""By measure what it adds up to over every place: n, d, x, s, ss and w."""
MEMORY = "2GB"
"""What the product lets DuckDB use when it counts a nation."""


def product(folder: Path, engine: str = "duckdb") -> Totals:
    """The product's full count of everything by month, locality and service."""
    from homeward.outcomes.counting import full_count

    limits = {"memory": MEMORY, "threads": 2} if engine == "duckdb" else {}
    sums, _ = full_count(folder, engine=engine, **limits)  # type: ignore[arg-type]
    return {code: _added(places.values()) for code, places in sums.items()}


def spark(folder: Path) -> Totals:
    """The same on Spark with two threads."""
    return product(folder, "spark")


def by_hand(folder: Path) -> Totals:
    """The same in DuckDB SQL written by hand."""
    from benchmarks.by_hand.duck_sql import count

    return count(folder)


def polars(folder: Path) -> Totals:
    """The same in Polars."""
    from benchmarks.by_hand.polars_frames import count

    return count(folder)


def pandas(folder: Path) -> Totals:
    """The same in pandas."""
    from benchmarks.by_hand.pandas_frames import count

    return count(folder)


def parts(folder: Path) -> Totals:
    """Keep what adds up, of every file, or of those that changed since the folder that `BEFORE` names."""
    from homeward.outcomes.counting import write_parts

    before = os.environ.get("BEFORE")
    written = write_parts(folder, previous=Path(before) if before else None, memory=MEMORY, threads=2)
    return {"files": (float(written.counted), float(written.carried))}


@cache
def _snapshot(folder: Path) -> "Snapshot":
    """The folder as pages open one: once, and kept."""
    from homeward.outcomes.snapshots import facts_at

    return facts_at(folder)


def _requests(by: tuple[str, ...], *, ranked: bool | None = None) -> Callable[[Path], Totals]:
    """Ask for measures by month and groups, for all of the time: all of them, or those with a median or without."""

    def ask(folder: Path) -> Totals:
        from homeward.outcomes.counting import count_all
        from homeward.outcomes.counting.expressing import quantile_kinds
        from homeward.outcomes.definitions import measures
        from homeward.outcomes.periods import Period

        first, last = date(2022, 12, 1), date(2026, 6, 30)
        asked = [one for one in measures() if ranked in (None, bool(quantile_kinds(one)))]
        found = count_all(_snapshot(folder), asked, first=first, last=last, period=Period.MONTH, by=by)
        return {code: _in_all(cells) for code, cells in found.items()}

    return ask


JOBS: dict[str, Callable[[Path], Totals]] = {
    "product": product,
    "by_hand": by_hand,
    "polars": polars,
    "pandas": pandas,
    "spark": spark,
    "parts": parts,
    "repeat": _requests(("locality", "pathway")),
    "breakdown": _requests(("ethnicity",), ranked=False),
    "another breakdown": _requests(("deprivation",), ranked=False),
    "medians": _requests(("ethnicity",), ranked=True),
}


def _in_all(cells: "Iterable[Cell]") -> tuple[float, ...]:
    """What cells come to together: numerators, denominators, excluded."""
    found = [(one.numerator, one.denominator, one.excluded) for one in cells]
    return tuple(float(sum(column)) for column in zip(*found, strict=True)) if found else (0.0, 0.0, 0.0)


def _added(sums: "Iterable[Sums]") -> tuple[float, ...]:
    found = [(one.n, one.d, one.x, one.s, one.ss, one.w) for one in sums]
    return tuple(float(sum(column)) for column in zip(*found, strict=True)) if found else (0.0,) * 6


def _most_memory() -> float:
    """The most memory in MB that this process and those it began have held, each at its own worst."""
    mine = os.getpid()
    family = [mine]
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if int(fields["PPid"]) in family and int(fields["Pid"]) not in family:
            family.append(int(fields["Pid"]))
    return sum(_peak(pid) for pid in family)


def _peak(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM")), 0.0)


def main(name: str, folder: str, times: int, warm: str) -> None:
    """Do it so many times, after another job that loads what both need; every time's seconds are printed."""
    if warm:
        JOBS[warm](Path(folder))
    seconds, said = [], {}
    for _ in range(times):
        begun = time.perf_counter()
        said = JOBS[name](Path(folder))
        seconds.append(time.perf_counter() - begun)
    print(json.dumps({"seconds": seconds, "mb": _most_memory(), "said": said}))


if __name__ == "__main__":
    _, asked, where, *rest = sys.argv
    main(asked, where, int(rest[0]) if rest else 1, rest[1] if len(rest) > 1 else "")
