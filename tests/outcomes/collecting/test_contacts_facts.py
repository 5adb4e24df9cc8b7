"""One row for every contact and attempt: when, how, by how many, for how long and at what cost."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from homeward.episodes.actions.visiting import record_visit, withdraw_visit
from homeward.episodes.models import Episode, Visit
from homeward.outcomes.unit_costs import NO_COSTS
from tests.outcomes.collecting.telling import costs_of, only, picked, told
from tests.support.borough import Borough
from tests.support.stages import LATER, NOW, SEEN, accepted, give, move, seen

HOUR = timedelta(hours=1)


def visited(borough: Borough, episode: Episode, at: datetime, **changes: Any) -> Visit:
    said = {"kind": "face_to_face", "what_happened": "Practised.", "by": borough.nurse, "now": at, **changes}
    return record_visit(episode=episode, started_at=at, **said)


def test_a_contact_carries_everything(borough: Borough) -> None:
    episode = accepted(borough).episode
    assert episode is not None
    visit = visited(borough, episode, SEEN, minutes=40, second_worker=borough.reablement_worker)
    row = only("contacts", LATER)
    assert row == {
        "partnership": "testshire",
        "origin": "live",
        "pathway": "rapid_response",
        "model": "crisis_response",
        "organisation": "RXX",
        "locality": "river",
        "source": "self_carer",
        "need": "fall",
        "age_band": "85_over",
        "ethnicity": "not_known",
        "deprivation": "1",
        "held_on": date(2026, 4, 8),
        "held_week": date(2026, 4, 6),
        "held_month": date(2026, 4, 1),
        "contact_id": str(visit.pk),
        "episode_id": str(episode.pk),
        "started_at": SEEN,
        "kind": "face_to_face",
        "face_to_face": True,
        "reached": True,
        "first": True,
        "minutes": 40,
        "staff": 2,
        "cost_pence": 8000,
    }


@pytest.mark.parametrize(
    ("kind", "face_to_face", "reached"),
    [("face_to_face", True, True), ("phone_or_video", False, True), ("no_access", False, False)],
)
def test_only_being_there_is_face_to_face_and_no_access_reaches_nobody(
    borough: Borough, kind: str, face_to_face: bool, reached: bool
) -> None:
    episode = accepted(borough).episode
    assert episode is not None
    visited(borough, episode, SEEN, kind=kind)
    row = only("contacts", LATER)
    assert picked(row, "kind", "face_to_face", "reached", "first") == (kind, face_to_face, reached, face_to_face)
    assert picked(row, "minutes", "staff", "cost_pence") == (None, 1, None)


def test_the_first_is_the_earliest_face_to_face_one_that_holds(borough: Borough) -> None:
    episode = accepted(borough).episode
    assert episode is not None
    visited(borough, episode, SEEN, kind="phone_or_video")
    wrong = visited(borough, episode, SEEN + HOUR)
    visited(borough, episode, SEEN + 2 * HOUR)
    same_moment = visited(borough, episode, SEEN + 2 * HOUR, what_happened="Two came at once.")
    visited(borough, episode, SEEN + 3 * HOUR)
    withdraw_visit(visit=wrong, why="Another person", by=borough.nurse, now=SEEN + 4 * HOUR)
    rows = told("contacts", LATER)
    assert [row["first"] for row in rows] == [False, True, False, False]
    assert rows[2]["contact_id"] == str(same_moment.pk)


def test_a_contact_belongs_to_the_stage_it_was_held_in_and_to_whoever_made_it(borough: Borough) -> None:
    episode = seen(accepted(borough), borough)
    move(episode, borough)
    give(episode, borough, now=LATER + HOUR)
    visited(borough, episode, LATER - timedelta(seconds=1), minutes=60, now=LATER + HOUR)
    visited(borough, episode, LATER, minutes=60, now=LATER + HOUR, by=borough.reablement_worker)
    visited(borough, episode, LATER + 2 * HOUR, minutes=60)
    rows = told("contacts", LATER + 3 * HOUR)[1:]
    assert [picked(row, "pathway", "model", "organisation", "cost_pence") for row in rows] == [
        ("rapid_response", "crisis_response", "RXX", 6000),
        ("reablement", "reablement", "E0999", 3000),
        ("reablement", "reablement", "RXX", 3000),
    ]


def test_what_was_held_before_the_episode_was_opened_is_of_its_first_stage(borough: Borough) -> None:
    episode = accepted(borough).episode
    assert episode is not None
    visited(borough, episode, NOW, now=NOW + HOUR)
    Episode.objects.get(pk=episode.pk).stages.update(began_at=NOW + HOUR)
    assert only("contacts", LATER)["pathway"] == "rapid_response"


@pytest.mark.parametrize(
    ("pounds", "minutes", "pence"),
    [
        ({("rapid_response", "face_to_face"): 90, ("rapid_response", ""): 60}, 30, 4500),
        ({("", ""): 1}, 1, 2),
        ({("reablement", ""): 30}, 30, None),
        ({}, 30, None),
        ({("", ""): 60}, None, None),
    ],
)
def test_a_contact_costs_what_was_entered_for_its_pathway_and_kind(
    borough: Borough, pounds: Any, minutes: int | None, pence: int | None
) -> None:
    episode = accepted(borough).episode
    assert episode is not None
    visited(borough, episode, SEEN, minutes=minutes)
    row = only("contacts", LATER, unit_costs=costs_of(pounds) if pounds else NO_COSTS)
    assert row["cost_pence"] == pence


def test_a_contact_just_after_midnight_in_summer_is_of_the_new_day(borough: Borough) -> None:
    episode = seen(accepted(borough), borough)
    for at in (datetime(2026, 4, 30, 22, 59, tzinfo=UTC), datetime(2026, 4, 30, 23, 0, tzinfo=UTC)):
        visited(borough, episode, at)
    rows = told("contacts", datetime(2026, 5, 2, 9, 0, tzinfo=UTC))[1:]
    assert [row["held_on"] for row in rows] == [date(2026, 4, 30), date(2026, 5, 1)]
