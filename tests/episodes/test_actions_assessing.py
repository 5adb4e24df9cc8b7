"""Assessing: asked once and kept by the next profession, never overwritten unseen, complete only when it is."""

from datetime import timedelta
from typing import Any

import pytest

from homeward.episodes.actions.assessing import (
    AnswerMovedOn,
    AssessmentClosed,
    AssessmentIncomplete,
    NoReason,
    NothingToKeep,
    ToolUnknown,
    answer,
    begin_assessment,
    complete_assessment,
    keep_answer,
    withdraw_assessment,
)
from homeward.episodes.actions.ending import end_episode
from homeward.episodes.actions.holding import EpisodeClosed
from homeward.episodes.actions.offering import OfferUnknown, answer_offer, make_offer
from homeward.episodes.actions.visiting import record_visit
from homeward.episodes.models.assessing import Assessment, AssessmentAnswer, Offer
from homeward.episodes.models.episode import Episode
from homeward.episodes.queries.assessing import (
    answers_now,
    asked_again,
    offers_of,
    reusable_answers,
)
from homeward.episodes.rules.scoring import AnswerWrong
from homeward.episodes.verify.assessing import problems
from tests.support.assessed import WHOLE, barthel, begun, opened, taken_over
from tests.support.borough import NOW, Borough, make_borough

pytestmark = pytest.mark.django_db
SOON, LATER = NOW + timedelta(minutes=20), NOW + timedelta(hours=2)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def episode(borough: Borough) -> Episode:
    return opened(borough)


def test_an_assessment_still_open_is_gone_on_with_and_not_doubled(borough: Borough, episode: Episode) -> None:
    one = begun(episode, borough)
    assert begin_assessment(episode=episode, tool="holistic", by=borough.head, now=LATER) == one
    assert begun(episode, borough, "falls") != one
    withdraw_assessment(assessment=one, why="Wrong person.", by=borough.nurse, now=SOON)
    assert begun(episode, borough) != one


def test_an_unknown_tool_or_item_is_refused(borough: Borough, episode: Episode) -> None:
    with pytest.raises(ToolUnknown):
        begun(episode, borough, "crystal_ball")
    with pytest.raises(ToolUnknown, match='has no item "shoe_size"'):
        answer(assessment=begun(episode, borough), item="shoe_size", value="7", opened=None, by=borough.nurse, now=NOW)


def test_a_changed_answer_is_a_new_row_and_the_same_again_is_none(borough: Borough, episode: Episode) -> None:
    one = begun(episode, borough)

    def say(value: Any, note: str = "", opened: int | None = None) -> AssessmentAnswer | None:
        return answer(assessment=one, item="weight", value=value, note=note, opened=opened, by=borough.nurse, now=SOON)

    assert say(None) is None
    first = say(True)
    assert first is not None
    assert say(True, opened=first.pk) is None
    assert say(True, " ", first.pk) is None
    assert say(True, "Two stone.", first.pk) is not None
    second = say(False)  # one's own later answer holds, whatever one had open
    assert second is not None
    assert say(None) is None  # as it was when the page was opened, so nothing was changed on it
    assert say(None, opened=second.pk) is not None
    assert [(row.value, row.note) for row in one.answers.all()] == [
        (True, ""), (True, "Two stone."), (False, ""), (None, ""),
    ]  # fmt: skip
    assert answers_now(one)["weight"].value is None


def test_a_value_the_item_cannot_have_is_not_written(borough: Borough, episode: Episode) -> None:
    one = begun(episode, borough)
    with pytest.raises(AnswerWrong, match="choose one of: Alone;"):
        answer(assessment=one, item="washing", value="never", opened=None, by=borough.nurse, now=NOW)
    assert AssessmentAnswer.objects.count() == 0


def test_what_databases_cannot_keep_is_left_out_of_an_answer(borough: Borough, episode: Episode) -> None:
    written = answer(
        assessment=begun(episode, borough), item="what_matters", value="My\0 cat", note="\0", opened=None,
        by=borough.nurse, now=NOW,
    )  # fmt: skip
    assert written is not None
    assert (written.value, written.note) == ("My cat", "")


def test_a_colleagues_answer_since_opening_is_not_overwritten_and_both_are_carried(
    borough: Borough, episode: Episode
) -> None:
    one = begun(episode, borough)
    hers = answer(assessment=one, item="washing", value="alone", opened=None, by=borough.nurse, now=NOW)
    assert hers is not None
    with pytest.raises(AnswerMovedOn) as moved:
        answer(assessment=one, item="washing", value="all_help", opened=None, by=borough.head, now=SOON)
    assert (moved.value.theirs.value, moved.value.theirs.by, moved.value.mine) == ("alone", borough.nurse, "all_help")
    assert answers_now(one)["washing"].value == "alone"
    chosen = answer(assessment=one, item="washing", value="all_help", opened=hers.pk, by=borough.head, now=LATER)
    assert chosen is not None
    assert [(row.value, row.by) for row in one.answers.all()] == [("alone", borough.nurse), ("all_help", borough.head)]


def test_sending_an_old_answer_unchanged_does_not_undo_a_colleagues(borough: Borough, episode: Episode) -> None:
    one = begun(episode, borough)
    first = answer(assessment=one, item="washing", value="alone", opened=None, by=borough.head, now=NOW)
    assert first is not None
    answer(assessment=one, item="washing", value="all_help", opened=first.pk, by=borough.nurse, now=SOON)
    assert answer(assessment=one, item="washing", value="alone", opened=first.pk, by=borough.head, now=LATER) is None
    assert answer(assessment=one, item="bed_and_chair", value=None, opened=None, by=borough.head, now=LATER) is None
    assert answers_now(one)["washing"].value == "all_help"


def test_two_who_give_the_same_answer_agree(borough: Borough, episode: Episode) -> None:
    one = begun(episode, borough)
    answer(assessment=one, item="washing", value="alone", opened=None, by=borough.nurse, now=NOW)
    assert answer(assessment=one, item="washing", value="alone", opened=None, by=borough.head, now=SOON) is None


# ---------------------------------------------------------------- asked once, by whichever profession


def test_what_a_nurse_was_told_a_therapist_keeps_with_one_click_and_nobody_asks_again(
    borough: Borough, episode: Episode
) -> None:
    holistic = begun(episode, borough)
    told = answer(
        assessment=holistic, item="walking_aid", value="A frame, too low.", opened=None, by=borough.nurse, now=NOW
    )
    answer(assessment=holistic, item="what_matters", value="My garden.", opened=None, by=borough.nurse, now=NOW)
    falls = begin_assessment(episode=episode, tool="falls", by=borough.head, now=SOON)
    offered = reusable_answers(falls)
    assert {code: (row.value, row.by, row.at) for code, row in offered.items()} == {
        "walking_aid": ("A frame, too low.", borough.nurse, NOW)
    }
    kept = keep_answer(assessment=falls, item="walking_aid", by=borough.head, now=SOON)
    assert (kept.value, kept.source, kept.kept_from, kept.by) == ("A frame, too low.", "kept", told, borough.head)
    assert keep_answer(assessment=falls, item="walking_aid", by=borough.head, now=LATER) == kept
    assert asked_again([episode.pk]) == {episode.pk: 0}
    answer(assessment=falls, item="unsteady", value=True, opened=None, by=borough.head, now=SOON)
    assert asked_again([episode.pk]) == {episode.pk: 0}
    answer(assessment=holistic, item="unsteady", value=True, opened=None, by=borough.nurse, now=LATER)
    assert asked_again([episode.pk]) == {episode.pk: 1}
    assert list(problems()) == []


def test_an_answer_is_kept_from_an_earlier_episode_and_says_who_was_first_told(
    borough: Borough, episode: Episode
) -> None:
    told = answer(
        assessment=begun(episode, borough), item="eyesight", value="poorly", note="Left eye.", opened=None,
        by=borough.nurse, now=NOW,
    )  # fmt: skip
    falls = begun(episode, borough, "falls")
    keep_answer(assessment=falls, item="eyesight", by=borough.nurse, now=SOON)
    again = begun(opened(borough), borough)
    assert again.episode.person == episode.person
    kept = keep_answer(assessment=again, item="eyesight", by=borough.head, now=LATER)
    assert (kept.kept_from, kept.note) == (told, "Left eye.")


def test_the_answer_last_told_is_the_one_offered_and_not_one_taken_back_or_withdrawn(
    borough: Borough, episode: Episode
) -> None:
    holistic, falls = begun(episode, borough), begun(episode, borough, "falls")
    answer(assessment=holistic, item="unsteady", value=False, opened=None, by=borough.nurse, now=NOW)
    said = answer(assessment=falls, item="unsteady", value=True, opened=None, by=borough.nurse, now=SOON)
    assert said is not None
    other = begun(opened(borough), borough)
    assert reusable_answers(other)["unsteady"].value is True
    answer(assessment=falls, item="unsteady", value=None, opened=said.pk, by=borough.nurse, now=LATER)
    assert reusable_answers(other)["unsteady"].value is False
    withdraw_assessment(assessment=holistic, why="Wrong person.", by=borough.nurse, now=LATER)
    assert reusable_answers(other) == {}
    with pytest.raises(NothingToKeep, match="there is no earlier answer"):
        keep_answer(assessment=other, item="unsteady", by=borough.nurse, now=LATER)


def test_nothing_is_kept_from_another_person_nor_for_a_question_of_one_tool_alone(
    borough: Borough, episode: Episode
) -> None:
    answer(assessment=begun(episode, borough), item="unsteady", value=True, opened=None, by=borough.nurse, now=NOW)
    other = opened(borough, nhs_number="", family_name="Bell")
    assert other.person != episode.person
    assert reusable_answers(begun(other, borough)) == {}
    barthel(episode, borough)
    assert reusable_answers(begun(episode, borough, "barthel")) == {}


# ---------------------------------------------------------------- complete, take back


def test_a_scored_assessment_is_complete_only_with_every_item_and_says_which_are_missing(
    borough: Borough, episode: Episode
) -> None:
    one = begun(episode, borough, "barthel")
    for item, value in WHOLE.items():
        if item not in ("stairs", "bathing"):
            answer(assessment=one, item=item, value=value, opened=None, by=borough.nurse, now=NOW)
    with pytest.raises(AssessmentIncomplete, match="can be completed: Bathing; Stairs") as refused:
        complete_assessment(assessment=one, by=borough.nurse, now=SOON)
    assert refused.value.missing == ("bathing", "stairs")
    assert Assessment.objects.get().completed_at is None


def test_an_assessment_without_score_needs_at_least_one_answer(borough: Borough, episode: Episode) -> None:
    one = begun(episode, borough)
    with pytest.raises(AssessmentIncomplete, match="Nothing is answered yet"):
        complete_assessment(assessment=one, by=borough.nurse, now=SOON)
    answer(assessment=one, item="what_matters", value="My cat.", opened=None, by=borough.nurse, now=SOON)
    complete_assessment(assessment=one, by=borough.nurse, now=SOON)
    complete_assessment(assessment=one, by=borough.head, now=LATER)
    one.refresh_from_db()
    assert (one.completed_at, one.completed_by) == (SOON, borough.nurse)


def test_nothing_changes_in_an_assessment_that_is_complete_or_taken_back(borough: Borough, episode: Episode) -> None:
    one = barthel(episode, borough)
    for change in (
        lambda: answer(assessment=one, item="stairs", value="0", opened=None, by=borough.nurse, now=LATER),
        lambda: keep_answer(assessment=one, item="stairs", by=borough.nurse, now=LATER),
    ):
        with pytest.raises(AssessmentClosed, match="is complete"):
            change()
    with pytest.raises(NoReason):
        withdraw_assessment(assessment=one, why=" ", by=borough.nurse, now=LATER)
    withdraw_assessment(assessment=one, why="Wrong person.", by=borough.nurse, now=LATER)
    withdraw_assessment(assessment=one, why="Again.", by=borough.head, now=LATER)
    one.refresh_from_db()
    assert (one.withdrawn_why, one.withdrawn_by) == ("Wrong person.", borough.nurse)
    with pytest.raises(AssessmentClosed, match="taken back"):
        complete_assessment(assessment=one, by=borough.nurse, now=LATER)


def test_nothing_is_written_after_the_episode_has_ended(borough: Borough, episode: Episode) -> None:
    one = begun(episode, borough, "falls")
    offer = make_offer(episode=episode, kind="eyesight", by=borough.nurse, now=NOW)
    record_visit(
        episode=episode, kind="face_to_face", started_at=NOW, what_happened="Saw her.", by=borough.nurse, now=NOW
    )
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=SOON)
    by = {"by": borough.nurse, "now": LATER}
    for change in (
        lambda: begin_assessment(episode=episode, tool="barthel", **by),
        lambda: answer(assessment=one, item="unsteady", value=True, opened=None, **by),
        lambda: keep_answer(assessment=one, item="unsteady", **by),
        lambda: complete_assessment(assessment=one, **by),
        lambda: withdraw_assessment(assessment=one, why="Wrong.", **by),
        lambda: make_offer(episode=episode, kind="education", **by),
        lambda: answer_offer(offer=offer, answer="accepted", **by),
        lambda: taken_over(episode, borough),
    ):
        with pytest.raises(EpisodeClosed):
            change()


# ---------------------------------------------------------------- offers


def test_an_offer_is_made_once_and_a_changed_mind_keeps_the_first_answer(borough: Borough, episode: Episode) -> None:
    offer = make_offer(episode=episode, kind="strength_balance", by=borough.nurse, now=NOW)
    assert make_offer(episode=episode, kind="strength_balance", by=borough.head, now=SOON) == offer
    declined = answer_offer(offer=offer, answer="declined", note="Too tired.", by=borough.nurse, now=SOON)
    assert declined == offer
    assert answer_offer(offer=offer, answer="declined", by=borough.nurse, now=LATER) == offer
    accepted = answer_offer(offer=offer, answer="accepted", by=borough.head, now=LATER)
    assert offers_of(episode)["strength_balance"] == accepted
    assert [(one.answer, one.by, one.answered_at) for one in Offer.objects.order_by("at")] == [
        ("declined", borough.nurse, SOON), ("accepted", borough.head, LATER),
    ]  # fmt: skip
    with pytest.raises(OfferUnknown):
        answer_offer(offer=offer, answer="perhaps", by=borough.nurse, now=LATER)
    with pytest.raises(OfferUnknown):
        make_offer(episode=episode, kind=" ", by=borough.nurse, now=LATER)
