"""What the database itself refuses about stages, hand-offs, extensions and named workers, whoever writes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from homeward.episodes.models.episode import Episode
from homeward.episodes.models.stages import Extension, HandOff, NamedWorker, Stage
from homeward.referrals.actions import accept
from tests.support.borough import NOW, Borough, make_borough, received
from tests.support.constraints import refusal, refusal_to_add

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)

STAGE: list[tuple[str, dict[str, Any]]] = [
    ("stage_has_a_pathway", {"pathway": ""}),
    ("episode", {"episode": None}),
]
HAND_OFF: list[tuple[str, dict[str, Any]]] = [
    ("hand_off_has_a_reason", {"why": ""}),
    ("hand_off_is_to_another_team", {"to_team": F("from_team")}),
    ("hand_off_how_is_known", {"how": "by_pigeon"}),
    ("hand_off_told_again_is_known", {"told_again": "perhaps"}),
]
EXTENSION: list[tuple[str, dict[str, Any]]] = [
    ("extension_has_a_reason", {"why": ""}),
    ("extension_funder_is_known", {"funded_by": "lottery"}),
    ("extension_funder_is_known", {"funded_by": ""}),
    ("extension_is_until_later", {"until": F("at")}),
]
TRIED_NAMES: set[str] = {name for name, _ in (*STAGE, *HAND_OFF, *EXTENSION)} - {"episode"} | {"stage_begins_once"}


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def episode(borough: Borough) -> Episode:
    referral = accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)
    assert referral.episode is not None
    return referral.episode


@pytest.mark.parametrize(("name", "values"), STAGE)
def test_a_stage_cannot_be_made_to_say(episode: Episode, name: str, values: dict[str, Any]) -> None:
    assert name in refusal(Stage.objects.filter(episode=episode), **values)


@pytest.mark.parametrize(("name", "values"), HAND_OFF)
def test_a_hand_off_cannot_be_made_to_say(
    borough: Borough, episode: Episode, name: str, values: dict[str, Any]
) -> None:
    HandOff.objects.create(
        episode=episode,
        from_team=episode.owning_team,
        to_team=borough.teams["reablement"],
        why="Needs weeks, not days.",
        how="together",
        by=borough.nurse,
        at=NOW,
    )
    assert name in refusal(HandOff.objects.all(), **values)


@pytest.mark.parametrize(("name", "values"), EXTENSION)
def test_an_extension_cannot_be_made_to_say(
    borough: Borough, episode: Episode, name: str, values: dict[str, Any]
) -> None:
    Extension.objects.create(
        stage=episode.stages.get(), until=LATER, why="Nearly there.", funded_by="nhs", by=borough.nurse, at=NOW
    )
    assert name in refusal(Extension.objects.all(), **values)


def test_two_stages_of_an_episode_do_not_begin_at_once(borough: Borough, episode: Episode) -> None:
    first = episode.stages.get()
    second = Stage(
        episode=episode,
        pathway="reablement",
        model_version=first.model_version,
        began_at=first.began_at,
        why="Needs weeks.",
        by=borough.nurse,
        at=NOW,
    )
    assert refusal_to_add(second) != ""
    second.began_at = LATER
    assert refusal_to_add(second) == ""


def test_an_episode_may_have_nobody_as_named_worker(borough: Borough, episode: Episode) -> None:
    assert refusal_to_add(NamedWorker(episode=episode, member=None, by=borough.nurse, at=NOW)) == ""
