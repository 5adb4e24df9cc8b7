"""Event logs: each is read back by an independent parser, against what its standard asks for and what the facts say."""

import io
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from homeward.outcomes.exporting.events import ACTIVITIES, Event, placed
from homeward.outcomes.exporting.ocel import write_ocel
from homeward.outcomes.exporting.pseudonyms import Pseudonyms
from homeward.outcomes.exporting.xes import write_xes
from homeward.outcomes.snapshots import Snapshot
from tests.outcomes.made_facts import Fact, fact, random_facts, written

X = "{http://www.xes-standard.org/}"
NAME = re.compile(r"[A-Za-z_:][\w:.\-]*$")
VALUES = {
    "string": lambda value: isinstance(value, str),
    "date": lambda value: datetime.fromisoformat(value).tzinfo is not None,
    "boolean": lambda value: value in ("true", "false"),
}
"""What the standard lets a value of each kind be, of the kinds used here."""

DAY = date(2026, 3, 4)


def one_episode() -> dict[str, list[Fact]]:
    """Somebody referred, seen, helped on two pathways, and asked twelve weeks on; and a referral that was declined."""
    at = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    seen = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
    received = {"received_at": at, "clock_start_at": at, "decided_on": DAY, "person_id": "person-1"}
    return {
        "referrals": [
            fact(
                "referrals",
                referral_id="ref-1",
                episode_id="ep-1",
                first_contact_at=seen,
                clock_stop_on=DAY,
                triage_outcome="accepted",
                pathway="rapid_response",
                organisation="RXX",
                **received,
            ),
            fact("referrals", referral_id="ref-2", triage_outcome="declined", **received),
        ],
        "episodes": [
            fact("episodes", episode_id="ep-1", ended_on=date(2026, 4, 1), end_reason="goals_met", person_id="person-1")
        ],
        "stages": [
            fact(
                "stages", stage_id="1", episode_id="ep-1", place=1, pathway="rapid_response", ended_on=date(2026, 3, 6)
            ),
            fact("stages", stage_id="2", episode_id="ep-1", place=2, pathway="reablement", began_on=date(2026, 3, 6)),
            fact("stages", stage_id="3", episode_id="ep-1", place=3, pathway="reablement", began_on=date(2026, 3, 20)),
        ],
        "contacts": [fact("contacts", contact_id="c-1", episode_id="ep-1", started_at=seen, kind="face_to_face")],
        "assessments": [fact("assessments", assessment_id="a-1", episode_id="ep-1", tool="barthel")],
        "goals": [fact("goals", goal_id="g-1", episode_id="ep-1", ended_on=date(2026, 4, 1))],
        "discharges": [
            fact(
                "discharges",
                discharge_id="ep-1",
                episode_id="ep-1",
                ended_on=date(2026, 4, 1),
                twelve_weeks_on=date(2026, 6, 24),
                followed_up=True,
            )
        ],
    }


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    return written(tmp_path, one_episode())


def xes(snapshot: Snapshot) -> str:
    out = io.StringIO()
    write_xes(snapshot, out, Pseudonyms())
    return out.getvalue()


def ocel(snapshot: Snapshot) -> Any:
    out = io.StringIO()
    write_ocel(snapshot, out, Pseudonyms())
    return json.loads(out.getvalue())


def keyed(element: ET.Element) -> dict[str, str]:
    """The attributes of a log, trace or event, each of which must be one the standard knows."""
    found = {}
    for one in element:
        kind = one.tag.removeprefix(X)
        if kind in VALUES:
            assert NAME.match(one.attrib["key"])
            assert set(one.attrib) == {"key", "value"}
            assert VALUES[kind](one.attrib["value"])
            assert one.attrib["key"] not in found
            found[one.attrib["key"]] = one.attrib["value"]
    return found


def test_a_trace_tells_one_episode_in_order(snapshot: Snapshot) -> None:
    log = ET.fromstring(xes(snapshot))
    (trace,) = log.findall(f"{X}trace")
    events = [keyed(one) for one in trace.findall(f"{X}event")]
    assert [one["concept:name"] for one in events] == [
        "Referral received",
        "Referral decided",
        "Stage begins",
        "First visit stops the clock",
        "Contact",
        "Assessment completed",
        "Goal agreed",
        "Stage begins",
        "Hand-off",
        "Stage ends",
        "Stage begins",
        "Goal ended",
        "Help ended",
        "Asked twelve weeks on",
    ]
    assert [one["time:timestamp"] for one in events] == sorted(one["time:timestamp"] for one in events)
    assert events[0]["time:timestamp"] == "2026-03-04T09:00:00.000+00:00"
    assert events[0]["org:group"] == "RXX"
    assert events[1]["time_is_exact"] == "false"


def test_the_log_has_the_shape_that_the_standard_asks_for(snapshot: Snapshot) -> None:
    log = ET.fromstring(xes(snapshot))
    assert log.tag == f"{X}log"
    assert re.fullmatch(r"\d+\.\d+", log.attrib["xes.version"])
    order = ["extension", "global", "classifier", "string", "trace"]
    kinds = [one.tag.removeprefix(X) for one in log]
    assert kinds == sorted(kinds, key=order.index)
    prefixes = {one.attrib["prefix"] for one in log.findall(f"{X}extension")}
    must = {one.attrib["scope"]: keyed(one).keys() for one in log.findall(f"{X}global")}
    for trace in log.findall(f"{X}trace"):
        assert must["trace"] <= keyed(trace).keys()
        for event in trace.findall(f"{X}event"):
            assert must["event"] <= keyed(event).keys()
            assert {key.split(":")[0] for key in keyed(event) if ":" in key} <= prefixes
            assert keyed(event)["lifecycle:transition"] == "complete"


def faults_of(log: Any) -> Iterator[str]:
    """What the OCEL 2.0 specification asks for and a log does not have."""
    if set(log) != {"objectTypes", "eventTypes", "objects", "events"}:
        yield "parts"
    objects = {one["id"]: one for one in log["objects"]}
    if len(objects) < len(log["objects"]):
        yield "an object stands twice"
    if len({one["id"] for one in log["events"]}) < len(log["events"]):
        yield "an event stands twice"
    declared = {one["name"]: {a["name"]: a["type"] for a in one["attributes"]} for one in log["eventTypes"]}
    python = {"boolean": bool, "string": str}
    for one in log["objects"]:
        if one["type"] not in {kind["name"] for kind in log["objectTypes"]}:
            yield "an object of no type"
    for one in log["events"]:
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", one["time"]):
            yield f"time {one['time']}"
        for attribute in one["attributes"]:
            if not isinstance(attribute["value"], python[declared[one["type"]][attribute["name"]]]):
                yield f"value {attribute}"
    for one in [*log["objects"], *log["events"]]:
        for related in one["relationships"]:
            if set(related) != {"objectId", "qualifier"} or related["objectId"] not in objects:
                yield f"relationship {related}"


def test_events_name_the_referral_the_episode_and_the_team(snapshot: Snapshot) -> None:
    log = ocel(snapshot)
    assert list(faults_of(log)) == []
    kinds = {one["id"]: one["type"] for one in log["objects"]}
    assert Counter(kinds.values()) == {"referral": 2, "episode": 1, "team": 3}
    first = next(one for one in log["events"] if one["type"] == "First visit stops the clock")
    assert sorted(kinds[one["objectId"]] for one in first["relationships"]) == ["episode", "referral", "team"]
    assert len([one for one in log["events"] if one["type"] == "Referral received"]) == 2


def test_a_log_of_anything_the_facts_can_hold_is_whole(tmp_path: Path) -> None:
    tables = ("referrals", "episodes", "stages", "contacts", "assessments", "goals", "discharges")
    made = {name: random_facts(name, rows=60, seed=7) for name in tables}
    for number, stage in enumerate(made["stages"]):
        stage["place"] = number + 1  # no two stages of an episode are in one place
    snapshot = written(tmp_path, made)
    log = ocel(snapshot)
    assert list(faults_of(log)) == []
    assert len(log["events"]) == _expected(made)
    ET.fromstring(xes(snapshot))


def _expected(made: dict[str, list[Fact]]) -> int:
    """How many events there are, counted again in another way."""
    hand_offs, last = 0, {}
    for stage in sorted(made["stages"], key=lambda one: one["place"]):
        spell, now = (
            (stage["partnership"], stage["origin"], stage["episode_id"]),
            (stage["pathway"], stage["organisation"]),
        )
        hand_offs += stage["place"] > 1 and spell in last and last[spell] != now
        last[spell] = now
    return (
        hand_offs
        + sum(
            sum(one[column] not in (None, False) for one in made[table])
            for table, column in (
                ("referrals", "received_on"),
                ("referrals", "decided_on"),
                ("referrals", "clock_stop_on"),
                ("stages", "began_on"),
                ("stages", "ended_on"),
                ("contacts", "held_on"),
                ("assessments", "completed_on"),
                ("goals", "set_on"),
                ("goals", "ended_on"),
                ("episodes", "ended_on"),
            )
        )
        + sum(bool(one["followed_up"] and one["twelve_weeks_on"]) for one in made["discharges"])
    )


def test_no_number_of_a_record_is_in_a_log_and_two_exports_cannot_be_joined(snapshot: Snapshot) -> None:
    both = [xes(snapshot), json.dumps(ocel(snapshot))]
    for text in both:
        assert not re.search(r"ep-1|ref-1|ref-2|person-1", text)
    first, second = (set(re.findall(r"\b[0-9a-f]{24}\b", xes(snapshot))) for _ in range(2))
    assert first
    assert not first & second


def at(hour: int, activity: str, *, exact: bool = True) -> Event:
    moment = datetime(2026, 3, 4, hour, tzinfo=UTC)
    return Event("here", "live", "1", "", DAY, moment, exact, activity, "", "", "")


def test_an_event_known_by_its_day_comes_after_what_came_before_it_on_that_day() -> None:
    found = placed([at(9, ACTIVITIES[0]), at(0, ACTIVITIES[1], exact=False), at(11, ACTIVITIES[5])])
    assert [(one.activity, one.at.hour) for one in found] == [
        (ACTIVITIES[0], 9),
        (ACTIVITIES[1], 9),
        (ACTIVITIES[5], 11),
    ]


def test_signs_that_mean_something_in_xml_are_kept_as_they_are(tmp_path: Path) -> None:
    made = one_episode()
    made["contacts"][0]["kind"] = '<a> & "b"'
    events = ET.fromstring(xes(written(tmp_path, made))).iter(f"{X}event")
    assert '<a> & "b"' in [keyed(one).get("detail") for one in events]
