"""The whole framework in pandas: the columns of a table that are needed in memory, then vectors."""

from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.by_hand.conditions import BY_TABLE, ByHand
from homeward.outcomes.facts import TABLES

if TYPE_CHECKING:
    import pandas as pd


def count(folder: Path) -> dict[str, tuple[float, ...]]:
    """What each measure adds up to over every month, locality and service: n, d, x, s, ss and w."""
    found: dict[str, tuple[float, ...]] = {}
    for table, measures in BY_TABLE.items():
        for event, alike in groupby(sorted(measures, key=lambda one: one.event), key=lambda one: one.event):
            together, column = list(alike), TABLES[table].event(event).column
            cells = _counted(_frame(folder, table, column, together), column, together)
            for one in together:
                sums = [float(cells[f"{one.code}_{n}"].sum()) for n in range(one.columns)]
                found[one.code] = (*sums, *[0.0] * (6 - one.columns))
    return found


def _frame(folder: Path, table: str, column: str, measures: list[ByHand]) -> "pd.DataFrame":
    import pyarrow.dataset as ds

    texts = (text for one in measures for text in (one.about, one.counts, one.met, one.amount, one.weight))
    wanted = {f"{column}_month", f"{column}_on", "locality", "pathway"} | {
        name for one in texts for name in _named(one)
    }
    rows = ds.dataset(str(folder / table), format="parquet").to_table(columns=sorted(wanted))
    frame = rows.to_pandas(strings_to_categorical=True, date_as_object=False, self_destruct=True, split_blocks=True)
    return frame[frame[f"{column}_on"].notna()]


def _counted(frame: "pd.DataFrame", column: str, measures: list[ByHand]) -> "pd.DataFrame":
    import pandas as pd

    keys = [frame[f"{column}_month"], frame["locality"], frame["pathway"]]
    values: dict[str, Any] = {}
    for one in measures:
        counts = _mask(frame, one.counts)
        values[f"{one.code}_0"], values[f"{one.code}_1"] = _mask(frame, one.met), counts
        values[f"{one.code}_2"] = _mask(frame, one.about) & ~counts
        if one.amount:
            amount = _value(frame, one.amount).astype("float64").where(counts)
            values[f"{one.code}_3"], values[f"{one.code}_4"] = amount, amount * amount
            if one.ranked:
                amount.groupby(keys, observed=True).quantile(list(one.ranked))
        if one.weight:
            values[f"{one.code}_5"] = _value(frame, one.weight).astype("float64").where(counts)
    return pd.DataFrame(values).groupby(keys, observed=True).sum()


@cache
def _parsed(text: str) -> Any:
    import sqlglot

    return sqlglot.parse_one(text, dialect="duckdb")


def _named(text: str) -> set[str]:
    from sqlglot import exp

    return {one.name for one in _parsed(text).find_all(exp.Column)} if text else set()


def _mask(frame: "pd.DataFrame", text: str) -> "pd.Series":
    import pandas as pd

    value = _value(frame, text)
    return value.fillna(False).astype(bool) if isinstance(value, pd.Series) else pd.Series(bool(value), frame.index)


def _value(frame: "pd.DataFrame", text: str) -> Any:
    return _worked_out(frame, _parsed(text))


def _worked_out(frame: "pd.DataFrame", one: Any) -> Any:
    """A condition over the columns, each step a vector: missing answers stay missing until a mask is made."""
    from sqlglot import exp

    def of(part: Any) -> Any:
        return _worked_out(frame, part)

    if isinstance(one, exp.Paren):
        return of(one.this)
    if isinstance(one, exp.Column):
        return frame[one.name]
    if isinstance(one, exp.Boolean):
        return one.this
    if isinstance(one, exp.Literal):
        return one.this if one.is_string else float(one.this)
    if isinstance(one, exp.Not):
        inside = of(one.this)
        return ~inside.fillna(True).astype(bool) if hasattr(inside, "fillna") else not inside
    if isinstance(one, exp.Cast):
        return of(one.this).astype("float64")
    if isinstance(one, exp.Is):
        return of(one.this).isna()
    if isinstance(one, exp.In):
        return of(one.this).isin([of(value) for value in one.expressions])
    if isinstance(one, exp.Coalesce):
        return of(one.this).fillna(of(one.expressions[0])).astype(bool)
    return _TWO[type(one)](of(one.this), of(one.expression))


def _both(left: Any, right: Any) -> Any:
    as_bool = [side.fillna(False).astype(bool) if hasattr(side, "fillna") else side for side in (left, right)]
    return as_bool[0] & as_bool[1]


def _two() -> dict[type, Any]:
    from operator import eq, ge, gt, le, ne, sub, truediv

    from sqlglot import exp

    return {
        exp.And: _both,
        exp.EQ: eq,
        exp.NEQ: ne,
        exp.GT: gt,
        exp.GTE: ge,
        exp.LTE: le,
        exp.Sub: sub,
        exp.Div: truediv,
    }


_TWO = _two()
