"""Episodes and visits a viewer may see."""

from django.db.models import QuerySet

from homeward.episodes.models import Episode, Visit
from homeward.partnership.models import Member
from homeward.partnership.queries import team_ids_of
from homeward.partnership.rules import Capability
from homeward.people.queries import person_ids_seen_by


def episodes_seen_by(viewer: Member) -> QuerySet[Episode]:
    """Episodes of people the viewer may see, with person, team and opener."""
    if not viewer.may(Capability.SEE_RECORD):
        return Episode.objects.none()
    return Episode.objects.filter(person_id__in=person_ids_seen_by(viewer)).select_related(
        "person", "owning_team__organisation", "opened_by"
    )


def caseload_of(viewer: Member) -> QuerySet[Episode]:
    """Open episodes owned by the viewer's teams: those still waiting for a first contact come first."""
    if not viewer.may(Capability.SEE_CASELOAD):
        return Episode.objects.none()
    return (
        Episode.objects.filter(owning_team_id__in=team_ids_of(viewer), ended_at=None)
        .select_related("person", "owning_team")
        .order_by("first_contact_at", "opened_at")
    )


def visits_of(viewer: Member, episode: Episode) -> QuerySet[Visit]:
    """The visits of an episode the viewer may see, the latest first, withdrawn ones among them."""
    if not episodes_seen_by(viewer).filter(pk=episode.pk).exists():
        return Visit.objects.none()
    return episode.visits.select_related("by__organisation", "withdrawn_by")
