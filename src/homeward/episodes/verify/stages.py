"""An episode is in its latest stage, and belongs to whoever it was last handed to."""

from collections.abc import Callable, Iterable, Iterator

from django.db.models import F, OuterRef, Q, Subquery

from homeward.episodes.models.episode import Episode
from homeward.episodes.models.stages import HandOff, Stage
from homeward.kit.problem import Problem
from homeward.partnership.queries import teams_without_members


def problems() -> Iterator[Problem]:
    """Episodes that are not where their stages and hand-offs say, or whose owner has nobody in it.

    An episode without any owner is refused by the database itself.
    """
    for rule, find, remedy in CHECKS:
        for pk in find():
            yield Problem("episodes", rule, f"Episode {pk}", remedy)


def _in_another_stage() -> Iterable[int]:
    latest = Stage.objects.filter(episode=OuterRef("pk")).order_by("-began_at", "-pk")
    found = Episode.objects.annotate(
        on=Subquery(latest.values("pathway")[:1]), by_version=Subquery(latest.values("model_version")[:1])
    )
    differs = Q(on=None) | ~Q(pathway=F("on")) | ~Q(model_version=F("by_version"))
    return found.filter(differs).values_list("pk", flat=True).iterator()


def _begun_at_another_time() -> Iterable[int]:
    first = Stage.objects.filter(episode=OuterRef("pk")).order_by("began_at", "pk")
    found = Episode.objects.annotate(began_at=Subquery(first.values("began_at")[:1]))
    return found.filter(~Q(began_at=F("opened_at")), began_at__isnull=False).values_list("pk", flat=True).iterator()


def _owned_by_another() -> Iterable[int]:
    latest = HandOff.objects.filter(episode=OuterRef("pk")).order_by("-at", "-pk")
    found = Episode.objects.annotate(handed_to=Subquery(latest.values("to_team_id")[:1]))
    return found.filter(~Q(owning_team_id=F("handed_to")), handed_to__isnull=False).values_list("pk", flat=True)


def _handed_on_by_another() -> Iterator[int]:
    rows = HandOff.objects.order_by("episode_id", "at", "pk").values_list("episode_id", "from_team_id", "to_team_id")
    had_it: tuple[int, int] | None = None
    for episode, from_team, to_team in rows.iterator():
        if had_it is not None and had_it[0] == episode and had_it[1] != from_team:
            yield episode
        had_it = (episode, to_team)


def _owned_by_nobody() -> Iterable[int]:
    empty = [team.pk for team in teams_without_members()]
    return Episode.objects.filter(owning_team__in=empty, ended_at=None).values_list("pk", flat=True)


CHECKS: tuple[tuple[str, Callable[[], Iterable[int]], str], ...] = (
    (
        "An episode is on the pathway of its latest stage",
        _in_another_stage,
        "Give the episode the pathway and version of its latest stage.",
    ),
    (
        "An episode's first stage begins as the episode opens",
        _begun_at_another_time,
        "Give the first stage the moment at which the episode was opened.",
    ),
    (
        "An episode belongs to the team it was last handed to",
        _owned_by_another,
        "Hand the episode over to the team that is to own it.",
    ),
    (
        "An episode is handed on by the team that had it",
        _handed_on_by_another,
        "Find out which hand-off is missing or wrong, and correct it.",
    ),
    (
        "The team that owns an open episode has somebody in it",
        _owned_by_nobody,
        "Add somebody to the team, or hand the episode over to another.",
    ),
)
