"""The pages on visits that come back: planned, made fewer, and ended."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from homeward.episodes.models.episode import Episode
from homeward.episodes.models.goals import Goal
from homeward.episodes.models.plan import SeriesStep, VisitSeries
from tests.support.borough import NOW, Borough
from tests.support.pages import as_, words
from tests.support.plan_pages import washing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("it_is")]
TODAY = NOW.date()
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


@pytest.mark.parametrize("unknown", ["9" * 30, "9" * 5000, "-1", "x"])
@pytest.mark.parametrize("field", ["goals", "prefers"])
def test_a_choice_that_cannot_be_is_refused_as_unknown(
    borough: Borough, episode: Episode, field: str, unknown: str
) -> None:
    answer = as_(borough.nurse).post(f"/episodes/{episode.pk}/plan/visits/new", {**SERIES, field: [unknown]})
    assert answer.status_code == 422
    assert not VisitSeries.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "/episodes/{large}/plan",
        "/episodes/{pk}/plan/promises/new?again={large}",
        "/episodes/{pk}/visits/new?booking={large}",
        "/episodes/{pk}/assessments/compare?tool={large}",
        "/team-board?team={large}",
        "/caseload?team={large}&page={large}",
        "/summaries/{large}",
    ],
)
def test_a_number_too_large_for_the_database_is_nobodys(borough: Borough, episode: Episode, address: str) -> None:
    for large in ("9" * 30, "9" * 5000):
        answer = as_(borough.nurse).get(address.format(pk=episode.pk, large=large))
        assert answer.status_code in (200, 404)
