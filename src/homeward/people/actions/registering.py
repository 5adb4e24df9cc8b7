"""Registering people: someone we know, when they surely are the same, or someone new."""

from datetime import datetime

from django.db import connection, transaction

from homeward.kit import nhs_number
from homeward.partnership.models import Member
from homeward.people.actions.changing import keep_secret, save_changes
from homeward.people.actions.details import Details, contact_words_kept, details_of, person_fields
from homeward.people.models import Person
from homeward.people.rules import CONTACT_WORDS, WHEREABOUTS, is_same_person


@transaction.atomic
def register(*, details: Details, by: Member | None = None, now: datetime) -> Person:
    """The person these details are about: one we know, when they surely are the same, or a new one.

    `by` is who wrote them down, if a member did: earlier contact details are kept with that name. An NHS number is kept
    even when it fails its check digit, as unverified: nobody is turned away over a number. A verified number that
    another person already holds is kept as unverified, for someone to look at.
    """
    _wait_for_others_with(details.nhs_number)
    known = _known(details)
    if known is not None:
        return _with_newer_contact_details(known, details, by, "With a new referral", now)
    return Person.objects.create(**person_fields(details), registered_at=now)


def _wait_for_others_with(number: str) -> None:
    """Let registrations of one NHS number follow each other until each is committed.

    Otherwise two at once see nobody with it, and one person has two records. PostgreSQL needs to be told; SQLite lets
    only one transaction write anyway.
    """
    if connection.vendor == "postgresql" and nhs_number.is_valid(number):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(nhs_number.digits_of(number))])


@transaction.atomic
def heard_more(*, person: Person, details: Details, now: datetime) -> Person:
    """The person after a sender said more of them: newer contact details when they surely are the same person.

    That their whereabouts are secret is believed at once, whoever the details are about. Earlier details are kept as
    changed at `now`.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    because = "With news from the referrer"
    if _is_about(details, person):
        return _with_newer_contact_details(person, details, None, because, now)
    if details.restricted and not person.restricted:
        before = details_of(person)
        keep_secret(person)
        save_changes(person, before, None, because, now)
    return person


def _known(details: Details) -> Person | None:
    """The person these details surely are about, locked: nobody's newer details, or restriction, are written over."""
    if not nhs_number.is_valid(details.nhs_number):
        return None
    number = nhs_number.digits_of(details.nhs_number)
    those = Person.objects.select_for_update(no_key=True).filter(nhs_number=number).order_by("pk")
    return next((person for person in those if _is_about(details, person)), None)


def _is_about(details: Details, person: Person) -> bool:
    return is_same_person(
        number=details.nhs_number,
        born_on=details.born_on,
        family_name=details.family_name,
        known_number=person.nhs_number,
        known_born_on=person.born_on,
        known_family_name=person.family_name,
    )


def _with_newer_contact_details(
    person: Person, details: Details, by: Member | None, because: str, now: datetime
) -> Person:
    before, fresh = details_of(person), person_fields(details)
    if details.restricted and not person.restricted:
        keep_secret(person)
    if person.restricted:
        fresh |= contact_words_kept(details, (*person.no_longer_kept, details.address, details.postcode, details.phone))
        fresh |= dict.fromkeys(WHEREABOUTS, "")
    for field in (*WHEREABOUTS, *CONTACT_WORDS, "language"):
        setattr(person, field, fresh[field] or getattr(person, field))
    save_changes(person, before, by, because, now)
    return person
