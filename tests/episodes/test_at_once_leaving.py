"""Two people at the end of the same help, at the same moment."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from homeward.episodes.actions.follow_ups import FollowUpDone, record_follow_up
from homeward.episodes.actions.holding import EpisodeClosed
from homeward.episodes.actions.leaving import TransitionMovedOn, agree_transition, leave, transition_of, undo_leave
from homeward.episodes.actions.onward import AnsweredAlready, answer_onward
from homeward.episodes.actions.summaries import SummaryMovedOn, save_summary
from homeward.episodes.models.leaving import FollowUp, Leaving, LeavingChange, OnwardRequest, Summary
from homeward.episodes.verify import problems
from tests.support.at_once import at_once
from tests.support.borough import NOW, Borough, make_borough
from tests.support.leaving import agreed, asked_for, left_well, seen

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(days=2)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


def refused(results: list[Any]) -> list[type]:
    return [type(result) for result in results if isinstance(result, Exception)]


def test_of_two_who_change_the_plan_for_afterwards_one_sees_the_other_and_nothing_is_lost(borough: Borough) -> None:
    episode = seen(borough, at=NOW)
    opened = transition_of(agreed(episode, by=borough.nurse, now=NOW))
    change = partial(agree_transition, episode=episode, agreed_with="person", ends_on=None, opened=opened, now=LATER)
    results = at_once(
        partial(change, transition_plan="Meals at noon.", by=borough.nurse),
        partial(change, transition_plan="Meals at one.", by=borough.head),
    )
    assert refused(results) == [TransitionMovedOn]
    assert Leaving.objects.get().transition_plan in ("Meals at noon.", "Meals at one.")
    assert LeavingChange.objects.get().before == opened


def test_of_two_who_begin_the_plan_for_afterwards_one_sees_the_other(borough: Borough) -> None:
    episode = seen(borough, at=NOW)
    begin = partial(
        agree_transition, episode=episode, agreed_with="person", ends_on=None, opened=transition_of(None), now=LATER
    )
    results = at_once(
        partial(begin, transition_plan="Meals at noon.", by=borough.nurse),
        partial(begin, transition_plan="Meals at one.", by=borough.head),
    )
    assert refused(results) == [TransitionMovedOn]
    assert Leaving.objects.count() == 1


def test_of_two_who_end_help_one_ends_it(borough: Borough) -> None:
    episode = seen(borough, at=NOW)
    end = partial(leave, episode=episode, by=borough.nurse, now=LATER)
    results = at_once(
        partial(end, reason="declined", outcome="nfa_declined", sequel="nfa_declined"),
        partial(end, reason="not_reached", outcome="nfa_other", sequel="nfa_other"),
    )
    assert refused(results) == [EpisodeClosed]
    assert FollowUp.objects.count() == 1
    assert Summary.objects.count() == 2
    assert list(problems()) == []


def test_an_end_is_taken_back_once(borough: Borough) -> None:
    episode = left_well(borough, at=NOW)
    undo = partial(undo_leave, episode=episode, why="Another Mabel.", now=LATER)
    assert refused(at_once(partial(undo, by=borough.nurse), partial(undo, by=borough.head))) == []
    assert LeavingChange.objects.count() == 1
    assert list(problems()) == []


def test_of_two_who_answer_a_request_one_is_told_of_the_other(borough: Borough) -> None:
    request = asked_for(seen(borough, at=NOW), by=borough.nurse, now=NOW)
    answer = partial(answer_onward, request=request, now=LATER)
    results = at_once(
        partial(answer, answer="arranged", provider="Weir Care", by=borough.nurse),
        partial(answer, answer="refused", note="No room.", by=borough.head),
    )
    assert refused(results) == [AnsweredAlready]
    assert OnwardRequest.objects.get().answered_by is not None


def test_of_two_who_record_a_follow_up_one_is_told_of_the_other(borough: Borough) -> None:
    left_well(borough, at=NOW)
    due = NOW + timedelta(days=85)
    record = partial(record_follow_up, follow_up=FollowUp.objects.get(), now=due)
    results = at_once(
        partial(record, living_at="home", by=borough.nurse), partial(record, living_at="care_home", by=borough.head)
    )
    assert refused(results) == [FollowUpDone]


def test_of_two_who_write_a_summary_one_sees_the_other(borough: Borough) -> None:
    episode = left_well(borough, at=NOW)
    opened = Summary.objects.get(audience="gp").says
    save = partial(save_summary, episode=episode, audience="gp", opened=opened, now=LATER)
    results = at_once(partial(save, says="Hers.", by=borough.nurse), partial(save, says="His.", by=borough.head))
    assert refused(results) == [SummaryMovedOn]
    assert Summary.objects.filter(audience="gp").count() == 1
