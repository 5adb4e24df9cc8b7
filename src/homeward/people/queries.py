"""Whom may a viewer see? Every query here starts from the viewer."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from homeward.partnership.models import Member
from homeward.partnership.queries import team_ids_of
from homeward.partnership.rules import Capability
from homeward.people.models import ContactChange, Person, Relationship
from homeward.people.rules import WHEREABOUTS


def person_ids_seen_by(viewer: Member) -> QuerySet[Relationship, int]:
    """The ids of the people one of the viewer's teams has a current reason to see, as a subquery."""
    return Relationship.objects.filter(team_id__in=team_ids_of(viewer), ended_at=None).values_list(
        "person_id", flat=True
    )


def sees(viewer: Member, person: str = "person_id") -> Exists:
    """A condition on rows about people: a team of the viewer's has a current reason to see that person.

    `person` names the column that holds the person's id. For long lists: the database looks up only the rows it shows.
    """
    return Exists(
        Relationship.objects.filter(person_id=OuterRef(person), team_id__in=team_ids_of(viewer), ended_at=None)
    )


def people_seen_by(viewer: Member) -> QuerySet[Person]:
    """The people whose record the viewer may open: the role allows it and a team of theirs has a reason."""
    if not viewer.may(Capability.SEE_RECORD):
        return Person.objects.none()
    return Person.objects.filter(pk__in=person_ids_seen_by(viewer))


def team_ids_with_a_reason(person: Person) -> list[int]:
    """The ids of the teams that have a current reason to see this person's record."""
    return list(Relationship.objects.filter(person=person, ended_at=None).values_list("team_id", flat=True))


def any_kept_secret(numbers: Iterable[str]) -> bool:
    """True when the whereabouts of somebody with one of these NHS numbers (ten digits each) are secret here."""
    return Person.objects.filter(nhs_number__in=set(numbers), restricted=True).exists()


def earlier_details(viewer: Member, person: Person) -> list[ContactChange]:
    """How a person's details were changed, the newest first; nothing of where they are while that is secret."""
    found = ContactChange.objects.filter(person=person, person__in=people_seen_by(viewer)).select_related("by")
    return list(found.exclude(field__in=list(WHEREABOUTS)) if person.restricted else found)
