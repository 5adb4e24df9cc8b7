"""What happens to an episode moves it from state to state as the table says, or is refused."""

from datetime import datetime, timedelta

import pytest

from homeward.episodes.actions import end_episode, withdraw_visit
from homeward.episodes.actions.leaving import agree_transition, transition_of, undo_leave
from homeward.episodes.models import Episode, Leaving
from homeward.episodes.queries.stages import state_of
from homeward.episodes.rules.stages import MOVES, EpisodeState, Event
from homeward.referrals.actions import reopen
from homeward.referrals.models import Referral
from tests.support.borough import Borough
from tests.support.stages import LATER, SEEN, accepted, as_it_is, give, move, see, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def referral(borough: Borough) -> Referral:
    return accepted(borough)


@pytest.fixture
def episode(borough: Borough, referral: Referral) -> Episode:
    """Somebody rapid response has seen."""
    return seen(referral, borough)


def happen(event: Event, episode: Episode, referral: Referral, borough: Borough, now: datetime) -> None:
    """Let something happen by the action that does it."""
    if event is Event.FIRST_CONTACT:
        see(episode, borough)
    elif event is Event.CONTACT_WITHDRAWN:
        wrong = episode.visits.get(withdrawn_at=None)
        withdraw_visit(visit=wrong, why="Another person.", by=borough.nurse, now=now)
    elif event is Event.MOVED_ON:
        move(episode, borough, now=now)
    elif event is Event.HANDED_OVER:
        give(episode, borough, now=now)
    elif event is Event.ENDED:
        end_episode(episode=episode, reason="completed", by=borough.nurse, now=now)
    elif event is Event.ENDED_UNSEEN:
        reopen(referral=referral, reason="Wrong pathway.", by=borough.coordinator, now=now)
    elif event is Event.END_TAKEN_BACK:
        undo_leave(episode=episode, why="By mistake.", by=borough.nurse, now=now)
    else:
        agree_to_leave(episode, borough, now, with_whom="person" if event is Event.LEAVING_AGREED else "")


def agree_to_leave(episode: Episode, borough: Borough, now: datetime, with_whom: str = "person") -> None:
    agree_transition(
        episode=episode,
        transition_plan="Her sister comes.",
        agreed_with=with_whom,
        ends_on=None,
        opened=transition_of(Leaving.objects.filter(episode=episode).first()),
        by=borough.nurse,
        now=now,
    )


def bring_to(state: EpisodeState, episode: Episode, borough: Borough) -> None:
    if state is EpisodeState.WAITING_FOR_FIRST_VISIT:
        return
    see(episode, borough)
    if state is EpisodeState.LEAVING_AGREED:
        agree_to_leave(episode, borough, SEEN)
    if state is EpisodeState.ENDED:
        end_episode(episode=episode, reason="completed", by=borough.nurse, now=SEEN)


NOT_TRIED = {
    (EpisodeState.WAITING_FOR_FIRST_VISIT, Event.CONTACT_WITHDRAWN),
    (EpisodeState.BEING_HELPED, Event.FIRST_CONTACT),
    (EpisodeState.LEAVING_AGREED, Event.FIRST_CONTACT),
}
"""What cannot happen at all: there is no visit to withdraw, and a second visit is not the first."""

DONE_ALREADY = {(state, Event.END_TAKEN_BACK) for state in EpisodeState if state is not EpisodeState.ENDED}
"""What is not refused, because it changes nothing: there is no end to take back."""


@pytest.mark.parametrize("event", [event for event in Event if event is not Event.OPENED])
@pytest.mark.parametrize("before", EpisodeState)
def test_what_happens_moves_an_episode_as_the_table_says_or_is_refused(
    borough: Borough, referral: Referral, before: EpisodeState, event: Event
) -> None:
    if (before, event) in NOT_TRIED:
        return
    assert referral.episode is not None
    episode = referral.episode
    assert state_of(as_it_is(episode)) is next(move.after for move in MOVES if move.on is Event.OPENED)
    bring_to(before, episode, borough)
    assert state_of(as_it_is(episode)) is before
    said = {move.after for move in MOVES if (move.before, move.on) == (before, event)}
    if said:
        happen(event, as_it_is(episode), Referral.objects.get(), borough, LATER)
        assert state_of(as_it_is(episode)) in said
        return
    if (before, event) in DONE_ALREADY:
        happen(event, as_it_is(episode), Referral.objects.get(), borough, LATER)
    else:
        with pytest.raises(ValueError, match=r"\.$"):
            happen(event, as_it_is(episode), Referral.objects.get(), borough, LATER)
    assert state_of(as_it_is(episode)) is before


def test_an_end_that_is_taken_back_leaves_what_was_agreed_before_it(borough: Borough, episode: Episode) -> None:
    agree_to_leave(episode, borough, LATER)
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=LATER)
    undo_leave(episode=episode, why="By mistake.", by=borough.nurse, now=LATER)
    assert state_of(as_it_is(episode)) is EpisodeState.LEAVING_AGREED
    move(episode, borough, now=LATER + timedelta(hours=1))
    assert state_of(as_it_is(episode)) is EpisodeState.BEING_HELPED
