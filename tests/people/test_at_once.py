"""The same person registered by several people at the same moment."""

from functools import partial
from typing import Any

import pytest

from homeward.people.actions import (
    Details,
    DetailsMovedOn,
    correct_details,
    details_of,
    give_reason_to_see,
    heard_more,
    register,
)
from homeward.people.models import ContactChange, Person, Relationship
from tests.support.at_once import at_once, while_unfinished
from tests.support.borough import NOW, fall_request, make_borough

pytestmark = pytest.mark.django_db(transaction=True)


def mabel(**changes: Any) -> Details:
    return fall_request(details={"number_said_to_be_verified": True, **changes}).details


def test_a_verified_number_registered_by_many_at_once_is_one_person() -> None:
    results = at_once(*[partial(register, details=mabel(), now=NOW)] * 5)
    assert {result.pk for result in results} == {Person.objects.get().pk}


def test_a_verified_number_claimed_by_two_people_at_once_is_kept_as_verified_once() -> None:
    results = at_once(
        *(partial(register, details=mabel(family_name=name), now=NOW) for name in ("Ashdown", "Bell", "Croft"))
    )
    assert all(isinstance(result, Person) for result in results), results
    statuses = sorted(Person.objects.values_list("nhs_number_status", flat=True))
    assert statuses == ["unverified", "unverified", "verified"]


def test_an_address_that_arrives_while_someone_is_made_restricted_is_not_kept() -> None:
    register(details=mabel(), now=NOW)
    result = while_unfinished(
        partial(register, details=mabel(restricted=True), now=NOW),
        partial(register, details=mabel(address="5 New Row", phone="020 7946 0009"), now=NOW),
    )
    person = Person.objects.get()
    assert result == person
    assert person.restricted
    assert (person.address, person.postcode, person.phone, person.gp_practice) == ("", "", "", "")


def test_an_address_that_arrives_while_a_sender_says_it_is_secret_is_not_kept() -> None:
    """The sender's details are of somebody else, so no NHS number makes the two wait for each other."""
    person = register(details=mabel(), now=NOW)
    while_unfinished(
        partial(heard_more, person=person, details=mabel(family_name="Bell", nhs_number="", restricted=True), now=NOW),
        partial(register, details=mabel(address="5 New Row"), now=NOW),
    )
    person.refresh_from_db()
    assert person.restricted
    assert person.address == ""


def test_what_two_people_learn_at_once_is_both_kept() -> None:
    register(details=mabel(), now=NOW)
    while_unfinished(
        partial(register, details=mabel(carer="Rose, 020 7946 0002"), now=NOW),
        partial(register, details=mabel(language="Portuguese"), now=NOW),
    )
    person = Person.objects.get()
    assert (person.carer, person.language) == ("Rose, 020 7946 0002", "Portuguese")


def test_a_reason_to_see_given_twice_at_once_is_one() -> None:
    team = make_borough().teams["reablement"]
    person = register(details=mabel(), now=NOW)
    results = at_once(*[partial(give_reason_to_see, person=person, team=team, because="Episode", now=NOW)] * 4)
    assert {result.pk for result in results} == {Relationship.objects.get().pk}


def test_two_who_correct_the_same_detail_at_once_do_not_write_over_each_other() -> None:
    borough = make_borough()
    person = register(details=mabel(), now=NOW)
    same = {"person": person, "opened": details_of(person), "now": NOW}
    result = while_unfinished(
        partial(correct_details, details=mabel(address="5 New Row"), by=borough.nurse, **same),
        partial(correct_details, details=mabel(address="6 Other Row"), by=borough.head, **same),
    )
    assert isinstance(result, DetailsMovedOn)
    assert result.fields == {"address": "5 New Row"}
    assert Person.objects.get().address == "5 New Row"
    assert ContactChange.objects.get().by == borough.nurse


def test_a_correction_that_waits_while_someone_is_made_restricted_keeps_no_address() -> None:
    borough = make_borough()
    person = register(details=mabel(), now=NOW)
    while_unfinished(
        partial(register, details=mabel(restricted=True), now=NOW),
        partial(
            correct_details,
            person=person,
            opened=details_of(person),
            details=mabel(carer="Rose, 020 7946 0002"),
            by=borough.nurse,
            now=NOW,
        ),
    )
    person.refresh_from_db()
    assert (person.restricted, person.address, person.phone, person.carer) == (True, "", "", "Rose")
