"""Two people assess the same person at the same moment: each through a connection of their own."""

from functools import partial

import pytest

from homeward.episodes.actions.assessing import (
    AnswerMovedOn,
    AssessmentClosed,
    answer,
    begin_assessment,
    complete_assessment,
    keep_answer,
)
from homeward.episodes.actions.offering import make_offer
from homeward.episodes.models.assessing import Assessment, AssessmentAnswer, Offer
from homeward.episodes.models.episode import Episode
from homeward.referrals.actions import accept
from tests.support.at_once import at_once, while_unfinished
from tests.support.borough import NOW, Borough, make_borough, received

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def episode(borough: Borough) -> Episode:
    found = accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW).episode
    assert found is not None
    return found


def test_an_assessment_begun_by_many_at_once_is_one(borough: Borough, episode: Episode) -> None:
    begun = at_once(*[partial(begin_assessment, episode=episode, tool="falls", by=borough.nurse, now=NOW)] * 4)
    assert {one.pk for one in begun} == {Assessment.objects.get().pk}


def test_of_two_who_answer_at_once_one_is_shown_what_the_other_said(borough: Borough, episode: Episode) -> None:
    falls = begin_assessment(episode=episode, tool="falls", by=borough.nurse, now=NOW)
    say = partial(answer, assessment=falls, item="unsteady", opened=None, now=NOW)
    results = at_once(partial(say, value=True, by=borough.nurse), partial(say, value=False, by=borough.head))
    (moved,) = [result for result in results if isinstance(result, AnswerMovedOn)]
    assert {moved.theirs.value, moved.mine} == {True, False}
    assert AssessmentAnswer.objects.get().value is moved.theirs.value


def test_an_answer_kept_or_an_offer_made_by_two_at_once_is_written_once(borough: Borough, episode: Episode) -> None:
    holistic = begin_assessment(episode=episode, tool="holistic", by=borough.nurse, now=NOW)
    answer(assessment=holistic, item="unsteady", value=True, opened=None, by=borough.nurse, now=NOW)
    falls = begin_assessment(episode=episode, tool="falls", by=borough.nurse, now=NOW)
    at_once(*[partial(keep_answer, assessment=falls, item="unsteady", by=borough.head, now=NOW)] * 3)
    assert falls.answers.count() == 1
    at_once(*[partial(make_offer, episode=episode, kind="eyesight", by=borough.head, now=NOW)] * 3)
    assert Offer.objects.count() == 1


def test_nothing_is_answered_in_an_assessment_that_is_being_completed(borough: Borough, episode: Episode) -> None:
    falls = begin_assessment(episode=episode, tool="falls", by=borough.nurse, now=NOW)
    answer(assessment=falls, item="unsteady", value=True, opened=None, by=borough.nurse, now=NOW)
    late = while_unfinished(
        partial(complete_assessment, assessment=falls, by=borough.nurse, now=NOW),
        partial(answer, assessment=falls, item="feet", value="Sore.", opened=None, by=borough.head, now=NOW),
    )
    assert isinstance(late, AssessmentClosed)
    assert falls.answers.count() == 1
