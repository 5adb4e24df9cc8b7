"""Facts are written from the live service: whole, equal when written again, and without anybody's name."""

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from homeward.episodes.actions import record_visit
from homeward.outcomes import collecting
from homeward.outcomes.collecting import collect, facts_folder, facts_in_use, writing
from homeward.outcomes.collecting.writing import OutOfOrder, Place, carried_over, write_rows
from homeward.outcomes.counting import PartsWritten
from homeward.outcomes.facts import TABLES
from homeward.outcomes.own_files import OwnFileWrong
from homeward.outcomes.snapshots import Snapshot
from homeward.outcomes.verify import problems
from homeward.referrals.actions import accept, decline, redirect
from tests.outcomes.fact_rows import row_of
from tests.support.borough import NOW, Borough, make_borough, received

LATER = NOW + timedelta(days=40)


@pytest.fixture
def borough(db: None, home: Path) -> Borough:
    return make_borough()


@pytest.fixture
def counting() -> None:
    """Asked for by a test for which what adds up of the facts is to be counted."""


@pytest.fixture(autouse=True)
def _nothing_counted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What adds up of the facts takes longer than the facts of so small a borough: one test here asks for it."""
    if "counting" not in request.fixturenames:
        monkeypatch.setattr(collecting, "write_parts", lambda folder, previous=None: PartsWritten(0, 0))


def read(snapshot: Snapshot, table: str = "referrals") -> pa.Table:
    files = [pq.ParquetFile(file).read() for file in snapshot.files(table)]
    return pa.concat_tables(files) if files else TABLES[table].schema.empty_table()


def contents(snapshot: Snapshot) -> dict[str, bytes]:
    """Every fact file's bytes, by its place in the snapshot."""
    found = {name: snapshot.files(name) for name in TABLES}
    return {str(Path(one).relative_to(snapshot.folder)): Path(one).read_bytes() for of in found.values() for one in of}


def a_month_of_referrals(borough: Borough) -> None:
    seen = received(borough)
    accept(referral=seen, pathway="rapid_response", by=borough.coordinator, now=NOW)
    seen.refresh_from_db()
    at = NOW + timedelta(minutes=90)
    record_visit(
        episode=seen.episode, kind="face_to_face", started_at=at, what_happened="Helped up.", by=borough.nurse, now=at
    )
    redirect(referral=received(borough), to="Ambulance", reason="Chest pain", by=borough.coordinator, now=NOW)
    decline(referral=received(borough), reason="Not in the borough", by=borough.coordinator, now=NOW)
    received(borough, now=NOW + timedelta(days=35), needed_at=NOW + timedelta(days=35), need="catheter")


def test_facts_are_kept_by_partnership_and_month(borough: Borough) -> None:
    a_month_of_referrals(borough)
    snapshot = collect(now=LATER).snapshot
    places = [str(Path(file).relative_to(snapshot.folder)) for file in snapshot.files("referrals")]
    assert places == [
        "referrals/partnership=testshire/month=2026-03/part-0.parquet",
        "referrals/partnership=testshire/month=2026-04/part-0.parquet",
    ]
    assert snapshot.rows["referrals"] == 4
    assert set(snapshot.rows) == set(TABLES)


def test_every_table_has_its_agreed_shape(borough: Borough) -> None:
    a_month_of_referrals(borough)
    snapshot = collect(now=LATER).snapshot
    for name, table in TABLES.items():
        assert read(snapshot, name).schema.equals(table.schema), name


def test_facts_name_nobody(borough: Borough) -> None:
    a_month_of_referrals(borough)
    snapshot = collect(now=LATER).snapshot
    told = " ".join(str(value) for name in TABLES for row in read(snapshot, name).to_pylist() for value in row.values())
    for private in ("Ashdown", "Mabel", "9990000018", "Made-up Row", "SE1", "1940", "kitchen", "020 "):
        assert private not in told


def test_written_again_nothing_changes_and_every_file_is_the_earlier_one(borough: Borough) -> None:
    a_month_of_referrals(borough)
    first = collect(now=LATER)
    second = collect(now=LATER)
    assert contents(first.snapshot) == contents(second.snapshot)
    assert (first.carried, second.carried, second.files) == (0, first.files, first.files)
    for one, other in zip(first.snapshot.files("contacts"), second.snapshot.files("contacts"), strict=True):
        assert Path(one).samefile(other)


def test_only_the_months_that_changed_are_written_and_counted(borough: Borough, counting: None) -> None:
    a_month_of_referrals(borough)
    first = collect(now=LATER).snapshot
    later = NOW + timedelta(days=36)
    received(borough, now=later, needed_at=later)
    done = collect(now=LATER)
    march, april = done.snapshot.files("referrals")
    assert Path(march).samefile(first.files("referrals")[0])
    assert not Path(april).samefile(first.files("referrals")[1])
    assert (done.files - done.carried, done.counted) == (1, 1)


def test_a_rebuild_carries_nothing_and_comes_out_the_same(borough: Borough) -> None:
    a_month_of_referrals(borough)
    first = collect(now=LATER).snapshot
    done = collect(now=LATER, rebuild=True)
    assert done.carried == 0
    assert contents(done.snapshot) == contents(first)


@pytest.mark.parametrize("damage", ["bytes", "gone"])
def test_a_file_that_was_damaged_since_is_not_carried_over(borough: Borough, damage: str) -> None:
    a_month_of_referrals(borough)
    first = collect(now=LATER).snapshot
    good = contents(first)
    file = Path(first.files("referrals")[0])
    whole = file.read_bytes()
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert contents(collect(now=LATER).snapshot) == good


def test_a_file_of_the_same_length_and_time_but_other_bytes_is_not_equal(tmp_path: Path) -> None:
    one, other, third = (tmp_path / name for name in ("one", "other", "third"))
    for path, said in ((one, b"left"), (other, b"back"), (third, b"left")):
        path.write_bytes(said)
    stamp = one.stat()
    for path in (other, third):
        os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert not carried_over(one, other)
    assert one.read_bytes() == b"left"
    assert carried_over(one, third)
    assert one.samefile(third)


def test_rows_of_a_month_that_was_written_already_are_refused(tmp_path: Path) -> None:
    place = Place(tmp_path, None, TABLES["goals"])
    april = date(2026, 4, 1)
    rows = [row_of("goals"), row_of("goals", 2, set_on=april, set_month=april), row_of("goals", 3)]
    with pytest.raises(OutOfOrder, match="goals come back to 2026-03"):
        write_rows(place, rows, partnership="testshire", file="part-0.parquet")


def test_a_month_larger_than_a_chunk_is_one_file(borough: Borough, monkeypatch: Any) -> None:
    monkeypatch.setattr(writing, "CHUNK", 2)
    for _ in range(5):
        received(borough)
    snapshot = collect(now=LATER).snapshot
    assert len(snapshot.files("referrals")) == 1
    assert read(snapshot).num_rows == 5


def test_as_many_queries_however_many_referrals(borough: Borough, django_assert_num_queries: Any) -> None:
    a_month_of_referrals(borough)
    with CaptureQueriesContext(connection) as few:
        collect(now=LATER)
    a_month_of_referrals(borough)
    a_month_of_referrals(borough)
    with django_assert_num_queries(len(few)):
        collect(now=LATER)


def test_how_far_it_got_is_told(borough: Borough) -> None:
    a_month_of_referrals(borough)
    told: list[tuple[str, int]] = []
    collect(now=LATER, told=lambda table, rows: told.append((table, rows)))
    assert ("referrals", 3) in told
    assert ("referrals", 4) in told


def test_no_referrals_make_empty_facts(borough: Borough) -> None:
    assert collect(now=LATER).snapshot.rows == dict.fromkeys(TABLES, 0)
    assert list(problems()) == []


def test_the_last_two_snapshots_are_kept(borough: Borough) -> None:
    made = [collect(now=LATER + timedelta(seconds=n)).snapshot.name for n in range(4)]
    kept = sorted(folder.name for folder in facts_folder().iterdir() if folder.is_dir())
    assert kept == sorted(made[-2:])
    assert (facts_folder() / "current").read_text().strip() == made[-1]


def _broken(error: BaseException) -> Callable[..., Iterator[dict[str, Any]]]:
    def rows(*args: Any) -> Iterator[dict[str, Any]]:
        yield row_of("goals")
        raise error

    return rows


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_collection_that_fails_leaves_the_facts_as_they_were(
    borough: Borough, monkeypatch: Any, error: BaseException
) -> None:
    before = collect(now=LATER).snapshot
    monkeypatch.setitem(collecting.COLLECTED, "goals", _broken(error))
    with pytest.raises(type(error)):
        collect(now=LATER)
    assert facts_in_use() == before
    assert not list(facts_folder().glob(".writing-*"))


@pytest.mark.parametrize("name", ["areas.csv", "unit_costs.csv", "area_counts.csv"])
def test_a_list_of_ones_own_that_is_wrong_stops_collecting(borough: Borough, home: Path, name: str) -> None:
    before = collect(now=LATER).snapshot
    (home / name).write_text("wrong\n1\n")
    with pytest.raises(OwnFileWrong, match=name):
        collect(now=LATER)
    assert facts_in_use() == before


def test_verify_is_content_without_facts_and_with_good_ones(borough: Borough) -> None:
    assert list(problems()) == []
    a_month_of_referrals(borough)
    collect(now=LATER)
    assert list(problems()) == []


@pytest.mark.parametrize("damage", ["pointer", "manifest", "version", "file", "schema", "missing", "row"])
def test_verify_says_what_is_wrong_with_the_facts(borough: Borough, damage: str) -> None:
    a_month_of_referrals(borough)
    snapshot = collect(now=LATER).snapshot
    first = Path(snapshot.files("referrals")[0])
    manifest = snapshot.folder / "manifest.json"
    if damage == "pointer":
        (facts_folder() / "current").write_text("../elsewhere\n")
    elif damage == "manifest":
        manifest.write_text("{")
    elif damage == "version":
        manifest.write_text(manifest.read_text().replace('"schema_version": "', '"schema_version": "0'))
    elif damage == "file":
        first.write_bytes(b"not parquet")
    elif damage == "schema":
        pq.write_table(pq.ParquetFile(first).read().drop_columns(["need"]), first)
    elif damage == "row":
        rows = pq.ParquetFile(first).read()
        place = rows.schema.get_field_index("clock_code")
        pq.write_table(rows.set_column(place, rows.schema.field(place), pa.array(["99"] * rows.num_rows)), first)
    else:
        first.unlink()
    found = list(problems())
    assert found
    assert all(one.room == "outcomes" and "collect" in one.remedy for one in found)


def test_what_changes_only_with_time_changes_its_month(borough: Borough) -> None:
    """A referral that waits still is late by and by: nothing was recorded, and its file is written again."""
    received(borough)
    early, late = NOW + timedelta(minutes=10), NOW + timedelta(hours=3)
    assert _why(early) == "not_seen_still_in_time"
    done = collect(now=late)
    assert done.carried == 0
    assert read(done.snapshot)["excluded_because"].to_pylist() == ["not_seen_time_run_out"]


def _why(now: datetime) -> str:
    return str(read(collect(now=now).snapshot)["excluded_because"][0])
