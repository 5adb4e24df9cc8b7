"""Moving one episode through its stages: what stays, what is refused, and what verify finds."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from homeward.episodes.actions import EpisodeClosed, NothingWritten, end_episode, record_visit
from homeward.episodes.actions.extending import name_worker
from homeward.episodes.actions.staging import (
    CannotMoveThere,
    MovedMeanwhile,
    NobodyHasBeenYet,
    WardNeedsAPlace,
    current_stage,
)
from homeward.episodes.models import Episode, Extension, HandOff, Stage
from homeward.episodes.queries import caseload_of
from homeward.episodes.queries.stages import stay_of
from homeward.episodes.verify import stages as verify
from homeward.people.queries import people_seen_by
from homeward.referrals.actions import accept
from homeward.referrals.models import Referral
from tests.support.borough import Borough, received
from tests.support.stages import LATER, NOW, SEEN, accepted, as_it_is, give, lengthen, move, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def referral(borough: Borough) -> Referral:
    return accepted(borough)


@pytest.fixture
def episode(borough: Borough, referral: Referral) -> Episode:
    """Somebody rapid response has seen."""
    return seen(referral, borough)


def test_one_action_begins_the_next_stage_and_keeps_owner_clock_and_first_contact(
    borough: Borough, episode: Episode
) -> None:
    stage = move(episode, borough)
    after = as_it_is(episode)
    assert (after.pathway, after.model_version) == ("reablement", "2026.1")
    assert (after.owning_team, after.needed_from, after.first_contact_at) == (episode.owning_team, NOW, SEEN)
    assert (stage.began_at, stage.why, stage.by) == (LATER, "She needs weeks, not days.", borough.nurse)
    assert [one.pathway for one in episode.stages.all()] == ["rapid_response", "reablement"]
    assert HandOff.objects.count() == 0
    assert Referral.objects.count() == 1
    assert list(verify.problems()) == []


def test_moving_on_can_hand_over_in_the_same_step(borough: Borough, episode: Episode) -> None:
    assert people_seen_by(borough.reablement_worker).count() == 0
    move(episode, borough, hand_to=borough.teams["reablement"], how="written", told_again="no")
    hand_off = HandOff.objects.get()
    assert (hand_off.from_team.code, hand_off.to_team.code) == ("rapid-response", "reablement")
    assert (hand_off.how, hand_off.told_again, hand_off.at) == ("written", "no", LATER)
    assert as_it_is(episode).owning_team == borough.teams["reablement"]
    assert people_seen_by(borough.reablement_worker).count() == 1
    assert people_seen_by(borough.nurse).count() == 1
    assert list(caseload_of(borough.reablement_worker)) == [episode]
    assert list(verify.problems()) == []


def test_handing_to_the_team_that_owns_it_is_no_hand_over(borough: Borough, episode: Episode) -> None:
    move(episode, borough, hand_to=borough.teams["rapid-response"])
    assert HandOff.objects.count() == 0


def test_sent_twice_it_moves_once(borough: Borough, episode: Episode) -> None:
    reablement = borough.teams["reablement"]
    first = move(episode, borough, hand_to=reablement)
    again = move(episode, borough, hand_to=reablement, seen_in=episode.stages.first(), now=LATER + timedelta(seconds=1))
    assert again == first
    assert (Stage.objects.count(), HandOff.objects.count()) == (2, 1)


def test_whoever_looks_at_an_old_page_does_not_move_somebody_on_from_where_they_no_longer_are(
    borough: Borough, episode: Episode
) -> None:
    seen_in = current_stage(episode)
    move(episode, borough, seen_in=seen_in)
    with pytest.raises(MovedMeanwhile, match="Nia Example moved them"):
        move(episode, borough, "urgent_social_work", seen_in=seen_in, by=borough.head, now=LATER + timedelta(hours=1))
    assert as_it_is(episode).pathway == "reablement"


@pytest.mark.parametrize("to", ["rapid_response", "nowhere", ""])
def test_a_stage_the_agreed_model_does_not_lead_to_does_not_begin(borough: Borough, episode: Episode, to: str) -> None:
    with pytest.raises(CannotMoveThere):
        move(episode, borough, to)
    assert Stage.objects.count() == 1


def test_the_service_model_in_force_on_the_day_of_moving_decides(borough: Borough) -> None:
    day_before = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    one = received(borough, now=day_before, needed_at=day_before)
    one = accept(
        referral=one, pathway="urgent_social_work", reason="Asked for.", by=borough.coordinator, now=day_before
    )
    assert one.episode is not None
    assert one.episode.model_version == "2025.1"
    record_visit(
        episode=one.episode,
        kind="face_to_face",
        started_at=day_before,
        what_happened="Saw her.",
        by=borough.head,
        now=day_before,
    )
    with pytest.raises(CannotMoveThere):
        move(one.episode, borough, "supported_discharge", now=day_before + timedelta(minutes=31))
    moved = move(one.episode, borough, "supported_discharge", now=day_before + timedelta(minutes=29))
    assert moved.model_version == "2025.1"
    assert move(one.episode, borough, "reablement", now=NOW).model_version == "2026.1"
    assert list(verify.problems()) == []


def test_the_home_ward_begins_only_with_a_place_on_it(borough: Borough, episode: Episode) -> None:
    with pytest.raises(WardNeedsAPlace):
        move(episode, borough, "home_ward")
    assert move(episode, borough, "home_ward", with_place=True).pathway == "home_ward"


def test_before_anybody_has_been_the_front_door_changes_the_pathway(borough: Borough, referral: Referral) -> None:
    assert referral.episode is not None
    for refused in (move, give):
        with pytest.raises(NobodyHasBeenYet, match="front door"):
            refused(referral.episode, borough)
    with pytest.raises(NobodyHasBeenYet):
        lengthen(referral.episode, borough)
    assert (Stage.objects.count(), HandOff.objects.count(), Extension.objects.count()) == (1, 0, 0)


def test_after_the_end_nothing_moves(borough: Borough, episode: Episode) -> None:
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=LATER)
    for refused in (move, give, lengthen):
        with pytest.raises(EpisodeClosed):
            refused(episode, borough)
    with pytest.raises(EpisodeClosed):
        name_worker(episode=episode, member=borough.nurse, by=borough.nurse, now=LATER)


@pytest.mark.parametrize("why", ["", "  ", "\0"])
def test_nothing_moves_without_a_reason(borough: Borough, episode: Episode, why: str) -> None:
    with pytest.raises(NothingWritten):
        move(episode, borough, why=why)
    with pytest.raises(NothingWritten):
        give(episode, borough, why=why)
    with pytest.raises(NothingWritten):
        lengthen(episode, borough, why=why)


def test_a_stay_is_its_stages_with_when_each_ended(borough: Borough, episode: Episode) -> None:
    move(episode, borough)
    later = LATER + timedelta(days=30)
    move(episode, borough, "urgent_social_work", now=later)
    stay = stay_of(borough.nurse, episode)
    assert stay is not None
    assert [(one.name, one.stage.began_at, one.until, one.is_now) for one in stay.stages] == [
        ("Rapid response", NOW, LATER, False),
        ("Reablement", LATER, later, False),
        ("Urgent social work", later, None, True),
    ]
    assert stay_of(borough.reablement_worker, episode) is None


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("stage", lambda one: Episode.objects.update(pathway="rapid_response")),
        ("stage", lambda one: Episode.objects.update(model_version="2025.1")),
        ("stage", lambda one: Stage.objects.all().delete()),
        ("handed to", lambda one: Episode.objects.update(owning_team=one.teams["supported-discharge"])),
        ("handed on by", lambda one: HandOff.objects.filter(to_team__code="home-ward").update(
            from_team=one.teams["supported-discharge"])),
        ("first stage", lambda one: Stage.objects.filter(why="").update(began_at=NOW - timedelta(seconds=1))),
        ("first stage", lambda one: Stage.objects.filter(why="").update(began_at=NOW + timedelta(seconds=1))),
        ("somebody in it", lambda one: type(one.head).objects.filter(teams__code="home-ward").update(is_active=False)),
    ],
)  # fmt: skip
def test_verify_finds_an_episode_that_is_not_where_its_stages_and_hand_offs_say(
    borough: Borough, episode: Episode, rule: str, change: Any
) -> None:
    move(episode, borough, hand_to=borough.teams["reablement"])
    give(episode, borough, "home-ward", now=LATER + timedelta(hours=1))
    assert list(verify.problems()) == []
    change(borough)
    found = list(verify.problems())
    assert [problem.subject for problem in found] == [f"Episode {episode.pk}"]
    assert rule in found[0].rule
    assert found[0].remedy
