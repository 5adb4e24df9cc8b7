"""The stages of an episode, how long help may last, and how often people were handed over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, DateTimeField, F, OuterRef, Prefetch, QuerySet, Subquery, When

from homeward.episodes.models.episode import Episode
from homeward.episodes.models.leaving import Leaving
from homeward.episodes.models.stages import Extension, HandOff, NamedWorker, Stage
from homeward.episodes.queries.care import episodes_seen_by
from homeward.episodes.rules.limits import (
    FreePeriod,
    HelpSoFar,
    Standing,
    free_period,
    help_so_far,
    limit_ends_at,
    limit_starts_at,
)
from homeward.episodes.rules.stages import EpisodeState, episode_state
from homeward.partnership.models import Member, Team
from homeward.partnership.queries import members_of, teams, teams_without_members
from homeward.partnership.rules import Capability
from homeward.pathways.queries import pathway_name, service_model_version
from homeward.pathways.reading import agreed_versions
from homeward.pathways.schema import Pathway
from homeward.people.queries import team_ids_with_a_reason


@dataclass(frozen=True, slots=True)
class Limit:
    """From when the limit of a stage runs, how long it is in hours, and until when it was extended."""

    starts_at: datetime
    hours: int
    extended_until: datetime | None

    @property
    def ends_at(self) -> datetime:
        """When the limit is reached."""
        return limit_ends_at(self.starts_at, self.hours, self.extended_until)

    def so_far(self, now: datetime) -> HelpSoFar:
        """How long the stage has lasted against the limit."""
        return help_so_far(
            starts_at=self.starts_at, limit_hours=self.hours, extended_until=self.extended_until, now=now
        )


@dataclass(frozen=True, slots=True)
class NearLimit:
    """Somebody whose help is near its limit or past it, or whose free weeks are."""

    episode: Episode
    so_far: HelpSoFar | None
    free: FreePeriod | None


@dataclass(frozen=True, slots=True)
class StageShown:
    """A stage with the name of its pathway, and when the next one began or the episode ended."""

    stage: Stage
    name: str
    until: datetime | None
    is_now: bool


@dataclass(frozen=True, slots=True)
class Stay:
    """An episode from its first stage to now: stages, hand-offs, extensions, and the worker the person knows."""

    stages: tuple[StageShown, ...]
    hand_offs: tuple[HandOff, ...]
    extensions: tuple[Extension, ...]
    named_worker: NamedWorker | None


def pathway_in_force(model_version: str, code: str) -> Pathway | None:
    """A pathway as the version of the service model says it, or None where that version does not know it."""
    model = service_model_version(model_version)
    return next((one for one in model.pathways if one.code == code), None) if model else None


def with_limits(episodes: QuerySet[Episode]) -> QuerySet[Episode]:
    """These episodes, each knowing its stage and limit: `stage_began_at`, `extended_until` and `help_ends_at`."""
    stages = Stage.objects.filter(episode=OuterRef("pk")).order_by("-began_at", "-pk")
    extensions = Extension.objects.filter(stage_id=OuterRef("stage_id")).order_by("-at", "-pk")
    starts_at = Case(When(stage_began_at__gt=F("opened_at"), then=F("stage_began_at")), default=F("first_contact_at"))
    return (
        episodes.annotate(
            stage_id=Subquery(stages.values("pk")[:1]), stage_began_at=Subquery(stages.values("began_at")[:1])
        )
        .annotate(extended_until=Subquery(extensions.values("until")[:1]), limit_runs_from=starts_at)
        .annotate(help_ends_at=_help_ends_at())
    )


def with_moves(episodes: QuerySet[Episode]) -> QuerySet[Episode]:
    """These episodes with their stages and hand-offs at hand, and who wrote each: two more queries for all of them."""
    stages = Stage.objects.select_related("by__organisation")
    hand_offs = HandOff.objects.select_related("from_team", "to_team", "by__organisation")
    return episodes.prefetch_related(Prefetch("stages", stages), Prefetch("hand_offs", hand_offs))


def limit_of(episode: Episode) -> Limit | None:
    """The limit of the stage an episode is in; None before anybody has been, or where no agreed version knows it.

    Asks the database, unless the episode comes `with_limits`.
    """
    if not hasattr(episode, "stage_began_at"):
        episode = with_limits(Episode.objects.filter(pk=episode.pk)).get()
    pathway = pathway_in_force(episode.model_version, episode.pathway)
    starts_at = limit_starts_at(
        first_contact_at=episode.first_contact_at,
        stage_began_at=episode.stage_began_at,  # type: ignore[attr-defined]
        is_first=episode.stage_began_at <= episode.opened_at,  # type: ignore[attr-defined]
    )
    if starts_at is None or pathway is None:
        return None
    return Limit(starts_at, pathway.limit_hours, episode.extended_until)  # type: ignore[attr-defined]


def free_period_of(episode: Episode, now: datetime) -> FreePeriod | None:
    """The free weeks of an episode; None before anybody has been, or where the service model does not speak of them."""
    model = service_model_version(episode.model_version)
    if episode.first_contact_at is None or model is None or model.stay is None:
        return None
    return free_period(first_contact_at=episode.first_contact_at, free_days=model.stay.free_days, now=now)


def past_their_limit(viewer: Member, now: datetime) -> QuerySet[Episode]:
    """Open episodes of people the viewer may see, whose stage has lasted longer than its limit."""
    found = with_limits(episodes_seen_by(viewer).filter(ended_at=None))
    # What with_limits adds is no field of the model, so the type checker does not know it.
    return found.filter(help_ends_at__lt=now)  # type: ignore[misc]


def near_their_limit(viewer: Member, now: datetime) -> list[NearLimit]:
    """Whoever the viewer may see and whose help, or whose free weeks, are near their end or past it; soonest first."""
    found = with_limits(episodes_seen_by(viewer).filter(ended_at=None, first_contact_at__isnull=False))
    rows = []
    for episode in found.order_by(F("help_ends_at").asc(nulls_last=True), "pk"):
        limit, free = limit_of(episode), free_period_of(episode, now)
        so_far = limit.so_far(now) if limit else None
        if any(one is not None and one.standing is not Standing.WITHIN for one in (so_far, free)):
            rows.append(NearLimit(episode, so_far, free))
    return rows


def stay_of(viewer: Member, episode: Episode) -> Stay | None:
    """The stages, hand-offs, extensions and named worker of an episode the viewer may see; None of another."""
    if not episodes_seen_by(viewer).filter(pk=episode.pk).exists():
        return None
    stages = list(episode.stages.select_related("by__organisation").prefetch_related("extensions__by__organisation"))
    ends = [*(stage.began_at for stage in stages[1:]), episode.ended_at]
    shown = tuple(
        StageShown(stage, stage_name(stage), until, is_now=until is None)
        for stage, until in zip(stages, ends, strict=True)
    )
    hand_offs = episode.hand_offs.select_related("from_team__organisation", "to_team__organisation", "by__organisation")
    workers = episode.named_workers.select_related("member__organisation", "by__organisation").order_by("at", "pk")
    return Stay(
        stages=shown,
        hand_offs=tuple(hand_offs),
        extensions=tuple(extension for stage in stages for extension in stage.extensions.all()),
        named_worker=workers.last(),
    )


def state_of(episode: Episode) -> EpisodeState:
    """Where an episode is, by its dates."""
    agreed = Leaving.objects.filter(episode=episode).values_list("agreed_at", flat=True).first()
    return episode_state(
        first_contact_at=episode.first_contact_at,
        stage_began_at=episode.stages.order_by("-began_at", "-pk")[0].began_at,
        leaving_agreed_at=agreed,
        ended_at=episode.ended_at,
    )


def hand_off_of(viewer: Member, episode: Episode, pk: int) -> HandOff | None:
    """One hand-off of an episode the viewer may see, or None."""
    seen = HandOff.objects.filter(episode=episode, episode__in=episodes_seen_by(viewer))
    return seen.select_related("from_team__organisation", "to_team__organisation").filter(pk=pk).first()


def may_be_named(episode: Episode) -> list[Member]:
    """Those who record care in a team that owns the episode or has a reason to see the person, by name."""
    ids = {episode.owning_team_id, *team_ids_with_a_reason(episode.person)}
    return [one for one in members_of(ids) if one.may(Capability.RECORD_CARE)]


def teams_that_help() -> list[Team]:
    """Teams of the joint service with somebody in them, by name: an episode can be handed to each but its owner."""
    empty = {team.pk for team in teams_without_members()}
    return [team for team in teams() if team.organisation.takes_part and team.pk not in empty]


def stage_name(stage: Stage) -> str:
    """The name of a stage's pathway, as it was agreed when the stage began, or its code where no version knows it."""
    return pathway_name(stage.model_version, stage.pathway)


def _help_ends_at() -> Case:
    """When help reaches its limit: as extended, or as every version of the service model says of its pathways."""
    limits = [
        When(
            model_version=model.version,
            pathway=pathway.code,
            then=F("limit_runs_from") + timedelta(hours=pathway.limit_hours),
        )
        for model in agreed_versions()
        for pathway in model.pathways
    ]
    return Case(
        When(first_contact_at=None, then=None),
        When(extended_until__isnull=False, then=F("extended_until")),
        *limits,
        default=None,
        output_field=DateTimeField(),
    )
