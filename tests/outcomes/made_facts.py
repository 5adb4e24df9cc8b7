"""Made-up facts for tests: rows of any table, plain or at random, driven by the fields' own definitions."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from homeward.outcomes.facts import TABLES, Field, Kind, Table
from homeward.outcomes.snapshots import Snapshot, new_snapshot, only_one_writer, swap_in

Fact = dict[str, Any]

COUNTED_AT = datetime(2026, 11, 4, 12, 0, tzinfo=UTC)
"""A Wednesday: the week of 2 November is still running."""
FIRST_DAY, LAST_DAY = date(2026, 2, 20), date(2026, 11, 4)
"""Between these days made facts begin: over both changes of the clock, and months that begin in mid-week."""

_TEXTS = {
    "partnership": ("here", "here", "there"),
    "origin": ("live", "live", "an_extract"),
    "pathway": ("", "rapid_response", "reablement", "home_ward"),
    "model": ("", "crisis_response", "reablement", "virtual_ward"),
    "organisation": ("RXX", "council"),
    "locality": ("north", "south", "not_known"),
    "source": ("gp", "ambulance", "acute_hospital"),
    "need": ("", "fall", "frailty_decomp"),
    "excluded_because": ("", "", "not_in_standard", "contact_before_clock_start"),
}
_EDGE = 0.15
"""How often a number is at an end of its range, where mistakes live."""


def fact(table: str, **values: Any) -> Fact:
    """One plain row: live, here, on 4 March 2026; empty where it may be, else false, the least number or no text.

    Of an event only the day is given (`ended_on=...`): its week and month follow. Raises KeyError for an unknown field.
    """
    shape = TABLES[table]
    row = {field.name: _plain(field) for field in shape.fields}
    row |= {"partnership": "here", "origin": "live", f"{shape.events[0].column}_on": date(2026, 3, 4)}
    if unknown := set(values) - set(row):
        raise KeyError(f"{table} has no {', '.join(sorted(unknown))}")
    return _with_weeks_and_months(shape, row | values)


def facts_of(table: str, *, most: int = 50) -> st.SearchStrategy[list[Fact]]:
    """Any number of rows of a table with any values its fields allow, some columns often empty; no key twice.

    One seed makes a sequence of rows, so that a failing example gets smaller by losing rows from its end.
    """
    return st.builds(
        random_facts,
        st.just(table),
        rows=st.integers(0, most),
        seed=st.integers(0, 2**32 - 1),
        emptiness=st.sampled_from([0.0, 0.2, 0.2, 0.8, 1.0]),
    )


def random_facts(table: str, *, rows: int, seed: int, emptiness: float = 0.2) -> list[Fact]:
    """So many rows of a table at random; `emptiness` is the share of values that are empty where they may be."""
    shape, chance = TABLES[table], Random(f"{table} {seed}")
    made: dict[tuple[Any, ...], Fact] = {}
    for number in range(1, rows + 1):
        row = {field.name: _value(field, number, chance, emptiness, shape.key) for field in shape.fields}
        row = _with_weeks_and_months(shape, row | _days(shape, chance, emptiness))
        made.setdefault(tuple(row[name] for name in shape.key), row)
    return list(made.values())


def written(folder: Path, facts: Mapping[str, Sequence[Fact]], *, counted_at: datetime = COUNTED_AT) -> Snapshot:
    """The rows as a snapshot in this folder, which need not be in use: for counting."""
    for name, rows in facts.items():
        shape = TABLES[name]
        files: dict[tuple[str, str], list[Fact]] = {}
        for row in rows:
            files.setdefault((row["partnership"], f"{row[shape.month_column]:%Y-%m}"), []).append(row)
        for (partnership, month), of_file in files.items():
            place = folder / name / f"partnership={partnership}" / f"month={month}"
            place.mkdir(parents=True, exist_ok=True)
            pq.write_table(pa.Table.from_pylist(of_file, schema=shape.schema), place / "part-0.parquet")
    return Snapshot(folder, counted_at, {name: len(facts.get(name, ())) for name in TABLES})


def put_in_use(folder: Path, facts: Mapping[str, Sequence[Fact]], *, counted_at: datetime = COUNTED_AT) -> Snapshot:
    """The rows as the snapshot that readers of this facts folder use: for pages and commands."""
    with only_one_writer(folder), new_snapshot(folder, now=counted_at) as aside:
        rows = written(aside, facts, counted_at=counted_at).rows
        return swap_in(folder, aside, counted_at=counted_at, rows=rows)


def _plain(field: Field) -> Any:
    if field.optional:
        return None
    if field.kind is Kind.TEXT:
        return field.codes[0] if field.codes else ""
    return {
        Kind.WHOLE: int(field.least or 0),
        Kind.NUMBER: float(field.least or 0),
        Kind.YES_NO: False,
        Kind.DAY: date(2026, 3, 4),
        Kind.INSTANT: datetime(2026, 3, 4, 10, 0, tzinfo=UTC),
    }[field.kind]


def _value(field: Field, number: int, chance: Random, emptiness: float, key: Iterable[str]) -> Any:
    if field.optional and chance.random() < emptiness:
        return None
    if field.kind is Kind.TEXT:
        return _text(field, number, chance, key)
    if field.kind is Kind.YES_NO:
        return chance.random() < 0.5
    if field.kind is Kind.DAY:
        return _day(chance)
    if field.kind is Kind.INSTANT:
        return datetime.combine(_day(chance), time(chance.randrange(24), chance.randrange(60)), UTC)
    least = -20 if field.least is None else field.least
    most = least + 500 if field.most is None else field.most
    drawn = chance.choice([least, most]) if chance.random() < _EDGE else chance.uniform(least, most)
    return round(drawn) if field.kind is Kind.WHOLE else round(drawn, 3)


def _text(field: Field, number: int, chance: Random, key: Iterable[str]) -> str:
    if field.name in key and field.name.endswith("_id"):
        return str(number)
    return chance.choice(_TEXTS.get(field.name) or field.codes or ("", "one", "two", "three"))


def _day(chance: Random) -> date:
    return FIRST_DAY + timedelta(days=chance.randint(0, (LAST_DAY - FIRST_DAY).days))


def _days(shape: Table, chance: Random, emptiness: float) -> Fact:
    """A day for each event, those after the first not before it and not later than the facts were counted."""
    first = _day(chance)
    days: Fact = {f"{shape.events[0].column}_on": first}
    for event in shape.events[1:]:
        empty = event.optional and chance.random() < emptiness
        later = min(first + timedelta(days=chance.choice([0, 1, 6, 7, 30, 84])), COUNTED_AT.date())
        days[f"{event.column}_on"] = None if empty else later
    return days


def _with_weeks_and_months(shape: Table, row: Fact) -> Fact:
    for event in shape.events:
        day = row[f"{event.column}_on"]
        row[f"{event.column}_week"] = None if day is None else day - timedelta(days=day.weekday())
        row[f"{event.column}_month"] = None if day is None else day.replace(day=1)
    return row
