"""The whole framework in Polars: one lazy query a table and event, reading only the columns it needs."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.by_hand.conditions import BY_TABLE, ByHand
from homeward.outcomes.facts import TABLES

if TYPE_CHECKING:
    import polars as pl


def count(folder: Path) -> dict[str, tuple[float, ...]]:
    """What each measure adds up to over every month, locality and service: n, d, x, s, ss and w."""
    import polars as pl

    found: dict[str, tuple[float, ...]] = {}
    for table, measures in BY_TABLE.items():
        rows = pl.scan_parquet(f"{folder}/{table}/**/*.parquet", hive_partitioning=False)
        for event, alike in groupby(sorted(measures, key=lambda one: one.event), key=lambda one: one.event):
            together, column = list(alike), TABLES[table].event(event).column
            cells = (
                rows.filter(pl.col(f"{column}_on").is_not_null())
                .group_by(f"{column}_month", "locality", "pathway")
                .agg([expression for one in together for expression in _expressions(one)])
                .collect(engine="streaming")
            )
            for one in together:
                sums = [float(cells[f"{one.code}_{n}"].sum() or 0) for n in range(one.columns)]
                found[one.code] = (*sums, *[0.0] * (6 - one.columns))
    return found


def _expressions(one: ByHand) -> "Iterator[pl.Expr]":
    import polars as pl

    counts = pl.sql_expr(_plain(one.counts))
    yield pl.sql_expr(_plain(one.met)).cast(pl.Int64).sum().alias(f"{one.code}_0")
    yield counts.cast(pl.Int64).sum().alias(f"{one.code}_1")
    yield pl.sql_expr(_plain(f"({one.about}) AND NOT ({one.counts})")).cast(pl.Int64).sum().alias(f"{one.code}_2")
    if one.amount:
        amount = pl.when(counts).then(pl.sql_expr(one.amount).cast(pl.Float64))
        yield amount.sum().alias(f"{one.code}_3")
        yield (amount * amount).sum().alias(f"{one.code}_4")
        for share in one.ranked:
            yield amount.quantile(share, interpolation="linear").alias(f"{one.code}_q{share}")
    if one.weight:
        yield pl.when(counts).then(pl.sql_expr(one.weight).cast(pl.Float64)).sum().alias(f"{one.code}_5")


def _plain(condition: str) -> str:
    """A condition that is a column of its own length: a bare `true` would be one value for the whole group."""
    return (
        condition.replace("true) AND", "partnership IS NOT NULL) AND")
        if condition != "true"
        else "partnership IS NOT NULL"
    )
