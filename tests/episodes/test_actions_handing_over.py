"""Handing an episode to another team, whether they told their story again, and naming a worker."""

from datetime import timedelta

import pytest

from homeward.episodes.actions import end_episode
from homeward.episodes.actions.extending import NotTheirTeam, name_worker
from homeward.episodes.actions.staging import CannotHandOver, note_told_again
from homeward.episodes.models import Episode, HandOff, NamedWorker, Stage
from homeward.episodes.queries.stages import may_be_named, stay_of, teams_that_help
from homeward.episodes.verify import stages as verify
from homeward.people.queries import people_seen_by
from tests.support.borough import Borough
from tests.support.stages import LATER, NOW, accepted, as_it_is, ends_at, give, lengthen, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(borough: Borough) -> Episode:
    """Somebody rapid response has seen."""
    return seen(accepted(borough), borough)


def test_a_hand_over_changes_the_owner_and_not_the_stage(borough: Borough, episode: Episode) -> None:
    hand_off = give(episode, borough, how="together")
    assert give(episode, borough, now=LATER + timedelta(minutes=1)) == hand_off
    assert HandOff.objects.count() == 1
    assert Stage.objects.count() == 1
    assert as_it_is(episode).owning_team == borough.teams["reablement"]
    assert people_seen_by(borough.reablement_worker).count() == 1
    assert list(verify.problems()) == []


def test_an_episode_goes_to_another_team_of_the_joint_service_only(borough: Borough, episode: Episode) -> None:
    with pytest.raises(CannotHandOver, match="owns this already"):
        give(episode, borough, "rapid-response")
    borough.organisations["council"].takes_part = False
    borough.organisations["council"].save()
    borough.teams["reablement"].refresh_from_db()
    with pytest.raises(CannotHandOver, match="does not provide"):
        give(episode, borough)
    assert {team.code for team in teams_that_help()} == {
        "front-door",
        "rapid-response",
        "supported-discharge",
        "home-ward",
    }


def test_it_can_go_there_and_back(borough: Borough, episode: Episode) -> None:
    give(episode, borough)
    give(episode, borough, "rapid-response", now=LATER + timedelta(hours=1))
    give(episode, borough, now=LATER + timedelta(hours=2))
    assert HandOff.objects.count() == 3
    assert list(verify.problems()) == []


def test_whoever_writes_last_is_the_latest_also_when_their_clock_is_behind(borough: Borough, episode: Episode) -> None:
    give(episode, borough)
    give(episode, borough, "home-ward", now=LATER - timedelta(seconds=1))
    assert as_it_is(episode).owning_team == borough.teams["home-ward"]
    lengthen(episode, borough)
    lengthen(episode, borough, until=NOW + timedelta(days=9), now=LATER - timedelta(seconds=1))
    assert ends_at(episode) == NOW + timedelta(days=9)
    name_worker(episode=episode, member=borough.nurse, by=borough.nurse, now=LATER)
    name_worker(episode=episode, member=borough.head, by=borough.nurse, now=LATER - timedelta(seconds=1))
    stay = stay_of(borough.nurse, episode)
    assert stay is not None
    assert stay.named_worker is not None
    assert stay.named_worker.member == borough.head
    assert list(verify.problems()) == []


def test_whether_they_told_their_story_again_is_written_when_it_is_known_also_after_the_end(
    borough: Borough, episode: Episode
) -> None:
    hand_off = give(episode, borough)
    assert hand_off.told_again == "not_known"
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=LATER)
    note_told_again(hand_off=hand_off, told_again="yes", by=borough.nurse, now=LATER)
    assert HandOff.objects.get().told_again == "yes"
    with pytest.raises(ValueError, match="perhaps"):
        note_told_again(hand_off=hand_off, told_again="perhaps", by=borough.nurse, now=LATER)


def test_the_named_worker_is_of_a_team_that_helps(borough: Borough, episode: Episode) -> None:
    assert may_be_named(episode) == [borough.head, borough.nurse]
    named = name_worker(episode=episode, member=borough.nurse, by=borough.head, now=LATER)
    assert name_worker(episode=episode, member=borough.nurse, by=borough.head, now=LATER) == named
    for other in (borough.reablement_worker, borough.gp, borough.coordinator):
        with pytest.raises(NotTheirTeam):
            name_worker(episode=episode, member=other, by=borough.head, now=LATER)
    give(episode, borough)
    name_worker(episode=episode, member=borough.reablement_worker, by=borough.head, now=LATER + timedelta(hours=1))
    name_worker(episode=episode, member=None, by=borough.head, now=LATER + timedelta(hours=2))
    assert [one.member for one in NamedWorker.objects.all()] == [borough.nurse, borough.reablement_worker, None]
    stay = stay_of(borough.head, episode)
    assert stay is not None
    assert stay.named_worker is not None
    assert stay.named_worker.member is None


def test_where_nobody_was_named_naming_nobody_writes_nothing(borough: Borough, episode: Episode) -> None:
    assert name_worker(episode=episode, member=None, by=borough.head, now=LATER) is None
    assert NamedWorker.objects.count() == 0
