"""Who is on the @home ward, who must be looked over, and how many places are taken. Only names need a viewer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Count, F, Prefetch, Q, QuerySet, Window
from django.db.models.functions import Lead

from homeward.episodes.models.episode import Episode
from homeward.episodes.models.stages import Stage
from homeward.episodes.models.ward import Places, SeniorReview, WardStay
from homeward.episodes.queries.care import episodes_seen_by
from homeward.episodes.rules import ward as rules
from homeward.episodes.rules.stages import WARD
from homeward.kit.london import london_date, start_of_day
from homeward.partnership.models import Member
from homeward.partnership.queries import team_ids_of, teams
from homeward.partnership.rules import Capability
from homeward.pathways.queries import service_model_on, service_model_version
from homeward.pathways.reading import agreed_versions
from homeward.pathways.schema import Pathway


def ward_codes() -> frozenset[str]:
    """The codes of the pathways that are, or were, @home wards."""
    return frozenset(p.code for model in agreed_versions() for p in model.pathways if p.model == WARD)


def wards_on(day: date) -> list[Pathway]:
    """The @home wards of the service model in force on a day; none before the partners agreed one."""
    return [pathway for pathway in service_model_on(day).pathways if pathway.model == WARD]


def pathway_of(model_version: str, code: str) -> Pathway | None:
    """The pathway as it was agreed in that version, or None where no agreed version knows it."""
    model = service_model_version(model_version)
    return next((p for p in model.pathways if p.code == code), None) if model else None


@dataclass(frozen=True, slots=True)
class OnWard:
    """One stage of an episode on an @home ward, with its stay (None until somebody settles it) and its reviews.

    `is_current` while the stage goes on; only then is a next review due.
    """

    episode: Episode
    stage: Stage
    stay: WardStay | None
    reviews: tuple[SeniorReview, ...]
    due: rules.ReviewDue | None
    is_current: bool

    @property
    def last(self) -> SeniorReview | None:
        """The last senior review."""
        return self.reviews[-1] if self.reviews else None

    @property
    def direction(self) -> str:
        """Up from the community or down from a hospital, in words; empty until it is known."""
        return rules.DIRECTION_NAMES[rules.DIRECTIONS[self.stay.came_from]] if self.stay else ""

    def day(self, now: datetime) -> int:
        """Which day of the stay it is: the day of admission is the first."""
        return (london_date(now) - london_date(self.stage.began_at)).days + 1


def on_ward(viewer: Member, codes: Sequence[str], now: datetime) -> list[OnWard]:
    """The people on these @home wards whom the viewer may see, whose review is due first at the top. Four queries."""
    episodes = episodes_seen_by(viewer).filter(ended_at=None, pathway__in=codes).prefetch_related(_stages())
    found = [_on_ward(episode, stages[-1], True, now) for episode in episodes if (stages := list(episode.stages.all()))]
    return sorted(found, key=lambda one: (one.due.due_at if one.due else one.stage.began_at, one.episode.pk))


def ward_stages(viewer: Member, episode: Episode, now: datetime) -> list[OnWard]:
    """The stages that an episode the viewer may see had, or has, on an @home ward: the latest first."""
    seen = episodes_seen_by(viewer).filter(pk=episode.pk).prefetch_related(_stages()).first()
    if seen is None:
        return []
    stages = list(seen.stages.all())
    last = stages[-1] if stages and seen.ended_at is None else None
    return [_on_ward(seen, stage, stage is last, now) for stage in reversed(stages) if stage.pathway in ward_codes()]


def _stages() -> Prefetch:
    reviews = SeniorReview.objects.select_related("by")
    stages = Stage.objects.select_related("ward_stay", "by").prefetch_related(Prefetch("ward_stay__reviews", reviews))
    return Prefetch("stages", stages)


def _on_ward(episode: Episode, stage: Stage, is_current: bool, now: datetime) -> OnWard:
    stay: WardStay | None = getattr(stage, "ward_stay", None)
    reviews = tuple(stay.reviews.all()) if stay else ()
    agreed = pathway_of(stage.model_version, stage.pathway)
    due = rules.review_due(
        admitted_at=stage.began_at,
        reviews=[review.reviewed_at for review in reviews],
        every_hours=agreed.review_hours if agreed else None,
        now=now,
    )
    return OnWard(episode, stage, stay, reviews, due if is_current else None, is_current)


def places_taken() -> dict[str, int]:
    """How many people each pathway helps, or is about to help, now: the open episodes in a stage of it. One query."""
    counted = Episode.objects.filter(ended_at=None).values_list("pathway").annotate(taken=Count("pk")).order_by()
    return dict(counted)


def places_notes() -> dict[str, list[rules.Noted]]:
    """What was written down of each pathway's places, the oldest first. One query."""
    rows = Places.objects.order_by("pathway", "from_on", "at", "pk")
    return {
        code: [rules.Noted(row.from_on, row.at, row.places) for row in those]
        for code, those in groupby(rows, key=lambda row: row.pathway)
    }


def places_written(pathway: str) -> QuerySet[Places]:
    """What was written down of one pathway's places, the latest beginning first."""
    return Places.objects.filter(pathway=pathway).select_related("by").order_by("-from_on", "-at", "-pk")


def pathways_owned_by(viewer: Member) -> frozenset[str]:
    """The codes of the pathways whose places the viewer may set: those a team of theirs owns."""
    if not viewer.may(Capability.RECORD_CARE):
        return frozenset()
    theirs = set(team_ids_of(viewer))
    owners = {team.code for team in teams() if team.pk in theirs}
    return frozenset(p.code for model in agreed_versions() for p in model.pathways if p.owner in owners)


def occupancy_now(pathway: Pathway, now: datetime) -> rules.Occupancy:
    """How full a pathway is now."""
    places = rules.places_on(pathway.places, places_notes().get(pathway.code, []), london_date(now))
    planned = pathway.places_planned_percent or rules.PLANNED_PERCENT
    return rules.occupancy(places_taken().get(pathway.code, 0), places, planned)


@dataclass(frozen=True, slots=True)
class Spell:
    """One stage: on which pathway, from when until when (None while it goes on), and when they were first seen."""

    pathway: str
    began_at: datetime
    ended_at: datetime | None


def spells_since(since: datetime) -> list[Spell]:
    """The stages of every episode that was open at or after this moment, with their ends. One query, no names."""
    following = Window(Lead("began_at"), partition_by=[F("episode_id")], order_by=[F("began_at"), F("pk")])
    rows = (
        Stage.objects.filter(Q(episode__ended_at=None) | Q(episode__ended_at__gte=since))
        .annotate(followed_at=following)
        .values_list("pathway", "began_at", "followed_at", "episode__ended_at")
        .order_by()
    )
    return [
        Spell(pathway, began_at, followed_at or ended_at)
        for pathway, began_at, followed_at, ended_at in rows.iterator()
    ]


@dataclass(frozen=True, slots=True)
class WardDay:
    """How many places of a ward were taken on a day, of how many."""

    day: date
    taken: int
    places: int | None


def ward_days(pathway: Pathway, *, days: int, now: datetime) -> list[WardDay]:
    """The places taken on each of the last days, today the last of them, as it stands now. Two queries."""
    today = london_date(now)
    those = [today - timedelta(days=back) for back in range(days - 1, -1, -1)]
    stays = [(s.began_at, s.ended_at) for s in spells_since(start_of_day(those[0])) if s.pathway == pathway.code]
    taken, notes = rules.taken_by_day(stays, those, now), places_notes().get(pathway.code, [])
    return [WardDay(day, taken[day], rules.places_on(pathway.places, notes, day)) for day in those]


def reviews_to_do(viewer: Member, now: datetime) -> list[OnWard]:
    """The people of the viewer's teams on an @home ward whose senior review is due soon or overdue."""
    teams = set(team_ids_of(viewer))
    those = on_ward(viewer, sorted(ward_codes()), now)
    return [o for o in those if o.due and o.due.due != rules.Due.LATER and o.episode.owning_team_id in teams]
