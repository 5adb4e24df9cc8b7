"""The goals of people a viewer may see: how far they got, which visits served them, and which stand still."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from homeward.episodes.models.episode import Episode, Visit, VisitGoal
from homeward.episodes.models.goals import Goal, GoalChange, GoalEnd, GoalRating, GoalStep
from homeward.episodes.queries.care import episodes_seen_by
from homeward.episodes.rules.goals import attained, change_in_words, level_name, t_score
from homeward.partnership.models import Member

COUNTED = Q(visit=None) | Q(visit__withdrawn_at=None)
"""Ratings that hold: one given at a visit that was withdrawn holds no longer."""


@dataclass(frozen=True, slots=True)
class GoalNow:
    """A goal as it stands: who does what, its ratings (the oldest first), and how many visits served it."""

    goal: Goal
    steps: tuple[GoalStep, ...]
    ratings: tuple[GoalRating, ...]
    visits: int

    @property
    def open(self) -> bool:
        """True while it is worked on."""
        return self.goal.ended_at is None

    @property
    def level(self) -> int | None:
        """The level of the last rating, -2 to 2; None before the first."""
        return self.ratings[-1].level if self.ratings else None

    @property
    def start_says(self) -> str:
        """The level at the start in plain words."""
        return level_name(self.goal.baseline)

    @property
    def now_says(self) -> str:
        """The level now in plain words, empty before the first rating."""
        return "" if self.level is None else level_name(self.level)

    @property
    def change_says(self) -> str:
        """How far they moved since the start in plain words, empty before the first rating."""
        return "" if self.level is None else change_in_words(baseline=self.goal.baseline, level=self.level)

    @property
    def reached(self) -> bool:
        """True when it ended as met, or the last rating is as hoped or more."""
        return self.goal.end_reason == GoalEnd.MET or (self.level is not None and attained(self.level))


@dataclass(frozen=True, slots=True)
class Attainment:
    """What the goals of one episode add up to: how many, how many rated, how many reached, and the T score."""

    goals: int
    rated: int
    reached: int
    score: float | None


def goals_seen_by(viewer: Member) -> QuerySet[Goal]:
    """Goals of the people the viewer may see, each with its episode and person."""
    return Goal.objects.filter(episode__in=episodes_seen_by(viewer)).select_related(
        "episode__person", "episode__owning_team__organisation", "by", "ended_by"
    )


def goals_of(viewer: Member, episode: Episode) -> list[GoalNow]:
    """Every goal of an episode the viewer may see, as it stands: those worked on first, then those that ended."""
    return sorted(_as_they_stand(viewer, [episode.pk]), key=lambda one: not one.open)


def goals_by_episode(viewer: Member, episodes: Iterable[Episode]) -> dict[int, list[GoalNow]]:
    """The goals of several episodes by the episode's id, those written down in error left out; in four queries."""
    found: dict[int, list[GoalNow]] = defaultdict(list)
    for one in _as_they_stand(viewer, [episode.pk for episode in episodes]):
        if one.goal.end_reason != GoalEnd.IN_ERROR:
            found[one.goal.episode_id].append(one)
    return dict(found)


def goal_as_it_stands(viewer: Member, goal: Goal) -> GoalNow:
    """One goal as it stands; `goal` is one the viewer may see."""
    return next(one for one in _as_they_stand(viewer, [goal.episode_id]) if one.goal.pk == goal.pk)


def attainment(goals: Iterable[GoalNow]) -> Attainment:
    """What these goals add up to; those written down in error count for nothing."""
    counted = [one for one in goals if one.goal.end_reason != GoalEnd.IN_ERROR]
    levels = [one.level for one in counted if one.level is not None]
    return Attainment(len(counted), len(levels), sum(one.reached for one in counted), t_score(levels))


def visits_that_served(viewer: Member, goal: Goal) -> list[VisitGoal]:
    """What was done for a goal, visit by visit, the latest first; withdrawn visits are left out."""
    served = VisitGoal.objects.filter(goal=goal, visit__withdrawn_at=None, visit__episode__in=episodes_seen_by(viewer))
    return list(served.select_related("visit__by", "visit__second_worker").order_by("-visit__started_at", "-visit_id"))


def goals_served_by(viewer: Member, visits: Iterable[Visit]) -> dict[int, list[Goal]]:
    """The goals each of these visits served, by the visit's id; each goal says in `what_was_done` what was done."""
    served = VisitGoal.objects.filter(
        visit__in=[visit.pk for visit in visits], visit__episode__in=episodes_seen_by(viewer)
    ).select_related("goal")
    found: dict[int, list[Goal]] = defaultdict(list)
    for one in served.order_by("goal__at", "goal_id"):
        one.goal.what_was_done = one.what  # type: ignore[attr-defined]
        found[one.visit_id].append(one.goal)
    return dict(found)


def goals_no_better(episode_ids: Iterable[int]) -> dict[int, int]:
    """How many open goals of each episode were last rated lower than at the start, where there are any."""
    last = GoalRating.objects.filter(COUNTED, goal=OuterRef("pk")).order_by("-at", "-pk")
    further = (
        Goal.objects.filter(episode_id__in=list(episode_ids), ended_at=None)
        .annotate(latest=Subquery(last.values("level")[:1]))
        .filter(latest__lt=F("baseline"))
    )
    return dict(further.order_by().values_list("episode_id").annotate(Count("pk")))


def goals_in_words(viewer: Member, episode: Episode) -> list[str]:
    """A line in plain words for each goal: what they wanted, whether it was reached, and how it was at the start."""
    return [_line(one) for one in goals_by_episode(viewer, [episode]).get(episode.pk, [])]


def changes_of(viewer: Member, goal: Goal) -> list[GoalChange]:
    """What a goal said before, the newest change first."""
    return list(goal.changes.filter(goal__in=goals_seen_by(viewer)).select_related("by"))


def _line(one: GoalNow) -> str:
    how = "Still worked on" if one.open else GoalEnd(one.goal.end_reason).label
    if not one.ratings:
        return f"“{one.goal.words}” {how}. Not rated since the start."
    return f"“{one.goal.words}” {how}. At the start: {one.start_says}. Last rated: {one.now_says}."


def _as_they_stand(viewer: Member, episode_ids: list[int]) -> list[GoalNow]:
    ratings = GoalRating.objects.filter(COUNTED).select_related("by", "visit")
    goals = (
        goals_seen_by(viewer)
        .filter(episode__in=episode_ids)
        .annotate(visits=Count("served_by", filter=Q(served_by__visit__withdrawn_at=None)))
        .prefetch_related("steps", Prefetch("ratings", queryset=ratings))
    )
    return [GoalNow(goal, tuple(goal.steps.all()), tuple(goal.ratings.all()), goal.visits) for goal in goals]
