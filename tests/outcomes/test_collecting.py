"""Facts are written from the live service: whole, equal when written again, and without anybody's name."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from homeward.episodes.actions import record_visit
from homeward.outcomes import collecting
from homeward.outcomes.collecting import collect, facts_folder, facts_in_use
from homeward.outcomes.facts import REFERRALS
from homeward.outcomes.snapshots import Snapshot
from homeward.outcomes.verify import problems
from homeward.referrals.actions import accept, decline, redirect
from tests.support.borough import NOW, Borough, make_borough, received

LATER = NOW + timedelta(days=40)


@pytest.fixture
def borough(db: None, home: Path) -> Borough:
    return make_borough()


def read(snapshot: Snapshot) -> pa.Table:
    tables = [pq.ParquetFile(file).read() for file in snapshot.files("referrals")]
    return pa.concat_tables(tables).sort_by("referral_id") if tables else REFERRALS.empty_table()


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


def test_facts_carry_what_happened_and_what_the_rule_says(borough: Borough) -> None:
    a_month_of_referrals(borough)
    rows = read(collect(now=LATER).snapshot).to_pylist()
    assert [row["triage_outcome"] for row in rows] == ["accepted", "redirected", "declined", "undecided"]
    assert [row["state"] for row in rows] == ["seen", "closed", "closed", "waiting_for_triage"]
    seen = rows[0]
    assert (seen["wait_minutes"], seen["wait_midnights"], seen["standard_met"]) == (95, 0, True)
    assert (seen["partnership"], seen["organisation"], seen["pathway"]) == ("testshire", "RXX", "rapid_response")
    assert (seen["received_on"], seen["received_week"], seen["age_band"]) == (NOW.date(), date(2026, 3, 2), "85_over")
    assert [row["excluded_because"] for row in rows[1:]] == [
        "closed_before_a_visit",
        "closed_before_a_visit",
        "not_seen_time_run_out",
    ]


def test_facts_are_kept_by_partnership_and_month(borough: Borough) -> None:
    a_month_of_referrals(borough)
    snapshot = collect(now=LATER).snapshot
    places = [str(Path(file).relative_to(snapshot.folder)) for file in snapshot.files("referrals")]
    assert places == [
        "referrals/partnership=testshire/month=2026-03/part-0.parquet",
        "referrals/partnership=testshire/month=2026-04/part-0.parquet",
    ]
    assert snapshot.rows == {"referrals": 4}


def test_facts_name_nobody(borough: Borough) -> None:
    a_month_of_referrals(borough)
    held = {str(value) for row in read(collect(now=LATER).snapshot).to_pylist() for value in row.values()}
    told = " ".join(held)
    for private in ("Ashdown", "Mabel", "999", "Made-up Row", "SE1", "1940", "kitchen", "020"):
        assert private not in told


def test_every_field_says_what_it_means() -> None:
    for field in REFERRALS:
        assert len((field.metadata or {}).get(b"description", b"")) > 10, field.name


def test_written_again_from_nothing_facts_are_equal(borough: Borough) -> None:
    a_month_of_referrals(borough)
    first = read(collect(now=LATER).snapshot)
    second = read(collect(now=LATER).snapshot)
    assert first.equals(second)
    assert first.schema.equals(REFERRALS)


def test_a_month_larger_than_a_chunk_is_one_file(borough: Borough, monkeypatch: Any) -> None:
    monkeypatch.setattr(collecting, "CHUNK", 2)
    for _ in range(5):
        received(borough)
    snapshot = collect(now=LATER).snapshot
    assert len(snapshot.files("referrals")) == 1
    assert read(snapshot).num_rows == 5


def test_one_query_however_many_referrals(borough: Borough, django_assert_num_queries: Any) -> None:
    a_month_of_referrals(borough)
    with django_assert_num_queries(1):
        collect(now=LATER)


def test_no_referrals_make_empty_facts(borough: Borough) -> None:
    assert collect(now=LATER).snapshot.rows == {"referrals": 0}
    assert list(problems()) == []


def test_the_last_two_snapshots_are_kept(borough: Borough) -> None:
    made = [collect(now=LATER + timedelta(seconds=n)).snapshot.name for n in range(4)]
    kept = sorted(folder.name for folder in facts_folder().iterdir() if folder.is_dir())
    assert kept == sorted(made[-2:])
    assert (facts_folder() / "current").read_text().strip() == made[-1]


def test_a_collection_that_fails_leaves_the_facts_as_they_were(borough: Borough, monkeypatch: Any) -> None:
    before = collect(now=LATER).snapshot

    def broken(*args: Any, **kwargs: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(collecting, "write_referrals", broken)
    with pytest.raises(OSError, match="No space"):
        collect(now=LATER)
    assert facts_in_use() == before
    assert not list(facts_folder().glob(".writing-*"))


def test_verify_is_content_without_facts_and_with_good_ones(borough: Borough) -> None:
    assert list(problems()) == []
    a_month_of_referrals(borough)
    collect(now=LATER)
    assert list(problems()) == []


@pytest.mark.parametrize("damage", ["pointer", "manifest", "version", "file", "schema", "missing"])
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
        manifest.write_text(manifest.read_text().replace('"schema_version": "1"', '"schema_version": "0"'))
    elif damage == "file":
        first.write_bytes(b"not parquet")
    elif damage == "schema":
        pq.write_table(pq.ParquetFile(first).read().drop_columns(["need"]), first)
    else:
        first.unlink()
    found = list(problems())
    assert found
    assert all(one.room == "outcomes" and "collect" in one.remedy for one in found)
