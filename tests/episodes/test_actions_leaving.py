"""Agreeing what happens afterwards, ending help with what came of it, and taking an end back."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from homeward.episodes.actions.ending import NobodyHasBeen, end_unseen
from homeward.episodes.actions.holding import EpisodeClosed
from homeward.episodes.actions.leaving import (
    DayWrong,
    NoPlanWritten,
    NoReasonToUndo,
    NotTheirsToUndo,
    TransitionMovedOn,
    TransitionNotAgreed,
    agree_transition,
    leave,
    may_undo_leave,
    transition_of,
    undo_leave,
)
from homeward.episodes.actions.planning import book
from homeward.episodes.actions.summaries import send_summary
from homeward.episodes.actions.visiting import record_visit, withdraw_visit
from homeward.episodes.models.episode import Episode, Visit
from homeward.episodes.models.leaving import FollowUp, Leaving, LeavingChange, Summary
from homeward.episodes.queries.afterwards import ended_help
from homeward.episodes.rules.leaving import Counted, OutcomeDoesNotFit
from homeward.episodes.verify import problems
from homeward.referrals.actions import accept
from tests.support.borough import NOW, Borough, make_borough, received

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=10)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def waiting(borough: Borough) -> Episode:
    """Accepted, and nobody has been yet."""
    referral = accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)
    assert referral.episode is not None
    return referral.episode


@pytest.fixture
def visit(borough: Borough, waiting: Episode) -> Visit:
    return record_visit(
        episode=waiting, kind="face_to_face", started_at=NOW, what_happened="Saw her.", by=borough.nurse, now=NOW
    )


@pytest.fixture
def episode(visit: Visit) -> Episode:
    return Episode.objects.get(pk=visit.episode_id)


def rows_of(*models: type[Leaving | Summary | FollowUp]) -> int:
    return sum(model.objects.count() for model in models)


def agreed(episode: Episode, borough: Borough, **changes: Any) -> Leaving:
    said: dict[str, Any] = {
        "transition_plan": "Her daughter comes each evening. The frame stays.",
        "agreed_with": "person",
        "ends_on": date(2026, 3, 14),
        "opened": transition_of(Leaving.objects.filter(episode=episode).first()),
        "by": borough.nurse,
        "now": NOW + timedelta(days=1),
    }
    return agree_transition(episode=episode, **said | changes)


def left(episode: Episode, borough: Borough, **changes: Any) -> Episode:
    said: dict[str, Any] = {
        "reason": "completed",
        "outcome": "nfa_as_planned",
        "sequel": "nfa_as_planned",
        "by": borough.nurse,
        "now": LATER,
    }
    return leave(episode=episode, **said | changes)


def test_what_happens_afterwards_is_agreed_with_somebody_at_a_moment(borough: Borough, episode: Episode) -> None:
    draft = agreed(episode, borough, agreed_with="", ends_on=None)
    assert (draft.agreed_at, draft.agreed_with, draft.ends_on) == (None, "", None)
    plan = agreed(episode, borough)
    assert plan.agreed_at == NOW + timedelta(days=1)
    assert plan.ends_on == date(2026, 3, 14)


def test_changing_an_agreed_plan_agrees_it_anew_and_keeps_what_it_said(borough: Borough, episode: Episode) -> None:
    agreed(episode, borough)
    changed = agreed(episode, borough, transition_plan="Meals come at noon.", now=NOW + timedelta(days=2))
    assert changed.agreed_at == NOW + timedelta(days=2)
    change = LeavingChange.objects.get()
    assert change.before["transition_plan"].startswith("Her daughter comes")
    assert change.before["agreed_with"] == "person"


def test_sending_the_same_plan_twice_writes_it_once(borough: Borough, episode: Episode) -> None:
    first = agreed(episode, borough)
    second = agreed(episode, borough, opened=transition_of(None), now=LATER)
    assert second.at == first.at
    assert not LeavingChange.objects.exists()


def test_moving_only_the_last_day_leaves_the_agreement_as_it_is(borough: Borough, episode: Episode) -> None:
    agreed(episode, borough)
    moved = agreed(episode, borough, ends_on=date(2026, 3, 16), now=LATER)
    assert (moved.ends_on, moved.agreed_at) == (date(2026, 3, 16), NOW + timedelta(days=1))


def test_of_two_people_writing_at_once_the_second_sees_both_and_nothing_is_lost(
    borough: Borough, episode: Episode
) -> None:
    opened = transition_of(agreed(episode, borough))
    agreed(episode, borough, opened=opened, transition_plan="Meals at noon.", by=borough.head)
    with pytest.raises(TransitionMovedOn, match="Hana Example changed this") as refused:
        agreed(episode, borough, opened=opened, transition_plan="Meals at one.")
    assert refused.value.fields == {"transition_plan": "Meals at noon."}
    assert Leaving.objects.get().transition_plan == "Meals at noon."
    both = agreed(episode, borough, opened=opened, transition_plan=opened["transition_plan"], ends_on=date(2026, 3, 15))
    assert (both.transition_plan, both.ends_on) == ("Meals at noon.", date(2026, 3, 15))


def test_line_ends_of_a_browser_are_no_change(borough: Borough, episode: Episode) -> None:
    opened = transition_of(agreed(episode, borough, transition_plan="One.\nTwo."))
    again = agreed(episode, borough, opened=opened, transition_plan="One.\r\nTwo.", now=LATER)
    assert again.at != LATER


@pytest.mark.parametrize("text", ["", "  ", "\0"])
def test_a_plan_for_afterwards_has_words(borough: Borough, episode: Episode, text: str) -> None:
    with pytest.raises(NoPlanWritten):
        agreed(episode, borough, transition_plan=text)
    assert not Leaving.objects.exists()


def test_help_that_finished_as_planned_ends_only_after_the_plan_is_agreed(borough: Borough, episode: Episode) -> None:
    with pytest.raises(TransitionNotAgreed, match="Agree it with the person first"):
        left(episode, borough)
    agreed(episode, borough, agreed_with="")
    with pytest.raises(TransitionNotAgreed):
        left(episode, borough)
    agreed(episode, borough)
    ended = left(episode, borough)
    assert (ended.end_reason, ended.ended_by, ended.ended_at) == ("completed", borough.nurse, LATER)
    assert list(problems()) == []


def test_ending_cancels_what_was_promised_drafts_summaries_and_sets_the_day_to_ask(
    borough: Borough, episode: Episode
) -> None:
    agreed(episode, borough)
    promised = book(
        episode=episode,
        what_for="Check the frame",
        from_at=LATER + timedelta(days=1),
        to_at=LATER + timedelta(days=1, hours=2),
        by=borough.nurse,
        now=NOW,
    )
    left(episode, borough)
    promised.refresh_from_db()
    assert promised.cancelled_why == "The help ended."
    assert FollowUp.objects.get().due_on == date(2026, 3, 14) + timedelta(days=84)
    assert {summary.audience for summary in Summary.objects.all()} == {"gp", "person"}
    assert all("6 June 2026" in summary.says for summary in Summary.objects.all())


@pytest.mark.parametrize(
    ("ended_at", "due_on"),
    [
        (datetime(2026, 3, 31, 22, 59, tzinfo=UTC), date(2026, 6, 23)),
        (datetime(2026, 3, 31, 23, 0, tzinfo=UTC), date(2026, 6, 24)),
    ],
)
def test_the_day_to_ask_counts_from_the_day_on_a_london_wall(
    borough: Borough, episode: Episode, ended_at: datetime, due_on: date
) -> None:
    agreed(episode, borough)
    left(episode, borough, now=ended_at)
    assert FollowUp.objects.get().due_on == due_on


def test_nobody_is_asked_how_somebody_is_who_died(borough: Borough, episode: Episode) -> None:
    died = {"reason": "died", "outcome": "nfa_deceased", "sequel": "nfa_deceased"}
    left(episode, borough, **died, happened_on=date(2026, 3, 12))
    assert not FollowUp.objects.exists()
    assert [summary.audience for summary in Summary.objects.all()] == ["gp"]
    assert "died on 12 March 2026" in Summary.objects.get().says
    assert list(problems()) == []


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (None, "When did they die\\? Give the date"),
        (date(2026, 3, 15), "in the future"),
        (date(2026, 3, 3), "before our help began"),
    ],
)
def test_the_day_of_a_death_is_given_and_can_be(
    borough: Borough, episode: Episode, day: date | None, said: str
) -> None:
    with pytest.raises(DayWrong, match=said):
        left(episode, borough, reason="died", outcome="nfa_deceased", sequel="nfa_deceased", happened_on=day)
    assert Episode.objects.get().ended_at is None


def test_an_outcome_that_does_not_go_with_the_reason_ends_nothing(borough: Borough, episode: Episode) -> None:
    with pytest.raises(OutcomeDoesNotFit):
        left(episode, borough, reason="declined")
    assert Episode.objects.get().ended_at is None
    assert not Leaving.objects.exists()


def test_an_episode_opened_in_error_has_no_outcome_and_nobody_is_told(borough: Borough, episode: Episode) -> None:
    left(episode, borough, reason="opened_in_error", outcome="", sequel="")
    assert rows_of(Leaving, Summary, FollowUp) == 0
    assert list(problems()) == []


def test_help_nobody_began_is_not_ended_like_this(borough: Borough, waiting: Episode) -> None:
    with pytest.raises(NobodyHasBeen):
        left(waiting, borough, reason="declined", outcome="nfa_declined", sequel="nfa_declined")
    assert rows_of(Leaving, FollowUp) == 0


def test_closing_before_anybody_came_sets_no_day_to_ask(borough: Borough, waiting: Episode) -> None:
    end_unseen(episode=waiting, reason="not_reached", by=borough.coordinator, now=LATER)
    assert not FollowUp.objects.exists()
    assert list(problems()) == []


def test_help_ends_once(borough: Borough, episode: Episode) -> None:
    agreed(episode, borough)
    left(episode, borough)
    with pytest.raises(EpisodeClosed):
        left(episode, borough, reason="declined", outcome="nfa_declined", sequel="nfa_declined")
    with pytest.raises(EpisodeClosed):
        agreed(episode, borough, transition_plan="Another.")
    assert FollowUp.objects.count() == 1
    assert Leaving.objects.get().outcome == "nfa_as_planned"


def test_an_end_that_is_taken_back_is_kept_with_its_reason(borough: Borough, episode: Episode) -> None:
    agreed(episode, borough)
    ended = left(episode, borough)
    undo_leave(episode=ended, why="Another Mabel.", by=borough.nurse, now=LATER + timedelta(hours=1))
    episode.refresh_from_db()
    assert (episode.ended_at, episode.ended_by, episode.end_reason) == (None, None, "")
    change = LeavingChange.objects.get()
    assert (change.why, change.by) == ("Another Mabel.", borough.nurse)
    assert change.before["outcome"] == "nfa_as_planned"
    assert change.before["ended_at"] == LATER.isoformat()
    assert change.before["follow_ups"] == ["2026-06-06"]
    assert "Mabel Ashdown" in change.before["summaries"]["gp"]
    assert rows_of(FollowUp, Summary) == 0
    assert Leaving.objects.get().agreed_at is not None
    assert list(problems()) == []


def test_after_an_end_was_taken_back_help_ends_again_as_the_first_time(borough: Borough, episode: Episode) -> None:
    agreed(episode, borough)
    ended = left(episode, borough)
    send_summary(summary=Summary.objects.get(audience="gp"), how="Post", by=borough.nurse, now=LATER)
    undo_leave(episode=ended, why="Too early.", by=borough.nurse, now=LATER + timedelta(minutes=1))
    assert [summary.how for summary in Summary.objects.all()] == ["Post"]
    left(episode, borough, now=LATER + timedelta(days=2))
    assert FollowUp.objects.get().due_on == date(2026, 6, 8)
    assert Summary.objects.filter(audience="gp", sent_at=None).count() == 1
    assert list(problems()) == []


def test_taking_back_an_end_without_a_plan_leaves_nothing_written_of_it(borough: Borough, episode: Episode) -> None:
    ended = left(episode, borough, reason="declined", outcome="nfa_declined", sequel="nfa_declined")
    undo_leave(episode=ended, why="She wants it after all.", by=borough.nurse, now=LATER)
    assert not Leaving.objects.exists()
    assert LeavingChange.objects.get().before["sequel"] == "nfa_declined"


def test_only_whoever_ended_it_or_a_head_of_service_takes_an_end_back(borough: Borough, episode: Episode) -> None:
    ended = left(episode, borough, reason="declined", outcome="nfa_declined", sequel="nfa_declined")
    assert not may_undo_leave(borough.reablement_worker, ended)
    assert not may_undo_leave(borough.coordinator, ended)
    with pytest.raises(NotTheirsToUndo):
        undo_leave(episode=ended, why="No.", by=borough.reablement_worker, now=LATER)
    with pytest.raises(NoReasonToUndo):
        undo_leave(episode=ended, why=" ", by=borough.nurse, now=LATER)
    undo_leave(episode=ended, why="She wants it.", by=borough.head, now=LATER)
    undo_leave(episode=ended, why="She wants it.", by=borough.head, now=LATER)
    assert LeavingChange.objects.count() == 1


def test_a_referral_closed_before_anybody_came_is_not_opened_here(borough: Borough, waiting: Episode) -> None:
    end_unseen(episode=waiting, reason="not_reached", by=borough.head, now=LATER)
    with pytest.raises(EpisodeClosed, match="Open the referral again"):
        undo_leave(episode=waiting, why="They rang.", by=borough.head, now=LATER)


def test_withdrawing_the_only_visit_takes_the_end_back_with_all_that_hung_on_it(
    borough: Borough, visit: Visit, episode: Episode
) -> None:
    left(episode, borough, reason="declined", outcome="nfa_declined", sequel="nfa_declined")
    withdraw_visit(visit=visit, why="Another person.", by=borough.nurse, now=LATER)
    assert rows_of(FollowUp, Summary, Leaving) == 0
    assert "Another person." in LeavingChange.objects.get().why
    assert list(problems()) == []


def test_the_facts_for_the_national_measure_are_days_and_codes(borough: Borough, episode: Episode) -> None:
    agreed(episode, borough)
    left(episode, borough, outcome="progress_support", sequel="lts_community")
    (fact,) = ended_help(NOW, LATER + timedelta(seconds=1))
    assert (fact.started_on, fact.ended_on) == (date(2026, 3, 4), date(2026, 3, 14))
    assert (fact.outcome, fact.sequel, fact.counted) == ("progress_support", "lts_community", Counted.NO_SUCCESS)
    assert (fact.died_on, fact.admitted_on, fact.born_on) == (None, None, date(1940, 5, 6))
    assert list(ended_help(NOW, LATER)) == []


def test_an_admission_is_a_fact_with_its_day(borough: Borough, episode: Episode) -> None:
    hospital = {"reason": "admitted", "outcome": "admitted_hospital", "sequel": "admitted_hospital"}
    left(episode, borough, **hospital, happened_on=date(2026, 3, 13))
    (fact,) = ended_help(NOW, LATER + timedelta(seconds=1))
    assert (fact.admitted_on, fact.died_on, fact.counted) == (date(2026, 3, 13), None, Counted.NOT_COUNTED)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"outcome": "nfa_deceased", "sequel": "nfa_deceased"}, "an outcome that goes with its reason"),
        ({"outcome": "", "sequel": ""}, "an outcome that goes with its reason"),
        ({"happened_on": date(2026, 3, 12)}, "an outcome that goes with its reason"),
        ({"agreed_at": None, "agreed_with": ""}, "ended with an agreed plan"),
    ],
)
def test_verify_finds_an_end_that_was_changed_behind_everyones_back(
    borough: Borough, episode: Episode, changes: dict[str, Any], rule: str
) -> None:
    agreed(episode, borough)
    left(episode, borough)
    Leaving.objects.update(**changes)
    assert any(rule in problem.rule for problem in problems())


def test_verify_finds_a_follow_up_that_is_missing_and_an_outcome_of_help_that_goes_on(
    borough: Borough, episode: Episode
) -> None:
    agreed(episode, borough)
    left(episode, borough)
    FollowUp.objects.all().delete()
    assert [problem.rule for problem in problems()] == ["After help ended somebody asks how they are"]
    Episode.objects.update(ended_at=None, ended_by=None, end_reason="")
    assert "Help that goes on has no outcome" in [problem.rule for problem in problems()]
