"""Goals have the person's words, ratings lie within a goal's life, and visits serve goals of their own episode."""

from collections.abc import Iterator

from django.db.models import F, Q

from homeward.episodes.models.episode import VisitGoal
from homeward.episodes.models.goals import Goal, GoalRating
from homeward.kit.problem import Problem


def problems() -> Iterator[Problem]:
    """Goals without words, ratings before a goal was set or after it ended, and visits of other episodes."""
    for pk in Goal.objects.filter(words__regex=r"^\s*$").values_list("pk", flat=True).iterator():
        yield Problem(
            "episodes",
            "Every goal has the person's words",
            f"Goal {pk}",
            "Open the goal and write down what they said.",
        )
    outside = Q(at__lt=F("goal__at")) | Q(at__gt=F("goal__ended_at"))
    counted = GoalRating.objects.filter(Q(visit=None) | Q(visit__withdrawn_at=None))
    for rating in counted.filter(outside).iterator():
        yield Problem(
            "episodes",
            "A goal is rated after it was set and before it ended",
            f"Rating {rating.pk} of goal {rating.goal_id}",
            "Check when the goal was set, rated and ended; withdraw the visit at which it was rated wrongly.",
        )
    strangers = VisitGoal.objects.filter(visit__withdrawn_at=None).exclude(visit__episode=F("goal__episode"))
    for pk, visit in strangers.values_list("goal_id", "visit_id").iterator():
        yield _of_another_episode(f"Visit {visit} serves goal {pk}")
    for rating in counted.exclude(visit=None).exclude(visit__episode=F("goal__episode")).iterator():
        yield _of_another_episode(f"Visit {rating.visit_id} rates goal {rating.goal_id}")


def _of_another_episode(where: str) -> Problem:
    return Problem(
        "episodes",
        "A visit serves goals of its own episode",
        where,
        "Withdraw the visit and record it where it belongs.",
    )
