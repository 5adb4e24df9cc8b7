"""The page of the plan: what is shown, who agreed to it, and what is left of it after the end."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from homeward.episodes.actions import end_episode, record_visit
from homeward.episodes.actions.plan_texts import agree_plan, edit_plan
from homeward.episodes.actions.tapering import add_series, change_pace
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.goals import Goal
from homeward.episodes.models.plan import Plan
from tests.support.borough import NOW, Borough
from tests.support.pages import as_, words
from tests.support.plan_pages import promise, typed, washing, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("it_is")]
HOUR = timedelta(hours=1)
TODAY = NOW.date()


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
