"""One person's record: one story of every team, for those with a reason to read it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from homeward.episodes.actions import withdraw_visit
from homeward.people.models import AccessedPerson
from homeward.referrals.actions import accept, ask, note_triage
from tests.support.borough import NOW, Borough, received

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("it_is")]


def shown(client: Client, person: int) -> str:
    response = client.get(f"/people/{person}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_story_is_told_newest_first_with_names_and_organisations(
    borough: Borough, as_: Callable, visited: Callable
) -> None:
    referral = received(borough, what_matters="To sleep in my own bed.")
    at = NOW + timedelta(minutes=3)
    ask(referral=referral, question="Can she stand?", by=borough.coordinator, now=at)
    note_triage(referral=referral, answers={}, said="She can stand with help.", by=borough.coordinator, now=at)
    referral = accept(
        referral=referral, pathway="rapid_response", by=borough.coordinator, now=NOW + timedelta(minutes=9)
    )
    visited(referral)
    page = shown(as_(borough.nurse), referral.person_id)
    story = page[page.index('id="story"') :]
    told = [
        "Steady on her feet",
        "Accepted for rapid response",
        "She can stand with help.",
        "Can she stand?",
        "Fell in",
    ]
    assert sorted(told, key=story.index) == told
    assert "Nia Example, nia nurse, Riverside NHS Trust" in story
    assert "Cora Example, cora coordinator, Riverside Council" in story
    assert "To sleep in my own bed." in page
    assert "Met" in page


def test_a_withdrawn_visit_is_struck_through_with_who_and_why(
    borough: Borough, as_: Callable, accepted: Callable, visited: Callable
) -> None:
    referral = accepted()
    visit = visited(referral, what_happened="Changed a dressing.")
    withdraw_visit(visit=visit, why="This was another person", by=borough.head, now=NOW + timedelta(minutes=90))
    page = shown(as_(borough.nurse), referral.person_id)
    assert "<s>Changed a dressing.</s>" in page
    assert "Withdrawn on 4 Mar 2026, 11:30 by Hana Example: This was another person" in page
    assert "Out of time" in page


def test_who_looks_after_them_is_the_front_door_until_it_is_decided(borough: Borough, as_: Callable) -> None:
    referral = received(borough)
    page = shown(as_(borough.coordinator), referral.person_id)
    assert "Being decided: Front door" in page
    assert "To be decided by 4 Mar 2026, 10:15" in page
    assert "Record a visit" not in page


def test_a_number_that_fails_its_check_is_said_to_be_unverified(borough: Borough, as_: Callable) -> None:
    doubtful = received(borough, details={"nhs_number": "999 000 0019"})
    without = received(borough, details={"nhs_number": "", "family_name": "Bird", "born_on": None})
    client = as_(borough.coordinator)
    page = shown(client, doubtful.person_id)
    assert "999 000 0019" in page
    assert "<strong>not verified</strong>" in page
    page = shown(client, without.person_id)
    assert "NHS number not known." in page
    assert "Date of birth not known." in page


def test_where_a_restricted_person_is_stays_secret_also_in_earlier_referrals(
    borough: Borough, as_: Callable, accepted: Callable
) -> None:
    first = accepted(location="Day room, Ward 4")
    first.person.restricted = True
    first.person.address = first.person.postcode = first.person.phone = first.person.gp_practice = ""
    first.person.save()
    page = shown(as_(borough.nurse), first.person_id)
    assert "Kept secret" in page
    assert "Ward 4" not in page


def test_what_someone_typed_is_shown_as_words_and_never_run(
    borough: Borough, as_: Callable, accepted: Callable
) -> None:
    referral = accepted(reason="<script>alert(1)</script>", what_matters="<b>tea</b>")
    page = shown(as_(borough.nurse), referral.person_id)
    assert "<script>alert" not in page
    assert "&lt;b&gt;tea&lt;/b&gt;" in page


def test_a_very_long_message_is_folded_and_none_of_it_is_lost(
    borough: Borough, as_: Callable, accepted: Callable
) -> None:
    referral = accepted(reason="Found on the floor. " * 60 + "Last words.")
    page = shown(as_(borough.nurse), referral.person_id)
    assert "Read all of it" in page
    assert "Last words." in page


def test_forty_visits_cost_no_more_questions_than_one(
    borough: Borough,
    as_: Callable,
    accepted: Callable,
    visited: Callable,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for again in range(3):
        referral = accepted(now=NOW - timedelta(days=again))
        for hour in range(13):
            visited(referral, at=NOW + timedelta(hours=hour))
    client = as_(borough.nurse)
    shown(client, referral.person_id)
    # session, member, organisation; teams; person; seen lately; referrals, decisions, deciders and their organisations,
    # answers, notes, writers and theirs; episodes, visits, visitors and theirs; stages, hand-offs; earlier
    # details
    with django_assert_num_queries(21):
        shown(client, referral.person_id)


def test_looking_is_written_down(borough: Borough, as_: Callable, accepted: Callable) -> None:
    person = accepted().person_id
    shown(as_(borough.nurse), person)
    assert AccessedPerson.objects.filter(entry__route="record", entry__member=borough.nurse).get().person_id == person


def test_a_nurse_of_another_team_does_not_learn_that_the_record_exists(
    borough: Borough, as_: Callable, accepted: Callable
) -> None:
    person = accepted().person_id
    client = as_(borough.reablement_worker)
    assert client.get(f"/people/{person}").status_code == 404
    assert client.get("/people/999999").status_code == 404
    assert not AccessedPerson.objects.exists()


@pytest.mark.parametrize("who", ["commissioner", "analyst", "gp", "privacy_officer"])
def test_those_who_give_no_care_read_no_record(borough: Borough, as_: Callable, accepted: Callable, who: str) -> None:
    assert as_(getattr(borough, who)).get(f"/people/{accepted().person_id}").status_code == 403


def test_someone_signed_out_is_led_to_the_door(client: Client, accepted: Callable) -> None:
    response = client.get(f"/people/{accepted().person_id}")
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))
