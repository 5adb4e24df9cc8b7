"""Readers see a whole snapshot or another whole one, never half, whoever writes and whoever is killed."""

import multiprocessing
import os
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from homeward.outcomes.snapshots import (
    Snapshot,
    SnapshotGone,
    SnapshotUnreadable,
    checksums_of,
    current_snapshot,
    facts_at,
    new_snapshot,
    only_one_writer,
    swap_in,
)
from tests.outcomes.made_facts import fact, put_in_use, written

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
FILES = 6


def write(facts: Path, number: int) -> Snapshot:
    """A snapshot of six files that all say the same number."""
    with only_one_writer(facts), new_snapshot(facts, now=NOW + timedelta(seconds=number)) as aside:
        for month in range(FILES):
            place = aside / "referrals" / f"month=2026-0{month + 1}"
            place.mkdir(parents=True)
            (place / "part-0.parquet").write_text(str(number))
        return swap_in(facts, aside, counted_at=NOW, rows={"referrals": FILES})


def write_often(facts: Path, first: int) -> None:
    for number in range(first, first + 8):
        write(facts, number)


def write_for_ever(facts: Path) -> None:
    for number in range(10_000):
        write(facts, number)


def whole(snapshot: Snapshot) -> bool:
    numbers = [Path(file).read_text() for file in snapshot.files("referrals")]
    return len(numbers) == FILES and len(set(numbers)) == 1 and numbers[0] != ""


def test_readers_never_see_half_while_two_collect_at_once(tmp_path: Path) -> None:
    write(tmp_path, 0)
    apart = multiprocessing.get_context("spawn")
    writers = [apart.Process(target=write_often, args=(tmp_path, first)) for first in (100, 200)]
    for writer in writers:
        writer.start()
    seen: set[str] = set()
    while any(writer.is_alive() for writer in writers):
        snapshot = current_snapshot(tmp_path)
        assert snapshot is not None
        try:
            assert whole(snapshot)
        except FileNotFoundError:  # two newer ones came while this one was being read
            assert current_snapshot(tmp_path) != snapshot
        seen.add(snapshot.name)
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    last = current_snapshot(tmp_path)
    assert last is not None
    assert whole(last)
    assert len([folder for folder in tmp_path.iterdir() if folder.is_dir()]) == 2


def test_a_snapshot_that_was_let_go_is_said_to_be_gone_and_not_to_be_empty(tmp_path: Path) -> None:
    first = write(tmp_path, 0)
    assert len(first.files("referrals")) == FILES
    write(tmp_path, 1)
    assert len(first.files("referrals")) == FILES
    write(tmp_path, 2)
    with pytest.raises(SnapshotGone, match="replaced while they were being read"):
        first.files("referrals")


def test_a_snapshot_that_goes_before_it_is_opened_is_looked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = write(tmp_path, 0), write(tmp_path, 1)
    third = write(tmp_path, 2)
    named = iter([first.name, third.name])
    monkeypatch.setattr("homeward.outcomes.snapshots._name_in_use", lambda facts: next(named))
    assert current_snapshot(tmp_path) == third
    assert second.name != third.name


def test_a_killed_collection_leaves_a_whole_snapshot_and_no_lock(tmp_path: Path) -> None:
    write(tmp_path, 0)
    apart = multiprocessing.get_context("spawn")
    for wait in (0.05, 0.13):
        writer = apart.Process(target=write_for_ever, args=(tmp_path,))
        writer.start()
        began = current_snapshot(tmp_path)
        until = time.monotonic() + 20
        while current_snapshot(tmp_path) == began and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(wait)
        os.kill(writer.pid or 0, signal.SIGKILL)
        writer.join()
        left = current_snapshot(tmp_path)
        assert left is not None
        assert whole(left)
    write(tmp_path, 1)
    assert not list(tmp_path.glob(".writing-*"))
    assert len([folder for folder in tmp_path.iterdir() if folder.is_dir()]) == 2


def test_leaving_without_swapping_in_changes_nothing(tmp_path: Path) -> None:
    before = write(tmp_path, 1)
    with only_one_writer(tmp_path), new_snapshot(tmp_path, now=NOW) as aside:
        (aside / "half").write_text("")
    assert current_snapshot(tmp_path) == before
    assert not list(tmp_path.glob(".writing-*"))


def test_a_snapshot_says_the_checksum_of_every_file(tmp_path: Path) -> None:
    first, second = write(tmp_path, 0), write(tmp_path, 1)
    assert len(first.checksums) == FILES
    assert len(set(first.checksums.values())) == 1
    assert set(first.checksums.values()).isdisjoint(second.checksums.values())
    assert current_snapshot(tmp_path) == second
    assert checksums_of(second.folder) == second.checksums


def test_facts_can_be_opened_by_any_of_their_folders(tmp_path: Path) -> None:
    put_in_use(tmp_path, {"referrals": [fact("referrals", referral_id="1")]})
    current = current_snapshot(tmp_path)
    assert current is not None
    assert facts_at(tmp_path) == current
    opened = facts_at(current.folder)
    assert (opened.counted_at, opened.rows, opened.checksums) == (current.counted_at, current.rows, current.checksums)


def test_tables_without_a_manifest_can_be_opened_and_are_known_to_change(tmp_path: Path) -> None:
    written(tmp_path, {"referrals": [fact("referrals", referral_id="1")]})
    before = facts_at(tmp_path)
    assert before.rows == {"referrals": 1}
    assert facts_at(tmp_path) == before
    written(tmp_path, {"referrals": [fact("referrals", referral_id=number) for number in ("1", "2")]})
    after = facts_at(tmp_path)
    assert (after.rows, after.stamp == before.stamp) == ({"referrals": 2}, False)


def test_facts_that_were_taken_away_one_file_a_table_can_be_opened(tmp_path: Path) -> None:
    written(tmp_path / "inside", {"referrals": [fact("referrals", referral_id="1")]})
    [file] = (tmp_path / "inside").rglob("*.parquet")
    away = tmp_path / "away"
    away.mkdir()
    file.rename(away / "referrals.parquet")
    opened = facts_at(away)
    assert opened.rows == {"referrals": 1}
    assert opened.files("referrals") == (str(away / "referrals.parquet"),)
    assert opened.files("episodes") == ()


def test_a_folder_without_facts_or_with_damaged_ones_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SnapshotUnreadable, match="There are no facts in"):
        facts_at(tmp_path)
    (tmp_path / "referrals").mkdir()
    (tmp_path / "referrals" / "part-0.parquet").write_text("not Parquet")
    with pytest.raises(SnapshotUnreadable, match="cannot be read"):
        facts_at(tmp_path)


def test_nothing_collected_yet_is_none(tmp_path: Path) -> None:
    assert current_snapshot(tmp_path / "facts") is None


def test_a_pointer_to_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "current").write_text("../../etc")
    with pytest.raises(SnapshotUnreadable, match="does not name a snapshot"):
        current_snapshot(tmp_path)
