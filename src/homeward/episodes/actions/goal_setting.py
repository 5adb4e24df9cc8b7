"""Goals in the person's words: set, changed without losing what others wrote, rated, ended and taken up again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from homeward.episodes.actions.holding import NothingWritten, held_open
from homeward.episodes.models.episode import Episode, Visit
from homeward.episodes.models.goals import Goal, GoalChange, GoalEnd, GoalRating
from homeward.episodes.models.written import AgreedWith
from homeward.episodes.rules.goals import (
    BASELINE,
    GOAL_FIELDS,
    HOW_IT_SHOWS,
    attained,
    check_hoped_by,
    check_level,
    level_name,
    levels_kept,
)
from homeward.episodes.rules.plan_edits import merged, tidy
from homeward.kit.london import london_date
from homeward.kit.text import storable
from homeward.partnership.models import Member

SENT_TWICE = timedelta(minutes=10)
"""The same words by the same member within this time are one form that was sent twice."""


class GoalEnded(ValueError):
    """Something was to be written for a goal that is no longer worked on."""


@dataclass(frozen=True, slots=True)
class WrittenMeanwhile:
    """One part of a goal that two people changed: what was typed now, what it says, who wrote that and when."""

    typed: str
    now_says: str
    by: Member | None
    at: datetime | None


class GoalMovedOn(ValueError):
    """Someone else changed the same parts of a goal meanwhile: `fields` says which, with both texts."""

    def __init__(self, fields: Mapping[str, WrittenMeanwhile]) -> None:
        self.fields = dict(fields)
        named = ", ".join(GOAL_FIELDS[field].lower() for field in fields)
        super().__init__(f"Someone else changed this goal while you had the page open: {named}.")


class NotAsHoped(ValueError):
    """A goal was said to be met, and how far they got says otherwise."""


class VisitElsewhere(ValueError):
    """A goal was to be rated at a visit of another episode."""


def held_goal(goal: Goal) -> Goal:
    """The goal as it is now, its episode locked. Raises EpisodeClosed, and GoalEnded after its own end."""
    episode = held_open(goal.episode)
    goal = Goal.objects.get(pk=goal.pk)
    goal.episode = episode
    if goal.ended_at is not None:
        raise GoalEnded("This goal is no longer worked on. Take it up again first.")
    return goal


def goal_details(goal: Goal) -> dict[str, str]:
    """What can be changed of a goal, as text: the levels each on their own, the day as 2026-04-01 or empty."""
    looks = {field: str(goal.levels.get(str(level), "")) for field, level in HOW_IT_SHOWS.items()}
    return {
        "words": goal.words,
        "why_it_matters": goal.why_it_matters,
        "agreed_with": goal.agreed_with,
        "baseline": str(goal.baseline),
        "hoped_by": goal.hoped_by.isoformat() if goal.hoped_by else "",
        **looks,
    }


@transaction.atomic
def set_goal(
    *,
    episode: Episode,
    words: str,
    why_it_matters: str = "",
    agreed_with: str,
    levels: Mapping[str, str] | None = None,
    baseline: int = BASELINE,
    hoped_by: date | None = None,
    by: Member,
    now: datetime,
) -> Goal:
    """Write down what a person wants to be able to do, in their words; the same form sent twice is one goal.

    `levels` may say by a level's number as text ("-2" to "2") what it looks like. Raises EpisodeClosed, NothingWritten
    without words, NotALevel, and HopedByPassed for a day that is over.
    """
    episode = held_open(episode)
    goal = Goal(
        episode=episode,
        words=_words(words),
        why_it_matters=tidy(storable(why_it_matters)),
        agreed_with=AgreedWith(agreed_with),
        levels=levels_kept({level: storable(said) for level, said in (levels or {}).items()}),
        baseline=check_level(baseline),
        hoped_by=hoped_by,
        by=by,
        at=now,
    )
    check_hoped_by(hoped_by, set_on=london_date(now))
    for sent in Goal.objects.filter(episode=episode, by=by, at__gte=now - SENT_TWICE, ended_at=None):
        if goal_details(sent) == goal_details(goal):
            return sent
    goal.save()
    return goal


@transaction.atomic
def change_goal(*, goal: Goal, opened: Mapping[str, str], typed: Mapping[str, str], by: Member, now: datetime) -> Goal:
    """The goal after a member changed its texts; what it said before is kept.

    `opened` is what the form was opened with and `typed` what was sent, both as `goal_details` gives them: what was
    left alone follows what others wrote meanwhile. Raises GoalMovedOn and what `set_goal` raises, and changes nothing.
    """
    goal = held_goal(goal)
    before = goal_details(goal)
    both = merged(opened=opened, typed={field: storable(said) for field, said in typed.items()}, now=before)
    if both.clashes:
        clashing = [field for field in GOAL_FIELDS if field in both.clashes]
        raise GoalMovedOn({field: _meanwhile(goal, field, both.clashes[field]) for field in clashing})
    _take_over(goal, before | {field: after for field, (_, after) in both.changes.items()})
    changed = {field: after for field, after in goal_details(goal).items() if after != before[field]}
    if changed:
        goal.save()
        for field, after in changed.items():
            note_change(goal, field, before[field], after, by, now)
    return goal


@transaction.atomic
def rate_goal(
    *, goal: Goal, level: int, said: str = "", visit: Visit | None = None, by: Member, now: datetime
) -> GoalRating:
    """Write down how far a goal was reached, -2 to 2, and what the person said; sent twice it is one rating.

    Raises EpisodeClosed, GoalEnded, NotALevel, and VisitElsewhere for a visit of another episode.
    """
    goal = held_goal(goal)
    if visit is not None and visit.episode_id != goal.episode_id:
        raise VisitElsewhere("This visit was to somebody else, or in another spell of help.")
    at = now if visit is None else max(visit.started_at, goal.at)
    rating = GoalRating(goal=goal, level=check_level(level), said=tidy(storable(said)), visit=visit, by=by, at=at)
    last = goal.ratings.filter(by=by, at__gte=at - SENT_TWICE).last()
    if last and (last.level, last.said, last.visit_id) == (rating.level, rating.said, rating.visit_id):
        return last
    rating.save()
    return rating


@transaction.atomic
def end_goal(*, goal: Goal, reason: str, level: int | None = None, said: str = "", by: Member, now: datetime) -> Goal:
    """End work on a goal with a reason, and with `level` rate it a last time.

    Raises EpisodeClosed, GoalEnded when it ended for another reason before, and NotAsHoped when it is said to be met
    while its last rating is less than hoped. Doing it twice changes nothing.
    """
    held_open(goal.episode)
    now_is = Goal.objects.get(pk=goal.pk)
    if now_is.ended_at is not None and now_is.end_reason == reason:
        return now_is
    goal = held_goal(goal)
    if level is not None:
        rate_goal(goal=goal, level=level, said=said, by=by, now=now)
    last = goal.ratings.exclude(visit__withdrawn_at__isnull=False).last()
    if reason == GoalEnd.MET and last is not None and not attained(last.level):
        raise NotAsHoped(f'It is rated "{level_name(last.level)}". Say how far they got, or choose another reason.')
    goal.ended_at, goal.ended_by, goal.end_reason = now, by, GoalEnd(reason)
    goal.save()
    return goal


@transaction.atomic
def reopen_goal(*, goal: Goal, by: Member, now: datetime) -> Goal:
    """Take up a goal again; that it had ended is kept. Raises EpisodeClosed. A goal that goes on stays as it is."""
    held_open(goal.episode)
    goal = Goal.objects.get(pk=goal.pk)
    if goal.ended_at is not None:
        note_change(goal, "end", GoalEnd(goal.end_reason).label, "", by, now)
        goal.ended_at, goal.ended_by, goal.end_reason = None, None, ""
        goal.save()
    return goal


def note_change(goal: Goal, field: str, before: str, after: str, by: Member, now: datetime) -> None:
    """Keep what a part of a goal said before it was changed."""
    GoalChange.objects.create(goal=goal, field=field, before=before, after=after, by=by, at=now)


def _take_over(goal: Goal, details: Mapping[str, str]) -> None:
    """Put these details on the goal, not yet saved."""
    hoped_by = date.fromisoformat(details["hoped_by"]) if details["hoped_by"] else None
    check_hoped_by(hoped_by, set_on=london_date(goal.at))
    goal.words, goal.why_it_matters = _words(details["words"]), details["why_it_matters"]
    goal.agreed_with, goal.hoped_by = AgreedWith(details["agreed_with"]), hoped_by
    goal.baseline = check_level(int(details["baseline"]))
    goal.levels = levels_kept({str(level): details[field] for field, level in HOW_IT_SHOWS.items()})


def _meanwhile(goal: Goal, field: str, texts: tuple[str, str]) -> WrittenMeanwhile:
    now_says, typed = texts
    last = goal.changes.filter(field=field).select_related("by").first()
    return WrittenMeanwhile(typed, now_says, last.by if last else None, last.at if last else None)


def _words(typed: str) -> str:
    words = tidy(storable(typed))
    if not words:
        raise NothingWritten("Write down what they want to be able to do, as they say it.")
    return words
