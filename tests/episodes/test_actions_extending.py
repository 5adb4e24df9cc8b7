"""How long help may last: limits, free weeks, extensions, and who is near or past their limit."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from homeward.episodes.actions import end_episode
from homeward.episodes.actions.extending import ExtensionTooShort
from homeward.episodes.models import Episode, Extension
from homeward.episodes.queries.stages import (
    free_period_of,
    limit_of,
    near_their_limit,
    past_their_limit,
    with_limits,
)
from homeward.episodes.rules.limits import Standing
from homeward.referrals.models import Referral
from tests.support.borough import Borough
from tests.support.stages import LATER, NOW, SEEN, accepted, as_it_is, ends_at, lengthen, move, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def referral(borough: Borough) -> Referral:
    return accepted(borough)


@pytest.fixture
def episode(borough: Borough, referral: Referral) -> Episode:
    """Somebody rapid response has seen."""
    return seen(referral, borough)


def test_the_limit_runs_from_the_first_contact_then_from_the_new_stage_then_to_the_extension(
    borough: Borough, episode: Episode
) -> None:
    assert ends_at(episode) == SEEN + timedelta(hours=48)
    lengthen(episode, borough)
    assert ends_at(episode) == NOW + timedelta(days=5)
    move(episode, borough)
    assert ends_at(episode) == LATER + timedelta(hours=1008)
    lengthen(episode, borough, until=NOW + timedelta(days=60))
    lengthen(episode, borough, until=NOW + timedelta(days=70), funded_by="council", now=LATER + timedelta(hours=1))
    assert ends_at(episode) == NOW + timedelta(days=70)


def test_nobody_seen_has_no_limit_and_no_free_weeks(borough: Borough, referral: Referral) -> None:
    assert referral.episode is not None
    assert limit_of(referral.episode) is None
    assert free_period_of(referral.episode, LATER) is None
    assert with_limits(Episode.objects.all()).get().help_ends_at is None


def test_free_weeks_run_over_all_stages_from_the_first_contact(borough: Borough, episode: Episode) -> None:
    before = free_period_of(episode, LATER)
    move(episode, borough)
    after = free_period_of(as_it_is(episode), LATER)
    assert before == after
    assert after is not None
    assert after.ends_at == datetime(2026, 5, 20, 23, 0, tzinfo=UTC)


def test_a_model_that_does_not_speak_of_free_weeks_has_none(borough: Borough, episode: Episode) -> None:
    Episode.objects.update(model_version="2025.1")
    assert free_period_of(as_it_is(episode), LATER) is None


@pytest.mark.parametrize(
    ("until", "refused"),
    [
        (LATER, "That day is over"),
        (LATER - timedelta(days=1), "That day is over"),
        (SEEN + timedelta(hours=48), "lasts that long anyway"),
        (SEEN + timedelta(hours=48, seconds=1), ""),
    ],
)
def test_an_extension_lasts_longer_than_help_does_anyway(
    borough: Borough, episode: Episode, until: datetime, refused: str
) -> None:
    if not refused:
        assert lengthen(episode, borough, until=until).until == until
        return
    with pytest.raises(ExtensionTooShort, match=refused):
        lengthen(episode, borough, until=until)
    assert Extension.objects.count() == 0


def test_an_extension_says_who_pays_and_is_written_once(borough: Borough, episode: Episode) -> None:
    with pytest.raises(ValueError, match="lottery"):
        lengthen(episode, borough, funded_by="lottery")
    first = lengthen(episode, borough)
    assert lengthen(episode, borough, now=LATER + timedelta(seconds=2)) == first
    assert Extension.objects.count() == 1


def test_those_near_and_past_their_limit_are_listed_for_those_who_see_them(borough: Borough, episode: Episode) -> None:
    def listed(member: Any, now: datetime) -> list[Standing]:
        return [one.so_far.standing for one in near_their_limit(member, now) if one.so_far]

    near, past = SEEN + timedelta(hours=40), SEEN + timedelta(hours=48, seconds=1)
    assert listed(borough.head, near - timedelta(seconds=1)) == []
    assert listed(borough.head, near) == [Standing.NEAR]
    assert past_their_limit(borough.head, past - timedelta(seconds=1)).count() == 0
    assert listed(borough.coordinator, past) == [Standing.PAST]
    assert past_their_limit(borough.coordinator, past).count() == 1
    for nobody in (borough.reablement_worker, borough.gp, borough.analyst):
        assert near_their_limit(nobody, past) == []
        assert past_their_limit(nobody, past).count() == 0
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=LATER)
    assert near_their_limit(borough.head, past) == []


def test_free_weeks_that_end_soon_are_listed_though_the_stage_has_weeks_left(
    borough: Borough, episode: Episode
) -> None:
    move(episode, borough, now=NOW + timedelta(days=30))
    soon = NOW + timedelta(days=37)
    found = near_their_limit(borough.head, soon)
    assert [(one.so_far.standing, one.free.standing) for one in found if one.so_far and one.free] == [
        (Standing.WITHIN, Standing.NEAR)
    ]
