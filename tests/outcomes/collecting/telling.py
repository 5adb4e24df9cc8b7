"""Rows of facts as tests ask for them: whole, in order, and such as can be written."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from homeward.outcomes.areas import Areas, Place
from homeward.outcomes.collecting.context import Context
from homeward.outcomes.collecting.tables import COLLECTED
from homeward.outcomes.columns import table_of
from homeward.outcomes.facts import TABLES
from homeward.outcomes.unit_costs import UnitCost, UnitCosts

Row = dict[str, Any]

AREAS = Areas(places={"SE1": Place("north", "2"), "SE1 7": Place("river", "1")})


def costs_of(pounds: dict[tuple[str, str], int]) -> UnitCosts:
    """Pounds an hour by pathway and kind of contact, since 2020."""
    return UnitCosts(
        {
            key: (UnitCost(*key, Decimal(amount), date(2020, 1, 1), "2026/27", "this test"),)
            for key, amount in pounds.items()
        }
    )


COSTS = costs_of({("rapid_response", ""): 60, ("reablement", ""): 30})


def context_at(now: datetime, **changes: Any) -> Context:
    """The made-up partnership's context at a moment, with areas and unit costs unless told otherwise."""
    return Context(**{"partnership": "testshire", "now": now, "areas": AREAS, "unit_costs": COSTS, **changes})


def told(table: str, now: datetime, **changes: Any) -> list[Row]:
    """The rows of a table as things stand at a moment. Each has every column, and can be written."""
    rows = list(COLLECTED[table](context_at(now, **changes)))
    columns = {field.name for field in TABLES[table].fields}
    assert all(set(row) == columns for row in rows)
    assert table_of(rows, TABLES[table].schema).num_rows == len(rows)
    months = [row[TABLES[table].month_column] for row in rows]
    assert months == sorted(months)
    return rows


def only(table: str, now: datetime, **changes: Any) -> Row:
    """The one row there is."""
    (row,) = told(table, now, **changes)
    return row


def picked(row: Row, *names: str) -> tuple[Any, ...]:
    """These columns of a row."""
    return tuple(row[name] for name in names)
