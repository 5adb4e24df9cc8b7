"""Giving teams a reason to see a person's record, and ending it."""

from datetime import datetime

from django.db import transaction

from homeward.partnership.models import Team
from homeward.people.models import Person, Relationship

FOR_A_MEETING = "Community team meeting"
"""A reason that passes: it ends with the meeting, unless the team was given a stronger one meanwhile."""


@transaction.atomic
def give_reason_to_see(*, person: Person, team: Team, because: str, now: datetime) -> Relationship:
    """Let a team see this person's record from now on; saying so twice changes nothing.

    A reason that would pass with a meeting ends here, and this one follows it.
    """
    current = {"person": person, "team": team, "ended_at": None}
    if because != FOR_A_MEETING:
        Relationship.objects.filter(**current, because=FOR_A_MEETING).update(ended_at=now)
    relationship, _ = Relationship.objects.select_for_update(no_key=True).get_or_create(
        **current, defaults={"because": because, "began_at": now}
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
