"""What the plan's page shows: its texts and who agreed, what is promised, and hours a week as they shrink."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from homeward.episodes.models.episode import Episode
from homeward.episodes.models.plan import Booking, Plan, SeriesStep, VisitSeries
from homeward.episodes.queries.plan import bookings_of, plan_of, series_of, shape_of
from homeward.episodes.rules.bookings import is_missed
from homeward.episodes.rules.plan_edits import STAFF_ONLY, TEXTS, changed_since
from homeward.episodes.rules.step_chart import StepChart, step_chart
from homeward.episodes.rules.taper import Shape, change_days, hours_of, total_minutes
from homeward.episodes.rules.taper_words import hours_in_words, series_in_words
from homeward.kit.london import london_date
from homeward.pathways.wording import skill_in_words


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours a week in words: as the visits began, now, and after the last change planned."""

    start: str
    now: str
    end: str


@dataclass(frozen=True, slots=True)
class SeriesShown:
    """One series: in a line, who goes, which steps are still to come, and its staff hours."""

    series: VisitSeries
    says: str
    who: str
    hours: Hours
    ahead: tuple[SeriesStep, ...]
    over: bool
    skills: str


@dataclass(frozen=True, slots=True)
class PlanShown:
    """All of a plan that its page shows."""

    plan: Plan | None
    texts: tuple[tuple[str, str, bool], ...]
    changed_since_agreed: bool
    missed: tuple[Booking, ...]
    coming: tuple[Booking, ...]
    past: tuple[Booking, ...]
    running: tuple[SeriesShown, ...]
    over: tuple[SeriesShown, ...]
    of_staff: Hours
    of_person: Hours
    chart: StepChart | None
    levels: tuple[tuple[date, str, str], ...]
    names: dict[str, str]


def plan_shown(episode: Episode, now: datetime) -> PlanShown:
    """The plan of an episode the viewer was let see, as it stands. The number of queries does not grow."""
    plan, today = plan_of(episode), london_date(now)
    every = series_of(episode)
    shapes = [shape_of(one) for one in every]
    shown = [_series(one, shape, today) for one, shape in zip(every, shapes, strict=True)]
    bookings = [(one, _standing(one, episode, now)) for one in bookings_of(episode)]
    return PlanShown(
        plan=plan,
        texts=tuple((label, getattr(plan, name) if plan else "", name in STAFF_ONLY) for name, label in TEXTS.items()),
        changed_since_agreed=_changed_since_agreed(plan, every),
        missed=tuple(one for one, standing in bookings if standing == "missed"),
        coming=tuple(one for one, standing in bookings if standing == "coming"),
        past=tuple(one for one, standing in bookings if standing == "past"),
        running=tuple(one for one in shown if not one.over),
        over=tuple(one for one in shown if one.over),
        of_staff=_hours(shapes, today),
        of_person=_hours(shapes, today, of_staff=False),
        chart=step_chart(shapes, today),
        levels=_levels(shapes),
        names=TEXTS,
    )


def _standing(booking: Booking, episode: Episode, now: datetime) -> str:
    kept, cancelled = booking.visit_id is not None, booking.cancelled_at is not None
    if is_missed(to_at=booking.to_at, kept=kept, cancelled=cancelled, now=now):
        return "missed" if episode.ended_at is None else "past"
    return "past" if kept or cancelled else "coming"


def _changed_since_agreed(plan: Plan | None, series: Sequence[VisitSeries]) -> bool:
    if plan is None:
        return False
    changes = [change.at for change in plan.changes.all()]
    changes += [at for one in series for at in (one.at, one.changed_at) if at] + [
        step.at for one in series for step in one.steps.all()
    ]
    return changed_since(plan.agreed_at, *changes)


def _series(series: VisitSeries, shape: Shape, today: date) -> SeriesShown:
    ahead = sorted((step for step in series.steps.all() if step.from_on > today), key=lambda step: step.from_on)
    who = {1: "One worker", 2: "Two workers together"}.get(series.staff, f"{series.staff} workers together")
    return SeriesShown(
        series=series,
        says=series_in_words(shape, today),
        who=f"{who}, {series.prefers} if possible" if series.prefers else who,
        hours=_hours([shape], today),
        ahead=tuple(ahead[_first(shape, today) :]),
        over=shape.ended_on is not None and shape.ended_on < today,
        skills=", ".join(skill_in_words(code) for code in series.skills),
    )


def _first(shape: Shape, today: date) -> int:
    """The step a series begins with is no change: 1 while it is still to come, else 0."""
    return int(all(pace.from_on > today for pace in shape.paces))


def _hours(shapes: Sequence[Shape], today: date, *, of_staff: bool = True) -> Hours:
    return Hours(*(hours_in_words(hours * 60) for hours in hours_of(shapes, today, of_staff=of_staff)))


def _levels(shapes: Sequence[Shape]) -> tuple[tuple[date, str, str], ...]:
    """From each day on which something changes, staff hours and the person's hours a week."""
    return tuple(
        (
            day,
            hours_in_words(total_minutes(shapes, day)),
            hours_in_words(total_minutes(shapes, day, of_staff=False)),
        )
        for day in change_days(shapes)
    )
