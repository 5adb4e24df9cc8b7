"""A referrer's own referrals: where each is, and answers that count as given only when someone says so."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from homeward.people.models import AccessedPerson
from homeward.referrals.actions import accept, ask, decline
from homeward.referrals.models import Arrival, Referral, ReferrerAnswer, Source
from tests.desk.conftest import someone
from tests.support.borough import NOW, Borough, received

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("it_is")]
MINE = "/my-referrals"


def by_web(borough: Borough, number: int = 1, organisation: str = "gp", **changes: Any) -> Referral:
    return received(
        borough,
        details=someone(number),
        arrival=changes.pop("arrival", Arrival.WEB),
        source=Source.GP,
        source_organisation=borough.organisations[organisation],
        **changes,
    )


def shown(client: Client, address: str = MINE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_referrer_follows_what_their_practice_sent_and_nothing_else(borough: Borough, as_: Callable) -> None:
    by_web(borough, 1)
    by_web(borough, 2, organisation="other_gp")
    received(borough)
    page = shown(as_(borough.gp))
    assert "Person001" in page
    assert "Being decided" in page
    for other in ("Person002", "Ashdown", "Made-up Row"):
        assert other not in page


def test_where_it_is_is_said_in_plain_words(borough: Borough, as_: Callable, visited: Callable) -> None:
    ask(referral=by_web(borough, 1), question="Can he stand?", by=borough.coordinator, now=NOW)
    accept(referral=by_web(borough, 2), pathway="rapid_response", by=borough.coordinator, now=NOW)
    visited(accept(referral=by_web(borough, 3), pathway="rapid_response", by=borough.coordinator, now=NOW))
    decline(referral=by_web(borough, 4), reason="Lives elsewhere.", by=borough.coordinator, now=NOW)
    page = shown(as_(borough.gp))
    for where in ("Waiting for you", "Accepted", "Seen</span><br>4 Mar 2026, 11:00", "Closed"):
        assert where in page
    assert "Can he stand?" in page
    assert "Ring the front door with the answer" in page


def test_opening_the_page_does_not_claim_that_the_answer_was_read(borough: Borough, as_: Callable) -> None:
    accept(referral=by_web(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)
    client = as_(borough.gp)
    shown(client)
    assert "New answers (1)" in shown(client)
    assert ReferrerAnswer.objects.get().given_at is None


def test_marking_it_as_read_gives_the_answer_once_and_for_all(borough: Borough, as_: Callable, it_is: Callable) -> None:
    accept(referral=by_web(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)
    answer = ReferrerAnswer.objects.get()
    client = as_(borough.gp)
    response = client.post(f"{MINE}/answers/{answer.pk}/read", follow=True)
    assert "Marked as read" in response.content.decode()
    assert "New answers" not in response.content.decode()
    it_is(NOW + timedelta(hours=5))
    client.post(f"{MINE}/answers/{answer.pk}/read")
    answer.refresh_from_db()
    assert (answer.given_at, answer.given_by) == (NOW + timedelta(minutes=150), borough.gp)


def test_another_practice_cannot_read_or_mark_it(borough: Borough, as_: Callable) -> None:
    accept(referral=by_web(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)
    answer = ReferrerAnswer.objects.get()
    client = as_(borough.other_gp)
    assert "Person001" not in shown(client)
    assert client.post(f"{MINE}/answers/{answer.pk}/read").status_code == 404
    answer.refresh_from_db()
    assert answer.given_at is None


def test_an_answer_promised_by_phone_is_still_told_by_phone(borough: Borough, as_: Callable) -> None:
    referral = by_web(borough, arrival=Arrival.PHONE)
    accept(referral=referral, pathway="rapid_response", by=borough.coordinator, now=NOW)
    client = as_(borough.gp)
    page = shown(client)
    assert "New answers" not in page
    assert "has been accepted for rapid response" in page
    assert client.post(f"{MINE}/answers/{ReferrerAnswer.objects.get().pk}/read").status_code == 404


def test_following_a_link_changes_nothing(borough: Borough, as_: Callable) -> None:
    accept(referral=by_web(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)
    answer = ReferrerAnswer.objects.get()
    assert as_(borough.gp).get(f"{MINE}/answers/{answer.pk}/read").status_code == 405
    answer.refresh_from_db()
    assert answer.given_at is None


def test_search_and_pages_and_an_empty_list(borough: Borough, as_: Callable) -> None:
    assert "You have not sent a referral yet" in shown(as_(borough.gp))
    for number in range(26):
        by_web(borough, number, now=NOW + timedelta(minutes=number))
    client = as_(borough.gp)
    assert "All referrals (26)" in shown(client)
    assert "Person000" not in shown(client)
    assert "Person000" in shown(client, MINE + "?page=2")
    found = shown(client, MINE + "?search=person007")
    assert "Person007" in found
    assert "Person008" not in found
    assert "No referral of Weir Street Surgery matches" in shown(client, MINE + "?search=zebedee%00")


def test_twenty_referrals_cost_no_more_questions_than_one(
    borough: Borough, as_: Callable, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        accept(referral=by_web(borough, number), pathway="rapid_response", by=borough.coordinator, now=NOW)
    client = as_(borough.gp)
    shown(client)
    # session, member, organisation; how many, referrals, new answers; seen lately
    with django_assert_num_queries(7):
        shown(client)
    assert AccessedPerson.objects.filter(entry__route="own_referrals").count() == 20


@pytest.mark.parametrize("who", ["coordinator", "nurse", "head", "commissioner", "privacy_officer"])
def test_those_who_do_not_refer_have_no_such_page(borough: Borough, as_: Callable, who: str) -> None:
    client = as_(getattr(borough, who))
    assert client.get(MINE).status_code == 403
    assert client.post(f"{MINE}/answers/1/read").status_code == 403


def test_someone_signed_out_is_led_to_the_door(client: Client, borough: Borough) -> None:
    assert client.get(MINE)["Location"].startswith(reverse("account_login"))
