"""Recording a visit in one go: which planned visit it was, how long, which goals it served, who went too."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client

from homeward.desk.actions import record_visit_once
from homeward.desk.forms import VisitForm
from homeward.episodes.actions import EpisodeClosed
from homeward.episodes.actions.goal_setting import end_goal
from homeward.episodes.actions.plan_texts import edit_plan
from homeward.episodes.actions.planning import book, cancel_booking
from homeward.episodes.actions.tapering import add_series
from homeward.episodes.models import Booking, Episode, Goal, GoalRating, Visit, VisitGoal, VisitSeries
from homeward.episodes.queries.visit_choices import visit_choices
from homeward.episodes.rules.visit_choices import in_short, the_obvious
from homeward.referrals.models import Referral
from tests.support.borough import NOW, Borough

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("it_is")]
HOUR = timedelta(hours=1)


@pytest.fixture
def referral(accepted: Callable[..., Referral]) -> Referral:
    return accepted()


@pytest.fixture
def episode(referral: Referral) -> Episode:
    assert referral.episode is not None
    return referral.episode


@pytest.fixture
def goal(borough: Borough, episode: Episode) -> Goal:
    words = "I want to walk to the shop on my own."
    return Goal.objects.create(episode=episode, words=words, agreed_with="person", by=borough.nurse, at=NOW)


def promised(episode: Episode, borough: Borough, **changes: Any) -> Booking:
    said = {"what_for": "First visit", "from_at": NOW + HOUR, "to_at": NOW + 3 * HOUR, "minutes": 50}
    return book(episode=episode, by=borough.nurse, now=NOW, **(said | changes))


def washing(episode: Episode, borough: Borough, **changes: Any) -> VisitSeries:
    said: dict[str, Any] = {
        "what_for": "Washing",
        "window_from": time(12),
        "window_to": time(14),
        "from_on": NOW.date(),
        "days": [3],
        "minutes": 35,
        "staff": 2,
    }
    return add_series(episode=episode, by=borough.nurse, now=NOW, **(said | changes))


def sent(client: Client, episode: Episode, **changes: Any) -> Any:
    typed = {"kind": "face_to_face", "started_at": "2026-03-04T11:00", "what_happened": "Went well."}
    return client.post(f"/episodes/{episode.pk}/visits/new", {**typed, **changes}, follow=True)


def words(response: Any) -> str:
    return str(response.content.decode())


def test_the_least_that_can_be_said_is_how_it_went_and_what_happened(
    borough: Borough, as_: Callable, episode: Episode, goal: Goal
) -> None:
    promised(episode, borough)
    sent(as_(borough.nurse), episode)
    visit = Visit.objects.get()
    assert (visit.minutes, visit.second_worker, visit.series, getattr(visit, "booking", None)) == (None,) * 4
    assert not VisitGoal.objects.exists()


def test_everything_said_of_a_visit_is_kept_and_told_in_the_story(
    borough: Borough, as_: Callable, episode: Episode, goal: Goal
) -> None:
    booking = promised(episode, borough)
    said = {
        "planned": f"booking-{booking.pk}",
        "minutes": "45",
        "second_worker": str(borough.head.pk),
        f"goal_{goal.pk}": "on",
        f"goal_{goal.pk}_what": "To the gate and back.",
        f"goal_{goal.pk}_level": "0",
    }
    record = sent(as_(borough.nurse), episode, **said)
    story = words(record)
    visit = Visit.objects.get()
    booking.refresh_from_db()
    assert (visit.minutes, visit.second_worker, booking.visit) == (45, borough.head, visit)
    assert (VisitGoal.objects.get().what, GoalRating.objects.get().level) == ("To the gate and back.", 0)
    for told in (
        "Promised: First visit",
        "Took 45 minutes. Together with Hana Example, hana head, Riverside NHS Trust",
        "I want to walk to the shop on my own: To the gate and back. (as hoped)",
    ):
        assert told in story
    assert f'href="/goals/{goal.pk}"' in record.content.decode()


def test_what_the_plan_says_must_be_known_first_is_on_the_page(
    borough: Borough, as_: Callable, episode: Episode
) -> None:
    told = {"before_a_visit": "Key under the blue pot."}
    edit_plan(episode=episode, opened={"before_a_visit": ""}, typed=told, by=borough.head, now=NOW)
    assert "Key under the blue pot." in words(as_(borough.nurse).get(f"/episodes/{episode.pk}/visits/new"))


def test_what_is_typed_for_a_goal_counts_without_its_tick(
    borough: Borough, as_: Callable, episode: Episode, goal: Goal
) -> None:
    sent(as_(borough.nurse), episode, **{f"goal_{goal.pk}_what": "Practised the kerb."})
    assert VisitGoal.objects.get().what == "Practised the kerb."


def test_nobody_who_was_not_seen_was_helped_towards_a_goal(
    borough: Borough, as_: Callable, episode: Episode, goal: Goal
) -> None:
    response = sent(as_(borough.nurse), episode, kind="no_access", **{f"goal_{goal.pk}": "on"})
    assert response.status_code == 422
    assert "nobody was seen, so no goal was served" in words(response)
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("minutes", "46", "choose from the list"),
        ("minutes", "x", "choose from the list"),
        ("second_worker", "999999", "choose somebody of the team"),
        ("planned", "booking-999999", "kept or cancelled meanwhile"),
        ("planned", "series-999999", "kept or cancelled meanwhile"),
    ],
)
def test_what_is_not_on_offer_is_refused_with_a_remedy(
    borough: Borough, as_: Callable, episode: Episode, field: str, value: str, complaint: str
) -> None:
    promised(episode, borough)
    response = sent(as_(borough.nurse), episode, **{field: value})
    assert response.status_code == 422
    assert complaint in words(response)
    assert "Went well." in words(response)


def test_a_promise_cancelled_while_the_form_was_open_is_refused_with_a_remedy(
    borough: Borough, as_: Callable, episode: Episode
) -> None:
    booking = promised(episode, borough)
    cancel_booking(booking=booking, why="In hospital.", by=borough.head, now=NOW)
    response = sent(as_(borough.nurse), episode, planned=f"booking-{booking.pk}")
    assert "kept or cancelled meanwhile. Choose another, or none." in words(response)
    assert not Visit.objects.exists()


def test_the_same_visit_sent_twice_keeps_its_promise_once(borough: Borough, as_: Callable, episode: Episode) -> None:
    booking, client = promised(episode, borough), as_(borough.nurse)
    for _ in range(2):
        sent(client, episode, planned=f"booking-{booking.pk}")
    assert Visit.objects.count() == 1


def form(episode: Episode, borough: Borough, **more: Any) -> VisitForm:
    now = NOW + timedelta(minutes=150)
    return VisitForm(None, now=now, choices=visit_choices(borough.nurse, episode, now), **more)


def test_the_visit_that_is_due_now_is_chosen_already_with_its_length(borough: Borough, episode: Episode) -> None:
    assert form(episode, borough).initial["planned"] == ""
    series = washing(episode, borough)
    assert form(episode, borough).initial["planned"] == f"series-{series.pk}"
    assert form(episode, borough).initial["minutes"] == 35
    assert (35, "35 minutes") in form(episode, borough).fields["minutes"].choices  # type: ignore[attr-defined]


def test_of_two_that_are_due_none_is_chosen_unless_the_page_was_asked_for_one(
    borough: Borough, episode: Episode
) -> None:
    washing(episode, borough)
    booking = promised(episode, borough)
    assert form(episode, borough).initial["planned"] == ""
    assert form(episode, borough, booking=str(booking.pk)).initial["planned"] == f"booking-{booking.pk}"
    assert form(episode, borough, booking=str(booking.pk)).initial["minutes"] == 50
    assert form(episode, borough, booking="nonsense").initial["planned"] == ""


def test_a_series_that_does_not_come_today_is_on_offer_but_not_chosen(borough: Borough, episode: Episode) -> None:
    series = washing(episode, borough, days=[4])
    assert form(episode, borough).initial["planned"] == ""
    assert f"series-{series.pk}" in dict(form(episode, borough).fields["planned"].choices)  # type: ignore[attr-defined]


def test_the_form_offers_the_team_but_not_oneself(borough: Borough, episode: Episode) -> None:
    offered = dict(form(episode, borough).fields["second_worker"].choices)  # type: ignore[attr-defined]
    assert borough.head.pk in offered
    assert borough.nurse.pk not in offered
    assert borough.reablement_worker.pk not in offered


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (6.99, None), (7, "morning"), (9, "morning"), (9.99, "morning"), (10, None), (11, None), (11.01, "noon"),
        (12, "noon"), (14, "noon"), (15.99, "noon"), (16, None), (16.01, "evening"), (22, "evening"), (22.01, None),
    ],
)  # fmt: skip
def test_the_obvious_visit_is_the_only_one_whose_time_it_is_or_is_near(hours: float, expected: str | None) -> None:
    midnight = NOW.replace(hour=0)
    planned = [("morning", 9, 9), ("noon", 12, 14), ("evening", 18, 20)]
    windows = [(name, midnight + begin * HOUR, midnight + end * HOUR) for name, begin, end in planned]
    assert the_obvious(windows, midnight + hours * HOUR) == expected


def test_the_visit_whose_time_it_is_comes_before_one_that_is_near() -> None:
    windows = [("now", NOW, NOW + HOUR), ("soon", NOW + HOUR + timedelta(seconds=1), NOW + 2 * HOUR)]
    assert the_obvious(windows, NOW + HOUR) == "now"
    assert the_obvious([*windows, ("also", NOW + HOUR, NOW + 2 * HOUR)], NOW + HOUR) is None


@pytest.mark.parametrize(
    ("said", "short"),
    [
        ("", ""),
        ("\n  Walk.\nAnd more.", "Walk."),
        ("a" * 80, "a" * 80),
        ("word " * 20, "word " * 14 + "word…"),
    ],
)
def test_a_goal_in_short_is_its_first_line_cut_between_words(said: str, short: str) -> None:
    assert in_short(said) == short


def test_what_was_typed_for_a_goal_that_ended_meanwhile_is_not_lost(
    borough: Borough, as_: Callable, episode: Episode, goal: Goal
) -> None:
    end_goal(goal=goal, reason="changed_mind", by=borough.head, now=NOW)
    typed = {f"goal_{goal.pk}": "on", f"goal_{goal.pk}_what": "Practised the kerb."}
    refused = sent(as_(borough.nurse), episode, **typed)
    assert refused.status_code == 422
    assert "You wrote “Practised the kerb.” for a goal." in words(refused)
    assert not Visit.objects.exists()
    sent(as_(borough.nurse), episode, what_happened="Went well. Practised the kerb.")
    assert Visit.objects.exists()


def test_a_form_sent_again_with_more_adds_it_to_the_visit(
    borough: Borough, as_: Callable, episode: Episode, goal: Goal
) -> None:
    client, series, booking = as_(borough.nurse), washing(episode, borough), promised(episode, borough)
    sent(client, episode)
    sent(client, episode, minutes="30")
    about = {f"goal_{goal.pk}": "on", f"goal_{goal.pk}_what": "Stairs.", f"goal_{goal.pk}_level": "0"}
    more = {"minutes": "30", "next_step": "Ring.", "second_worker": str(borough.head.pk), **about}
    for _ in range(2):
        assert "Went well." in words(sent(client, episode, planned=f"series-{series.pk}", **more))
    visit = Visit.objects.get()
    assert (visit.minutes, visit.next_step, visit.second_worker) == (30, "Ring.", borough.head)
    assert visit.series == series
    assert VisitGoal.objects.get().what == "Stairs."
    assert GoalRating.objects.get().level == 0
    sent(client, episode, planned=f"booking-{booking.pk}")
    booking.refresh_from_db()
    assert booking.visit == visit
    assert Visit.objects.count() == 1


def test_words_for_a_goal_that_was_only_ticked_are_added(
    borough: Borough, as_: Callable, episode: Episode, goal: Goal
) -> None:
    client = as_(borough.nurse)
    sent(client, episode, **{f"goal_{goal.pk}": "on"})
    sent(client, episode, **{f"goal_{goal.pk}_what": "Stairs."})
    assert VisitGoal.objects.get().what == "Stairs."


@pytest.mark.parametrize(
    ("name", "other", "said"),
    [
        ("minutes", "45", "how long it took"),
        ("next_step", "Wait.", "what comes next"),
        ("goal_what", "Walked.", "what was done for a goal"),
        ("goal_level", "1", "how far they are"),
    ],
)
def test_a_form_sent_again_that_says_otherwise_is_refused_and_says_where_the_visit_is(
    borough: Borough, as_: Callable, episode: Episode, goal: Goal, name: str, other: str, said: str
) -> None:
    first = {"minutes": "30", "next_step": "Ring.", "goal_what": "Stairs.", "goal_level": "0"}
    client = as_(borough.nurse)
    in_form = {"goal_what": f"goal_{goal.pk}_what", "goal_level": f"goal_{goal.pk}_level"}
    for typed in (first, {**first, name: other}):
        answer = sent(client, episode, **{in_form.get(key, key): value for key, value in typed.items()})
    assert answer.status_code == 422
    assert f"This visit is recorded already, and says otherwise {said}." in words(answer)
    assert Visit.objects.get().minutes == 30
    assert (VisitGoal.objects.get().what, GoalRating.objects.get().level) == ("Stairs.", 0)


def test_nothing_is_added_after_help_has_ended(borough: Borough, episode: Episode) -> None:
    said = {"kind": "face_to_face", "started_at": NOW, "what_happened": "Saw her.", "by": borough.nurse, "now": NOW}
    visit = record_visit_once(episode=episode, **said)
    Episode.objects.update(ended_at=NOW, ended_by=borough.nurse, end_reason="completed")
    assert record_visit_once(episode=episode, **said) == visit
    with pytest.raises(EpisodeClosed):
        record_visit_once(episode=episode, minutes=30, **said)
