"""Somebody was seen and handed to another team, and then it turns out that nobody had seen them."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from homeward.desk.actions import withdraw
from homeward.episodes.actions import record_visit
from homeward.episodes.models import Episode, Visit
from homeward.episodes.rules import VisitKind
from homeward.people.actions import give_reason_to_see
from homeward.referrals import verify
from homeward.referrals.models import Referral
from homeward.referrals.rules.state import State
from tests.support.borough import NOW, Borough

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen_by_mistake(borough: Borough, accepted: Callable[..., Referral]) -> Visit:
    return record_visit(
        episode=accepted().episode,
        kind=VisitKind.FACE_TO_FACE,
        started_at=NOW + timedelta(minutes=20),
        what_happened="Saw somebody else of the same name.",
        by=borough.nurse,
        now=NOW + timedelta(minutes=40),
    )


def test_their_referral_is_back_on_the_worklist_of_the_team_that_has_them_now(
    borough: Borough, seen_by_mistake: Visit
) -> None:
    episode, team, later = seen_by_mistake.episode, borough.teams["reablement"], NOW + timedelta(hours=2)
    give_reason_to_see(person=episode.person, team=team, because="Episode of care", now=later)
    Episode.objects.filter(pk=episode.pk).update(owning_team=team)

    withdraw(visit=seen_by_mistake, why="Wrong person.", by=borough.nurse, now=later)

    referral = Referral.objects.get(episode=episode)
    assert referral.state is State.WAITING_FOR_FIRST_VISIT
    assert referral.owning_team == team
    assert list(verify.problems()) == []


def test_a_visit_beside_others_leaves_the_referral_with_whom_it_was(borough: Borough, seen_by_mistake: Visit) -> None:
    episode, team = seen_by_mistake.episode, borough.teams["reablement"]
    record_visit(
        episode=episode,
        kind=VisitKind.FACE_TO_FACE,
        started_at=NOW + timedelta(minutes=50),
        what_happened="Saw her.",
        by=borough.nurse,
        now=NOW + timedelta(hours=1),
    )
    Episode.objects.filter(pk=episode.pk).update(owning_team=team)
    withdraw(visit=seen_by_mistake, why="Wrong person.", by=borough.nurse, now=NOW + timedelta(hours=2))
    assert Referral.objects.get(episode=episode).owning_team == borough.teams["rapid-response"]
