"""The whole framework in hand-written DuckDB SQL: one query a table and event, as a careful analyst would write it."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from benchmarks.by_hand.conditions import BY_TABLE, ByHand
from homeward.outcomes.facts import TABLES


def queries(folder: Path) -> Iterator[tuple[list[ByHand], str]]:
    """Each query with the measures it counts, in the order of its columns."""
    for table, measures in BY_TABLE.items():
        for event, alike in groupby(sorted(measures, key=lambda one: one.event), key=lambda one: one.event):
            together = list(alike)
            yield together, _query(folder, table, TABLES[table].event(event).column, together)


def _query(folder: Path, table: str, column: str, measures: list[ByHand]) -> str:
    columns = ",\n  ".join(text for one in measures for text in _columns(one))
    return (
        f"SELECT {column}_month, locality, pathway,\n  {columns}\n"
        f"FROM read_parquet('{folder}/{table}/**/*.parquet', hive_partitioning = false)\n"
        f"WHERE {column}_on IS NOT NULL GROUP BY ALL"
    )


def _columns(one: ByHand) -> Iterator[str]:
    yield f"count(*) FILTER (WHERE {one.met})"
    yield f"count(*) FILTER (WHERE {one.counts})"
    yield f"count(*) FILTER (WHERE ({one.about}) AND NOT ({one.counts}))"
    if one.amount:
        yield f"sum(({one.amount})::DOUBLE) FILTER (WHERE {one.counts})"
        yield f"sum((({one.amount})::DOUBLE) ^ 2) FILTER (WHERE {one.counts})"
    if one.weight:
        yield f"sum(({one.weight})::DOUBLE) FILTER (WHERE {one.counts})"
    for share in one.ranked:
        yield f"quantile_cont(({one.amount})::DOUBLE, {share}) FILTER (WHERE {one.counts})"


def count(folder: Path, *, threads: int = 2) -> dict[str, tuple[float, ...]]:
    """What each measure adds up to over every month, locality and service: n, d, x, s, ss and w."""
    import duckdb

    engine = duckdb.connect(config={"threads": threads})
    engine.execute("SET TimeZone = 'UTC'")
    found: dict[str, tuple[float, ...]] = {}
    for measures, sql in queries(folder):
        rows = engine.execute(sql).fetchall()
        place = 3
        for one in measures:
            width = one.columns
            sums = [float(sum(row[place + i] or 0 for row in rows)) for i in range(width)]
            found[one.code] = (*sums, *[0.0] * (6 - width))
            place += width + len(one.ranked)
    return found
