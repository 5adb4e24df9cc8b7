"""What the database itself refuses about people, their relationships with teams, and the access log."""

from typing import Any

import pytest

from homeward.people.actions import give_reason_to_see, register
from homeward.people.models import ContactChange, Person, Relationship
from tests.support.borough import NOW, Borough, fall_request, make_borough
from tests.support.constraints import names_of_constraints, refusal, refusal_to_add

pytestmark = pytest.mark.django_db

PERSON: list[tuple[str, dict[str, Any]]] = [
    ("person_has_a_name", {"family_name": ""}),
    ("person_number_and_status_agree", {"nhs_number": ""}),
    ("person_number_and_status_agree", {"nhs_number_status": "absent"}),
    ("person_number_and_status_agree", {"nhs_number_status": "certain"}),
    ("person_number_and_status_agree", {"nhs_number": "", "nhs_number_status": "verified"}),
    ("person_restricted_keeps_no_location", {"restricted": True}),
    ("person_restricted_keeps_no_location", {"restricted": True, "address": "", "postcode": "", "phone": ""}),
]

CHANGE: list[tuple[str, dict[str, Any]]] = [
    ("contact_change_field_is_known", {"field": "shoe_size"}),
    ("contact_change_changes_something", {"after": "4 Made-up Row"}),
    ("contact_change_of_identity_has_a_reason", {"field": "family_name"}),
    ("contact_change_of_identity_has_a_reason", {"field": "restricted", "before": "yes", "after": "no"}),
]


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.mark.parametrize(("name", "values"), PERSON)
def test_a_person_cannot_be_made_to_say(name: str, values: dict[str, Any]) -> None:
    person = register(details=fall_request(details={"gp_practice": "Weir Street Surgery"}).details, now=NOW)
    assert name in refusal(Person.objects.filter(pk=person.pk), **values)


@pytest.mark.parametrize("field", ["address", "postcode", "phone", "gp_practice"])
def test_a_restricted_person_cannot_be_given_whereabouts(field: str) -> None:
    person = register(details=fall_request(details={"restricted": True}).details, now=NOW)
    said = refusal(Person.objects.filter(pk=person.pk), **{field: "SE1 7EH"})
    assert "person_restricted_keeps_no_location" in said


def test_a_verified_number_is_held_once() -> None:
    one = {"family_name": "Bell", "nhs_number": "9990000018", "nhs_number_status": "verified", "registered_at": NOW}
    assert refusal_to_add(Person(**one)) == ""
    assert "nhs_number" in refusal_to_add(Person(**one))
    assert refusal_to_add(Person(**{**one, "nhs_number_status": "unverified"})) == ""
    second = Person.objects.filter(nhs_number_status="unverified")
    assert refusal(second, nhs_number_status="verified") != ""


def test_a_team_has_one_current_reason_to_see_a_person(borough: Borough) -> None:
    person, team = register(details=fall_request().details, now=NOW), borough.teams["reablement"]
    give_reason_to_see(person=person, team=team, because="Episode of care", now=NOW)
    again = {"person": person, "team": team, "because": "Another", "began_at": NOW}
    assert refusal_to_add(Relationship(**again)) != ""
    assert refusal_to_add(Relationship(**again, ended_at=NOW)) == ""
    assert refusal(Relationship.objects.filter(because="Another"), ended_at=None) != ""


@pytest.mark.parametrize(("name", "values"), CHANGE)
def test_a_changed_detail_cannot_be_made_to_say(name: str, values: dict[str, Any]) -> None:
    person = register(details=fall_request().details, now=NOW)
    sound = {"person": person, "field": "address", "before": "4 Made-up Row", "after": "5 New Row", "at": NOW}
    assert refusal_to_add(ContactChange(**sound)) == ""
    assert name in refusal_to_add(ContactChange(**{**sound, **values}))


def test_every_constraint_of_this_room_is_tried() -> None:
    tried = {name for name, _ in [*PERSON, *CHANGE]} | {
        "person_verified_number_once",
        "one_current_relationship_per_person_and_team",
    }
    assert names_of_constraints("people") - tried == set()
