"""Made facts fit the tables they are of, so that tests over them show what real facts would."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.outcomes.facts import TABLES, Field, Kind
from tests.outcomes.made_facts import Fact, fact, facts_of, random_facts, written


def _fits(field: Field, row: Fact) -> bool:
    value = row[field.name]
    if value is None:
        return field.optional
    if field.kind in (Kind.WHOLE, Kind.NUMBER):
        return (field.least is None or value >= field.least) and (field.most is None or value <= field.most)
    return not field.codes or value in field.codes


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_made_rows_fit_their_fields_and_repeat_no_key(table: str, data: st.DataObject) -> None:
    rows, shape = data.draw(facts_of(table)), TABLES[table]
    assert [field.name for row in rows for field in shape.fields if not _fits(field, row)] == []
    assert len({tuple(row[name] for name in shape.key) for row in rows}) == len(rows)


@pytest.mark.parametrize("table", TABLES)
def test_made_rows_are_kept_by_partnership_and_month_of_the_first_event(table: str) -> None:
    rows = random_facts(table, rows=40, seed=1)
    with TemporaryDirectory() as folder:
        snapshot = written(Path(folder), {table: rows})
        assert snapshot.rows[table] == len(rows)
        found = 0
        for file in snapshot.files(table):
            kept = pq.ParquetFile(file).read()
            assert kept.schema.equals(TABLES[table].schema)
            months = {f"{day:%Y-%m}" for day in kept.column(TABLES[table].month_column).to_pylist()}
            assert [file.split("/month=")[1].split("/")[0]] == list(months)
            found += kept.num_rows
        assert found == len(rows)


@pytest.mark.parametrize("table", TABLES)
def test_weeks_begin_on_mondays_and_months_on_their_first_day(table: str) -> None:
    for row in random_facts(table, rows=60, seed=2):
        for event in TABLES[table].events:
            day = row[f"{event.column}_on"]
            assert row[f"{event.column}_month"] == (day and date(day.year, day.month, 1))
            assert row[f"{event.column}_week"] == (day and day - timedelta(days=day.weekday()))


@pytest.mark.parametrize("table", ["referrals", "episodes", "costs"])
def test_as_many_rows_are_made_as_were_asked_for(table: str) -> None:
    assert len(random_facts(table, rows=200, seed=4)) == 200


def test_some_values_are_empty_and_some_are_not() -> None:
    rows = random_facts("referrals", rows=60, seed=3)
    assert {row["wait_minutes"] is None for row in rows} == {True, False}
    assert all(row["wait_minutes"] is None for row in random_facts("referrals", rows=60, seed=3, emptiness=1))


def test_a_plain_row_is_as_asked_and_an_unknown_field_is_refused() -> None:
    row = fact("referrals", clock_stop_on=date(2026, 3, 8), standard_met=True)
    assert (row["received_month"], row["clock_stop_week"], row["standard_met"]) == (
        date(2026, 3, 1),
        date(2026, 3, 2),
        True,
    )
    with pytest.raises(KeyError, match="colour"):
        fact("referrals", colour="blue")
