"""An event log as XES, a trace for each episode. Source: IEEE 1849-2016, XES, with four of its standard extensions."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TextIO
from xml.sax.saxutils import quoteattr

from homeward.outcomes.exporting.events import NO_CASE, Event, events_of
from homeward.outcomes.exporting.pseudonyms import Pseudonyms
from homeward.outcomes.snapshots import Snapshot

NAMESPACE = "http://www.xes-standard.org/"
EXTENSIONS = (
    ("Concept", "concept"),
    ("Time", "time"),
    ("Organizational", "org"),
    ("Lifecycle", "lifecycle"),
)


def write_xes(snapshot: Snapshot, out: TextIO, names: Pseudonyms) -> tuple[int, int]:
    """Write the whole log; how many traces and events it has. A referral that became no episode is in no trace."""
    traces = events = 0
    for line in _before(snapshot.counted_at):
        out.write(line)
    for case, happened in events_of(snapshot):
        if case[-1] == NO_CASE:
            continue
        out.write(f"<trace>\n{_text('concept:name', names.of('episode', *case))}")
        out.writelines(_event(one) for one in happened)
        out.write("</trace>\n")
        traces, events = traces + 1, events + len(happened)
    out.write("</log>\n")
    return traces, events


def _before(counted_at: datetime) -> Iterator[str]:
    """What comes before the traces, in the order the standard's schema asks for."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<log xes.version="1849.2016" xes.features="" xmlns="{NAMESPACE}">\n'
    for name, prefix in EXTENSIONS:
        yield f'<extension name="{name}" prefix="{prefix}" uri="{NAMESPACE}{prefix}.xesext"/>\n'
    yield f'<global scope="trace">\n{_text("concept:name", "unknown")}</global>\n'
    yield f'<global scope="event">\n{_text("concept:name", "unknown")}{_text("lifecycle:transition", "complete")}'
    yield f"{_when(datetime(1970, 1, 1, tzinfo=UTC))}{_text('org:group', 'unknown')}</global>\n"
    yield '<classifier name="Activity" keys="concept:name"/>\n'
    yield f"{_text('lifecycle:model', 'standard')}{_text('facts_as_at', counted_at.isoformat())}"


def _event(one: Event) -> str:
    said = [
        _text("concept:name", one.activity),
        _text("lifecycle:transition", "complete"),
        _when(one.at),
        _text("org:group", one.organisation or "unknown"),
        f'<boolean key="time_is_exact" value="{"true" if one.exact else "false"}"/>\n',
        *(_text(key, value) for key, value in (("pathway", one.pathway), ("detail", one.says)) if value),
    ]
    return f"<event>\n{''.join(said)}</event>\n"


def _text(key: str, value: str) -> str:
    return f"<string key={quoteattr(key)} value={quoteattr(value)}/>\n"


def _when(at: datetime) -> str:
    return f'<date key="time:timestamp" value="{at.astimezone(UTC).isoformat(timespec="milliseconds")}"/>\n'
