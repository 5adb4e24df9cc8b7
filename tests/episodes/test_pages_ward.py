"""The pages of the @home ward, opened as those who use them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from homeward.episodes.actions.ward import set_places
from homeward.episodes.models import Episode, HandOff, Places, SeniorReview, WardStay
from homeward.kit.london import london_date
from homeward.partnership.models import Member
from tests.support.borough import Borough, make_borough
from tests.support.ward import admitted, nurse_of_the_ward, seen

pytestmark = pytest.mark.django_db

ADMISSION = {
    "why": "Needs oxygen at home.",
    "came_from": "step_up_gp",
    "senior": "Dr Rowan Example",
    "monitoring": "Oxygen twice a day.",
    "owner": "ward",
    "how": "together",
    "told_again": "no",
    "over_capacity_why": "",
}


@pytest.fixture
def borough() -> Borough:
    made = make_borough()
    nurse_of_the_ward(made)
    return made


@pytest.fixture
def lately() -> datetime:
    return timezone.now() - timedelta(hours=2)


def as_(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def page(client: Client, route: str, *args: Any) -> str:
    return client.get(reverse(route, args=args)).content.decode()


def test_somebody_is_admitted_with_one_form_and_handed_to_the_wards_team(borough: Borough, lately: datetime) -> None:
    episode = seen(borough, at=lately)
    client = as_(borough.nurse)
    assert "Admit to the @home ward" in page(client, "ward_stay", episode.pk)
    answer = client.post(reverse("ward_admit", args=[episode.pk]), ADMISSION)
    assert answer["Location"] == reverse("ward_stay", args=[episode.pk])
    stay, hand_off = WardStay.objects.get(), HandOff.objects.get()
    assert (stay.senior, hand_off.to_team.code, hand_off.told_again) == ("Dr Rowan Example", "home-ward", "no")
    shown = page(client, "ward_stay", episode.pk)
    assert "Step up, from a GP" in shown
    assert "Step up, instead of hospital" in shown
    assert "Review not due yet" in shown


def test_the_owner_may_stay_the_owner(borough: Borough, lately: datetime) -> None:
    episode = seen(borough, at=lately)
    as_(borough.nurse).post(reverse("ward_admit", args=[episode.pk]), {**ADMISSION, "owner": "stays"})
    assert not HandOff.objects.exists()
    assert Episode.objects.get(pk=episode.pk).pathway == "home_ward"


def test_a_full_ward_asks_why_beside_its_own_field_and_keeps_what_was_typed(borough: Borough, lately: datetime) -> None:
    set_places(pathway="home_ward", from_on=london_date(lately), places=0, why="Closed.", by=borough.head, now=lately)
    episode = seen(borough, at=lately)
    answer = as_(borough.nurse).post(reverse("ward_admit", args=[episode.pk]), ADMISSION)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Every place of the @home ward is taken." in said
    assert 'href="#id_over_capacity_why"' in said
    assert "Dr Rowan Example" in said
    assert not WardStay.objects.exists()


def test_the_reason_to_go_beyond_the_places_is_asked_for_only_when_they_are_taken(
    borough: Borough, lately: datetime
) -> None:
    episode, client = seen(borough, at=lately), as_(borough.nurse)
    asked = "Every place is taken: why do they come all the same?"
    assert asked not in page(client, "ward_admit", episode.pk)
    set_places(pathway="home_ward", from_on=london_date(lately), places=0, why="Closed.", by=borough.head, now=lately)
    assert asked in page(client, "ward_admit", episode.pk)
    answer = client.post(
        reverse("ward_admit", args=[episode.pk]), {**ADMISSION, "over_capacity_why": "One leaves at noon."}
    )
    assert answer.status_code == 302
    assert "One leaves at noon." in page(client, "ward_stay", episode.pk)


def test_what_is_missing_is_asked_for_field_by_field(borough: Borough, lately: datetime) -> None:
    answer = as_(borough.nurse).post(reverse("ward_admit", args=[seen(borough, at=lately).pk]), {})
    said = answer.content.decode()
    assert answer.status_code == 422
    for asked in (
        "Where do they come from? Choose one.",
        "give the name of the consultant or GP",
        "at least a sentence",
    ):
        assert asked in said


def test_a_senior_review_is_written_on_the_page_of_the_stay(borough: Borough, lately: datetime) -> None:
    stay = admitted(borough, at=lately)
    client, address = as_(borough.nurse), reverse("ward_stay", args=[stay.stage.episode_id])
    at = timezone.localtime(timezone.now()).strftime("%Y-%m-%dT%H:%M")
    typed = {"reviewed_at": at, "reviewer": "Dr Rowan Example", "outcome": "leave", "plan": "Home tomorrow."}
    assert client.post(address, typed).status_code == 302
    assert client.post(address, typed).status_code == 302
    assert SeniorReview.objects.count() == 1
    shown = client.get(address).content.decode()
    assert "Home tomorrow." in shown
    assert "Plan how they leave" in shown


def test_a_review_before_the_stay_is_refused_beside_its_time(borough: Borough, lately: datetime) -> None:
    stay = admitted(borough, at=lately)
    address = reverse("ward_stay", args=[stay.stage.episode_id])
    early = timezone.localtime(lately - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    answer = as_(borough.nurse).post(
        address, {"reviewed_at": early, "reviewer": "Dr Example", "outcome": "stay", "plan": "Go on."}
    )
    assert answer.status_code == 422
    assert "The review is before they came to the ward." in answer.content.decode()


def test_who_may_only_look_cannot_write_a_review(borough: Borough, lately: datetime) -> None:
    stay = admitted(borough, at=lately)
    borough.coordinator.teams.add(borough.teams["home-ward"])
    client, address = as_(borough.coordinator), reverse("ward_stay", args=[stay.stage.episode_id])
    shown = client.get(address)
    assert shown.status_code == 200
    assert "Save the review" not in shown.content.decode()
    assert client.post(address, {"plan": "Go on."}).status_code == 403


def test_who_was_accepted_for_the_ward_is_settled_from_its_list(borough: Borough, lately: datetime) -> None:
    episode = seen(borough, at=lately, pathway="home_ward")
    client = as_(borough.nurse)
    assert "Settle on the ward" in page(client, "home_ward")
    answer = client.post(reverse("ward_admit", args=[episode.pk]), {**ADMISSION, "came_from": "step_down_ward"})
    assert answer.status_code == 302
    assert "Step down, from a hospital ward" in page(client, "home_ward")


def test_the_list_counts_everybody_and_names_only_those_the_viewer_may_see(borough: Borough, lately: datetime) -> None:
    admitted(borough, number=1, at=lately)
    admitted(borough, number=2, at=lately)
    set_places(pathway="home_ward", from_on=london_date(lately), places=30, why="All.", by=borough.head, now=lately)
    ours = page(as_(borough.nurse), "home_ward")
    assert "Ashdown1" in ours
    assert "<strong>2</strong> of 30 places taken (6%)" in ours
    theirs = page(as_(borough.reablement_worker), "home_ward")
    assert "Ashdown1" not in theirs
    assert "<strong>2</strong> of 30 places taken" in theirs
    assert "Nobody on the ward is looked after by your teams." in theirs


def test_an_overdue_review_says_so_in_words(borough: Borough) -> None:
    admitted(borough, at=timezone.now() - timedelta(hours=30))
    shown = page(as_(borough.nurse), "home_ward")
    assert "1 review overdue" in shown
    assert 'hw-tag--late">Overdue' in shown


def test_an_empty_ward_says_what_to_do(borough: Borough) -> None:
    assert "Nobody is on the ward. To admit somebody" in page(as_(borough.nurse), "home_ward")


def test_the_list_needs_no_more_questions_for_more_patients(
    borough: Borough, lately: datetime, django_assert_max_num_queries: Any
) -> None:
    client = as_(borough.nurse)
    for number in range(1, 5):
        admitted(borough, number=number, at=lately)
    with django_assert_max_num_queries(24):
        client.get(reverse("home_ward"))


def test_the_wards_own_team_changes_its_places_and_others_cannot(borough: Borough) -> None:
    client, address = as_(borough.nurse), reverse("pathway_places", args=["home_ward"])
    typed = {"places": "24", "from_on": "1 11 2026", "why": "Two nurses are away."}
    assert client.post(address, typed).status_code == 302
    assert Places.objects.get().places == 24
    assert "Two nurses are away." in client.get(address).content.decode()
    assert as_(borough.reablement_worker).get(address).status_code == 404


@pytest.mark.parametrize("places", ["", "many", "-1", "2001", "7.5"])
def test_a_number_of_places_that_is_none_is_asked_for_again(borough: Borough, places: str) -> None:
    answer = as_(borough.nurse).post(
        reverse("pathway_places", args=["home_ward"]), {"places": places, "from_on": "1 11 2026", "why": "Leave."}
    )
    assert answer.status_code == 422
    assert "How many people: " in answer.content.decode()
