"""A member corrects who someone is or how they are reached."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from homeward.kit.editing import put_together
from homeward.kit.text import storable
from homeward.partnership.models import Member
from homeward.people.actions.changing import keep_secret, save_changes
from homeward.people.actions.details import Details, contact_words_kept, details_of, typed_details
from homeward.people.models import Person
from homeward.people.rules import CORRECTABLE, SECRET, WHEREABOUTS, YES, needs_a_reason, number_status


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
    save_changes(person, before, by, because, now)
    return person


def _take_over(person: Person, changed: Mapping[str, str]) -> None:
    """Put these corrected details on the person, not yet saved."""
    if "nhs_number" in changed:
        person.nhs_number_status = number_status(changed["nhs_number"], said_to_be_verified=False)
    becomes_secret = changed.get("restricted") == YES
    if becomes_secret:
        keep_secret(person)
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
        for field, words in contact_words_kept(person, person.no_longer_kept).items():
            setattr(person, field, words)
