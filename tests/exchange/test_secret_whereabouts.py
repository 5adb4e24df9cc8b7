"""Where somebody is whose whereabouts are secret is kept and shown nowhere, whichever message says so and when."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import models
from django.test import Client

from homeward.exchange.actions import RECEIVED, REFUSED
from homeward.exchange.models import Sender
from homeward.people.models import Person
from homeward.referrals.actions import decline
from homeward.referrals.models import Referral, TriageNote
from tests.exchange.messages import as_bytes, changed, message, resource
from tests.exchange.taking import referral_from, sent
from tests.support.borough import NOW, Borough

pytestmark = pytest.mark.django_db

SECRETS = ("Made-up Row", "SE1 7EH", "07700 900001", "020 7946 0001", "Pretend Street", "SE1 8XX")


def secret(bundle: dict[str, Any]) -> dict[str, Any]:
    """The message, marked as about a restricted record."""
    return changed(bundle, "Patient", lambda patient: patient.update(meta={"security": [{"code": "R"}]}))


def update(message_id: str = "m-2", **fields: Any) -> dict[str, Any]:
    return message(message_id, reason="update", **fields)


def kept() -> list[str]:
    """Which columns of people, referrals and notes still hold something secret."""
    kinds: tuple[type[models.Model], ...] = (Person, Referral, TriageNote)
    return [
        f"{kind.__name__}.{column}"
        for kind in kinds
        for row in kind._default_manager.values()
        for column, value in row.items()
        if any(one in str(value) for one in SECRETS)
    ]


def test_what_is_secret_is_looked_for_where_it_would_be(ambulance: Sender) -> None:
    referral_from(message(), ambulance)
    assert {"Person.address", "Person.postcode", "Person.phone", "Referral.location"} <= set(kept())


def test_a_new_version_that_says_it_is_secret_makes_it_so(ambulance: Sender) -> None:
    referral_from(message(), ambulance)
    assert sent(secret(update()), ambulance).outcome == RECEIVED
    assert Person.objects.get().restricted
    assert kept() == []


def test_it_is_believed_also_when_the_new_version_comes_too_late(ambulance: Sender, borough: Borough) -> None:
    referral = referral_from(message(), ambulance)
    decline(referral=referral, reason="Not in our area", by=borough.coordinator, now=NOW)
    assert sent(secret(update()), ambulance).outcome == REFUSED
    assert Person.objects.get().restricted
    assert kept() == []


def test_it_is_believed_also_of_somebody_without_a_number(ambulance: Sender) -> None:
    referral_from(message(number="12"), ambulance)
    sent(secret(update(number="12")), ambulance)
    assert Person.objects.get().restricted
    assert kept() == []


def test_what_was_written_before_is_taken_out(ambulance: Sender) -> None:
    first = message()
    resource(first, "CarePlan")["activity"][0]["outcomeCodeableConcept"][1]["text"] = "At 4 Made-up Row. 07700900001."
    resource(first, "Flag")["code"] = {"text": "Keysafe by the door of 4 Made-up Row"}
    referral_from(first, ambulance)
    sent(update(), ambulance)
    referral_from(secret(message("m-3", case="case-3")), ambulance)
    assert kept() == []
    reason = Referral.objects.order_by("pk").first().reason  # type: ignore[union-attr]
    assert "At [withheld]. [withheld]." in reason


def test_a_person_who_rings_for_themselves_leaves_no_number(ambulance: Sender) -> None:
    bundle = secret(message())
    resource(bundle, "ServiceRequest")["requester"] = {"reference": "urn:uuid:patient"}
    resource(bundle, "Flag")["code"] = {"text": "Dog behind the door of 4 Made-up Row, SE1 7EH"}
    referral = referral_from(bundle, ambulance)
    assert kept() == []
    assert next(flag["text"] for flag in referral.warnings) == "Dog behind the door of [withheld], [withheld]"


def test_a_new_version_with_a_new_address_changes_the_record(ambulance: Sender) -> None:
    referral = referral_from(message(), ambulance)
    moved = changed(update(), "Patient", lambda p: p["address"][0].update(line=["77 New Lane"], postalCode="SE1 9ZZ"))
    moved = changed(moved, "Location", lambda place: place.update(name="Her son's"))
    sent(moved, ambulance, NOW + timedelta(minutes=5))
    referral.refresh_from_db()
    assert (referral.person.address, referral.person.postcode) == ("77 New Lane, Riverside", "SE1 9ZZ")
    assert referral.location.startswith("Her son's")
    said = TriageNote.objects.filter(referral=referral).first().said  # type: ignore[union-attr]
    assert "Where they are now has changed" in said
    assert "Their address or phone number has changed, and the record has the new one." in said


def test_another_address_for_who_may_be_somebody_else_is_only_said(ambulance: Sender) -> None:
    referral = referral_from(message(), ambulance)
    other = changed(update(), "Patient", lambda p: p.update(birthDate="1941-05-06"))
    sent(changed(other, "Patient", lambda p: p["address"][0].update(line=["77 New Lane"])), ambulance)
    referral.refresh_from_db()
    assert referral.person.address == "4 Made-up Row, Riverside"
    said = TriageNote.objects.filter(referral=referral).first().said  # type: ignore[union-attr]
    assert "It gives another address or phone number than the record has" in said


@pytest.mark.parametrize("body", ["a booking", "half a message", "marked by the sender"])
def test_a_message_to_sort_does_not_show_it(
    ambulance: Sender, borough: Borough, signed_in_as: Callable[..., Client], body: str
) -> None:
    booking = changed(message("m-2", case="case-2"), "MessageHeader", lambda h: h["eventCoding"].update(code="booking"))
    if body == "marked by the sender":
        whole = as_bytes(secret(booking))
    else:
        referral_from(secret(message()), ambulance)
        whole = as_bytes(booking)[: None if body == "a booking" else -20]
    answered = sent(whole, ambulance)
    assert answered.outcome == REFUSED
    page = signed_in_as("coordinator").get(f"/messages/{answered.message.pk}").content.decode()
    assert "address must not be told to anyone" in page
    assert [one for one in SECRETS if one in page] == []
    if body != "half a message":
        assert "Large dog in the hall" in page
        assert "On the floor since eight" in page
