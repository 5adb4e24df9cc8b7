"""Every measure's expression says of each row what its definition says, and uses only words that every engine knows."""

from functools import cache
from importlib import import_module
from math import isclose
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ibis.expr import operations as ops

from homeward.outcomes.definitions import Definition, FigureKind, measure_called, measures
from homeward.outcomes.facts import TABLES
from homeward.outcomes.measures.parts import Parts
from tests.outcomes.made_facts import Fact, facts_of, random_facts
from tests.outcomes.slow_count import SLOW

CODES = [one.code for one in measures()]

SAFE = (
    *(ops.Field, ops.Literal, ops.Cast, ops.Not, ops.And, ops.Or, ops.IsNull, ops.NotNull, ops.Coalesce),
    *(ops.Equals, ops.NotEquals, ops.Less, ops.LessEqual, ops.Greater, ops.GreaterEqual, ops.InValues),
    *(ops.Add, ops.Subtract, ops.Multiply, ops.Divide, ops.IfElse, ops.SimpleCase, ops.SearchedCase),
)
"""What DuckDB and Spark are known to answer alike. Differences of dates and times are not: the facts hold the days."""


def parts_of(measure: Definition) -> tuple[Any, Parts]:
    """The measure's table, unbound, and its parts."""
    table = ibis.table(ibis.Schema.from_pyarrow(TABLES[measure.table].schema), name=measure.table)
    module, function = measure.expression.split(".")
    return table, getattr(import_module(f"homeward.outcomes.measures.{module}"), function)(table)


def _columns(parts: Parts) -> dict[str, Any]:
    every = {name: getattr(parts, name) for name in ("belongs", "counts", "meets", "amount", "weight")}
    return {name: column for name, column in every.items() if column is not None}


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


@cache
def _sql(code: str) -> str:
    table, parts = parts_of(measure_called(code))
    return str(ibis.to_sql(table.select(**_columns(parts)), dialect="duckdb"))


def _asked_of(rows: list[Fact], measure: Definition) -> list[dict[str, Any]]:
    """For each row in order, what the expression makes of it."""
    _engine().register(measure.table, pa.Table.from_pylist(rows, schema=TABLES[measure.table].schema))
    asked = _engine().execute(_sql(measure.code))
    names = [column[0] for column in asked.description or ()]
    return [dict(zip(names, values, strict=True)) for values in asked.fetchall()]


def _by_words(row: Fact, code: str) -> dict[str, Any]:
    slow = SLOW[code]
    about = bool(slow.about(row))
    counts = about and bool(slow.counts(row))
    said = {"belongs": about, "counts": counts, "meets": counts and bool(slow.meets(row))}
    amounts = {"amount": slow.amount, "weight": slow.weight}
    return said | {name: float(asked(row)) if counts else None for name, asked in amounts.items() if asked}


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, float) and isinstance(right, float):
        return isclose(left, right, rel_tol=1e-9, abs_tol=1e-9)
    return left is right


def test_every_measure_has_a_slow_count() -> None:
    assert set(CODES) == set(SLOW)


@pytest.mark.parametrize("code", CODES)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_an_expression_says_of_every_row_what_the_definition_says(code: str, data: st.DataObject) -> None:
    measure = measure_called(code)
    rows = data.draw(facts_of(measure.table))
    for row, found in zip(rows, _asked_of(rows, measure), strict=True):
        expected = _by_words(row, code)
        assert set(found) == set(expected)
        assert {name for name in found if not _same(found[name], expected[name])} == set()


@pytest.mark.parametrize("code", CODES)
def test_a_measure_can_tell_rows_apart(code: str) -> None:
    """Among many random rows some count; unless all that count meet it by definition, some do not."""
    measure = measure_called(code)
    found = _asked_of(random_facts(measure.table, rows=400, seed=7), measure)
    counted = [row for row in found if row["counts"]]
    assert counted
    if {one.kind for one in measure.figures} & {FigureKind.PERCENT}:
        assert {row["meets"] for row in counted} == {True, False}


@pytest.mark.parametrize("code", CODES)
def test_a_measure_has_the_parts_that_its_figures_need(code: str) -> None:
    measure = measure_called(code)
    _, parts = parts_of(measure)
    kinds = {one.kind for one in measure.figures}
    of_amounts = {FigureKind.TOTAL, FigureKind.MEAN, FigureKind.RATIO, FigureKind.MEDIAN, FigureKind.P90}
    assert (parts.amount is not None) == bool(kinds & of_amounts)
    assert (parts.weight is not None) == (FigureKind.RATIO in kinds)
    for name, column in _columns(parts).items():
        assert column.type().is_float64() if name in ("amount", "weight") else column.type().is_boolean()


@pytest.mark.parametrize("code", CODES)
def test_an_expression_uses_only_words_that_every_engine_answers_alike(code: str) -> None:
    _, parts = parts_of(measure_called(code))
    for column in _columns(parts).values():
        assert {type(node) for node in column.op().find(ops.Value)} <= set(SAFE)


@pytest.mark.parametrize("code", CODES)
def test_a_measure_casts_only_to_float64(code: str) -> None:
    _, parts = parts_of(measure_called(code))
    casts = [node for column in _columns(parts).values() for node in column.op().find(ops.Cast)]
    assert all(node.to.is_float64() for node in casts)


@pytest.mark.parametrize("code", CODES)
def test_a_measure_divides_only_float64(code: str) -> None:
    """Spark makes a decimal of a whole number divided by a literal, with fewer places than DuckDB."""
    _, parts = parts_of(measure_called(code))
    divided = [node for column in _columns(parts).values() for node in column.op().find(ops.Divide)]
    assert all(node.left.dtype.is_float64() and node.right.dtype.is_float64() for node in divided)


@pytest.mark.parametrize("code", CODES)
def test_a_measure_has_no_limit_of_its_own(code: str) -> None:
    """Numbers such as 120 minutes or 42 days are the rules' and the model's: here are only 0 and minutes an hour."""
    _, parts = parts_of(measure_called(code))
    literals = [node for column in _columns(parts).values() for node in column.op().find(ops.Literal)]
    assert {node.value for node in literals if node.dtype.is_numeric()} <= {0, 60.0}


def test_a_difference_of_dates_is_not_among_the_safe_words() -> None:
    table, _ = parts_of(measure_called("two_hour_response"))
    days = (table.clock_stop_on - table.clock_start_on).op()
    assert not {type(node) for node in days.find(ops.Value)} <= set(SAFE)
