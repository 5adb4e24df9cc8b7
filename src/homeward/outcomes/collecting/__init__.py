"""Writing the facts: from the live service, and beside them those of partners' extracts. A file a month, memory flat.

Every row is worked out anew each time. A month's file that comes out the same, byte for byte, as the one in use is let
go and the earlier one is kept in its place, so that nothing is counted again for it. No timestamp is believed: what an
action, an import or a new rule changed long ago changes the file of that month. That costs reading the whole database.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from homeward.outcomes.areas import FILE as AREAS_FILE
from homeward.outcomes.areas import read_areas
from homeward.outcomes.collecting.context import Context
from homeward.outcomes.collecting.shelf import put_beside, put_right
from homeward.outcomes.collecting.tables import COLLECTED
from homeward.outcomes.collecting.writing import Place, Written, write_rows
from homeward.outcomes.counting import write_parts
from homeward.outcomes.facts import TABLES
from homeward.outcomes.facts.groups import LIVE
from homeward.outcomes.snapshots import (
    Snapshot,
    SnapshotUnreadable,
    current_snapshot,
    new_snapshot,
    only_one_writer,
    swap_in,
)
from homeward.outcomes.unit_costs import FILE as UNIT_COSTS_FILE
from homeward.outcomes.unit_costs import read_unit_costs

Told = Callable[[str, int], None]
"""Called with the name of a table and how many rows of it were written so far."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What a collection wrote, and how long it took in seconds (waiting for another to end not counted).

    `carried` of the `files` are the earlier ones, because nothing in them changed; `counted` were counted anew.
    """

    snapshot: Snapshot
    seconds: float
    files: int
    carried: int
    counted: int


def facts_folder() -> Path:
    """Where this deployment keeps its facts."""
    return Path(settings.HOMEWARD_HOME) / "facts"


def facts_in_use() -> Snapshot | None:
    """The facts that pages count, or None when nothing was collected yet. Raises SnapshotUnreadable."""
    return current_snapshot(facts_folder())


def context_at(now: datetime) -> Context:
    """What every row of the live service is worked out with. Raises OwnFileWrong for a list that cannot be used."""
    home = Path(settings.HOMEWARD_HOME)
    return Context(
        partnership=settings.HOMEWARD_PARTNERSHIP,
        origin=LIVE,
        now=now,
        areas=read_areas(home / AREAS_FILE),
        unit_costs=read_unit_costs(home / UNIT_COSTS_FILE),
    )


def collect(*, now: datetime, rebuild: bool = False, told: Told | None = None) -> Collected:
    """Write every fact as things stand at `now`, and let readers see them all at once.

    Two collections at once follow each other. One that fails or is killed leaves the facts as they were. `rebuild`
    carries nothing over; the facts come out the same. Raises OwnFileWrong for a list of the partnership's own that
    cannot be used, and OSError when the disk refuses.
    """
    facts, context = facts_folder(), context_at(now)
    with only_one_writer(facts), new_snapshot(facts, now=now) as aside:
        began = time.perf_counter()
        put_right(Path(settings.HOMEWARD_HOME))
        before = None if rebuild else _in_use(facts)
        written = {name: _written(name, context, aside, before, told) for name in TABLES}
        rows = {name: one.rows for name, one in written.items()}
        parts = write_parts(aside, previous=before)
        snapshot = swap_in(facts, aside, counted_at=now, rows=rows)
        seconds = time.perf_counter() - began
    files, carried = (sum(getattr(one, what) for one in written.values()) for what in ("files", "carried"))
    return Collected(snapshot, seconds, files, carried, parts.counted)


def _in_use(facts: Path) -> Path | None:
    """The folder of the snapshot in use; None when there is none, or when it cannot be read."""
    with suppress(SnapshotUnreadable):
        snapshot = current_snapshot(facts)
        return snapshot.folder if snapshot else None
    return None


def _written(name: str, context: Context, aside: Path, before: Path | None, told: Told | None) -> Written:
    """One table's files: the live service's, and beside them those of every extract."""
    place = Place(aside, before, TABLES[name])
    rows = COLLECTED[name](context) if name in COLLECTED else iter(())
    live = write_rows(place, rows, partnership=context.partnership, file="part-0.parquet", told=told)
    return live + put_beside(place, Path(settings.HOMEWARD_HOME))
