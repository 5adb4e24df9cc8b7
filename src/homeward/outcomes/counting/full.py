"""Everything counted from every row: what a nation runs once, and what keeping parts saves."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from homeward.outcomes.counting.duck import Duck
from homeward.outcomes.counting.engines import Engine, engine_called
from homeward.outcomes.counting.expressing import Shape
from homeward.outcomes.counting.scanning import Ranked, Summed, quantiles_from_rows, slice_of, sums_from_rows
from homeward.outcomes.definitions import Definition, measures
from homeward.outcomes.periods import Period
from homeward.outcomes.snapshots import facts_at


def full_count(
    folder: Path,
    *,
    by: tuple[str, ...] = ("locality", "pathway"),
    period: Period = Period.MONTH,
    counting: Sequence[Definition] | None = None,
    engine: str = "duckdb",
    memory: str = "",
    threads: int = 0,
) -> tuple[Summed, Ranked]:
    """The sums and the quantiles of every measure by its first event, from all rows of a folder, in every place.

    `memory` ("3GB") and `threads` limit DuckDB. Raises SnapshotUnreadable and EngineMissing.
    """
    counter: Engine = Duck(memory=memory, threads=threads) if engine == "duckdb" else engine_called(engine)
    snapshot = facts_at(folder)
    sums: Summed = {}
    ranked: Ranked = {}

    def source(measure: Definition) -> tuple[str, str]:
        return measure.table, measure.dated[0]

    chosen = measures() if counting is None else counting
    for (table, event), alike in groupby(sorted(chosen, key=source), key=source):
        together, shape = list(alike), Shape(table, event, period, by)
        rows = slice_of(snapshot, shape)
        sums |= sums_from_rows(counter, rows, together, shape)
        ranked |= quantiles_from_rows(counter, rows, together, shape)
    return sums, ranked
