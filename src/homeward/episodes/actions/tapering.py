"""Visits that come back: begun, made fewer or more from a day on, and ended."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import transaction

from homeward.episodes.actions.holding import NothingWritten, held_open
from homeward.episodes.actions.visiting import NotOfThisEpisode
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.goals import Goal
from homeward.episodes.models.plan import SeriesStep, VisitSeries
from homeward.episodes.queries.plan import shape_of
from homeward.episodes.rules.taper import Pace, PaceWrong, check_change, check_pace, check_series
from homeward.kit.london import london_date
from homeward.kit.text import storable, storable_json
from homeward.partnership.models import Member


class StepBegun(ValueError):
    """A step was to be taken back that holds already, or without which the series would have no beginning."""


@transaction.atomic
def add_series(
    *,
    episode: Episode,
    what_for: str,
    goals: Sequence[Goal] = (),
    skills: Sequence[str] = (),
    staff: int = 1,
    window_from: time,
    window_to: time,
    prefers: Member | None = None,
    from_on: date,
    days: Sequence[int],
    times_a_day: int = 1,
    minutes: int,
    by: Member,
    now: datetime,
) -> VisitSeries:
    """Begin visits that come back on days of the week (1 is Monday); the same form sent twice is one series.

    Raises EpisodeClosed after the end, NothingWritten without saying what for, PaceWrong for what cannot be, and
    NotOfThisEpisode for a goal of another episode.
    """
    episode = held_open(episode)
    what_for = storable(what_for).strip()[:200]
    if not what_for:
        raise NothingWritten("Say what the visits are for.")
    check_series(staff=staff, window_from=window_from, window_to=window_to)
    first = Pace(from_on, tuple(sorted(set(days))), times_a_day, minutes)
    check_pace(first)
    if not first.days:
        raise PaceWrong("Choose at least one day of the week.")
    if any(goal.episode_id != episode.pk for goal in goals):
        raise NotOfThisEpisode("A goal belongs to another spell of help. Open the page again, and choose.")
    same = episode.series.filter(
        what_for=what_for, window_from=window_from, window_to=window_to, staff=staff, ended_on=None, by=by
    )
    already = same.filter(steps__from_on=from_on, steps__minutes=minutes, steps__times_a_day=times_a_day).first()
    if already is not None and _first_pace(already) == first:
        return already
    series = VisitSeries.objects.create(
        episode=episode,
        what_for=what_for,
        skills=storable_json(list(skills)),
        staff=staff,
        window_from=window_from,
        window_to=window_to,
        prefers=prefers,
        by=by,
        at=now,
    )
    series.goals.set(goals)
    SeriesStep.objects.create(series=series, by=by, at=now, **_values(first))
    return series


@transaction.atomic
def change_pace(
    *,
    series: VisitSeries,
    from_on: date,
    days: Sequence[int],
    times_a_day: int,
    minutes: int,
    why: str,
    by: Member,
    now: datetime,
) -> tuple[SeriesStep, bool]:
    """From a day on, visits come as said here; the step, and whether it stands in place of one of the same day.

    No days: the visits rest. Raises EpisodeClosed after the end, NothingWritten without a reason, and PaceWrong for a
    day that has passed or lies outside the series, for what cannot be, and for what changes nothing.
    """
    held_open(series.episode)
    series.refresh_from_db()
    why = _reason(why, "Say why the visits change.")
    pace = Pace(from_on, tuple(sorted(set(days))), times_a_day, minutes)
    check_change(shape_of(series).paces, pace, today=london_date(now), ended_on=series.ended_on)
    step, new = SeriesStep.objects.update_or_create(
        series=series, from_on=from_on, defaults={**_values(pace), "why": why, "by": by, "at": now}
    )
    return step, not new


@transaction.atomic
def drop_step(*, step: SeriesStep, by: Member, now: datetime) -> None:
    """Take back a change that is still to come, so that the step before it goes on. Doing it twice changes nothing.

    Raises EpisodeClosed after the end, and StepBegun for a step that holds already or is the series' first.
    """
    held_open(step.series.episode)
    first = step.series.steps.order_by("from_on", "pk").first()
    if step.from_on <= london_date(now):
        raise StepBegun("This change has begun, so it cannot be taken back. Change the visits from today instead.")
    if first is None or first.pk == step.pk:
        raise StepBegun("The visits begin with this, so it cannot be taken back. End the visits instead.")
    gone, _ = SeriesStep.objects.filter(pk=step.pk).delete()
    if gone:
        VisitSeries.objects.filter(pk=step.series_id).update(changed_at=now)


@transaction.atomic
def end_series(*, series: VisitSeries, on: date, why: str, by: Member, now: datetime) -> None:
    """Say which day is the last of these visits, in the past or to come; said again, the new day holds.

    Raises EpisodeClosed after the end, and NothingWritten without a reason.
    """
    held_open(series.episode)
    why = _reason(why, "Say why the visits end.")
    series.refresh_from_db()
    if series.ended_on != on:
        series.changed_at = now
    series.ended_on, series.ended_by, series.ended_why = on, by, why
    series.save(update_fields=["ended_on", "ended_by", "ended_why", "changed_at"])


def _first_pace(series: VisitSeries) -> Pace | None:
    return min(shape_of(series).paces, key=lambda pace: pace.from_on, default=None)


def _values(pace: Pace) -> dict[str, object]:
    return {
        "from_on": pace.from_on,
        "days": list(pace.days),
        "times_a_day": pace.times_a_day,
        "minutes": pace.minutes,
    }


def _reason(why: str, remedy: str) -> str:
    why = storable(why).strip()[:200]
    if not why:
        raise NothingWritten(remedy)
    return why
