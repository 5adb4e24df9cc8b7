"""Registering people, giving teams a reason to see them, and writing down who looked."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from homeward.people.actions import LOOK_AGAIN_AFTER, Details, give_reason_to_see, note_looked, register
from homeward.people.models import AccessedPerson, AccessEntry, AppendOnly, Person, Relationship
from tests.support.borough import NOW, Borough, fall_request, make_borough

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def mabel(**changes: Any) -> Details:
    return fall_request(details=changes).details


@pytest.fixture
def borough() -> Borough:
    return make_borough()


def test_someone_new_is_written_down_as_they_were_said_to_be() -> None:
    person = register(details=mabel(postcode="se17eh", carer=" Rose ", gender="female"), now=NOW)
    person.refresh_from_db()
    assert (person.full_name, person.nhs_number, person.nhs_number_status) == (
        "Mabel Ashdown", "9990000018", "unverified",
    )  # fmt: skip
    assert (person.postcode, person.carer, person.gender, person.registered_at) == ("SE1 7EH", "Rose", "female", NOW)
    assert person.nhs_number_spaced == "999 000 0018"


def test_someone_known_keeps_their_record_and_gets_the_newer_details() -> None:
    first = register(details=mabel(carer="Rose"), now=NOW)
    again = register(details=mabel(family_name="ASHDOWN", address="5 New Row", phone="", language="Welsh"), now=LATER)
    again.refresh_from_db()
    assert again == first
    assert (again.address, again.phone, again.carer, again.language) == ("5 New Row", "020 7946 0001", "Rose", "Welsh")
    assert (again.family_name, again.registered_at) == ("Ashdown", NOW)


@pytest.mark.parametrize(
    "changes",
    [
        {"nhs_number": ""},
        {"nhs_number": "9990000026"},
        {"nhs_number": "9990000019"},
        {"born_on": None},
        {"family_name": "Bell"},
        {"nhs_number": "x9990000018"},
    ],
)
def test_anyone_less_than_surely_the_same_is_kept_apart(changes: dict[str, Any]) -> None:
    assert register(details=mabel(), now=NOW) != register(details=mabel(**changes), now=LATER)


def test_nobody_is_turned_away_over_a_number_or_a_name() -> None:
    odd = register(details=Details(family_name="  ", nhs_number="9990000019 (from the ring binder)"), now=NOW)
    assert (odd.family_name, odd.nhs_number, odd.nhs_number_status) == ("Name not known", "9990000019", "unverified")
    long = register(details=Details(family_name="A" * 300, nhs_number="1" * 50, address="B" * 900), now=NOW)
    long.refresh_from_db()
    assert (len(long.family_name), len(long.nhs_number), len(long.address)) == (80, 20, 250)


def test_a_null_character_is_left_out_and_the_rest_is_kept() -> None:
    person = register(details=mabel(family_name="Ash\0down", address="4 Made\0-up Row"), now=NOW)
    person.refresh_from_db()
    assert (person.family_name, person.address) == ("Ashdown", "4 Made-up Row")


def test_a_verified_number_that_another_person_holds_is_kept_as_unverified() -> None:
    holder = register(details=mabel(number_said_to_be_verified=True), now=NOW)
    other = register(details=mabel(number_said_to_be_verified=True, family_name="Bell"), now=LATER)
    assert (holder.nhs_number_status, other.nhs_number_status) == ("verified", "unverified")
    assert other.nhs_number == holder.nhs_number


def where(person: Person) -> tuple[str, ...]:
    person.refresh_from_db()
    return person.address, person.postcode, person.phone, person.gp_practice


def test_a_restricted_person_keeps_no_location_from_the_start_or_from_then_on() -> None:
    from_start = register(details=mabel(restricted=True, gp_practice="Weir Street Surgery"), now=NOW)
    assert where(from_start) == ("", "", "", "")
    other = mabel(family_name="Bell", gp_practice="Weir Street Surgery")
    later = register(details=other, now=NOW)
    assert "" not in where(later)
    register(details=mabel(family_name="Bell", restricted=True), now=LATER)
    assert where(later) == ("", "", "", "")


def test_a_restriction_stays_when_a_later_referral_does_not_say_so() -> None:
    person = register(details=mabel(restricted=True), now=NOW)
    register(details=mabel(address="5 New Row", needs_when_contacted="Deaf"), now=LATER)
    assert where(person) == ("", "", "", "")
    assert person.restricted
    assert person.needs_when_contacted == "Deaf"


def test_a_reason_to_see_is_given_once_and_again_after_it_ended(borough: Borough) -> None:
    person, team = register(details=mabel(), now=NOW), borough.teams["reablement"]
    first = give_reason_to_see(person=person, team=team, because="Episode of care", now=NOW)
    assert give_reason_to_see(person=person, team=team, because="Another", now=LATER) == first
    Relationship.objects.update(ended_at=LATER)
    second = give_reason_to_see(person=person, team=team, because="Another", now=LATER)
    assert second != first
    assert (second.because, second.began_at, second.ended_at) == ("Another", LATER, None)


def looks() -> list[tuple[str, int]]:
    entries = AccessEntry.objects.order_by("pk")
    return [(entry.route, AccessedPerson.objects.filter(entry=entry).count()) for entry in entries]


def test_looking_is_written_down_once_in_ten_minutes_for_the_same_page_and_people(borough: Borough) -> None:
    one, two = register(details=mabel(), now=NOW), register(details=mabel(nhs_number=""), now=NOW)

    def look(
        people: list[Person], minutes: float = 0, route: str = "worklist", search: str = "", who: Any = None
    ) -> None:
        at = NOW + timedelta(minutes=minutes)
        note_looked(viewer=who or borough.coordinator, people=people, route=route, now=at, searched_for=search)

    look([])
    assert looks() == []
    look([one])
    look([one], minutes=9.9)
    assert looks() == [("worklist", 1)]
    look([one, two], minutes=9.9)
    assert looks() == [("worklist", 1)] * 2
    assert AccessedPerson.objects.latest("pk").person == two
    look([one], minutes=9.9, route="record")
    look([one], minutes=9.9, who=borough.head)
    assert looks() == [("worklist", 1), ("worklist", 1), ("record", 1), ("worklist", 1)]
    look([one], minutes=LOOK_AGAIN_AFTER / timedelta(minutes=1))
    assert len(looks()) == 5


def test_a_search_is_always_written_down_also_when_it_found_nobody(borough: Borough) -> None:
    person = register(details=mabel(), now=NOW)
    for people in ([], [], [person], [person]):
        note_looked(viewer=borough.coordinator, people=people, route="worklist", now=NOW, searched_for="ashdown")
    assert looks() == [("worklist", 0), ("worklist", 0), ("worklist", 1), ("worklist", 1)]
    assert set(AccessEntry.objects.values_list("searched_for", flat=True)) == {"ashdown"}


def test_a_search_with_a_null_character_is_written_down(borough: Borough) -> None:
    note_looked(viewer=borough.coordinator, people=[], route="worklist", now=NOW, searched_for="ash\0down" + "x" * 300)
    assert AccessEntry.objects.get().searched_for.startswith("ashdownx")


def test_what_was_looked_at_can_be_added_to_and_nothing_else(borough: Borough) -> None:
    person = register(details=mabel(), now=NOW)
    note_looked(viewer=borough.coordinator, people=[person], route="worklist", now=NOW)
    entry, seen = AccessEntry.objects.get(), AccessedPerson.objects.get()
    attempts = [
        entry.save,
        entry.delete,
        seen.save,
        seen.delete,
        AccessEntry.objects.all().delete,
        AccessedPerson.objects.all().delete,
        AccessEntry.objects.filter(pk=entry.pk).delete,
        entry.people.clear,
        lambda: AccessEntry.objects.update(route="nowhere"),
        lambda: AccessedPerson.objects.filter(entry=entry).update(person=person),
        lambda: AccessEntry.objects.bulk_update([entry], ["route"]),
        lambda: AccessEntry.objects.update_or_create(pk=entry.pk, defaults={"route": "nowhere"}),
    ]
    for attempt in attempts:
        with pytest.raises(AppendOnly), transaction.atomic():
            attempt()
    assert looks() == [("worklist", 1)]
