"""First contacts are what the visits say, and whoever owns an episode may see the person."""

from collections.abc import Iterator

from django.db.models import Exists, F, Min, OuterRef, Q

from homeward.episodes.models import Episode
from homeward.episodes.rules.visits import VisitKind
from homeward.kit.problem import Problem
from homeward.people.models import Relationship


def problems() -> Iterator[Problem]:
    """Episodes whose first contact is not their earliest face-to-face visit, or whose owners are kept from seeing."""
    counted = Q(visits__kind=VisitKind.FACE_TO_FACE, visits__withdrawn_at=None)
    differs = (
        Q(earliest__lt=F("first_contact_at"))
        | Q(earliest__gt=F("first_contact_at"))
        | Q(earliest=None, first_contact_at__isnull=False)
        | Q(earliest__isnull=False, first_contact_at=None)
    )
    miscounted = Episode.objects.annotate(earliest=Min("visits__started_at", filter=counted)).filter(differs)
    for pk in miscounted.values_list("pk", flat=True).iterator():
        yield Problem(
            "episodes",
            "An episode's first contact is its earliest face-to-face visit",
            f"Episode {pk}",
            "Record or withdraw a visit of this episode to count it again.",
        )
    sees = Relationship.objects.filter(
        person_id=OuterRef("person_id"), team_id=OuterRef("owning_team_id"), ended_at=None
    )
    for episode in Episode.objects.filter(~Exists(sees), ended_at=None).iterator():
        yield Problem(
            "episodes",
            "The team that owns an open episode can see the person",
            f"Episode {episode.pk}",
            "Give the owning team a reason to see the person's record.",
        )
