"""My caseload: whose people it shows, in what order, and what it says before anyone goes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from homeward.people.models import AccessedPerson, AccessEntry
from homeward.referrals.actions import close_unseen
from tests.desk.conftest import someone
from tests.support.borough import NOW, Borough

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("it_is")]
CASELOAD = "/caseload"


def shown(client: Client, address: str = CASELOAD) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def order(page: str, *words: str) -> list[str]:
    assert all(word in page for word in words), [word for word in words if word not in page]
    return sorted(words, key=page.index)


def test_those_nobody_has_seen_come_first_and_among_them_whoever_runs_out_first(
    borough: Borough, as_: Callable, accepted: Callable, visited: Callable
) -> None:
    visited(accepted(details=someone(1), now=NOW - timedelta(hours=9)), at=NOW)
    accepted(details=someone(2), now=NOW - timedelta(minutes=5))
    accepted(details=someone(3), now=NOW - timedelta(minutes=50))
    page = shown(as_(borough.nurse))
    assert order(page, "Person001", "Person002", "Person003", "Being helped (1)", "Waiting for a first visit (2)") == [
        "Waiting for a first visit (2)",
        "Person003",
        "Person002",
        "Being helped (1)",
        "Person001",
    ]


def test_help_past_its_limit_comes_before_longer_help_that_still_has_weeks(
    borough: Borough, as_: Callable, accepted: Callable, visited: Callable
) -> None:
    old = NOW - timedelta(days=20)
    visited(accepted(details=someone(1), now=old, pathway="reablement"), at=old, by=borough.reablement_worker)
    lately = NOW - timedelta(hours=60)
    visited(accepted(details=someone(2), now=lately), at=lately)
    page = shown(as_(borough.head))
    assert order(page, "Person001", "Person002") == ["Person002", "Person001"]
    assert "Past the limit" in page
    assert "62 hours, limit 48" in page
    assert "20 of 42 days" in page


def test_another_team_sees_nobody_of_ours(borough: Borough, as_: Callable, accepted: Callable) -> None:
    accepted()
    page = shown(as_(borough.reablement_worker))
    assert "Ashdown" not in page
    assert "Nobody is on your teams’ caseload" in page


def test_a_person_whose_help_ended_leaves_the_list(borough: Borough, as_: Callable, accepted: Callable) -> None:
    close_unseen(referral=accepted(), because="admitted", reason="Taken to hospital.", by=borough.coordinator, now=NOW)
    assert "Ashdown" not in shown(as_(borough.nurse))


def test_where_a_restricted_person_lives_is_not_said(borough: Borough, as_: Callable, accepted: Callable) -> None:
    accepted(details={"restricted": True}, location="At her sister's, 9 Made-up Mews")
    page = shown(as_(borough.nurse))
    assert "Kept secret" in page
    for secret in ("4 Made-up Row", "SE1 7EH", "7946 0001", "Made-up Mews"):
        assert secret not in page


def test_what_must_be_known_first_is_there_even_from_an_earlier_referral(
    borough: Borough, as_: Callable, accepted: Callable
) -> None:
    flag = {"category": "Safety of visitors", "code": "scene_safety", "text": "Large dog"}
    accepted(flags=(flag,), now=NOW - timedelta(days=90))
    accepted(details={"needs_when_contacted": "Deaf. Text first."}, what_matters="My own chair.")
    page = shown(as_(borough.nurse))
    assert page.count("Large dog") == 2
    assert "Deaf. Text first." in page
    assert "My own chair." in page


def test_an_attempt_is_shown_and_the_person_still_waits(
    borough: Borough, as_: Callable, accepted: Callable, visited: Callable
) -> None:
    visited(accepted(), kind="no_access")
    page = shown(as_(borough.nurse))
    assert "Waiting for a first visit (1)" in page
    assert "Last: went, but could not see them, 4 Mar 2026, 11:00" in page
    assert "Out of time" in page


def test_search_finds_by_name_and_says_when_it_finds_no_one(
    borough: Borough, as_: Callable, accepted: Callable
) -> None:
    accepted(details=someone(1))
    accepted(details=someone(2))
    client = as_(borough.nurse)
    page = shown(client, CASELOAD + "?search=person002")
    assert "Person002" in page
    assert "Person001" not in page
    assert "Nobody on your caseload matches that" in shown(client, CASELOAD + "?search=zebedee%00")
    assert set(AccessEntry.objects.values_list("searched_for", flat=True)) == {"person002", "zebedee"}


def test_a_reference_finds_its_own_referral_and_not_the_episode_with_that_number(
    borough: Borough, as_: Callable, accepted: Callable
) -> None:
    declined = accepted(details=someone(1))
    close_unseen(referral=declined, because="declined", reason="She said no.", by=borough.coordinator, now=NOW)
    found = accepted(details=someone(2))
    client = as_(borough.nurse)
    assert "Person002" in shown(client, f"{CASELOAD}?search={found.reference}")
    assert "Person002" not in shown(client, f"{CASELOAD}?search={declined.reference}")


def test_a_head_of_several_teams_can_look_at_one(borough: Borough, as_: Callable, accepted: Callable) -> None:
    accepted(details=someone(1))
    accepted(details=someone(2), pathway="reablement")
    page = shown(as_(borough.head), CASELOAD + "?team=reablement")
    assert "Person002" in page
    assert "Person001" not in page


def test_a_long_list_has_pages(borough: Borough, as_: Callable, accepted: Callable) -> None:
    for number in range(51):
        accepted(details=someone(number), now=NOW + timedelta(minutes=number))
    client = as_(borough.nurse)
    first, second = shown(client), shown(client, CASELOAD + "?page=2")
    assert "Waiting for a first visit (51)" in first
    assert "Waiting for a first visit (51)" in second
    assert "Person050" not in first
    assert "Person050" in second
    assert "Person000" in shown(client, CASELOAD + "?page=nonsense")


def test_thirty_people_cost_no_more_questions_than_two(
    borough: Borough,
    as_: Callable,
    accepted: Callable,
    visited: Callable,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(30):
        referral = accepted(details=someone(number), flags=({"category": "Safeguarding", "text": "A worry"},))
        if number % 2:
            visited(referral)
    client = as_(borough.nurse)
    shown(client)
    # session, member, organisation; teams of the viewer; counts, episodes, referrals; who was seen lately; team names
    with django_assert_num_queries(9):
        shown(client)


def test_looking_is_written_down_for_everyone_on_the_page(borough: Borough, as_: Callable, accepted: Callable) -> None:
    people = {accepted(details=someone(number)).person_id for number in range(3)}
    shown(as_(borough.nurse))
    assert set(AccessedPerson.objects.filter(entry__route="caseload").values_list("person_id", flat=True)) == people


@pytest.mark.parametrize("who", ["coordinator", "commissioner", "analyst", "gp", "privacy_officer"])
def test_those_who_look_after_nobody_have_no_caseload(borough: Borough, as_: Callable, who: str) -> None:
    assert as_(getattr(borough, who)).get(CASELOAD).status_code == 403


def test_someone_signed_out_is_led_to_the_door(client: Client, borough: Borough) -> None:
    response = client.get(CASELOAD)
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))
