"""Episodes and visits a viewer may see."""

from django.db.models import F, OuterRef, Prefetch, QuerySet, Subquery

from homeward.episodes.models.episode import Episode, Visit, VisitGoal
from homeward.partnership.models import Member
from homeward.partnership.queries import team_ids_of
from homeward.partnership.rules import Capability
from homeward.people.queries import sees


def episodes_seen_by(viewer: Member) -> QuerySet[Episode]:
    """Episodes of people the viewer may see, with person, team and opener."""
    if not viewer.may(Capability.SEE_RECORD):
        return Episode.objects.none()
    return Episode.objects.filter(sees(viewer)).select_related("person", "owning_team__organisation", "opened_by")


def caseload_of(viewer: Member) -> QuerySet[Episode]:
    """Open episodes owned by the viewer's teams: those still waiting for a first contact come first."""
    if not viewer.may(Capability.SEE_CASELOAD):
        return Episode.objects.none()
    return (
        Episode.objects.filter(owning_team_id__in=team_ids_of(viewer), ended_at=None)
        .select_related("person", "owning_team")
        .order_by(F("first_contact_at").asc(nulls_first=True), "opened_at", "pk")
    )


def visits_of(viewer: Member, episode: Episode) -> QuerySet[Visit]:
    """The visits of an episode the viewer may see, the latest first, withdrawn ones among them."""
    if not episodes_seen_by(viewer).filter(pk=episode.pk).exists():
        return Visit.objects.none()
    return episode.visits.select_related("by__organisation", "withdrawn_by")


def visits_seen_by(viewer: Member) -> QuerySet[Visit]:
    """Visits to the people the viewer may see, each with its episode and person."""
    return Visit.objects.filter(episode__in=episodes_seen_by(viewer)).select_related(
        "episode__person", "episode__owning_team", "by__organisation", "withdrawn_by"
    )


def whole_visits(viewer: Member) -> QuerySet[Visit]:
    """Visits to the people the viewer may see, each with who went, what it was planned for, and the goals it served."""
    served = VisitGoal.objects.select_related("goal").order_by("pk")
    return (
        Visit.objects.filter(episode__in=episodes_seen_by(viewer))
        .select_related("by__organisation", "withdrawn_by", "second_worker__organisation", "series", "booking")
        .prefetch_related(Prefetch("served", served), "ratings")
    )


def with_last_visit(episodes: QuerySet[Episode]) -> QuerySet[Episode]:
    """These episodes, each knowing its last visit: `last_visit_at`, `last_visit_kind` and `last_next_step`."""
    last = Visit.objects.filter(episode=OuterRef("pk"), withdrawn_at=None).order_by("-started_at", "-pk")
    return episodes.annotate(
        last_visit_at=Subquery(last.values("started_at")[:1]),
        last_visit_kind=Subquery(last.values("kind")[:1]),
        last_next_step=Subquery(last.values("next_step")[:1]),
    )
