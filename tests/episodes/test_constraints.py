"""What the database itself refuses about episodes and visits, whoever writes."""

from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F

from homeward.episodes.actions import end_episode, record_visit, withdraw_visit
from homeward.episodes.models import Episode, Visit
from homeward.episodes.rules import VisitKind
from homeward.referrals.actions import accept
from tests.support.borough import NOW, Borough, make_borough, received
from tests.support.constraints import names_of_constraints, refusal

pytestmark = pytest.mark.django_db

OPEN: list[tuple[str, dict[str, Any]]] = [
    ("episode_end_has_a_reason_and_a_name", {"ended_at": NOW + timedelta(days=1)}),
    ("episode_end_has_a_reason_and_a_name", {"end_reason": "completed"}),
    ("episode_end_has_a_reason_and_a_name", {"ended_by": F("opened_by")}),
    ("episode_end_has_a_reason_and_a_name", {"ended_at": NOW + timedelta(days=1), "ended_by": F("opened_by")}),
    ("episode_end_reason_is_known", {
        "ended_at": NOW + timedelta(days=1), "ended_by": F("opened_by"), "end_reason": "bored",
    }),
    ("episode_ends_after_it_opens", {
        "ended_at": NOW - timedelta(seconds=1), "ended_by": F("opened_by"), "end_reason": "died",
    }),
    ("episode_first_contact_after_need", {"first_contact_at": F("needed_from") - timedelta(seconds=1)}),
    ("episode_has_a_pathway", {"pathway": ""}),
    ("owning_team", {"owning_team": None}),
    ("person", {"person": None}),
]  # fmt: skip
ENDED: list[tuple[str, dict[str, Any]]] = [
    ("episode_end_has_a_reason_and_a_name", {"end_reason": ""}),
    ("episode_end_has_a_reason_and_a_name", {"ended_by": None}),
    ("episode_end_has_a_reason_and_a_name", {"ended_at": None}),
]
VISIT: list[tuple[str, dict[str, Any]]] = [
    ("visit_kind_is_known", {"kind": "dreamt"}),
    ("visit_says_what_happened", {"what_happened": ""}),
    ("visit_length_is_likely", {"minutes": 0}),
    ("visit_length_is_likely", {"minutes": 1441}),
    ("visit_withdrawn_has_a_reason_and_a_name", {"withdrawn_at": NOW}),
    ("visit_withdrawn_has_a_reason_and_a_name", {"withdrawn_at": NOW, "withdrawn_why": "Wrong person."}),
    ("visit_withdrawn_has_a_reason_and_a_name", {"withdrawn_why": "Wrong person."}),
]

TRIED_NAMES: set[str] = {name for name, _ in (*OPEN, *ENDED, *VISIT)}


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def visit(borough: Borough) -> Visit:
    referral = accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)
    assert referral.episode is not None
    return record_visit(
        episode=referral.episode,
        kind=VisitKind.FACE_TO_FACE,
        started_at=NOW,
        what_happened="Saw her.",
        by=borough.nurse,
        now=NOW,
    )


@pytest.mark.parametrize(("name", "values"), OPEN)
def test_an_open_episode_cannot_be_made_to_say(visit: Visit, name: str, values: dict[str, Any]) -> None:
    assert name in refusal(Episode.objects.filter(pk=visit.episode_id), **values)


@pytest.mark.parametrize(("name", "values"), ENDED)
def test_an_ended_episode_cannot_be_made_to_say(
    borough: Borough, visit: Visit, name: str, values: dict[str, Any]
) -> None:
    end_episode(episode=visit.episode, reason="completed", by=borough.nurse, now=NOW)
    assert name in refusal(Episode.objects.filter(pk=visit.episode_id), **values)


@pytest.mark.parametrize(("name", "values"), VISIT)
def test_a_visit_cannot_be_made_to_say(visit: Visit, name: str, values: dict[str, Any]) -> None:
    assert name in refusal(Visit.objects.filter(pk=visit.pk), **values)


def test_a_withdrawn_visit_keeps_its_reason(borough: Borough, visit: Visit) -> None:
    withdraw_visit(visit=visit, why="Wrong person.", by=borough.nurse, now=NOW)
    said = refusal(Visit.objects.filter(pk=visit.pk), withdrawn_why="")
    assert "visit_withdrawn_has_a_reason_and_a_name" in said


def test_a_visit_may_last_from_a_minute_to_a_day(visit: Visit) -> None:
    for minutes in (1, 1440):
        assert refusal(Visit.objects.filter(pk=visit.pk), minutes=minutes) == ""


def tried_by_part() -> dict[str, set[str]]:
    """What each part of the care tries: the constant TRIED_NAMES of every module beside this one."""
    beside = sorted(path.stem for path in Path(__file__).parent.glob("test_constraints_*.py"))
    return {name: import_module(f"tests.episodes.{name}").TRIED_NAMES for name in beside}


def test_every_constraint_of_this_room_is_tried() -> None:
    tried = TRIED_NAMES.union(*tried_by_part().values())
    assert names_of_constraints("episodes") - tried == set()


def test_each_part_names_constraints_that_there_are() -> None:
    tried = set().union(*tried_by_part().values())
    assert tried - names_of_constraints("episodes") == set()
