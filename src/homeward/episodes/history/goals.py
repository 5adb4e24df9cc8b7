"""Every goal a person agreed, less those written down in error, and how far it was reached at the last rating."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from homeward.episodes.models.goals import Goal, GoalEnd, GoalRating


class GoalSet(NamedTuple):
    """One goal. `ended_at` is when work on it ended, or the help did; `level` and `rated_at` are of the last rating."""

    goal_id: int
    episode_id: int
    set_at: datetime
    baseline: int
    end_reason: str
    ended_at: datetime | None
    level: int | None
    rated_at: datetime | None


def goals(*, chunk: int = 2000) -> Iterator[GoalSet]:
    """Every goal in the order agreed, in one query."""
    return (GoalSet(*row) for row in _goals(Goal.objects.all()).iterator(chunk_size=chunk))


def goals_of(episode_ids: Collection[int]) -> dict[int, list[GoalSet]]:
    """The goals of these episodes by the episode's id, each in the order agreed. One query."""
    found: dict[int, list[GoalSet]] = defaultdict(list)
    for row in _goals(Goal.objects.filter(episode__in=episode_ids)):
        found[row[1]].append(GoalSet(*row))
    return dict(found)


def _goals(rows: QuerySet[Goal]) -> QuerySet[Any, Any]:
    """Ratings given at a visit that was withdrawn hold no longer."""
    holds = Q(visit=None) | Q(visit__withdrawn_at=None)
    last = GoalRating.objects.filter(holds, goal=OuterRef("pk")).order_by("-at", "-pk")
    return (
        rows.exclude(end_reason=GoalEnd.IN_ERROR)
        .annotate(
            until=Coalesce("ended_at", "episode__ended_at"),
            level=Subquery(last.values("level")[:1]),
            rated_at=Subquery(last.values("at")[:1]),
        )
        .order_by("at", "pk")
        .values_list("pk", "episode_id", "at", "baseline", "end_reason", "until", "level", "rated_at")
    )
