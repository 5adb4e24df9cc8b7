"""Correcting who a person is and how they are reached, on the page."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from homeward.partnership.held_inputs import Held, hold_input
from homeward.people.actions import register
from homeward.people.models import AccessedPerson, ContactChange, Person
from homeward.referrals.models import Referral
from tests.support.borough import NOW, Borough, fall_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("it_is")]
FIELDS = (
    "opened_with", "family_name", "given_name", "born_on", "nhs_number", "address", "postcode", "phone", "gp_practice",
    "carer", "needs_when_contacted", "because", "restricted",
)  # fmt: skip


def opened(client: Client, person: int) -> dict[str, Any]:
    """What the form holds as it is opened; a box that is not ticked is not sent."""
    response = client.get(f"/people/{person}/details")
    assert response.status_code == 200
    return filled(response)


def filled(response: Any) -> dict[str, Any]:
    """What the page's form would send: its boxes as they stand, and those of its ticks that are set."""
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", response.content.decode()):
        said = {name: html.unescape(value) for name, value in re.findall(r'(\w+)="([^"]*)"', tag)}
        if said.get("name") in FIELDS and (said["type"] != "checkbox" or " checked" in tag):
            found[said["name"]] = said.get("value", "")
    return found


def sent(client: Client, person: int, typed: dict[str, Any], **changes: str) -> Any:
    return client.post(f"/people/{person}/details", {**typed, **changes}, follow=True)


def words(response: Any) -> str:
    return html.unescape(response.content.decode())


def test_a_wrong_address_is_corrected_and_the_record_shows_what_it_was(
    borough: Borough, as_: Callable, accepted: Callable
) -> None:
    person, client = accepted().person_id, as_(borough.nurse)
    register(details=fall_request(details={"address": "44 Mistyped Row"}).details, now=NOW)
    assert f'href="/people/{person}/details"' in words(client.get(f"/people/{person}"))
    response = sent(client, person, opened(client, person), address="4 Made-up Row")
    assert response.redirect_chain == [(f"/people/{person}", 302)]
    page = words(response)
    assert "The details were saved." in page
    assert "Earlier details (2)" in page
    assert "Address changed on 4 Mar 2026, 12:30, by Nia Example; before: 44 Mistyped Row." in page
    assert "Address changed on 4 Mar 2026, 10:00; before: 4 Made-up Row." in page
    assert Person.objects.get().address == "4 Made-up Row"


def test_a_date_of_birth_needs_a_reason_and_what_was_typed_stays(
    borough: Borough, as_: Callable, accepted: Callable
) -> None:
    person, client = accepted().person_id, as_(borough.coordinator)
    typed = opened(client, person)
    assert typed["born_on"] == "6 5 1940"
    refused = sent(client, person, typed, born_on="6 5 1941")
    assert refused.status_code == 422
    assert "Why is it corrected? Say why: write a few words." in words(refused)
    assert filled(refused)["born_on"] == "6 5 1941"
    page = words(sent(client, person, filled(refused), because="Misheard"))
    assert "Date of birth changed on 4 Mar 2026, 12:30, by Cora Example; before: 6 May 1940. " in page
    assert "Misheard" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"family_name": ""}, 'Family name: give it, or write "not known".'),
        ({"born_on": "5 May"}, "Date of birth: write it as day, month and year"),
        ({"born_on": "1 1 2027"}, "Date of birth: this is in the future."),
        ({"born_on": "1 1 1850"}, "Date of birth: this is before 1900."),
        ({"address": "A" * 251}, "Address: keep it under 250 characters."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(
    borough: Borough, as_: Callable, accepted: Callable, typed: dict[str, str], said: str
) -> None:
    person, client = accepted().person_id, as_(borough.nurse)
    response = sent(client, person, opened(client, person), because="A mistake", **typed)
    assert response.status_code == 422
    assert said in words(response)
    assert not ContactChange.objects.exists()


def test_two_at_once_are_shown_both_and_choose(borough: Borough, as_: Callable, accepted: Callable) -> None:
    person, nurse, head = accepted().person_id, as_(borough.nurse), as_(borough.head)
    typed = opened(nurse, person)
    sent(head, person, opened(head, person), address="5 New Row", phone="020 7946 0009")
    refused = sent(nurse, person, typed, address="6 Other Row", carer="Rose")
    assert refused.status_code == 422
    assert "Someone else changed these details while you had the page open: address." in words(refused)
    assert 'Address is now "5 New Row". Keep what you typed, or put that back.' in words(refused)
    again = filled(refused)
    assert (again["address"], again["phone"], again["carer"]) == ("6 Other Row", "020 7946 0009", "Rose")
    assert Person.objects.get().address == "5 New Row"
    page = words(sent(nurse, person, again))
    assert "by Nia Example; before: 5 New Row." in page
    found = Person.objects.get()
    assert (found.address, found.phone, found.carer) == ("6 Other Row", "020 7946 0009", "Rose")


@pytest.mark.parametrize("garbled", ["", "{", "[]", "null", '{"address": 3}'])
def test_a_form_that_does_not_say_what_it_was_opened_with_writes_over_nothing(
    borough: Borough, as_: Callable, accepted: Callable, garbled: str
) -> None:
    person, client = accepted().person_id, as_(borough.nurse)
    response = sent(client, person, opened(client, person), address="6 Other Row", opened_with=garbled)
    assert response.status_code == 422
    assert 'Address is now "4 Made-up Row"' in words(response)
    assert not ContactChange.objects.exists()


def test_an_address_made_secret_leaves_the_record_its_history_and_the_referrals(
    borough: Borough, as_: Callable, accepted: Callable
) -> None:
    referral = accepted(reason="Fell at 44 Mistyped Row.", location="Ward 4, Day room")
    person, client = referral.person_id, as_(borough.nurse)
    register(details=fall_request(details={"address": "44 Mistyped Row"}).details, now=NOW)
    sent(client, person, opened(client, person), address="4 Made-up Row")
    page = words(sent(client, person, opened(client, person), restricted="on"))
    assert "Kept secret." in page
    assert "Address kept secret changed on 4 Mar 2026, 12:30, by Nia Example; before: no." in page
    assert "Mistyped" not in page
    assert "Made-up" not in page
    referral = Referral.objects.get()
    assert (referral.reason, referral.location) == ("Fell at [withheld].", "")


def test_a_secret_is_lifted_with_a_reason_and_an_address_is_taken_in_only_then(
    borough: Borough, as_: Callable, accepted: Callable
) -> None:
    person, client = accepted(details={"restricted": True}).person_id, as_(borough.head)
    typed = {**opened(client, person), "address": "5 New Row"}
    refused = sent(client, person, typed)
    assert "Address: Their address is kept secret, so this cannot be kept." in words(refused)
    del typed["restricted"]
    refused = sent(client, person, typed)
    assert refused.status_code == 422
    assert "Why is it corrected?" in words(refused)
    assert "restricted" not in filled(refused)
    assert "5 New Row" in words(sent(client, person, filled(refused), because="She is safe now"))
    assert Person.objects.get().restricted is False


def test_a_secret_that_came_meanwhile_is_believed_and_no_old_address_is_shown(
    borough: Borough, as_: Callable, accepted: Callable
) -> None:
    person, nurse, head = accepted().person_id, as_(borough.nurse), as_(borough.head)
    typed = opened(nurse, person)
    sent(head, person, opened(head, person), restricted="on")
    refused = sent(nurse, person, typed, phone="020 7946 0009")
    assert "Phone number: Their address is kept secret, so this cannot be kept." in words(refused)
    again = filled(refused)
    assert (again["restricted"], again["address"], again["phone"]) == ("on", "", "020 7946 0009")
    assert "Made-up Row" not in words(refused)
    assert Person.objects.get().phone == ""


def test_what_was_kept_of_the_form_shows_no_address_that_has_become_secret(
    borough: Borough, as_: Callable, accepted: Callable
) -> None:
    person, nurse, head = accepted().person_id, as_(borough.nurse), as_(borough.head)
    path = f"/people/{person}/details"
    fields = {name: [value] for name, value in {**opened(nurse, person), "carer": "Rose"}.items()}
    hold_input(member_id=borough.nurse.pk, path=path, held=Held(path, fields), now=NOW)
    nurse.cookies["homeward_held"] = "kept"
    assert filled(nurse.get(path))["carer"] == "Rose"
    sent(head, person, opened(head, person), restricted="on")
    assert "Made-up Row" not in words(nurse.get(path))


def test_looking_at_the_form_is_written_down(borough: Borough, as_: Callable, accepted: Callable) -> None:
    person = accepted().person_id
    opened(as_(borough.nurse), person)
    assert AccessedPerson.objects.get(entry__route="person_details").person_id == person


def test_nobody_without_a_reason_learns_of_the_person_or_changes_them(
    borough: Borough, as_: Callable, accepted: Callable
) -> None:
    person = accepted().person_id
    typed = opened(as_(borough.nurse), person)
    assert sent(as_(borough.reablement_worker), person, typed, address="5 New Row").status_code == 404
    assert sent(as_(borough.gp), person, typed, address="5 New Row").status_code == 403
    assert not ContactChange.objects.exists()
