"""Writing the facts from the live service: one pass in the order received, a file a month, memory flat."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.conf import settings

from homeward.kit.london import london_date
from homeward.kit.weeks import week_of
from homeward.outcomes.columns import table_of
from homeward.outcomes.facts import REFERRALS
from homeward.outcomes.rules import age_band, triage_outcome, waited
from homeward.outcomes.snapshots import Snapshot, current_snapshot, new_snapshot, only_one_writer, swap_in
from homeward.referrals.history import History, referral_histories
from homeward.referrals.rules.clocks import Clock

CHUNK = 2000
"""Rows held in memory at a time."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What a collection wrote, and how long it took in seconds (waiting for another to end not counted)."""

    snapshot: Snapshot
    seconds: float


def facts_folder() -> Path:
    """Where this deployment keeps its facts."""
    return Path(settings.HOMEWARD_HOME) / "facts"


def facts_in_use() -> Snapshot | None:
    """The facts that pages count, or None when nothing was collected yet. Raises SnapshotUnreadable."""
    return current_snapshot(facts_folder())


def collect(*, now: datetime) -> Collected:
    """Write every fact anew as things stand at `now`, and let readers see them all at once.

    Two collections at once follow each other. One that fails or is killed leaves the facts as they were.
    """
    facts = facts_folder()
    with only_one_writer(facts), new_snapshot(facts, now=now) as aside:
        began = time.perf_counter()
        partnership = settings.HOMEWARD_PARTNERSHIP
        rows = write_referrals(aside, referral_histories(chunk=CHUNK), partnership=partnership, now=now)
        snapshot = swap_in(facts, aside, counted_at=now, rows={"referrals": rows})
        return Collected(snapshot, time.perf_counter() - began)


def write_referrals(folder: Path, histories: Iterable[History], *, partnership: str, now: datetime) -> int:
    """Write the referrals' facts under a folder, partitioned by partnership and month of receipt; how many rows.

    The histories come in the order received.
    """
    written = 0
    for month, of_month in groupby(histories, key=lambda history: f"{london_date(history.received_at):%Y-%m}"):
        place = folder / "referrals" / f"partnership={partnership}" / f"month={month}"
        place.mkdir(parents=True)
        with pq.ParquetWriter(place / "part-0.parquet", REFERRALS, compression="zstd") as writer:
            for chunk in _chunks(of_month):
                rows = [fact_of(history, partnership=partnership, now=now) for history in chunk]
                writer.write_table(table_of(rows, REFERRALS))
                written += len(rows)
    return written


def _chunks(histories: Iterator[History]) -> Iterator[list[History]]:
    while chunk := list(islice(histories, CHUNK)):
        yield chunk


def fact_of(history: History, *, partnership: str, now: datetime) -> dict[str, Any]:
    """One row of the table `referrals`: what happened, and what the rules say about it as things stand at `now`."""
    clock = Clock(history.clock)
    received_on = london_date(history.received_at)
    started_on = london_date(history.clock_start_at)
    stopped_on = london_date(history.first_contact_at) if history.first_contact_at else None
    wait = waited(
        clock=clock,
        start=history.clock_start_at,
        first_contact_at=history.first_contact_at,
        closed_at=history.closed_at,
        breach_at=history.breach_at,
        now=now,
    )
    outcome = triage_outcome(
        accepted_at=history.accepted_at, closed_at=history.closed_at, last_decision=history.last_decision or ""
    )
    return {
        "partnership": partnership,
        "referral_id": history.referral_id,
        "received_at": history.received_at,
        "received_on": received_on,
        "received_week": week_of(received_on),
        "source": history.source,
        "need": history.need,
        "age_band": age_band(history.born_on, received_on),
        "pathway": history.pathway,
        "organisation": history.organisation,
        "state": history.state.value,
        "triage_outcome": outcome.value,
        "clock_code": clock.value,
        "clock_start_at": history.clock_start_at,
        "clock_start_on": started_on,
        "clock_start_week": week_of(started_on),
        "first_contact_at": history.first_contact_at,
        "clock_stop_on": stopped_on,
        "clock_stop_week": week_of(stopped_on) if stopped_on else None,
        "wait_minutes": wait.minutes,
        "wait_midnights": wait.midnights,
        "standard_met": wait.met,
        "excluded_because": str(wait.left_out),
    }
