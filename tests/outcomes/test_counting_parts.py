"""What is kept beside the facts gives the same numbers as the rows, and only what changed is counted again."""

import os
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeward.outcomes.counting import PartsWritten, count_all, write_parts
from homeward.outcomes.counting.parts import reading
from homeward.outcomes.counting.parts.known import parts_known
from homeward.outcomes.definitions import Definition, FigureKind, measure_called, measures
from homeward.outcomes.facts import BREAKDOWNS, TABLES
from homeward.outcomes.periods import Period
from homeward.outcomes.snapshots import Snapshot, facts_at
from tests.outcomes.made_facts import FIRST_DAY, LAST_DAY, Fact, facts_of, random_facts, written
from tests.outcomes.same_cells import differences
from tests.outcomes.slow_parts import slow_amounts, slow_parts, subsets

MARCH, NOVEMBER = date(2026, 3, 1), date(2026, 11, 30)
TABLES_WITH_MEASURES = sorted({one.table for one in measures()})
NEW_WAIT = measure_called("wait_to_first_contact").model_copy(update={"expression": "response.wait_to_start"})


def of_table(table: str) -> list[Definition]:
    return [one for one in measures() if one.table == table]


def kept(folder: Path, facts: Mapping[str, Sequence[Fact]]) -> Snapshot:
    written(folder, facts)
    write_parts(folder)
    return facts_at(folder)


@pytest.mark.parametrize("table", TABLES_WITH_MEASURES)
def test_what_is_kept_equals_a_slow_count_of_it(table: str, tmp_path: Path) -> None:
    rows = random_facts(table, rows=150, seed=11)
    kept(tmp_path, {table: rows})
    slow = slow_parts(table, {one.code: one.dated for one in of_table(table)}, rows)
    columns = "event, grain, code, began, origin, group_0, group_1, n, d, x, s, ss, w"
    found = duckdb.sql(f"SELECT {columns} FROM '{tmp_path}/parts/{table}/sums.parquet'").fetchall()
    assert {tuple(row[:7]) for row in found} == set(slow)
    assert len(found) == len(slow)
    assert all(list(row[7:]) == pytest.approx(slow[tuple(row[:7])], rel=1e-9, abs=1e-9) for row in found)


@pytest.mark.parametrize("table", ["referrals", "episodes"])
def test_kept_amounts_equal_a_slow_count_of_them(table: str, tmp_path: Path) -> None:
    rows = random_facts(table, rows=150, seed=12)
    kept(tmp_path, {table: rows})
    ranked = [one for one in of_table(table) if {figure.kind for figure in one.figures} & {"median", "p90"}]
    found = duckdb.sql(
        f"SELECT event, code, began, origin, amount, times FROM '{tmp_path}/parts/{table}/amounts.parquet'"
    ).fetchall()
    assert {row[:5]: row[5] for row in found} == slow_amounts(table, {one.code: one.dated for one in ranked}, rows)
    assert len(ranked) > 0


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_any_question_is_answered_alike_from_parts_and_from_rows(data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(TABLES_WITH_MEASURES))
    rows = data.draw(facts_of(table, most=80).filter(bool))
    days = st.dates(FIRST_DAY - timedelta(days=20), LAST_DAY + timedelta(days=20))
    first, last = sorted((data.draw(days), data.draw(days)))
    asked = {
        "first": first,
        "last": last,
        "period": data.draw(st.sampled_from(Period)),
        "by": data.draw(st.sampled_from(subsets(BREAKDOWNS))),
        "where": data.draw(
            st.sampled_from([(), (("origin", ("live",)),), (("locality", ("north", "elsewhere")),), (("need", ()),)])
        ),
    }
    with TemporaryDirectory() as folder:
        snapshot = kept(Path(folder), {table: rows})
        from_rows = count_all(snapshot, of_table(table), engine="duckdb", **asked)
        assert differences(count_all(snapshot, of_table(table), **asked), from_rows) == []


def test_months_and_single_groups_read_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = kept(tmp_path, {"referrals": random_facts("referrals", rows=50, seed=1)})
    monkeypatch.setattr("homeward.outcomes.counting.answering.slice_of", _no_rows)
    sums = [one for one in of_table("referrals") if one.figures[0].kind is FigureKind.PERCENT]
    for by in [(), *((name,) for name in BREAKDOWNS), ("locality", "pathway"), ("origin", "need")]:
        for period in Period:
            count_all(snapshot, sums, first=MARCH, last=NOVEMBER, period=period, by=by)
    count_all(snapshot, of_table("referrals"), first=MARCH, last=NOVEMBER, period=Period.WEEK)
    with pytest.raises(AssertionError, match="rows were read"):
        count_all(snapshot, sums, first=MARCH, last=NOVEMBER, by=("source", "need"))


def _no_rows(*_: object) -> None:
    raise AssertionError("rows were read")


def _before_and_after(tmp_path: Path, before: list[Fact], after: list[Fact]) -> tuple[PartsWritten, Snapshot]:
    kept(tmp_path / "before", {"referrals": before})
    written(tmp_path / "after", {"referrals": after})
    done = write_parts(tmp_path / "after", previous=tmp_path / "before")
    return done, facts_at(tmp_path / "after")


def test_only_the_file_that_changed_is_counted_again(tmp_path: Path) -> None:
    rows = random_facts("referrals", rows=200, seed=5)
    changed = [row | {"clock_code": "05", "standard_met": True} if row is rows[0] else row for row in rows]
    done, snapshot = _before_and_after(tmp_path, rows, changed)
    assert done.counted == 1
    assert done.carried == len(snapshot.files("referrals")) - 1
    asked = {"first": MARCH, "last": NOVEMBER, "period": Period.MONTH, "by": ("locality",)}
    from_rows = count_all(snapshot, of_table("referrals"), engine="duckdb", **asked)
    assert differences(count_all(snapshot, of_table("referrals"), **asked), from_rows) == []


def test_files_that_did_not_change_keep_the_very_same_parts(tmp_path: Path) -> None:
    rows = random_facts("referrals", rows=60, seed=6)
    done, _ = _before_and_after(tmp_path, rows, rows)
    assert done.counted == 0
    before, after = (sorted((tmp_path / name / "parts").rglob("*.parquet")) for name in ("before", "after"))
    assert [os.stat(file).st_ino for file in before] == [os.stat(file).st_ino for file in after]


def test_rows_and_files_that_went_are_not_in_the_numbers(tmp_path: Path) -> None:
    rows = random_facts("referrals", rows=200, seed=7)
    fewer = [row for row in rows if row["received_month"] != date(2026, 5, 1)]
    _, snapshot = _before_and_after(tmp_path, rows, fewer)
    received = count_all(snapshot, [measure_called("referrals_received")], first=MARCH, last=NOVEMBER)
    inside = [row for row in fewer if row["received_week"] >= date(2026, 2, 23)]
    assert sum(cell.denominator for cell in received["referrals_received"]) == len(inside) < len(rows)


def test_a_measure_that_changed_is_counted_again_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {"referrals": random_facts("referrals", rows=120, seed=8)}
    for name in ("before", "after"):
        written(tmp_path / name, rows)
    received = measure_called("referrals_received")
    write_parts(tmp_path / "before", counting=[received, measure_called("wait_to_first_contact")])
    counted: list[list[str]] = []
    real = reading.OF_SUMS.counted

    def noted(chosen: tuple[Definition, ...]) -> str:
        counted.append([one.code for one in chosen])
        return real(chosen)

    changed_kind = type(reading.OF_SUMS)("sums", noted, reading.OF_SUMS.places, reading.OF_SUMS.sums)
    monkeypatch.setattr("homeward.outcomes.counting.parts.writing.KINDS", (changed_kind, reading.OF_AMOUNTS))
    write_parts(tmp_path / "after", previous=tmp_path / "before", counting=[received, NEW_WAIT])
    assert [codes for codes in counted if codes] == [["wait_to_first_contact"], ["referrals_received", NEW_WAIT.code]]
    snapshot = facts_at(tmp_path / "after")
    asked = {"first": MARCH, "last": NOVEMBER, "period": Period.MONTH}
    from_rows = count_all(snapshot, [received, NEW_WAIT], engine="duckdb", **asked)
    assert differences(count_all(snapshot, [received, NEW_WAIT], **asked), from_rows) == []


def test_parts_of_an_earlier_definition_are_not_believed(tmp_path: Path) -> None:
    snapshot = kept(tmp_path, {"referrals": random_facts("referrals", rows=120, seed=9)})
    known = parts_known(snapshot)
    assert known is not None
    assert known.holds_for(measure_called("wait_to_first_contact"))
    assert not known.holds_for(NEW_WAIT)
    asked = {"first": MARCH, "last": NOVEMBER}
    from_rows = count_all(snapshot, [NEW_WAIT], engine="duckdb", **asked)
    assert differences(count_all(snapshot, [NEW_WAIT], **asked), from_rows) == []


def test_parts_of_other_files_are_not_believed(tmp_path: Path) -> None:
    kept(tmp_path, {"referrals": random_facts("referrals", rows=20, seed=10)})
    written(tmp_path, {"referrals": random_facts("referrals", rows=90, seed=10)})
    snapshot = facts_at(tmp_path)
    assert parts_known(snapshot) is None
    received = count_all(snapshot, [measure_called("referrals_received")], first=FIRST_DAY, last=NOVEMBER)
    assert sum(cell.denominator for cell in received["referrals_received"]) == 90


def test_parts_that_were_half_written_are_not_believed(tmp_path: Path) -> None:
    snapshot = kept(tmp_path, {"referrals": random_facts("referrals", rows=20, seed=10)})
    (tmp_path / "parts" / "parts.json").unlink()
    parts_known.cache_clear()
    assert parts_known(snapshot) is None


def test_a_table_without_rows_has_parts_too(tmp_path: Path) -> None:
    snapshot = kept(tmp_path, {"referrals": random_facts("referrals", rows=1, seed=1)})
    contacts = [one for one in measures() if one.table == "contacts"]
    found = count_all(snapshot, contacts, first=MARCH, last=NOVEMBER, period=Period.MONTH)
    assert {cell.denominator for cells in found.values() for cell in cells} == {0}
    assert set(TABLES_WITH_MEASURES) <= set(TABLES)
