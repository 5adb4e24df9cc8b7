"""Changing a known person: what it said before is kept, and of a secret address nothing is."""

from collections.abc import Mapping
from datetime import datetime

from homeward.kit.whereabouts import WITHHELD
from homeward.partnership.models import Member
from homeward.people.actions.details import contact_words_kept, details_of
from homeward.people.models import ContactChange, Person
from homeward.people.rules import CONTACT_WORDS, CORRECTABLE, WHEREABOUTS, kept_of_contact_words


def keep_secret(person: Person) -> None:
    """Forget where the person is and was; `no_longer_kept` says what other texts must lose."""
    history = ContactChange.objects.filter(person=person)
    earlier = history.filter(field__in=["address", "postcode", "phone"]).values_list("before", "after")
    known = (person.address, person.postcode, person.phone, *(said for both in earlier for said in both))
    person.no_longer_kept = tuple(dict.fromkeys(known))
    history.forget_whereabouts()
    person.restricted = True
    person.address = person.postcode = person.phone = person.gp_practice = ""
    for field, words in contact_words_kept(person, person.no_longer_kept).items():
        setattr(person, field, words)


def save_changes(person: Person, before: Mapping[str, str], by: Member | None, because: str, now: datetime) -> None:
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
            at=now,
            by=by,
            because=because[:250],
        )
        for field in CORRECTABLE
        if before[field] != after[field] and field not in withheld
    )
