"""Days of the @home ward, actions of meetings, costs and counts for the area as facts: every column and its edges."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from homeward.episodes.actions import record_visit
from homeward.episodes.actions.following import add_action, drop_action, finish_action
from homeward.episodes.actions.ward import review, set_places
from homeward.episodes.models import Visit
from homeward.outcomes.collecting import (
    area_counts_facts,
    costs_facts,
    meeting_actions_facts,
    ward_days_facts,
)
from homeward.outcomes.collecting.context import Context
from homeward.outcomes.facts import TABLES
from homeward.outcomes.own_files import OwnFileWrong
from homeward.outcomes.unit_costs import NO_COSTS, UnitCost, UnitCosts
from tests.support.borough import NOW, Borough, make_borough
from tests.support.meetings import MAY, about, being_helped
from tests.support.ward import WARD_NOW, admitted

GROUPS = ("locality", "source", "need", "age_band", "ethnicity", "deprivation")


@pytest.fixture
def borough(db: None, home: Path) -> Borough:
    return make_borough()


def rows_of(table: Any, now: datetime, costs: UnitCosts = NO_COSTS) -> list[dict[str, Any]]:
    found = list(table.rows(Context(partnership="testshire", now=now, unit_costs=costs)))
    name = table.__name__.rpartition(".")[2].removesuffix("_facts")
    assert all(set(row) == {field.name for field in TABLES[name].fields} for row in found)
    assert found == sorted(found, key=lambda row: row[TABLES[name].month_column])
    return found


def test_every_column_of_a_ward_day(borough: Borough) -> None:
    stay = admitted(borough)
    admitted(borough, number=2, came_from="step_down_ward")
    for hours in (20, 46):
        at = WARD_NOW + timedelta(hours=hours)
        review(
            ward_stay=stay,
            reviewed_at=at,
            reviewer="Dr Rowan",
            outcome="stay",
            plan="Oxygen.",
            by=borough.nurse,
            now=at,
        )
    first, second, third, fourth = rows_of(ward_days_facts, WARD_NOW + timedelta(days=3, hours=-3))
    assert first == {
        "partnership": "testshire",
        "origin": "live",
        "pathway": "home_ward",
        "model": "virtual_ward",
        "organisation": "RXX",
        **dict.fromkeys(GROUPS, ""),
        "held_on": date(2026, 5, 6),
        "held_week": date(2026, 5, 4),
        "held_month": date(2026, 5, 1),
        "taken": 2,
        "places": first["places"],
        "planned_percent": 80,
        "stepped_up": 1,
        "reviews_due": 0,
        "reviews_done": 0,
    }
    assert [(one["reviews_due"], one["reviews_done"]) for one in (second, third, fourth)] == [(2, 1), (2, 1), (1, 0)]


def test_places_that_were_noted_hold_from_their_day(borough: Borough) -> None:
    admitted(borough)
    day = date(2026, 5, 7)
    said = {"places": 3, "why": "Sickness.", "by": borough.head, "now": WARD_NOW}
    set_places(pathway="home_ward", from_on=day, **said)
    places = {row["held_on"]: row["places"] for row in rows_of(ward_days_facts, WARD_NOW + timedelta(days=2))}
    assert places[day] == places[date(2026, 5, 8)] == 3
    assert places[date(2026, 5, 6)] != 3


def test_without_a_ward_there_are_no_ward_days(borough: Borough) -> None:
    assert rows_of(ward_days_facts, WARD_NOW) == []


def test_every_column_of_a_meetings_action(borough: Borough) -> None:
    item = about(borough, being_helped(borough, now=MAY, pathway="reablement"), now=MAY)
    said = {
        "item": item,
        "what": "Order a rail",
        "team": borough.teams["rapid-response"],
        "by": borough.head,
        "now": MAY,
    }
    action = add_action(due_on=date(2026, 5, 8), **said)
    (row,) = rows_of(meeting_actions_facts, MAY)
    own = {field.name: row[field.name] for field in TABLES["meeting_actions"].own}
    assert own == {
        "action_id": str(action.pk),
        "episode_id": str(item.episode_id),
        "done_on": None,
        "in_time": None,
        "dropped": False,
    }
    assert (row["agreed_on"], row["due_on"], row["due_month"]) == (
        date(2026, 5, 6),
        date(2026, 5, 8),
        date(2026, 5, 1),
    )
    assert (row["organisation"], row["pathway"]) == ("RXX", "reablement")


@pytest.mark.parametrize(
    ("today", "done", "answer"),
    [
        (datetime(2026, 5, 8, 22, 59, tzinfo=UTC), None, (None, None)),
        (datetime(2026, 5, 8, 23, 1, tzinfo=UTC), None, (None, False)),
        (datetime(2026, 5, 9, tzinfo=UTC), datetime(2026, 5, 8, 22, 59, tzinfo=UTC), (date(2026, 5, 8), True)),
        (datetime(2026, 5, 9, tzinfo=UTC), datetime(2026, 5, 8, 23, 1, tzinfo=UTC), (date(2026, 5, 9), False)),
    ],
)
def test_an_action_is_in_time_to_the_end_of_its_london_day(
    borough: Borough, today: datetime, done: datetime | None, answer: tuple[date | None, bool | None]
) -> None:
    item = about(borough, being_helped(borough, now=MAY), now=MAY)
    said = {
        "item": item,
        "what": "Order a rail",
        "team": borough.teams["rapid-response"],
        "by": borough.head,
        "now": MAY,
    }
    action = add_action(due_on=date(2026, 5, 8), **said)
    if done:
        finish_action(action=action, came_of_it="It is there.", by=borough.nurse, now=done)
    (row,) = rows_of(meeting_actions_facts, today)
    assert (row["done_on"], row["in_time"]) == answer


def test_an_action_that_was_dropped_is_neither_done_nor_late(borough: Borough) -> None:
    item = about(borough, being_helped(borough, now=MAY), now=MAY)
    said = {
        "item": item,
        "what": "Order a rail",
        "team": borough.teams["rapid-response"],
        "by": borough.head,
        "now": MAY,
    }
    drop_action(action=add_action(due_on=date(2026, 5, 8), **said), why="She moved.", by=borough.nurse, now=MAY)
    (row,) = rows_of(meeting_actions_facts, MAY + timedelta(days=9))
    assert (row["done_on"], row["in_time"], row["dropped"]) == (None, None, True)


COSTS = UnitCosts(
    {
        ("rapid_response", ""): (
            UnitCost("rapid_response", "", Decimal("60"), date(2026, 4, 1), "2026/27", "Finance"),
            UnitCost("rapid_response", "", Decimal("48"), date(2025, 4, 1), "2025/26", "Finance"),
        )
    }
)


def test_costs_are_by_episode_month_and_organisation(borough: Borough) -> None:
    episode = being_helped(borough, now=NOW)
    Visit.objects.update(minutes=30)
    for at, by, minutes in (
        (NOW + timedelta(hours=5), borough.reablement_worker, 45),
        (NOW + timedelta(hours=6), borough.nurse, None),
        (datetime(2026, 3, 31, 22, 59, tzinfo=UTC), borough.nurse, 20),
        (datetime(2026, 3, 31, 23, 1, tzinfo=UTC), borough.nurse, 20),
    ):
        what = {"kind": "face_to_face", "what_happened": "Saw her.", "minutes": minutes}
        record_visit(episode=episode, started_at=at, by=by, now=at, **what)
    found = [
        (row["spent_on"], row["organisation"], row["contacts"], row["minutes"], row["cost_pence"], row["price_year"])
        for row in rows_of(costs_facts, NOW + timedelta(days=60), COSTS)
    ]
    assert found == [
        (date(2026, 3, 1), "E0999", 1, 45, 3600, "2025/26"),
        (date(2026, 3, 1), "RXX", 3, 50, 4000, "2025/26"),
        (date(2026, 4, 1), "RXX", 1, 20, 2000, "2026/27"),
    ]
    first = rows_of(costs_facts, NOW + timedelta(days=60))[0]
    assert (first["cost_pence"], first["price_year"], first["episode_id"]) == (None, "", str(episode.pk))


def test_two_members_of_staff_cost_twice_as_much(borough: Borough) -> None:
    being_helped(borough, now=NOW)
    Visit.objects.update(minutes=30, second_worker=borough.reablement_worker)
    (row,) = rows_of(costs_facts, NOW + timedelta(days=1), COSTS)
    assert (row["minutes"], row["cost_pence"]) == (60, 4800)


AREA = "what,month,locality,age_band,count,population,source\n"


def test_every_column_of_a_count_for_the_area(borough: Borough, home: Path) -> None:
    later = "emergency_admissions,2026-04,,65_74,12,,Hospital statistics\n"
    (home / "area_counts.csv").write_text(AREA + later + "acute_discharges,2026-03,north,,7,1200,Trust\n")
    first, second = rows_of(area_counts_facts, NOW)
    assert first == {
        "partnership": "testshire",
        "origin": "live",
        **dict.fromkeys(("pathway", "model", "organisation", "source", "need", "ethnicity", "deprivation"), ""),
        "locality": "north",
        "age_band": "",
        "counted_on": date(2026, 3, 1),
        "counted_week": date(2026, 2, 23),
        "counted_month": date(2026, 3, 1),
        "what": "acute_discharges",
        "count": 7,
        "population": 1200,
    }
    assert (second["what"], second["count"], second["population"]) == ("emergency_admissions", 12, None)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("births,2026-04,,,1,,X", 'Line 2, what: "births"'),
        ("acute_discharges,April,,,1,,X", 'Line 2, month: "April"'),
        ("acute_discharges,2026-13,,,1,,X", 'Line 2, month: "2026-13"'),
        ("acute_discharges,2026-04,,young,1,,X", 'Line 2, age_band: "young"'),
        ("acute_discharges,2026-04,,,-1,,X", 'Line 2, count: "-1"'),
        ('acute_discharges,2026-04,,,"1,200",,X', 'Line 2, count: "1,200"'),
        ("acute_discharges,2026-04,,,1,few,X", 'Line 2, population: "few"'),
        ("acute_discharges,2026-04,,,1,,", "Line 2, source: it is empty"),
        ("acute_discharges,2026-04,,,1,,X\nacute_discharges,2026-04-01,,,2,,X", "stands twice"),
    ],
)
def test_a_wrong_line_of_the_areas_counts_is_named(home: Path, line: str, says: str) -> None:
    path = home / "area_counts.csv"
    path.write_text(AREA + line + "\n")
    with pytest.raises(OwnFileWrong) as wrong:
        area_counts_facts.read_area_counts(path)
    assert says in str(wrong.value)
