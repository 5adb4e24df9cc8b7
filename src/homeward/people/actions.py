"""Registering people, giving teams a reason to see them, and writing down who looked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Now

from homeward.kit import nhs_number, postcode
from homeward.kit.text import storable
from homeward.kit.whereabouts import WITHHELD
from homeward.partnership.models import Member, Team
from homeward.people.models import AccessedPerson, AccessEntry, ContactChange, Person, Relationship
from homeward.people.rules import (
    CONTACT_WORDS,
    CORRECTABLE,
    SECRET,
    WHEREABOUTS,
    YES,
    NumberStatus,
    in_words,
    is_same_person,
    kept_of_contact_words,
    needs_a_reason,
    number_status,
    put_together,
)

LOOK_AGAIN_AFTER = timedelta(minutes=10)
"""A page that refreshes itself is one look: the same member, page and people within this time are written down once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a referrer or a form says about a person. Empty strings where nothing was said."""

    family_name: str
    given_name: str = ""
    nhs_number: str = ""
    number_said_to_be_verified: bool = False
    born_on: date | None = None
    gender: str = ""
    ethnic_category: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    language: str = ""
    needs_when_contacted: str = ""
    carer: str = ""
    gp_practice: str = ""
    restricted: bool = False


class DetailsMovedOn(ValueError):
    """Someone else changed the same details meanwhile: `fields` says which, with what the record says now."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        named = ", ".join(CORRECTABLE[field].lower() for field in fields)
        super().__init__(f"Someone else changed these details while you had the page open: {named}.")


class ReasonMissing(ValueError):
    """A change that is made only with a reason has none."""


class AddressIsSecret(ValueError):
    """Whereabouts were given for someone whose whereabouts are secret: `fields` says which."""

    def __init__(self, fields: Iterable[str]) -> None:
        self.fields = list(fields)
        super().__init__("Their address is kept secret, so this cannot be kept.")


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


def person_fields(details: Details) -> dict[str, object]:
    """The fields of a new Person, tidied; a restricted person's whereabouts, GP and carer's numbers are not kept."""
    details = _storable(details)
    number = nhs_number.digits_of(details.nhs_number)[:20]
    status = number_status(details.nhs_number, said_to_be_verified=details.number_said_to_be_verified)
    if status == NumberStatus.VERIFIED and _held_by_someone(number):
        status = NumberStatus.UNVERIFIED
    if details.restricted:
        words = _contact_words(details, (details.address, details.postcode, details.phone))
        details = replace(details, address="", postcode="", phone="", gp_practice="", **words)
    return {
        "nhs_number": number,
        "nhs_number_status": status,
        "family_name": (details.family_name.strip() or "Name not known")[:80],
        "given_name": details.given_name.strip()[:80],
        "born_on": details.born_on,
        "gender": details.gender[:12],
        "ethnic_category": details.ethnic_category[:4],
        "address": details.address.strip()[:250],
        "postcode": (postcode.tidied(details.postcode) or details.postcode.strip())[:8],
        "phone": details.phone.strip()[:40],
        "language": details.language.strip()[:60],
        "needs_when_contacted": details.needs_when_contacted.strip()[:250],
        "carer": details.carer.strip()[:250],
        "gp_practice": details.gp_practice[:120],
        "restricted": details.restricted,
    }


def _contact_words(said: Details | Person, secrets: Iterable[str]) -> dict[str, Any]:
    """What is kept of the words about the carer and contacting, of someone whose whereabouts are secret."""
    secrets = list(secrets)
    return {field: kept_of_contact_words(getattr(said, field), secrets=secrets) for field in CONTACT_WORDS}


def details_of(person: Person) -> dict[str, str]:
    """Each detail that can be corrected, as text: what a form to correct them is opened with."""
    return {field: in_words(getattr(person, field)) for field in CORRECTABLE}


def typed_details(details: Details) -> dict[str, str]:
    """Each detail that can be corrected as it would be kept, also whereabouts that are given beside "keep secret"."""
    tidied = details_of(Person(**person_fields(replace(details, restricted=False))))
    return {**tidied, **{field: in_words(details.restricted) for field in SECRET}}


def _wait_for_others_with(number: str) -> None:
    """Let registrations of one NHS number follow each other until each is committed.

    Otherwise two at once see nobody with it, and one person has two records. PostgreSQL needs to be told; SQLite lets
    only one transaction write anyway.
    """
    if connection.vendor == "postgresql" and nhs_number.is_valid(number):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(nhs_number.digits_of(number))])


def _held_by_someone(number: str) -> bool:
    return Person.objects.filter(nhs_number=number, nhs_number_status=NumberStatus.VERIFIED).exists()


def _storable(details: Details) -> Details:
    said = {field.name: getattr(details, field.name) for field in fields(details)}
    kept: dict[str, Any] = {name: storable(value) for name, value in said.items() if isinstance(value, str)}
    return replace(details, **kept)


@transaction.atomic
def heard_more(*, person: Person, details: Details, now: datetime | None = None) -> Person:
    """The person after a sender said more of them: newer contact details when they surely are the same person.

    That their whereabouts are secret is believed at once, whoever the details are about. Earlier details are kept as
    changed at `now`, or when the database writes them down.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    because = "With news from the referrer"
    if _is_about(details, person):
        return _with_newer_contact_details(person, details, None, because, now)
    if details.restricted and not person.restricted:
        before = details_of(person)
        _keep_secret(person)
        _save_changes(person, before, None, because, now)
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


def _keep_secret(person: Person) -> None:
    """Forget where the person is and was; `no_longer_kept` says what other texts must lose."""
    history = ContactChange.objects.filter(person=person)
    earlier = history.filter(field__in=["address", "postcode", "phone"]).values_list("before", "after")
    known = (person.address, person.postcode, person.phone, *(said for both in earlier for said in both))
    person.no_longer_kept = tuple(dict.fromkeys(known))
    history.forget_whereabouts()
    person.restricted = True
    person.address = person.postcode = person.phone = person.gp_practice = ""
    for field, words in _contact_words(person, person.no_longer_kept).items():
        setattr(person, field, words)


def _with_newer_contact_details(
    person: Person, details: Details, by: Member | None, because: str, now: datetime | None
) -> Person:
    before, fresh = details_of(person), person_fields(details)
    if details.restricted and not person.restricted:
        _keep_secret(person)
    if person.restricted:
        fresh |= _contact_words(details, (*person.no_longer_kept, details.address, details.postcode, details.phone))
        fresh |= dict.fromkeys(WHEREABOUTS, "")
    for field in (*WHEREABOUTS, *CONTACT_WORDS, "language"):
        setattr(person, field, fresh[field] or getattr(person, field))
    _save_changes(person, before, by, because, now)
    return person


def _save_changes(
    person: Person, before: Mapping[str, str], by: Member | None, because: str, now: datetime | None
) -> None:
    """Save the person, and write down what each changed detail was before; of a secret address, nothing."""
    person.save()
    after, withheld = details_of(person), set(WHEREABOUTS) if person.restricted else set()
    if person.restricted:
        because = because and (kept_of_contact_words(because, secrets=person.no_longer_kept) or WITHHELD)
        withheld |= set(CONTACT_WORDS) if after["restricted"] != before["restricted"] else set()
    ContactChange.objects.bulk_create(
        ContactChange(
            person=person,
            field=field,
            before=before[field],
            after=after[field],
            at=now or Now(),
            by=by,
            because=because[:250],
        )
        for field in CORRECTABLE
        if before[field] != after[field] and field not in withheld
    )


@transaction.atomic
def correct_details(
    *, person: Person, opened: Mapping[str, str], details: Details, because: str = "", by: Member, now: datetime
) -> Person:
    """The person after a member corrected who they are or how they are reached; what it was before is kept.

    `opened` is what the form was opened with (`details_of`): a detail left alone follows what others wrote meanwhile.
    Of the details, those of CORRECTABLE count. A changed NHS number is not verified. Raises DetailsMovedOn,
    ReasonMissing and AddressIsSecret, and then changes nothing.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    before, because = details_of(person), storable(because).strip()
    wanted, clashes = put_together(opened=opened, typed=typed_details(details), current=before)
    stays_secret = person.restricted and wanted["restricted"] == YES
    if stays_secret and (given := [field for field in WHEREABOUTS if wanted[field]]):
        raise AddressIsSecret(given)
    if clashes:
        raise DetailsMovedOn(clashes)
    changed = {field: said for field, said in wanted.items() if said != before[field]}
    if not because and any(needs_a_reason(field, after=said) for field, said in changed.items()):
        raise ReasonMissing("Say why: write a few words.")
    _take_over(person, changed)
    _save_changes(person, before, by, because, now)
    return person


def _take_over(person: Person, changed: Mapping[str, str]) -> None:
    """Put these corrected details on the person, not yet saved."""
    if "nhs_number" in changed:
        person.nhs_number_status = number_status(changed["nhs_number"], said_to_be_verified=False)
    becomes_secret = changed.get("restricted") == YES
    if becomes_secret:
        _keep_secret(person)
    for field, said in changed.items():
        value: Any = said
        if field == "born_on":
            value = date.fromisoformat(said) if said else None
        elif field in SECRET:
            value = said == YES
        elif becomes_secret and field in WHEREABOUTS:
            person.no_longer_kept += (said,)
            continue
        setattr(person, field, value)
    if person.restricted:
        for field, words in _contact_words(person, person.no_longer_kept).items():
            setattr(person, field, words)


@transaction.atomic
def give_reason_to_see(*, person: Person, team: Team, because: str, now: datetime) -> Relationship:
    """Let a team see this person's record from now on; saying so twice changes nothing."""
    relationship, _ = Relationship.objects.select_for_update(no_key=True).get_or_create(
        person=person, team=team, ended_at=None, defaults={"because": because, "began_at": now}
    )
    return relationship


def reason_to_see_given(*, person: Person, team: Team, because: str, at: datetime) -> Relationship | None:
    """The current reason that was given to a team at this moment, locked until the transaction ends, or None."""
    given = Relationship.objects.select_for_update(no_key=True).filter(person=person, team=team, ended_at=None)
    return given.filter(because=because, began_at=at).first()


def end_reason_to_see(*, relationship: Relationship, now: datetime) -> None:
    """A team that no longer has this reason no longer sees the person's record."""
    relationship.ended_at = now
    relationship.save(update_fields=["ended_at"])


def note_looked(
    *,
    viewer: Member,
    people: Iterable[Person],
    route: str,
    now: datetime,
    searched_for: str = "",
    refreshed: bool = False,
) -> None:
    """Write in the access log that the viewer saw these people.

    A search is always written, also when it found no one, but for a page that says it `refreshed` itself: its search
    was written when it was made, or it is written now. The same people on the same page within ten minutes are one
    look.
    """
    ids = {person.pk for person in people}
    searched_for = storable(searched_for)[:200]
    if not searched_for or (refreshed and _searched_lately(viewer, route, searched_for, now)):
        ids -= _seen_lately(viewer, route, now)
        if not ids:
            return
    with transaction.atomic():
        entry = AccessEntry.objects.create(member=viewer, at=now, route=route[:120], searched_for=searched_for)
        AccessedPerson.objects.bulk_create(AccessedPerson(entry=entry, person_id=pk) for pk in sorted(ids))


def _searched_lately(viewer: Member, route: str, searched_for: str, now: datetime) -> bool:
    lately = AccessEntry.objects.filter(member=viewer, route=route, at__gt=now - LOOK_AGAIN_AFTER)
    return lately.filter(searched_for=searched_for).exists()


def _seen_lately(viewer: Member, route: str, now: datetime) -> set[int]:
    return set(
        AccessedPerson.objects.filter(
            entry__member=viewer, entry__route=route, entry__at__gt=now - LOOK_AGAIN_AFTER
        ).values_list("person_id", flat=True)
    )
