"""Giving teams a reason to see many people's records at once, as for a meeting's list, and ending it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from homeward.people.models import Relationship

Pair = tuple[int, int]
"""The ids of a person and a team."""


@transaction.atomic
def give_reasons_to_see(*, pairs: Iterable[Pair], because: str, now: datetime) -> None:
    """Let each team see each person's record from now on; a team that has a reason already keeps that one."""
    given = [
        Relationship(person_id=person, team_id=team, because=because, began_at=now)
        for person, team in sorted(set(pairs))
    ]
    Relationship.objects.bulk_create(given, ignore_conflicts=True)


@transaction.atomic
def end_reasons_to_see(*, pairs: Iterable[Pair], because: str, now: datetime) -> int:
    """End the reason of this name of each team to see each person, and say how many were ended.

    A team that sees the person for another reason goes on seeing them.
    """
    people: dict[int, list[int]] = {}
    for person, team in sorted(set(pairs)):
        people.setdefault(team, []).append(person)
    which = Q(pk__in=[])
    for team, persons in people.items():
        which |= Q(team_id=team, person_id__in=persons)
    return Relationship.objects.filter(which, because=because, ended_at=None).update(ended_at=now)
