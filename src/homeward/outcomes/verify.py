"""What must always hold of the facts in use: they can be read, are what was written, and every check of facts holds."""

from collections.abc import Iterator

from homeward.kit.london import london_date
from homeward.kit.problem import Problem
from homeward.outcomes.collecting import facts_in_use
from homeward.outcomes.collecting.bringing_in import brought_in
from homeward.outcomes.facts.checking import FactsUnreadable, check_facts
from homeward.outcomes.facts.opening import Fault
from homeward.outcomes.snapshots import Snapshot, SnapshotUnreadable

REMEDY = "Run ./homeward collect to write the facts again from the live service. Nothing is lost."


def problems() -> Iterator[Problem]:
    """What is wrong with the facts in use. That nothing was collected yet is not a problem."""
    try:
        snapshot = facts_in_use()
        if snapshot is not None:
            yield from _problems_of(snapshot)
    except (SnapshotUnreadable, FactsUnreadable) as error:
        yield Problem("outcomes", "The facts in use can be read", str(error), REMEDY)
    for extract in brought_in():
        if not extract.of_this_version:
            remedy = "Bring it in again with ./homeward collect --from, or let it go with --remove."
            yield Problem("outcomes", "Every extract has the shape that facts have now", extract.name, remedy)


def _problems_of(snapshot: Snapshot) -> Iterator[Problem]:
    if not any(snapshot.rows.values()):
        return
    checked = check_facts(snapshot.folder, today=london_date(snapshot.counted_at))
    for fault in checked.faults:
        yield Problem("outcomes", "Every check of facts holds", _in_words(fault), f"{fault.remedy} {REMEDY}")
    for table, rows in snapshot.rows.items():
        found = checked.rows.get(table, 0)
        if found != rows:
            said = f"{snapshot.folder}: {found} {table}, the manifest says {rows}"
            yield Problem("outcomes", "Facts have as many rows as were written", said, REMEDY)


def _in_words(fault: Fault) -> str:
    where = ".".join(filter(None, (fault.table, fault.field)))
    rows = f", in {fault.rows} rows" if fault.rows else ""
    return f"{where}: {fault.says}{rows} ({', '.join(filter(None, (fault.file, fault.example)))})"
