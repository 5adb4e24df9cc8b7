"""Opening and ending episodes, writing down visits and taking them back."""

from datetime import timedelta
from typing import Any

import pytest

from homeward.episodes.actions import (
    EpisodeClosed,
    NobodyHasBeen,
    NothingWritten,
    SomebodyHasBeen,
    end_episode,
    end_unseen,
    record_visit,
    withdraw_visit,
)
from homeward.episodes.models import Episode, Visit
from homeward.episodes.queries import caseload_of, episodes_seen_by, visits_of, visits_seen_by, with_last_visit
from homeward.episodes.rules import VisitKind, VisitTimeWrong
from homeward.episodes.verify import problems
from homeward.people.models import Relationship
from homeward.people.queries import people_seen_by
from homeward.referrals.actions import accept, reopen
from homeward.referrals.models import Referral
from homeward.referrals.rules.state import State
from homeward.site.commands.verify import all_problems
from tests.support.borough import NOW, Borough, make_borough, received

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def referral(borough: Borough) -> Referral:
    return accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)


@pytest.fixture
def episode(referral: Referral) -> Episode:
    assert referral.episode is not None
    return referral.episode


def visit(episode: Episode, borough: Borough, minutes: int = 30, **changes: Any) -> Visit:
    fields: dict[str, Any] = {
        "kind": VisitKind.FACE_TO_FACE,
        "started_at": NOW + timedelta(minutes=minutes),
        "what_happened": "Saw her.",
        "by": borough.nurse,
        "now": LATER,
    }
    return record_visit(episode=episode, **fields | changes)


def as_it_is(episode: Episode) -> Episode:
    return Episode.objects.get(pk=episode.pk)


def test_the_first_contact_is_the_earliest_face_to_face_visit_in_whatever_order_they_are_written(
    borough: Borough, episode: Episode
) -> None:
    visit(episode, borough, 10, kind=VisitKind.PHONE_OR_VIDEO)
    assert as_it_is(episode).first_contact_at is None
    visit(episode, borough, 60)
    assert as_it_is(episode).first_contact_at == NOW + timedelta(minutes=60)
    earlier = visit(episode, borough, 20)
    visit(episode, borough, 15, kind=VisitKind.NO_ACCESS)
    assert as_it_is(episode).first_contact_at == NOW + timedelta(minutes=20)
    withdraw_visit(visit=earlier, why="Another person.", by=borough.nurse, now=LATER)
    assert as_it_is(episode).first_contact_at == NOW + timedelta(minutes=60)
    assert list(problems()) == []


@pytest.mark.parametrize(
    ("changes", "raised"),
    [
        ({"what_happened": "  "}, NothingWritten),
        ({"what_happened": "\0"}, NothingWritten),
        ({"started_at": LATER + timedelta(minutes=6)}, VisitTimeWrong),
        ({"started_at": NOW - timedelta(minutes=6)}, VisitTimeWrong),
        ({"kind": "dreamt"}, ValueError),
    ],
)
def test_a_visit_that_cannot_be_is_not_written(
    borough: Borough, episode: Episode, changes: dict[str, Any], raised: type[Exception]
) -> None:
    with pytest.raises(raised):
        visit(episode, borough, **changes)
    assert Visit.objects.count() == 0


def test_an_episode_in_which_nobody_was_seen_is_not_ended_as_if_somebody_had_been(
    borough: Borough, episode: Episode
) -> None:
    visit(episode, borough, kind=VisitKind.PHONE_OR_VIDEO)
    with pytest.raises(NobodyHasBeen, match="Close the referral instead"):
        end_episode(episode=episode, reason="completed", by=borough.nurse, now=LATER)
    assert as_it_is(episode).ended_at is None


def test_an_ended_episode_takes_no_more_visits_and_ends_once(borough: Borough, episode: Episode) -> None:
    visit(episode, borough)
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=LATER)
    with pytest.raises(EpisodeClosed):
        visit(episode, borough)
    with pytest.raises(EpisodeClosed):
        end_episode(episode=episode, reason="died", by=borough.nurse, now=LATER)
    assert as_it_is(episode).end_reason == "completed"
    assert list(all_problems()) == []


def test_an_episode_in_which_somebody_was_seen_is_not_ended_as_unseen(borough: Borough, episode: Episode) -> None:
    visit(episode, borough)
    with pytest.raises(SomebodyHasBeen):
        end_unseen(episode=episode, reason="opened_in_error", by=borough.coordinator, now=LATER)
    assert as_it_is(episode).ended_at is None


def test_withdrawing_the_only_visit_of_an_ended_episode_opens_it_so_that_somebody_goes(
    borough: Borough, referral: Referral, episode: Episode
) -> None:
    wrong = visit(episode, borough)
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=LATER)
    withdraw_visit(visit=wrong, why="Another person.", by=borough.nurse, now=LATER)
    assert as_it_is(episode).ended_at is None
    assert Referral.objects.get().state is State.WAITING_FOR_FIRST_VISIT
    assert list(all_problems()) == []
    visit(episode, borough)
    assert Referral.objects.get().state is State.SEEN


def test_withdrawing_one_of_two_visits_leaves_an_ended_episode_ended(borough: Borough, episode: Episode) -> None:
    wrong = visit(episode, borough)
    visit(episode, borough, 40)
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=LATER)
    withdraw_visit(visit=wrong, why="Another person.", by=borough.nurse, now=LATER)
    assert as_it_is(episode).ended_at == LATER
    assert list(all_problems()) == []


def test_a_visit_is_withdrawn_once_with_a_reason(borough: Borough, episode: Episode) -> None:
    wrong = visit(episode, borough)
    with pytest.raises(NothingWritten):
        withdraw_visit(visit=wrong, why=" ", by=borough.nurse, now=LATER)
    withdraw_visit(visit=wrong, why="Another person.", by=borough.nurse, now=LATER)
    withdraw_visit(visit=wrong, why="Again.", by=borough.head, now=LATER)
    wrong.refresh_from_db()
    assert (wrong.withdrawn_why, wrong.withdrawn_by) == ("Another person.", borough.nurse)


def test_a_team_given_an_episode_in_error_sees_the_person_no_longer(borough: Borough, referral: Referral) -> None:
    assert people_seen_by(borough.nurse).count() == 1
    reopen(referral=referral, reason="Wrong pathway.", by=borough.coordinator, now=LATER)
    assert people_seen_by(borough.nurse).count() == 0
    assert people_seen_by(borough.coordinator).count() == 1
    again = Referral.objects.get()
    accept(referral=again, pathway="rapid_response", by=borough.coordinator, now=LATER)
    assert people_seen_by(borough.nurse).count() == 1
    assert Relationship.objects.count() == 3
    assert list(all_problems()) == []


def test_a_team_that_helps_the_person_in_another_episode_still_sees_them(borough: Borough, referral: Referral) -> None:
    other = accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=LATER)
    assert other.person == referral.person
    for undone in (other, referral):
        assert people_seen_by(borough.nurse).count() == 1
        reopen(referral=undone, reason="Wrong pathway.", by=borough.coordinator, now=LATER)
        assert list(all_problems()) == []
    assert people_seen_by(borough.nurse).count() == 0


def test_an_episode_and_its_visits_are_seen_by_those_with_a_reason(borough: Borough, episode: Episode) -> None:
    visit(episode, borough)
    for member, sees in [
        (borough.nurse, True),
        (borough.head, True),
        (borough.coordinator, True),
        (borough.reablement_worker, False),
        (borough.gp, False),
        (borough.analyst, False),
        (borough.commissioner, False),
        (borough.privacy_officer, False),
    ]:
        assert episodes_seen_by(member).exists() is sees, member
        assert visits_of(member, episode).exists() is sees, member
        assert visits_seen_by(member).exists() is sees, member
        assert people_seen_by(member).exists() is sees, member


def test_the_caseload_has_those_still_waiting_first_and_nobody_elses(borough: Borough, episode: Episode) -> None:
    others = []
    for minutes in (5, 10):
        later = NOW + timedelta(minutes=minutes)
        one = received(borough, details={"nhs_number": ""}, now=later)
        others.append(accept(referral=one, pathway="rapid_response", by=borough.coordinator, now=later).episode)
    visit(episode, borough)
    assert list(caseload_of(borough.nurse)) == [*others, episode]
    assert list(caseload_of(borough.reablement_worker)) == []
    assert list(caseload_of(borough.coordinator)) == []
    assert list(caseload_of(borough.gp)) == []
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=LATER)
    assert list(caseload_of(borough.nurse)) == others


def test_the_last_visit_is_the_latest_that_was_not_withdrawn(borough: Borough, episode: Episode) -> None:
    visit(episode, borough, 20, next_step="Bring a frame.")
    wrong = visit(episode, borough, 40, kind=VisitKind.NO_ACCESS)
    assert with_last_visit(caseload_of(borough.nurse)).get().last_visit_kind == "no_access"
    withdraw_visit(visit=wrong, why="Another person.", by=borough.nurse, now=LATER)
    last = with_last_visit(caseload_of(borough.nurse)).get()
    assert (last.last_visit_at, last.last_next_step) == (NOW + timedelta(minutes=20), "Bring a frame.")


@pytest.mark.parametrize("by", ["first_contact_at", "visit", "relationship"])
def test_verify_finds_an_episode_whose_facts_disagree(borough: Borough, episode: Episode, by: str) -> None:
    visit(episode, borough)
    assert list(problems()) == []
    if by == "first_contact_at":
        Episode.objects.update(first_contact_at=None)
    elif by == "visit":
        Visit.objects.update(kind=VisitKind.NO_ACCESS)
    else:
        Relationship.objects.filter(team=episode.owning_team).update(ended_at=LATER)
    found = list(problems())
    assert [problem.subject for problem in found] == [f"Episode {episode.pk}"]
    assert all(problem.remedy for problem in found)
