"""One plain row of each table that holds in every way, to be spoiled one field at a time."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from homeward.kit.weeks import week_of
from homeward.outcomes.columns import table_of
from homeward.outcomes.facts import TABLES, Field, Kind, Table

DAY = date(2026, 3, 4)
AT = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
PLAIN: dict[Kind, Any] = {
    Kind.TEXT: "",
    Kind.WHOLE: 0,
    Kind.NUMBER: 0.0,
    Kind.YES_NO: False,
    Kind.DAY: DAY,
    Kind.INSTANT: AT,
}
HOLDS: dict[str, dict[str, Any]] = {
    "referrals": {"excluded_because": "not_in_standard", "first_contact_at": None},
    "discharges": {"left_out_2a": "not_a_new_client", "twelve_weeks_on": date(2026, 5, 27), "began_on": DAY},
    "hospital_stays": {"left_out_2d": "under_65", "delay_days": 0, "on_ready_day": True},
    "delays": {"reason": "not_given", "share": 1.0},
    "answers": {"response": 4, "agrees": True},
}
"""What a plain row of a table needs beside, so that its fields agree with each other."""


def row_of(name: str, number: int = 1, **changes: Any) -> dict[str, Any]:
    """A row of a table that holds: everything on one day, and empty what may be."""
    table = TABLES[name]
    row = {field.name: _plain(field, number) for field in table.fields}
    for event in table.events:
        row[f"{event.column}_on"] = None if event.optional else DAY
    row |= HOLDS.get(name, {}) | changes
    return row | _weeks(table, row) | changes


def _plain(field: Field, number: int) -> Any:
    if field.name.endswith("_id"):
        return f"{field.name[:2]}-{number}" if field.name != "episode_id" else "ep-1"
    if field.name in ("partnership", "origin"):
        return {"partnership": "testshire", "origin": "live"}[field.name]
    if field.optional and field.kind is not Kind.TEXT:
        return None
    if field.codes:  # the first code there is, or none where that is allowed
        return "" if "" in field.codes else field.codes[0]
    if field.kind is Kind.WHOLE:
        return int(field.least or 0)
    return PLAIN[field.kind]


def _weeks(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for event in table.events:
        on = row[f"{event.column}_on"]
        found[f"{event.column}_week"] = week_of(on) if on else None
        found[f"{event.column}_month"] = on.replace(day=1) if on else None
    return found


def write_rows_of(folder: Path, name: str, rows: Iterable[Mapping[str, Any]]) -> Path:
    """Write rows as one Parquet file of a table."""
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(table_of(list(rows), TABLES[name].schema), folder / f"{name}.parquet")
    return folder
