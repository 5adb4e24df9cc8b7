"""An event log about several kinds of things at once, as OCEL 2.0 JSON: referrals, episodes and teams.

Source: Object-Centric Event Log 2.0 specification (ocel-standard.org, 2023), the JSON format: `objectTypes`,
`eventTypes`, `objects` and `events`, where events name the objects they are about.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, TextIO

from homeward.outcomes.exporting.events import ACTIVITIES, NO_CASE, Event, events_of
from homeward.outcomes.exporting.pseudonyms import Pseudonyms
from homeward.outcomes.snapshots import Snapshot

OBJECT_TYPES = ("referral", "episode", "team")
ATTRIBUTES = ({"name": "time_is_exact", "type": "boolean"}, {"name": "detail", "type": "string"})


def write_ocel(snapshot: Snapshot, out: TextIO, names: Pseudonyms) -> tuple[int, int]:
    """Write the whole log; how many objects and events it has. The facts are read twice, so that memory stays flat.

    A team is the organisation and pathway that something was done by: the facts know no narrower one.
    """
    out.write('{"objectTypes": ')
    json.dump([{"name": name, "attributes": []} for name in OBJECT_TYPES], out)
    out.write(',\n"eventTypes": ')
    json.dump([{"name": name, "attributes": ATTRIBUTES} for name in ACTIVITIES], out)
    out.write(',\n"objects": [')
    objects = _all(out, _objects(snapshot, names))
    out.write('],\n"events": [')
    events = _all(out, _events(snapshot, names))
    out.write("]}\n")
    return objects, events


def _all(out: TextIO, records: Iterator[dict[str, Any]]) -> int:
    number = 0
    for number, record in enumerate(records, start=1):
        out.write(",\n" if number > 1 else "\n")
        json.dump(record, out, ensure_ascii=False)
    return number


def _objects(snapshot: Snapshot, names: Pseudonyms) -> Iterator[dict[str, Any]]:
    """Each episode with the referrals that led to it, each referral once, and at the end the teams, which are few."""
    teams: set[str] = set()
    for case, happened in events_of(snapshot):
        teams.update(team for one in happened if (team := team_of(one)))
        referrals = dict.fromkeys(one.referral for one in happened if one.referral)
        for number in referrals:
            yield _object(names.of("referral", *case[:2], number), "referral")
        if case[-1] != NO_CASE:
            led = [(names.of("referral", *case[:2], number), "came from") for number in referrals]
            yield _object(names.of("episode", *case), "episode", led)
    for team in sorted(teams):
        yield _object(team, "team")


def _object(number: str, kind: str, related: list[tuple[str, str]] | None = None) -> dict[str, Any]:
    return {"id": number, "type": kind, "attributes": [], "relationships": _related(related or [])}


def _events(snapshot: Snapshot, names: Pseudonyms) -> Iterator[dict[str, Any]]:
    number = 0
    for case, happened in events_of(snapshot):
        for one in happened:
            number += 1
            about = [
                (names.of("referral", *case[:2], one.referral), "about"),
                (names.of("episode", *case), "about"),
                (team_of(one), "done by"),
            ]
            yield {
                "id": f"event-{number}",
                "type": one.activity,
                "time": _utc(one.at),
                "attributes": [
                    {"name": "time_is_exact", "value": one.exact},
                    *([{"name": "detail", "value": one.says}] if one.says else []),
                ],
                "relationships": _related(about),
            }


def team_of(one: Event) -> str:
    """The team as an object: organisation and pathway; "" where neither is known."""
    known = [part for part in (one.organisation, one.pathway) if part]
    return f"team {' / '.join(known)}" if known else ""


def _related(pairs: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"objectId": number, "qualifier": why} for number, why in pairs if number]


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
