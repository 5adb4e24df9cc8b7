"""What was known of someone before: kept when a detail changes, and forgotten when where they are becomes secret."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from homeward.people.actions import (
    AddressIsSecret,
    Details,
    DetailsMovedOn,
    ReasonMissing,
    correct_details,
    details_of,
    heard_more,
    register,
)
from homeward.people.models import AppendOnly, ContactChange, Person
from homeward.people.queries import earlier_details
from tests.support.borough import NOW, Borough, fall_request, make_borough, received

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def mabel(**changes: Any) -> Details:
    return fall_request(details=changes).details


@pytest.fixture
def borough() -> Borough:
    return make_borough()


def changes() -> list[tuple[str, str, str]]:
    return [(row.field, row.before, row.after) for row in ContactChange.objects.order_by("pk")]


def corrected(person: Person, borough: Borough, because: str = "", **said: Any) -> Person:
    known = {field: getattr(person, field) for field in details_of(person)}
    return correct_details(
        person=person,
        opened=details_of(person),
        details=Details(**{**known, **said}),
        because=because,
        by=borough.nurse,
        now=LATER,
    )


def test_an_address_that_a_new_referral_replaces_is_kept(borough: Borough) -> None:
    register(details=mabel(), now=NOW)
    assert changes() == []
    register(details=mabel(address="5 Mistyped Row", carer="Rose"), by=borough.coordinator, now=LATER)
    assert changes() == [("address", "4 Made-up Row", "5 Mistyped Row"), ("carer", "", "Rose")]
    row = ContactChange.objects.earliest("pk")
    assert (row.at, row.by, row.because) == (LATER, borough.coordinator, "With a new referral")


def test_what_a_sender_said_anew_is_kept_as_a_change_by_nobody(borough: Borough) -> None:
    person = register(details=mabel(), now=NOW)
    heard_more(person=person, details=mabel(phone="020 7946 0009"), now=LATER)
    heard_more(person=person, details=mabel(phone="020 7946 0008"), now=LATER)
    assert changes() == [
        ("phone", "020 7946 0001", "020 7946 0009"),
        ("phone", "020 7946 0009", "020 7946 0008"),
    ]
    first = ContactChange.objects.earliest("pk")
    assert (first.at, first.by) == (LATER, None)


def test_history_is_forgotten_when_someone_becomes_restricted_and_none_is_kept_after() -> None:
    register(details=mabel(), now=NOW)
    register(details=mabel(address="5 New Row", carer="Rose, 020 7946 0002"), now=NOW)
    person = register(details=mabel(restricted=True), now=LATER)
    assert changes() == [("restricted", "no", "yes")]
    assert {"4 Made-up Row", "5 New Row", "020 7946 0001"} <= set(person.no_longer_kept)
    register(details=mabel(address="6 New Row", carer="Anna, 020 7946 0003"), now=LATER)
    assert changes() == [("restricted", "no", "yes"), ("carer", "Rose", "Anna")]


@pytest.mark.parametrize("from_start", [True, False])
def test_a_restricted_persons_carer_keeps_the_name_and_loses_the_number(from_start: bool) -> None:
    said = {"carer": "Rose (daughter), 020 7946 0002", "needs_when_contacted": "Deaf. Lives at 4 Made-up Row, SE1 7EH"}
    if not from_start:
        register(details=mabel(**said), now=NOW)
    person = register(details=mabel(restricted=True, **said), now=LATER)
    person.refresh_from_db()
    assert person.carer == "Rose (daughter)"
    assert person.needs_when_contacted == "Deaf. Lives at [withheld], [withheld]"


def test_a_correction_keeps_what_it_was_with_who_and_why(borough: Borough) -> None:
    person = register(details=mabel(number_said_to_be_verified=True), now=NOW)
    person = corrected(person, borough, "Misheard", family_name="Ashton", born_on=date(1940, 6, 5), postcode="se17ej")
    person.refresh_from_db()
    assert (person.full_name, person.born_on, person.postcode) == ("Mabel Ashton", date(1940, 6, 5), "SE1 7EJ")
    assert person.nhs_number_status == "verified"
    assert changes() == [
        ("family_name", "Ashdown", "Ashton"),
        ("born_on", "1940-05-06", "1940-06-05"),
        ("postcode", "SE1 7EH", "SE1 7EJ"),
    ]
    assert set(ContactChange.objects.values_list("by", "because")) == {(borough.nurse.pk, "Misheard")}


@pytest.mark.parametrize(
    ("number", "kept", "status"), [("999 000 0026", "9990000026", "unverified"), ("", "", "absent")]
)
def test_a_changed_number_is_no_longer_verified(borough: Borough, number: str, kept: str, status: str) -> None:
    person = register(details=mabel(number_said_to_be_verified=True), now=NOW)
    person = corrected(person, borough, "Read from her letter", nhs_number=number)
    person.refresh_from_db()
    assert (person.nhs_number, person.nhs_number_status) == (kept, status)


@pytest.mark.parametrize(
    "said", [{"family_name": "Bell"}, {"given_name": "May"}, {"born_on": None}, {"nhs_number": "9990000026"}]
)
def test_who_somebody_is_changes_only_with_a_reason(borough: Borough, said: dict[str, Any]) -> None:
    person = register(details=mabel(), now=NOW)
    with pytest.raises(ReasonMissing):
        corrected(person, borough, "  ", **said)
    assert changes() == []
    corrected(person, borough, "Misheard", **said)
    assert len(changes()) == 1


def test_a_secret_address_is_lifted_only_with_a_reason_and_taken_in_only_then(borough: Borough) -> None:
    person = register(details=mabel(restricted=True), now=NOW)
    with pytest.raises(AddressIsSecret) as refused:
        corrected(person, borough, address="5 New Row")
    assert refused.value.fields == ["address"]
    with pytest.raises(ReasonMissing):
        corrected(person, borough, restricted=False, address="5 New Row")
    person = corrected(person, borough, "She is safe now", restricted=False, address="5 New Row")
    person.refresh_from_db()
    assert (person.restricted, person.address) == (False, "5 New Row")
    assert changes() == [("address", "", "5 New Row"), ("restricted", "yes", "no")]


def test_making_an_address_secret_forgets_what_was_there_and_what_was_typed_beside_it(borough: Borough) -> None:
    person = register(details=mabel(carer="Rose, 020 7946 0002"), now=NOW)
    person = corrected(
        person,
        borough,
        "Moved to 5 New Row",
        restricted=True,
        address="5 New Row",
        given_name="May",
        carer="Anna 0123456",
    )
    kept = Person.objects.get()
    assert (kept.address, kept.postcode, kept.phone, kept.carer) == ("", "", "", "Anna")
    assert {"4 Made-up Row", "5 New Row"} <= set(person.no_longer_kept)
    assert changes() == [("given_name", "Mabel", "May"), ("restricted", "no", "yes")]
    assert set(ContactChange.objects.values_list("because", flat=True)) == {"Moved to [withheld]"}


def test_what_someone_else_changed_meanwhile_is_kept_or_asked_about(borough: Borough) -> None:
    person = register(details=mabel(), now=NOW)
    opened = details_of(person)
    corrected(person, borough, address="5 New Row", phone="020 7946 0009")
    typed = {"opened": opened, "by": borough.head, "now": LATER, "person": person}
    with pytest.raises(DetailsMovedOn, match="address") as refused:
        correct_details(details=mabel(address="6 Other Row"), **typed)
    assert refused.value.fields == {"address": "5 New Row"}
    correct_details(details=mabel(carer="Rose", address="5 New Row"), **typed)
    person.refresh_from_db()
    assert (person.address, person.phone, person.carer) == ("5 New Row", "020 7946 0009", "Rose")


def test_earlier_details_are_for_those_with_a_reason_to_see_the_person(borough: Borough) -> None:
    person = received(borough).person
    received(borough, details={"address": "5 New Row"})
    assert [row.before for row in earlier_details(borough.coordinator, person)] == ["4 Made-up Row"]
    assert earlier_details(borough.reablement_worker, person) == []
    assert earlier_details(borough.analyst, person) == []


def test_earlier_details_can_be_added_to_and_nothing_else() -> None:
    register(details=mabel(), now=NOW)
    register(details=replace(mabel(), address="5 New Row"), now=LATER)
    row = ContactChange.objects.get()
    attempts = [
        row.save,
        row.delete,
        ContactChange.objects.all().delete,
        lambda: ContactChange.objects.update(before=""),
    ]
    for attempt in attempts:
        with pytest.raises(AppendOnly), transaction.atomic():
            attempt()
    assert changes() == [("address", "4 Made-up Row", "5 New Row")]
