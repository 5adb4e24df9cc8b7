"""The plan's pages: what is shown, what two people who write at once see, and visits planned, changed and promised."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from homeward.episodes.actions import end_episode, record_visit
from homeward.episodes.actions.plan_texts import agree_plan, edit_plan
from homeward.episodes.actions.planning import book
from homeward.episodes.actions.tapering import add_series, change_pace
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.goals import Goal
from homeward.episodes.models.plan import Booking, Plan, PlanChange, SeriesStep, VisitSeries
from homeward.partnership.models import Member
from homeward.referrals.actions import accept
from tests.support.borough import NOW, Borough, make_borough, received

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TODAY = NOW.date()


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture(autouse=True)
def it_is(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the clock the pages read; it stands at NOW until then."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_clock(NOW)
    return set_clock


@pytest.fixture
def episode(borough: Borough) -> Episode:
    found = accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW).episode
    assert found is not None
    return found


def as_(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def words(response: Any) -> str:
    return str(response.content.decode())


def washing(episode: Episode, by: Member, **changes: Any) -> VisitSeries:
    said: dict[str, Any] = {
        "what_for": "Washing",
        "window_from": time(8),
        "window_to": time(10),
        "from_on": TODAY,
        "days": [1, 2, 3, 4, 5, 6, 7],
        "minutes": 60,
    }
    return add_series(episode=episode, by=by, now=NOW, **(said | changes))


def promise(episode: Episode, by: Member, **changes: Any) -> Booking:
    said = {"what_for": "First visit", "from_at": NOW + HOUR, "to_at": NOW + 2 * HOUR}
    return book(episode=episode, by=by, now=NOW, **(said | changes))


def write(episode: Episode, by: Member, **typed: str) -> Plan:
    now = {name: getattr(Plan.objects.filter(episode=episode).first(), name, "") for name in typed}
    return edit_plan(episode=episode, opened=now, typed=typed, by=by, now=NOW)


TEXTS = ("aims", "before_a_visit", "if_it_gets_worse", "who_to_call")


def typed(opened: dict[str, str] | None = None, **changes: str) -> dict[str, str]:
    opened = dict.fromkeys(TEXTS, "") | (opened or {})
    return {**opened, **{f"opened_{name}": text for name, text in opened.items()}, **changes}


def test_an_empty_plan_says_what_to_do_next(borough: Borough, episode: Episode) -> None:
    page = words(as_(borough.nurse).get(f"/episodes/{episode.pk}/plan"))
    for said in ("No plan is written yet. Write it with the person", "No visit is promised or planned. Promise one"):
        assert said in page
    assert 'svg class="hw-chart' not in page


def test_the_plan_shows_what_was_agreed_promised_and_how_the_hours_shrink(borough: Borough, episode: Episode) -> None:
    write(episode, borough.nurse, aims="Walk to the shop.", before_a_visit="Key under the pot.")
    agree_plan(episode=episode, agreed_with="person", by=borough.nurse, now=NOW)
    series = washing(episode, borough.nurse, staff=2)
    change_pace(
        series=series,
        from_on=TODAY + timedelta(days=7),
        days=[1, 3],
        times_a_day=1,
        minutes=30,
        why="Does more alone.",
        by=borough.nurse,
        now=NOW,
    )
    promise(episode, borough.nurse, worker=borough.head)
    page = words(as_(borough.nurse).get(f"/episodes/{episode.pk}/plan"))
    for said in (
        "Walk to the shop.",
        "Key under the pot.",
        "Staff only",
        "4 Mar 2026, 11:00 to 12:00",
        "Every day, once between 8am and 10am, 60 minutes; "
        "from 11 Mar two days a week (Monday and Wednesday), 30 minutes.",
        "Two workers together",
        "<strong>14 hr</strong>",
        "<strong>7 hr</strong>",
        "<strong>2 hr</strong>",
        "<strong>1 hr</strong>",
        "Planned from 11 Mar 2026: Does more alone.",
        "plan-chart__person",
    ):
        assert said in page, said
    assert ">Agreed<" in page


def test_what_is_changed_after_it_was_agreed_is_said(
    borough: Borough, episode: Episode, it_is: Callable[[datetime], None]
) -> None:
    write(episode, borough.nurse, aims="Walk.")
    client = as_(borough.nurse)
    client.post(f"/episodes/{episode.pk}/plan/agree", {"agreed_with": "person"})
    path = f"/episodes/{episode.pk}/plan"
    assert "Changed since it was agreed" not in words(client.get(path))
    it_is(NOW + HOUR)
    client = as_(borough.nurse)
    client.post(f"{path}/edit", typed({"aims": "Walk."}, aims="Walk further."))
    assert "Changed since it was agreed" in words(client.get(path))
    client.post(f"{path}/agree", {"agreed_with": "person_and_carer"})
    assert "Changed since it was agreed" not in words(client.get(path))
    it_is(NOW + 2 * HOUR)
    add_series(
        episode=episode, what_for="Meals", window_from=time(12), window_to=time(13), from_on=TODAY, days=[1],
        minutes=30, by=borough.nurse, now=NOW + 2 * HOUR,
    )  # fmt: skip
    assert "Changed since it was agreed" in words(as_(borough.nurse).get(path))


def test_agreeing_needs_somebody_who_agreed_and_something_to_agree_to(borough: Borough, episode: Episode) -> None:
    client, path = as_(borough.nurse), f"/episodes/{episode.pk}/plan/agree"
    assert "Who agreed to it: choose one." in words(client.post(path, {"agreed_with": ""}))
    response = client.post(path, {"agreed_with": "person"})
    assert response.status_code == 422
    assert "Write down what you will do together before" in words(response)


def test_saving_the_plan_keeps_what_was_before(borough: Borough, episode: Episode) -> None:
    write(episode, borough.head, aims="Cook.")
    client = as_(borough.nurse)
    response = client.post(f"/episodes/{episode.pk}/plan/edit", typed({"aims": "Cook."}, aims="Bake."), follow=True)
    page = words(response)
    assert response.redirect_chain == [(f"/episodes/{episode.pk}/plan", 302)]
    assert "What was changed (2)" in page
    assert '<span class="ep-quiet">Before:</span> Cook.' in page
    assert "by Nia Example, Riverside NHS Trust" in page


def test_different_texts_changed_by_two_are_both_kept(borough: Borough, episode: Episode) -> None:
    write(episode, borough.head, who_to_call="Rose.")
    as_(borough.nurse).post(f"/episodes/{episode.pk}/plan/edit", typed(aims="Walk."))
    plan = Plan.objects.get()
    assert (plan.aims, plan.who_to_call) == ("Walk.", "Rose.")


@pytest.fixture
def clash(borough: Borough, episode: Episode) -> str:
    """The page the nurse sees who wrote the same text as the head of service, and another one."""
    write(episode, borough.head, aims="Theirs & more.")
    response = as_(borough.nurse).post(
        f"/episodes/{episode.pk}/plan/edit", typed(aims="Mine.", who_to_call="My number.")
    )
    assert response.status_code == 422
    return words(response)


def test_two_who_changed_the_same_text_see_both_and_nothing_is_lost(
    borough: Borough, episode: Episode, clash: str
) -> None:
    for said in (
        "Two of you changed the plan",
        "Nothing is saved yet",
        "Hana Example, Riverside NHS Trust, 4 Mar 2026, 10:00",
        '<p class="hw-words">Theirs &amp; more.</p>',
        '<p class="hw-words">Mine.</p>',
        'name="mine_aims" value="Mine."',
        'name="opened_aims" value="Theirs &amp; more."',
        "My number.",
    ):
        assert said in clash, said
    assert (Plan.objects.get().aims, Plan.objects.get().who_to_call) == ("Theirs & more.", "")


@pytest.mark.parametrize(
    ("choice", "aims"),
    [("theirs", "Theirs & more."), ("mine", "Mine."), ("new", "Both put together.")],
)
def test_the_second_of_two_chooses(borough: Borough, episode: Episode, clash: str, choice: str, aims: str) -> None:
    chosen = typed(
        {"aims": "Theirs & more."},
        clash="aims",
        choice_aims=choice,
        mine_aims="Mine.",
        aims="Both put together.",
        who_to_call="My number.",
    )
    response = as_(borough.nurse).post(f"/episodes/{episode.pk}/plan/edit", chosen)
    assert response.status_code == 302
    assert (Plan.objects.get().aims, Plan.objects.get().who_to_call) == (aims, "My number.")
    assert PlanChange.objects.filter(field="aims").count() == (1 if choice == "theirs" else 2)


def test_without_a_choice_both_texts_are_asked_about_again(borough: Borough, episode: Episode, clash: str) -> None:
    chosen = typed({"aims": "Theirs & more."}, clash="aims", mine_aims="Mine.", aims="Put together.")
    response = as_(borough.nurse).post(f"/episodes/{episode.pk}/plan/edit", chosen)
    page = words(response)
    assert response.status_code == 422
    assert "What we will do together: choose which text to keep." in page
    for said in ("Theirs &amp; more.", "Mine.", "Put together."):
        assert said in page


def test_a_third_who_wrote_meanwhile_is_put_beside_what_the_second_chose(
    borough: Borough, episode: Episode, clash: str
) -> None:
    write(episode, borough.head, aims="A third.")
    chosen = typed({"aims": "Theirs & more."}, clash="aims", choice_aims="mine", mine_aims="Mine.", aims="x")
    page = words(as_(borough.nurse).post(f"/episodes/{episode.pk}/plan/edit", chosen))
    assert '<p class="hw-words">A third.</p>' in page
    assert '<p class="hw-words">Mine.</p>' in page
    assert Plan.objects.get().aims == "A third."


SERIES = {
    "what_for": "Washing",
    "days": ["1", "2"],
    "times_a_day": "1",
    "minutes": "45",
    "window_from": "08:00",
    "window_to": "10:00",
    "staff": "2",
    "from_on": "4 3 2026",
}


def test_visits_that_come_back_are_planned_with_their_goals(borough: Borough, episode: Episode) -> None:
    goal = Goal.objects.create(episode=episode, words="Dress.", agreed_with="person", by=borough.nurse, at=NOW)
    said = {**SERIES, "goals": [goal.pk], "skills": ["therapy"], "prefers": borough.head.pk}
    client = as_(borough.nurse)
    for _ in range(2):
        response = client.post(f"/episodes/{episode.pk}/plan/visits/new", said, follow=True)
    series = VisitSeries.objects.get()
    assert (series.staff, series.prefers, series.skills) == (2, borough.head, ["therapy"])
    assert list(series.goals.all()) == [goal]
    assert (series.steps.get().days, series.steps.get().from_on) == ([1, 2], TODAY)
    assert "Therapy." in words(response)
    assert "For the goal “Dress.”" in words(response)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"what_for": " "}, "What are the visits for: say it in a few words."),
        ({"days": []}, "On which days: choose at least one day of the week."),
        ({"minutes": "4"}, "give a number from 5 to 720"),
        ({"minutes": "an hour"}, "give a number from 5 to 720"),
        ({"window_to": "08:00"}, "The latest time must be after the earliest."),
        ({"window_to": "noon"}, "Not after: give a time"),
        ({"from_on": ""}, "First day: give the day"),
        ({"from_on": "soon"}, "First day: write it as day, month and year"),
        ({"prefers": "999999"}, "choose somebody of the team"),
        ({"skills": ["magic"]}, "choose from the list"),
    ],
)
def test_a_series_that_cannot_be_is_refused_with_a_remedy_and_nothing_typed_is_lost(
    borough: Borough, episode: Episode, changes: dict[str, Any], complaint: str
) -> None:
    said = {**SERIES, "window_from": "08:00", **changes}
    response = as_(borough.nurse).post(f"/episodes/{episode.pk}/plan/visits/new", said)
    assert response.status_code == 422
    assert complaint in words(response)
    assert not VisitSeries.objects.exists()


def test_visits_are_made_fewer_and_the_change_taken_back(borough: Borough, episode: Episode) -> None:
    series, client = washing(episode, borough.nurse), as_(borough.nurse)
    path = f"/series/{series.pk}/pace"
    assert "Until now: every day, once between 8am and 10am, 60 minutes." in words(client.get(path))
    said = {"from_on": "11 3 2026", "days": ["1"], "times_a_day": "1", "minutes": "30", "why": "Better."}
    assert "Visits changed." in words(client.post(path, said, follow=True))
    again = words(client.post(path, {**said, "days": ["2"]}, follow=True))
    assert "Changed again: the change planned before for that day is gone." in again
    step = SeriesStep.objects.get(from_on="2026-03-11")
    assert step.days == [2]
    assert "That change is taken back." in words(client.post(f"/series/steps/{step.pk}/drop", follow=True))
    assert series.steps.count() == 1
    first = words(client.post(f"/series/steps/{series.steps.get().pk}/drop", follow=True))
    assert "cannot be taken back" in first


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"from_on": "3 3 2026"}, "That day has passed."),
        ({"why": ""}, "Why: say it in a few words."),
        ({"days": ["1", "2", "3", "4", "5", "6", "7"], "minutes": "60"}, "often they come already"),
    ],
)
def test_a_change_that_cannot_be_is_refused_with_a_remedy(
    borough: Borough, episode: Episode, changes: dict[str, Any], complaint: str
) -> None:
    series = washing(episode, borough.nurse)
    said = {"from_on": "11 3 2026", "days": ["1"], "times_a_day": "1", "minutes": "30", "why": "Better.", **changes}
    response = as_(borough.nurse).post(f"/series/{series.pk}/pace", said)
    assert response.status_code == 422
    assert complaint in words(response)


def test_visits_end_on_a_day_and_are_then_among_those_that_are_over(
    borough: Borough, episode: Episode, it_is: Callable[[datetime], None]
) -> None:
    series, client = washing(episode, borough.nurse), as_(borough.nurse)
    page = words(client.post(f"/series/{series.pk}/end", {"on": "10 3 2026", "why": "Manages."}, follow=True))
    assert "The last day of these visits is 10 Mar 2026." in page
    assert "Visits that are over" not in page
    it_is(NOW + timedelta(days=7))
    page = words(as_(borough.nurse).get(f"/episodes/{episode.pk}/plan"))
    assert "Visits that are over (1)" in page
    assert "ended on 10 Mar. Manages." in page


def test_a_visit_is_promised_missed_and_promised_again(
    borough: Borough, episode: Episode, it_is: Callable[[datetime], None]
) -> None:
    client, path = as_(borough.nurse), f"/episodes/{episode.pk}/plan"
    said = {
        "what_for": "First visit",
        "from_at": "2026-03-04T11:00",
        "to_at": "2026-03-04T13:00",
        "minutes": "60",
        "staff": "1",
        "worker": str(borough.head.pk),
    }
    for _ in range(2):
        assert "Visit promised." in words(client.post(f"{path}/promises/new", said, follow=True))
    booking = Booking.objects.get()
    it_is(booking.to_at)
    client = as_(borough.nurse)
    assert ">Missed<" not in words(client.get(path))
    it_is(booking.to_at + timedelta(seconds=1))
    page = words(client.get(path))
    assert "Was promised 4 Mar 2026, 11:00 to 13:00, by Hana Example. Nobody has written down a visit." in page
    assert f"/visits/new?booking={booking.pk}" in page
    assert 'value="First visit"' in words(client.get(f"{path}/promises/new?again={booking.pk}"))
    other = accept(
        referral=received(borough, details={"family_name": "Bell", "nhs_number": ""}),
        pathway="rapid_response",
        by=borough.coordinator,
        now=NOW,
    ).episode
    assert other is not None
    assert "First visit" not in words(client.get(f"/episodes/{other.pk}/plan/promises/new?again={booking.pk}"))
    assert client.get(f"{path}/promises/new?again={'9' * 5000}").status_code == 200


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"what_for": ""}, "What is the visit for: say it in a few words."),
        ({"to_at": "2026-03-04T11:00"}, "The latest time must be after the earliest."),
        ({"from_at": "2026-03-04T08:00", "to_at": "2026-03-04T09:00"}, "That time has passed."),
        ({"minutes": "721"}, "give a number from 5 to 720"),
    ],
)
def test_a_promise_nobody_could_keep_is_refused_with_a_remedy(
    borough: Borough, episode: Episode, changes: dict[str, str], complaint: str
) -> None:
    said = {"what_for": "x", "from_at": "2026-03-04T11:00", "to_at": "2026-03-04T13:00", "minutes": "60", "staff": "1"}
    response = as_(borough.nurse).post(f"/episodes/{episode.pk}/plan/promises/new", {**said, **changes})
    assert response.status_code == 422
    assert complaint in words(response)
    assert not Booking.objects.exists()


def test_a_promise_is_cancelled_with_a_reason(borough: Borough, episode: Episode) -> None:
    booking, client = promise(episode, borough.nurse), as_(borough.nurse)
    path = f"/promises/{booking.pk}/cancel"
    assert "Why is it cancelled: say it in a few words." in words(client.post(path, {"why": ""}))
    page = words(client.post(path, {"why": "In hospital."}, follow=True))
    assert "Visit cancelled. Tell the person." in page
    assert "cancelled 4 Mar 2026 by Nia Example: In hospital." in page
    assert "This visit was cancelled on" in words(client.get(path))


def test_after_the_end_the_plan_is_read_and_no_form_is_offered(borough: Borough, episode: Episode) -> None:
    write(episode, borough.nurse, aims="Walk.")
    series = washing(episode, borough.nurse)
    record_visit(
        episode=episode, kind="face_to_face", started_at=NOW, what_happened="Saw her.", by=borough.nurse, now=NOW
    )
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=NOW)
    client = as_(borough.nurse)
    page = words(client.get(f"/episodes/{episode.pk}/plan"))
    assert "This help has ended. The plan can be read" in page
    assert "Walk." in page
    assert "Change the plan" not in page
    for path in ("plan/edit", "plan/visits/new", "plan/promises/new"):
        assert "This help has ended, so" in words(client.get(f"/episodes/{episode.pk}/{path}"))
    response = client.post(f"/episodes/{episode.pk}/plan/edit", typed({"aims": "Walk."}, aims="More."))
    assert response.status_code == 422
    response = client.post(f"/series/{series.pk}/end", {"on": "10 3 2026", "why": "x"})
    assert response.status_code == 422


def test_a_coordinator_reads_the_plan_and_is_offered_no_change(borough: Borough, episode: Episode) -> None:
    washing(episode, borough.nurse)
    promise(episode, borough.nurse)
    page = words(as_(borough.coordinator).get(f"/episodes/{episode.pk}/plan"))
    assert "Washing" in page
    for offered in ("plan/edit", "/pace", "/cancel", "plan/agree", "visits/new"):
        assert offered not in page


def test_ten_series_and_promises_cost_no_more_questions_than_one(
    borough: Borough, episode: Episode, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(10):
        write(episode, borough.nurse, aims=f"Aim {number}")
        series = washing(episode, borough.nurse, what_for=f"Washing {number}")
        goal = Goal.objects.create(episode=episode, words="Dress.", agreed_with="person", by=borough.nurse, at=NOW)
        series.goals.set([goal])
        booking = promise(episode, borough.nurse, what_for=f"Visit {number}")
        if number % 2:
            record_visit(
                episode=episode, kind="face_to_face", started_at=NOW, what_happened=f"Saw her {number}.",
                booking=booking, by=borough.nurse, now=NOW,
            )  # fmt: skip
    client = as_(borough.nurse)
    client.get(f"/episodes/{episode.pk}/plan")
    # session, member, organisation; teams; episode; plan, changes, writers and theirs; series, steps, writers, goals;
    # promises; seen lately; what must be known before anyone rings
    with django_assert_num_queries(16):
        client.get(f"/episodes/{episode.pk}/plan")


def test_nobody_agrees_to_words_they_have_not_read(borough: Borough, episode: Episode) -> None:
    write(episode, borough.nurse, aims="Walk.")
    client, path = as_(borough.nurse), f"/episodes/{episode.pk}/plan"
    read = re.search(r'name="seen" value="(\d+)"', words(client.get(path)))
    assert read is not None
    edit_plan(
        episode=episode, opened={"aims": "Walk."}, typed={"aims": "A care home."}, by=borough.head, now=NOW + HOUR
    )
    refused = client.post(f"{path}/agree", {"agreed_with": "person", "seen": read[1]})
    assert refused.status_code == 422
    assert "changed the plan while you had it open" in words(refused)
    assert not Plan.objects.filter(agreed_at__isnull=False).exists()
    now_read = re.search(r'name="seen" value="(\d+)"', words(refused))
    assert now_read is not None
    assert client.post(f"{path}/agree", {"agreed_with": "person", "seen": now_read[1]}).status_code == 302
    assert Plan.objects.get().agreed_with == "person"
