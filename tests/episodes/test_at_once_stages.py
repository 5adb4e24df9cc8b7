"""Two people move or hand over the same person at the same moment: each through a connection of their own."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from homeward.episodes.actions import EpisodeClosed, end_episode, record_visit
from homeward.episodes.actions.extending import extend
from homeward.episodes.actions.staging import MovedMeanwhile, current_stage, hand_over, move_stage
from homeward.episodes.models import Episode, Extension, HandOff, Stage
from homeward.episodes.verify import stages as verify
from homeward.referrals.actions import accept
from tests.support.at_once import at_once, while_unfinished
from tests.support.borough import Borough, make_borough, received

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 4, 8, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def episode(borough: Borough) -> Episode:
    referral = received(borough, now=NOW, needed_at=NOW)
    found = accept(referral=referral, pathway="rapid_response", by=borough.coordinator, now=NOW).episode
    assert found is not None
    record_visit(
        episode=found, kind="face_to_face", started_at=NOW, what_happened="Saw her.", by=borough.nurse, now=NOW
    )
    return found


def move(episode: Episode, by: Any, to: str, **more: Any) -> partial[Stage]:
    return partial(move_stage, episode=episode, to=to, why="Needs weeks.", by=by, now=LATER, **more)


def test_a_form_sent_by_many_at_once_moves_once(borough: Borough, episode: Episode) -> None:
    reablement = borough.teams["reablement"]
    stages = at_once(*[move(episode, borough.nurse, "reablement", hand_to=reablement)] * 4)
    assert {stage.pathway for stage in stages} == {"reablement"}
    assert (Stage.objects.count(), HandOff.objects.count()) == (2, 1)
    assert list(verify.problems()) == []


def test_of_two_who_move_somebody_to_different_stages_one_is_told_of_the_other(
    borough: Borough, episode: Episode
) -> None:
    seen_in = current_stage(episode)
    results = at_once(
        move(episode, borough.nurse, "reablement", seen_in=seen_in),
        move(episode, borough.head, "urgent_social_work", seen_in=seen_in),
    )
    assert [type(one) for one in results if not isinstance(one, Stage)] == [MovedMeanwhile]
    assert Stage.objects.count() == 2
    assert list(verify.problems()) == []


def test_hand_overs_at_the_same_moment_follow_each_other(borough: Borough, episode: Episode) -> None:
    teams = [borough.teams[code] for code in ("reablement", "urgent-social-work", "home-ward")]
    at_once(
        *(
            partial(hand_over, episode=episode, to_team=team, why="Their round.", by=borough.nurse, now=LATER)
            for team in teams
        )
    )
    assert HandOff.objects.count() == 3
    assert list(verify.problems()) == []


def test_nobody_moves_on_in_help_that_is_just_ending(borough: Borough, episode: Episode) -> None:
    ending = partial(end_episode, episode=episode, reason="completed", by=borough.nurse, now=LATER)
    assert isinstance(while_unfinished(ending, move(episode, borough.head, "reablement")), EpisodeClosed)
    assert Stage.objects.count() == 1


def test_an_extension_sent_by_many_at_once_is_one(borough: Borough, episode: Episode) -> None:
    longer = partial(
        extend,
        episode=episode,
        until=NOW + timedelta(days=9),
        why="Nearly there.",
        funded_by="nhs",
        by=borough.nurse,
        now=LATER,
    )
    at_once(*[longer] * 4)
    assert Extension.objects.count() == 1
