"""Questions that need several rooms at once. Each starts from the viewer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When

from homeward.desk.flags import Flag, flags_of
from homeward.episodes.models import Episode, Visit
from homeward.episodes.queries import caseload_of, episodes_seen_by, visits_seen_by, with_last_visit
from homeward.episodes.queries.care import whole_visits
from homeward.episodes.queries.stages import free_period_of, limit_of, with_limits, with_moves
from homeward.episodes.rules.limits import FreePeriod, HelpSoFar
from homeward.partnership.models import Member
from homeward.pathways.queries import service_model_version
from homeward.pathways.schema import Pathway
from homeward.people.models import Person
from homeward.people.queries import people_seen_by
from homeward.referrals.models import Referral
from homeward.referrals.queries import matches, referrals_seen_by
from homeward.referrals.rules.clock_face import ClockFace


@dataclass(frozen=True, slots=True)
class Helped:
    """Someone being helped, or waiting for it: the episode, the referral it came from, and what must be known first."""

    episode: Episode
    referral: Referral | None
    flags: tuple[Flag, ...] = ()

    @property
    def person(self) -> Person:
        """Whom it is about."""
        return self.episode.person

    @property
    def pathway(self) -> Pathway | None:
        """The pathway of the stage they are in, as it was agreed when the stage began."""
        model = service_model_version(self.episode.model_version)
        return next((p for p in model.pathways if p.code == self.episode.pathway), None) if model else None

    @property
    def pathway_name(self) -> str:
        """The pathway's name, or its code where no agreed version knows it."""
        return self.pathway.name if self.pathway else self.episode.pathway

    @property
    def has_moved_on(self) -> bool:
        """True when they are in a later stage than the one they were accepted for; for episodes `with_limits`."""
        began_at = getattr(self.episode, "stage_began_at", None)
        return began_at is not None and began_at > self.episode.opened_at

    @property
    def pathway_and_team(self) -> str:
        """The pathway and the team that owns the episode, once where they have the same name."""
        team = self.episode.owning_team.name
        return team if team == self.pathway_name else f"{self.pathway_name}, {team}"

    @property
    def need_name(self) -> str:
        """What they need help with, in the words of the service model; empty when not said."""
        model = service_model_version(self.episode.model_version)
        need = self.referral.need if self.referral else ""
        return model.need_name(need) if model and need else need

    @property
    def last_visit(self) -> Visit | None:
        """The latest visit that counts; asks the database unless the visits are at hand."""
        return next((visit for visit in self.episode.visits.all() if visit.withdrawn_at is None), None)

    def with_episode(self, episode: Episode) -> "Helped":
        """The same, as the episode is after a change."""
        return Helped(episode, _knowing(self.referral, episode), self.flags)

    def clock(self, now: datetime) -> ClockFace | None:
        """The clock of the referral as it stands at this moment."""
        return self.referral.clock_face(now) if self.referral else None

    def so_far(self, now: datetime) -> HelpSoFar | None:
        """How long the stage they are in has lasted against its limit; None before help began."""
        limit = limit_of(self.episode)
        return limit.so_far(now) if limit else None

    def free(self, now: datetime) -> FreePeriod | None:
        """Until when the help is free to the person; None before it began, or where nothing was agreed."""
        return free_period_of(self.episode, now)


def caseload(viewer: Member, *, team: str = "", search: str = "") -> QuerySet[Episode]:
    """The viewer's teams' people: those nobody has seen first, by what runs out; then by when their help must end."""
    found = caseload_of(viewer)
    if team:
        found = found.filter(owning_team__code=team)
    if search.strip():
        found = found.filter(pk__in=referrals_seen_by(viewer).filter(matches(search)).values("episode_id"))
    runs_out = referrals_seen_by(viewer).filter(episode=OuterRef("pk")).values("breach_at")[:1]
    return with_last_visit(
        with_limits(found)
        .annotate(
            seen=Case(When(first_contact_at=None, then=0), default=1),
            runs_out_at=Case(When(first_contact_at=None, then=Subquery(runs_out)), default=F("help_ends_at")),
        )
        .order_by("seen", F("runs_out_at").asc(nulls_first=True), "opened_at", "pk")
    )


def how_many_on(episodes: QuerySet[Episode]) -> dict[str, int]:
    """How many of these episodes wait for a first visit, and how many people are being helped. One query."""
    return episodes.order_by().aggregate(
        waiting=Count("pk", filter=Q(first_contact_at=None)),
        helped=Count("pk", filter=Q(first_contact_at__isnull=False)),
    )


def with_referrals(viewer: Member, episodes: Sequence[Episode]) -> list[Helped]:
    """Each episode with its referral and the person's flags, in the same order; one query for all of them."""
    people = {episode.person_id for episode in episodes}
    found: dict[int, list[Referral]] = {pk: [] for pk in people}
    for referral in referrals_seen_by(viewer).select_related(None).filter(person__in=people):
        found[referral.person_id].append(referral)
    return [_with_referral(episode, found[episode.person_id]) for episode in episodes]


def helped(viewer: Member, episode: int) -> Helped | None:
    """One episode the viewer may see, with its referral; None when there is none for them."""
    found = with_limits(episodes_seen_by(viewer).filter(pk=episode)).first()
    return with_referrals(viewer, [found])[0] if found else None


def visit_seen_by(viewer: Member, visit: int) -> Visit | None:
    """One visit to someone the viewer may see, with its episode and person, or None."""
    return visits_seen_by(viewer).filter(pk=visit).first()


def person_seen_by(viewer: Member, person: int) -> Person | None:
    """One person the viewer may see, or None."""
    return people_seen_by(viewer).filter(pk=person).first()


def referrals_on_record(viewer: Member, person: Person) -> list[Referral]:
    """A person's referrals with their notes, decisions and answers, the newest first."""
    return list(
        referrals_seen_by(viewer)
        .filter(person=person)
        .select_related("owning_team__organisation", "episode", "taken_by__organisation", "source_organisation")
        .prefetch_related("decisions__by__organisation", "decisions__answer", "triage_notes__by__organisation")
        .order_by("-received_at", "-pk")
    )


def helped_on_record(viewer: Member, person: Person, referrals: Sequence[Referral]) -> list[Helped]:
    """A person's episodes with their visits, the newest first, each with the referral it came from."""
    found = (
        with_moves(with_limits(episodes_seen_by(viewer).filter(person=person)))
        .select_related("ended_by__organisation", "opened_by__organisation")
        .prefetch_related(Prefetch("visits", whole_visits(viewer)))
        .order_by("-opened_at", "-pk")
    )
    return [_with_referral(episode, referrals) for episode in found]


def _with_referral(episode: Episode, referrals: Iterable[Referral]) -> Helped:
    referrals = list(referrals)
    own = next((referral for referral in referrals if referral.episode_id == episode.pk), None)
    return Helped(episode, _knowing(own, episode), flags_of(referrals))


def _knowing(referral: Referral | None, episode: Episode) -> Referral | None:
    """The referral, knowing its episode without asking for it again."""
    if referral is not None:
        referral.episode = episode
    return referral
