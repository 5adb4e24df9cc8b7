"""The pages of the front door: taking a referral, triage, deciding, and telling the referrer."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from homeward.partnership.forms import LondonMoment, parse_uk_date
from homeward.people.models import Person
from homeward.referrals import actions
from homeward.referrals.models import Arrival, Channel, Decision, Referral, ReferrerAnswer
from homeward.referrals.rules.state import State
from tests.support.borough import Borough, make_borough, received

pytestmark = pytest.mark.django_db

TYPED = {
    "form_token": "one",
    "family_name": "Ashdown",
    "given_name": "Mabel",
    "reason": "Fell in the kitchen.",
    "help_within": "two_hours",
    "source": "gp",
    "needed_at": "2026-03-04T09:50",
}


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def coordinator(borough: Borough) -> Client:
    client = Client()
    client.force_login(borough.coordinator)
    return client


def send(client: Client, **changes: Any) -> Any:
    return client.post(reverse("referral_new"), {**TYPED, **changes})


def words_of(response: Any) -> str:
    return str(response.content.decode())


def test_four_answers_are_enough_and_the_clock_starts_when_help_was_seen_to_be_needed(coordinator: Client) -> None:
    response = send(coordinator)
    referral = Referral.objects.get()
    assert response.status_code == 302
    assert response["Location"] == reverse("referral", args=[referral.pk])
    assert referral.clock_start_at == datetime(2026, 3, 4, 9, 50, tzinfo=UTC)
    assert referral.arrival == Arrival.PHONE
    assert referral.taken_by.username == "cora-coordinator"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": ""}, "What has happened? Say it in a sentence."),
        ({"family_name": " "}, "Family name: give it, or write"),
        ({"help_within": ""}, "How soon is help needed to keep them safely at home? Choose one."),
        ({"source": ""}, "Who is asking? Choose one."),
        ({"born_on": "1 1 2999"}, "Date of birth: this is in the future. Check the year."),
        ({"born_on": "1 1 1840"}, "Date of birth: this is before 1900. Check the year."),
        ({"born_on": "31 2 1940"}, "Date of birth: write it as day, month and year"),
        ({"needed_at": "2999-01-01T10:00"}, "This time is in the future. Check the date and time."),
        ({"needed_at": "yesterday"}, "give a date and a time"),
        ({"needed_at": "2026-03-29T01:30"}, "the clocks went forward"),
        ({"help_within": "<b>now</b>"}, "Select a valid choice"),
    ],
)
def test_a_wrong_answer_is_named_with_its_remedy_and_nothing_typed_is_lost(
    coordinator: Client, changes: dict[str, str], words: str
) -> None:
    response = send(coordinator, what_matters="My cat.", **changes)
    assert response.status_code == 422
    assert words in words_of(response)
    assert "My cat." in words_of(response)
    assert Referral.objects.count() == 0


def test_a_number_that_does_not_add_up_is_kept_and_said_to_be_unverified(coordinator: Client) -> None:
    page = words_of(coordinator.get(send(coordinator, nhs_number="347 852 6985")["Location"]))
    person = Person.objects.get()
    assert (person.nhs_number, person.nhs_number_status) == ("3478526985", "unverified")
    assert "does not add up" in page


def test_the_same_form_sent_twice_is_one_referral(coordinator: Client) -> None:
    assert send(coordinator)["Location"] == send(coordinator)["Location"]
    assert Referral.objects.count() == 1
    send(coordinator, form_token="another")
    assert Referral.objects.count() == 2


def test_a_secret_address_is_neither_kept_nor_shown(coordinator: Client) -> None:
    response = send(
        coordinator,
        restricted="on",
        address="9 Hidden Lane",
        postcode="SE1 7EH",
        phone="020 7946 0009",
        location="9 Hidden Lane",
        carer="Rose, 020 7946 0003",
        referrer_phone="020 7946 0002",
    )
    page = words_of(coordinator.get(response["Location"]))
    assert "9 Hidden Lane" not in page
    assert "SE1 7EH" not in page
    assert "Kept secret" in page
    assert (Person.objects.get().address, Person.objects.get().carer) == ("", "Rose")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("", "Number to ring back: it is needed when an address is kept secret"),
        ("by post", "Number to ring back: it is needed when an address is kept secret"),
        ("02079460009", "Number to ring back: this is also given as theirs, which will not be kept."),
    ],
)
def test_a_secret_address_asks_for_a_number_to_ring_back(coordinator: Client, number: str, said: str) -> None:
    response = send(coordinator, restricted="on", phone="020 7946 0009", referrer_phone=number)
    assert response.status_code == 422
    assert said in words_of(response)
    assert Referral.objects.count() == 0


def test_a_referrer_sends_for_their_own_organisation_and_is_answered_on_screen(borough: Borough) -> None:
    client = Client()
    client.force_login(borough.gp)
    typed = {name: value for name, value in TYPED.items() if name != "source"}
    assert client.post(reverse("referral_new"), typed)["Location"] == reverse("own_referrals")
    referral = Referral.objects.get()
    assert (referral.arrival, referral.source) == (Arrival.WEB, "gp")
    assert referral.source_organisation == borough.organisations["gp"]
    actions.decline(referral=referral, reason="Elsewhere.", by=borough.coordinator, now=timezone.now())
    assert ReferrerAnswer.objects.get().channel == Channel.ON_SCREEN


def test_choosing_another_pathway_without_a_reason_is_explained_on_the_page(
    borough: Borough, coordinator: Client
) -> None:
    referral = received(borough)
    address = reverse("referral_decide", args=[referral.pk, "accept"])
    response = coordinator.post(address, {"accept-pathway": "reablement"})
    assert response.status_code == 422
    assert "Reason: Say why: this is not what the agreed criteria lead to." in words_of(response)
    assert Decision.objects.count() == 0
    coordinator.post(address, {"accept-pathway": "reablement", "accept-reason": "She asks for it."})
    assert Referral.objects.get().pathway == "reablement"


def test_a_decision_someone_else_made_first_is_said_and_not_made_again(borough: Borough, coordinator: Client) -> None:
    referral = received(borough)
    actions.decline(referral=referral, reason="Elsewhere.", by=borough.head, now=timezone.now())
    address = reverse("referral_decide", args=[referral.pk, "accept"])
    response = coordinator.post(address, {"accept-pathway": "rapid_response"}, follow=True)
    assert "This referral has moved on since you opened it." in words_of(response)
    assert Decision.objects.count() == 1


def test_triage_shows_each_criterion_and_what_to_ask_first(borough: Borough, coordinator: Client) -> None:
    referral = received(borough, answers={"help_within": "two_hours"})
    page = words_of(coordinator.get(reverse("referral", args=[referral.pk])))
    assert "No pathway follows yet." in page
    assert "Has one of the nine urgent community response needs" in page
    assert "Where does the person live?" in page
    answers = {"lives_at": "own_home", "now_at": "home", "help_within": "two_hours", "need": "fall"}
    no = dict.fromkeys(("emergency_care", "mental_health_crisis", "hospital_tests", "intoxicated"), "no")
    response = coordinator.post(reverse("referral_triage", args=[referral.pk]), {**answers, **no}, follow=True)
    assert "<strong>Rapid response</strong> follows: every criterion is met." in words_of(response)


@pytest.mark.parametrize("kind", ["ask", "redirect", "decline"])
def test_every_decision_without_words_is_refused(borough: Borough, coordinator: Client, kind: str) -> None:
    referral = received(borough)
    response = coordinator.post(reverse("referral_decide", args=[referral.pk, kind]), {})
    assert response.status_code == 422
    assert "There is a problem" in words_of(response)
    assert Decision.objects.count() == 0


def test_an_answer_is_given_once_and_by_whom_is_kept(borough: Borough, coordinator: Client) -> None:
    referral = actions.decline(
        referral=received(borough), reason="Elsewhere.", by=borough.head, now=timezone.now() - timedelta(hours=1)
    )
    assert "Fell in the kitchen" not in words_of(coordinator.get(reverse("answers")))
    answer = ReferrerAnswer.objects.get()
    address = reverse("answer_given", args=[referral.pk, answer.pk])
    coordinator.post(address, {"next": "answers"})
    first = ReferrerAnswer.objects.get()
    assert first.given_by == borough.coordinator
    coordinator.post(address)
    assert ReferrerAnswer.objects.get().given_at == first.given_at
    assert "Every referrer has been told." in words_of(coordinator.get(reverse("answers")))


def test_an_answer_of_another_referral_cannot_be_marked(borough: Borough, coordinator: Client) -> None:
    one = received(borough)
    two = actions.decline(
        referral=received(borough, details={"family_name": "Bell", "nhs_number": ""}),
        reason="Elsewhere.",
        by=borough.head,
        now=timezone.now(),
    )
    answer = ReferrerAnswer.objects.get(decision__referral=two)
    assert coordinator.post(reverse("answer_given", args=[one.pk, answer.pk])).status_code == 404


def test_a_wrong_decision_is_undone_on_the_page(borough: Borough, coordinator: Client) -> None:
    referral = actions.accept(
        referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=timezone.now()
    )
    coordinator.post(reverse("referral_decide", args=[referral.pk, "reopen"]), {"reopen-reason": "Wrong person."})
    again = Referral.objects.select_related("episode").get()
    assert again.state is State.WAITING_FOR_TRIAGE
    assert again.owning_team == borough.teams["front-door"]


@pytest.mark.parametrize(
    "text", ["31 3 1940", "31/03/1940", "31.3.1940", "31 March 1940", "31 mar 1940", "1940-03-31", " 31-3-1940 "]
)
def test_a_date_is_read_as_people_write_it(text: str) -> None:
    found = parse_uk_date(text)
    assert found is not None
    assert found.isoformat() == "1940-03-31"


@pytest.mark.parametrize("text", ["31 2 1940", "3/1940", "31 3 40", "March", "٣١ ٣ ١٩٤٠ x", "1 13 1940", ""])
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    assert parse_uk_date(text) is None


def test_in_the_hour_that_comes_twice_a_contact_is_the_later_and_a_start_the_earlier() -> None:
    twice = "2025-10-26T01:30"
    assert LondonMoment(later=False, label="Start").clean(twice) == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    assert LondonMoment(later=True, label="Contact").clean(twice) == datetime(2025, 10, 26, 1, 30, tzinfo=UTC)
