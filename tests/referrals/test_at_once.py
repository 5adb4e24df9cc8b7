"""Two people at the front door, or at the door of the same person, at the same moment."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import combinations_with_replacement
from typing import Any

import pytest
from django.db import IntegrityError

from homeward.episodes.actions import EpisodeClosed, record_visit
from homeward.episodes.models import Episode, Visit
from homeward.episodes.rules import VisitKind
from homeward.people.models import Person
from homeward.referrals import actions
from homeward.referrals.models import Decision, Referral, ReferrerAnswer
from homeward.referrals.rules.state import State
from homeward.site.commands.verify import all_problems
from tests.support.at_once import at_once, while_unfinished
from tests.support.borough import NOW, Borough, fall_request, make_borough, received

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOW + timedelta(minutes=10)
DECIDING: dict[str, Callable[..., Any]] = {
    "accept": partial(actions.accept, pathway="rapid_response"),
    "decline": partial(actions.decline, reason="Lives in another borough."),
    "redirect": partial(actions.redirect, to="999", reason="Chest pain."),
}


@pytest.fixture
def borough() -> Borough:
    return make_borough()


def as_it_is(referral: Referral) -> Referral:
    return Referral.objects.select_related("episode").get(pk=referral.pk)


def visit(referral: Referral, borough: Borough) -> Visit:
    episode = as_it_is(referral).episode
    assert episode is not None
    return record_visit(
        episode=episode,
        kind=VisitKind.FACE_TO_FACE,
        started_at=LATER,
        what_happened="Saw her.",
        by=borough.nurse,
        now=LATER,
    )


@pytest.mark.parametrize("kinds", list(combinations_with_replacement(DECIDING, 2)), ids=" and ".join)
def test_of_two_who_decide_at_once_exactly_one_wins(borough: Borough, kinds: tuple[str, str]) -> None:
    referral = received(borough)
    people = (borough.coordinator, borough.head)
    results = at_once(
        *(partial(DECIDING[kind], referral=referral, by=by, now=NOW) for kind, by in zip(kinds, people, strict=True))
    )
    assert sorted(type(result).__name__ for result in results) == ["AlreadyDecided", "Referral"]
    winner = next(kind for kind, result in zip(kinds, results, strict=True) if isinstance(result, Referral))
    assert Decision.objects.get().kind == winner
    assert ReferrerAnswer.objects.count() == 1
    assert Episode.objects.count() == (winner == "accept")
    assert list(all_problems()) == []


def test_four_who_open_again_at_once_open_it_once(borough: Borough) -> None:
    referral = actions.decline(referral=received(borough), reason="Wrong borough.", by=borough.coordinator, now=NOW)
    again = partial(actions.reopen, referral=referral, reason="Right borough.", by=borough.head, now=LATER)
    results = at_once(again, again, again, again)
    assert sorted(type(result).__name__ for result in results) == ["AlreadyDecided"] * 3 + ["Referral"]
    assert as_it_is(referral).state is State.WAITING_FOR_TRIAGE
    assert list(all_problems()) == []


def test_whoever_opens_again_what_is_being_accepted_leaves_no_episode_behind(borough: Borough) -> None:
    referral = received(borough)
    result = while_unfinished(
        partial(DECIDING["accept"], referral=referral, by=borough.coordinator, now=NOW),
        partial(actions.reopen, referral=referral, reason="Wrong pathway.", by=borough.head, now=LATER),
    )
    assert isinstance(result, Referral)
    assert as_it_is(referral).state is State.WAITING_FOR_TRIAGE
    assert [episode.end_reason for episode in Episode.objects.all()] == ["opened_in_error"]
    assert list(all_problems()) == []


@pytest.mark.parametrize("undo", ["reopen", "close_unseen"])
def test_a_visit_being_written_down_is_not_lost_when_the_referral_is_undone(borough: Borough, undo: str) -> None:
    referral = DECIDING["accept"](referral=received(borough), by=borough.coordinator, now=NOW)
    undoing: dict[str, Callable[..., Any]] = {
        "reopen": partial(actions.reopen, reason="Wrong pathway."),
        "close_unseen": partial(actions.close_unseen, because="admitted", reason="In hospital."),
    }
    result = while_unfinished(
        partial(visit, referral, borough), partial(undoing[undo], referral=referral, by=borough.head, now=LATER)
    )
    assert isinstance(result, actions.AlreadyDecided)
    assert as_it_is(referral).state is State.SEEN
    assert list(all_problems()) == []


def test_a_visit_to_a_referral_just_undone_is_refused_in_a_sentence(borough: Borough) -> None:
    referral = DECIDING["accept"](referral=received(borough), by=borough.coordinator, now=NOW)
    episode = referral.episode
    late = partial(
        record_visit,
        episode=episode,
        kind=VisitKind.FACE_TO_FACE,
        started_at=LATER,
        what_happened="Saw her.",
        by=borough.nurse,
        now=LATER,
    )
    result = while_unfinished(
        partial(actions.reopen, referral=referral, reason="Wrong pathway.", by=borough.head, now=LATER), late
    )
    assert isinstance(result, EpisodeClosed)
    assert list(all_problems()) == []


def test_two_first_visits_at_once_leave_the_earlier_as_the_first_contact(borough: Borough) -> None:
    referral = DECIDING["accept"](referral=received(borough), by=borough.coordinator, now=NOW)
    times = [LATER + timedelta(minutes=minutes) for minutes in (30, 10, 20)]
    results = at_once(
        *(
            partial(
                record_visit,
                episode=referral.episode,
                kind=VisitKind.FACE_TO_FACE,
                started_at=started_at,
                what_happened="Saw her.",
                by=borough.nurse,
                now=LATER + timedelta(hours=1),
            )
            for started_at in times
        )
    )
    assert all(isinstance(result, Visit) for result in results)
    assert as_it_is(referral).first_contact_at == min(times)
    assert list(all_problems()) == []


def test_asking_while_another_accepts_leaves_it_accepted(borough: Borough) -> None:
    referral = received(borough)
    results = at_once(
        partial(DECIDING["accept"], referral=referral, by=borough.coordinator, now=NOW),
        partial(actions.ask, referral=referral, question="Can she stand?", by=borough.head, now=NOW),
        partial(actions.note_triage, referral=referral, answers={}, said="She can.", by=borough.head, now=NOW),
    )
    assert isinstance(results[0], Referral)
    assert as_it_is(referral).state is State.WAITING_FOR_FIRST_VISIT
    assert list(all_problems()) == []


def test_the_same_form_sent_twice_at_once_is_one_referral(borough: Borough) -> None:
    request = fall_request(form_token="one-form")
    send = partial(actions.receive, request=request, by=borough.coordinator, now=NOW)
    results = at_once(send, send, send)
    assert {type(result) for result in results} <= {Referral, IntegrityError}
    assert Referral.objects.count() == Person.objects.count() == 1
    assert send() == Referral.objects.get()
    assert list(all_problems()) == []


def test_an_answer_told_twice_at_once_keeps_one_teller(borough: Borough) -> None:
    actions.decline(referral=received(borough), reason="Wrong borough.", by=borough.coordinator, now=NOW)
    answer = ReferrerAnswer.objects.get()
    tell = partial(actions.answer_given, answer=answer)
    at_once(partial(tell, by=borough.coordinator, now=NOW), partial(tell, by=borough.head, now=LATER))
    answer.refresh_from_db()
    assert (answer.given_by, answer.given_at) in [(borough.coordinator, NOW), (borough.head, LATER)]


def test_a_place_being_written_down_while_it_becomes_secret_is_not_kept(borough: Borough) -> None:
    referral = received(borough)
    place = "9 Pretend Street, with her sister"
    note = partial(actions.note_triage, referral=referral, answers={}, by=borough.coordinator, now=NOW)
    secret = fall_request(details={"restricted": True})
    result = while_unfinished(
        partial(note, said=f"She is at {place}.", location=place),
        partial(actions.receive, request=secret, by=borough.head, now=LATER),
    )
    assert isinstance(result, Referral)
    assert as_it_is(referral).location == ""
    assert list(all_problems()) == []


def test_opening_again_while_the_person_becomes_secret_waits_for_nobody_who_waits(borough: Borough) -> None:
    for number in range(4):
        referral = actions.decline(referral=received(borough), reason="No.", by=borough.coordinator, now=NOW)
        secret = fall_request(details={"restricted": True}, reason=f"Fell {number}.")
        results = at_once(
            partial(actions.reopen, referral=referral, reason="Yes.", by=borough.head, now=LATER),
            partial(actions.receive, request=secret, by=borough.coordinator, now=LATER),
        )
        assert all(isinstance(result, Referral) for result in results), results
    assert list(all_problems()) == []
