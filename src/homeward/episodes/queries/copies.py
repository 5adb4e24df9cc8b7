"""What stands on the person's own copy, when they last got one, and what was changed since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from homeward.episodes.models.episode import Episode
from homeward.episodes.models.goals import GoalChange, GoalRating
from homeward.episodes.models.plan import Booking, Plan, PlanChange, PlanCopy
from homeward.episodes.models.stages import NamedWorker
from homeward.episodes.queries.care import episodes_seen_by
from homeward.episodes.queries.goals import GoalNow, goals_of
from homeward.episodes.queries.plan import series_of, shape_of
from homeward.episodes.rules.copy_words import hours_for_you
from homeward.episodes.rules.plan_edits import STAFF_ONLY
from homeward.episodes.rules.taper_words import taper_in_words
from homeward.kit.london import london_date
from homeward.partnership.models import Member


@dataclass(frozen=True, slots=True)
class PersonCopy:
    """The person's own copy: goals worked on, the plan, who they know by name, when we come; and the last one given.

    `visits` are what each series is for and when it comes, in words; `hours` how much that is a week; `bookings` single
    visits promised and still to come. `changed_since` names the parts that differ from the last copy given, which
    is `last`: None before the first.
    """

    goals: list[GoalNow]
    plan: Plan | None
    worker: Member | None
    visits: list[tuple[str, str]]
    hours: list[str]
    bookings: list[Booking]
    last: PlanCopy | None
    changed_since: list[str]


def copy_for(viewer: Member, episode: Episode, *, now: datetime) -> PersonCopy | None:
    """The person's own copy as it would be given now; None when the viewer may not see the episode."""
    if not episodes_seen_by(viewer).filter(pk=episode.pk).exists():
        return None
    goals, today = goals_of(viewer, episode), london_date(now)
    plan = Plan.objects.filter(episode=episode).first()
    last = PlanCopy.objects.filter(plan=plan).select_related("by").first() if plan else None
    named = NamedWorker.objects.filter(episode=episode).select_related("member").last()
    running = [(one, shape_of(one)) for one in series_of(episode) if one.ended_on is None or one.ended_on >= today]
    waiting = Q(visit=None, cancelled_at=None, to_at__gte=now)
    return PersonCopy(
        goals=[one for one in goals if one.open],
        plan=plan,
        worker=named.member if named else None,
        visits=[(one.what_for, taper_in_words(shape, today)) for one, shape in running],
        hours=hours_for_you([shape for _, shape in running], today),
        bookings=list(episode.bookings.filter(waiting).select_related("worker")),
        last=last,
        changed_since=_changed(episode, goals, named, last) if last else [],
    )


def _changed(episode: Episode, goals: list[GoalNow], named: NamedWorker | None, last: PlanCopy) -> list[str]:
    """The parts of the copy written since the last one was given."""
    after, told = last.at, GoalChange.objects.filter(goal__episode=episode, at__gt=last.at)
    fields = set(told.order_by().values_list("field", flat=True))
    steps = [step for one in goals for step in one.steps]
    parts = {
        "the goals": bool(fields - {"steps"})
        or _any(after, (at for g in goals for at in (g.goal.at, g.goal.ended_at))),
        "how far a goal has got": _any(after, (_written_at(rating) for one in goals for rating in one.ratings)),
        "who does what": "steps" in fields or _any(after, (at for step in steps for at in (step.at, step.done_at))),
        "the plan": PlanChange.objects.filter(plan=last.plan, at__gt=after).exclude(field__in=STAFF_ONLY).exists(),
        "when we come": _visits_changed(episode, after),
        "who they know by name": named is not None and named.at > after,
    }
    return [part for part, changed in parts.items() if changed]


def _written_at(rating: GoalRating) -> datetime:
    """When a rating was written down: one given at a visit is of the visit's time, and stands there since later."""
    return max(rating.at, rating.visit.recorded_at) if rating.visit else rating.at


def _visits_changed(episode: Episode, after: datetime) -> bool:
    if episode.series.filter(Q(at__gt=after) | Q(changed_at__gt=after) | Q(steps__at__gt=after)).exists():
        return True
    return episode.bookings.filter(Q(at__gt=after) | Q(cancelled_at__gt=after)).exists()


def _any(after: datetime, moments: Iterable[datetime | None]) -> bool:
    return any(at is not None and at > after for at in moments)
