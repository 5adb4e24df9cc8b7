"""Two people plan for the same person at the same moment: each through a connection of their own."""

from datetime import time, timedelta
from functools import partial
from typing import Any

import pytest

from homeward.episodes.actions import record_visit
from homeward.episodes.actions.plan_texts import PlanMovedOn, edit_plan
from homeward.episodes.actions.planning import BookingGone, begin_plan, book, cancel_booking
from homeward.episodes.actions.tapering import add_series, change_pace
from homeward.episodes.models.episode import Episode, Visit
from homeward.episodes.models.plan import Booking, Plan, PlanChange, SeriesStep, VisitSeries
from homeward.referrals.actions import accept
from tests.support.at_once import at_once, while_unfinished
from tests.support.borough import NOW, Borough, make_borough, received

pytestmark = pytest.mark.django_db(transaction=True)
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def episode(borough: Borough) -> Episode:
    found = accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW).episode
    assert found is not None
    return found


def edit(episode: Episode, by: Any, **typed: str) -> partial[Plan]:
    opened = {"aims": "", "who_to_call": ""}
    return partial(edit_plan, episode=episode, opened=opened, typed=opened | typed, by=by, now=NOW)


def test_a_plan_begun_by_many_at_once_is_one(borough: Borough, episode: Episode) -> None:
    plans = at_once(*[partial(begin_plan, episode=episode, by=borough.nurse, now=NOW)] * 4)
    assert {plan.pk for plan in plans} == {Plan.objects.get().pk}


def test_two_who_write_different_texts_at_once_are_both_kept(borough: Borough, episode: Episode) -> None:
    at_once(edit(episode, borough.nurse, aims="Walk."), edit(episode, borough.head, who_to_call="Rose."))
    plan = Plan.objects.get()
    assert (plan.aims, plan.who_to_call) == ("Walk.", "Rose.")


def test_of_two_who_write_the_same_text_at_once_one_is_shown_what_the_other_wrote(
    borough: Borough, episode: Episode
) -> None:
    results = at_once(edit(episode, borough.nurse, aims="Walk."), edit(episode, borough.head, aims="Cook."))
    (moved,) = [result for result in results if isinstance(result, PlanMovedOn)]
    (aims,) = moved.moved
    assert {aims.theirs, aims.mine} == {"Walk.", "Cook."}
    assert Plan.objects.get().aims == aims.theirs
    assert PlanChange.objects.count() == 1


def test_who_saves_while_another_is_saving_waits_and_then_sees_it(borough: Borough, episode: Episode) -> None:
    begin_plan(episode=episode, by=borough.nurse, now=NOW)
    result = while_unfinished(edit(episode, borough.nurse, aims="Walk."), edit(episode, borough.head, aims="Cook."))
    assert isinstance(result, PlanMovedOn)
    assert Plan.objects.get().aims == "Walk."


def test_one_form_sent_many_times_at_once_is_one_series_and_one_promise(borough: Borough, episode: Episode) -> None:
    who = {"episode": episode, "by": borough.nurse, "now": NOW}
    series = partial(
        add_series,
        what_for="Washing",
        window_from=time(8),
        window_to=time(10),
        from_on=NOW.date(),
        days=[1],
        minutes=30,
        **who,
    )
    promise = partial(book, what_for="First", from_at=TOMORROW, to_at=TOMORROW + timedelta(hours=1), **who)
    at_once(series, promise, series, promise)
    assert (VisitSeries.objects.count(), SeriesStep.objects.count(), Booking.objects.count()) == (1, 1, 1)


def test_two_changes_for_one_day_at_once_are_one_step(borough: Borough, episode: Episode) -> None:
    series = add_series(
        episode=episode,
        what_for="Washing",
        window_from=time(8),
        window_to=time(10),
        from_on=NOW.date(),
        days=[1, 2, 3],
        minutes=30,
        by=borough.nurse,
        now=NOW,
    )
    said = {"series": series, "from_on": TOMORROW.date(), "times_a_day": 1, "minutes": 30, "why": "x", "now": NOW}
    results = at_once(
        partial(change_pace, days=[1], by=borough.nurse, **said),
        partial(change_pace, days=[2], by=borough.head, **said),
    )
    assert sorted(replaced for _, replaced in results) == [False, True]
    assert SeriesStep.objects.count() == 2


def test_a_promise_is_either_kept_or_cancelled_never_both(borough: Borough, episode: Episode) -> None:
    booking = book(
        episode=episode,
        what_for="First",
        from_at=TOMORROW,
        to_at=TOMORROW + timedelta(hours=1),
        by=borough.nurse,
        now=NOW,
    )
    visit = partial(
        record_visit,
        episode=episode,
        kind="face_to_face",
        started_at=NOW,
        what_happened="Saw her.",
        booking=booking,
        by=borough.nurse,
        now=NOW,
    )
    results = at_once(visit, partial(cancel_booking, booking=booking, why="Ill.", by=borough.head, now=NOW))
    assert [type(result) for result in results].count(BookingGone) == 1
    booking.refresh_from_db()
    assert (booking.visit_id is None) == (booking.cancelled_at is not None)
    assert Visit.objects.count() == (booking.visit_id is not None)
