"""Writing down who looked at whom."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from homeward.kit.text import storable
from homeward.partnership.models import Member
from homeward.people.models import AccessedPerson, AccessEntry, Person

LOOK_AGAIN_AFTER = timedelta(minutes=10)
"""A page that refreshes itself is one look: the same member, page and people within this time are written down once."""


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
