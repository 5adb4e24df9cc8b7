"""Recording what happened at a visit, and taking a visit back."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Min

from homeward.episodes.actions.ending import take_back_end
from homeward.episodes.actions.holding import EpisodeClosed, NothingWritten, held
from homeward.episodes.actions.planning import BookingGone
from homeward.episodes.models.episode import Episode, Visit, VisitGoal
from homeward.episodes.models.goals import Goal, GoalRating
from homeward.episodes.models.plan import Booking, VisitSeries
from homeward.episodes.rules.goals import check_level
from homeward.episodes.rules.visits import VisitKind, check_second_worker, check_visit_time, stops_the_clock
from homeward.kit.text import storable
from homeward.partnership.models import Member


class NotOfThisEpisode(ValueError):
    """A visit was to serve a goal, or be of a series or booking, of another episode."""


class VisitRecorded(ValueError):
    """A visit was sent again that says something else than what is written down of it already."""


@transaction.atomic
def record_visit(
    *,
    episode: Episode,
    kind: str,
    started_at: datetime,
    what_happened: str,
    next_step: str = "",
    minutes: int | None = None,
    second_worker: Member | None = None,
    series: VisitSeries | None = None,
    booking: Booking | None = None,
    goals: Mapping[Goal, str] | None = None,
    ratings: Mapping[Goal, int] | None = None,
    by: Member,
    now: datetime,
) -> Visit:
    """Write down a visit. The first face-to-face one is the episode's first contact, and stops its clock.

    `goals` are those it served, each with what was done for it ("" for nothing said); `ratings` how far each was
    reached, -2 to +2. A booking is kept by it. Raises EpisodeClosed after the end, VisitTimeWrong for an impossible
    time, NothingWritten without words, NotOfThisEpisode, BookingGone, and SecondWorkerWrong.
    """
    episode = held(episode)
    if episode.ended_at is not None:
        raise EpisodeClosed("This episode has ended, so no visit can be added to it.")
    check_visit_time(started_at=started_at, needed_from=episode.needed_from, now=now)
    check_second_worker(by.pk, second_worker.pk if second_worker else None)
    _check_parts(episode, (series, booking, *(goals or ()), *(ratings or ())))
    if not storable(what_happened).strip():
        raise NothingWritten("Say what happened, in a sentence.")
    visit = Visit.objects.create(
        episode=episode,
        kind=VisitKind(kind),
        started_at=started_at,
        what_happened=storable(what_happened).strip(),
        next_step=storable(next_step).strip(),
        minutes=minutes,
        second_worker=second_worker,
        series=series,
        by=by,
        recorded_at=now,
    )
    _keep(booking, visit)
    _serve(visit, goals or {}, ratings or {})
    _remember_first_contact(episode)
    return visit


@transaction.atomic
def add_to_visit(
    *,
    visit: Visit,
    next_step: str = "",
    minutes: int | None = None,
    second_worker: Member | None = None,
    series: VisitSeries | None = None,
    booking: Booking | None = None,
    goals: Mapping[Goal, str] | None = None,
    ratings: Mapping[Goal, int] | None = None,
) -> Visit:
    """Add to a visit what was left out when it was written down; what it says already stays, also where this is empty.

    Saying the same again changes nothing. Raises VisitRecorded, and adds nothing, where it contradicts what is written;
    EpisodeClosed when there is more to say after the end; NotOfThisEpisode, BookingGone, and SecondWorkerWrong.
    """
    episode = held(visit.episode)
    visit.refresh_from_db()
    check_second_worker(visit.by_id, second_worker.pk if second_worker else None)
    _check_parts(episode, (series, booking, *(goals or ()), *(ratings or ())))
    said = {
        "next_step": storable(next_step).strip(),
        "minutes": minutes,
        "second_worker": second_worker,
        "series": series,
    }
    new = [name for name, value in said.items() if _is_new(getattr(visit, name), value, NAMES[name])]
    kept = Booking.objects.filter(visit=visit).first()
    served, rated = dict(visit.served.values_list("goal", "what")), dict(visit.ratings.values_list("goal", "level"))
    whats = {goal: storable(what).strip() for goal, what in (goals or {}).items()}
    more = {goal: what for goal, what in whats.items() if _is_new(served.get(goal.pk), what, NAMES["goals"])}
    more |= {goal: what for goal, what in whats.items() if goal.pk not in served}
    levels = {goal: one for goal, one in (ratings or {}).items() if _is_new(rated.get(goal.pk), one, NAMES["ratings"])}
    promise = booking if _is_new(kept, booking, NAMES["booking"]) else None
    if not (new or more or levels or promise):
        return visit
    if episode.ended_at is not None:
        raise EpisodeClosed("This episode has ended, so nothing can be added to its visits.")
    for name in new:
        setattr(visit, name, said[name])
    visit.save(update_fields=new)
    _keep(promise, visit)
    for goal in [goal for goal in more if goal.pk in served]:
        visit.served.filter(goal=goal).update(what=more.pop(goal))
    _serve(visit, more, levels)
    return visit


NAMES = {
    "next_step": "what comes next",
    "minutes": "how long it took",
    "second_worker": "who went too",
    "series": "which visit it was",
    "booking": "which visit it was",
    "goals": "what was done for a goal",
    "ratings": "how far they are",
}
"""What each part of a visit is called where it was sent again otherwise."""


def _is_new(written: object, said: object, name: str) -> bool:
    if said in (None, "") or said == written:
        return False
    if written in (None, ""):
        return True
    raise VisitRecorded(
        f"This visit is recorded already, and says otherwise {name}. It stands on the person's record. "
        "If that one is wrong, withdraw it there, then save this again."
    )


def _check_parts(episode: Episode, parts: Iterable[VisitSeries | Booking | Goal | None]) -> None:
    for part in parts:
        if part is not None and part.episode_id != episode.pk:
            raise NotOfThisEpisode("Part of this belongs to another spell of help. Open the page again, and choose.")


@transaction.atomic
def withdraw_visit(*, visit: Visit, why: str, by: Member, now: datetime) -> None:
    """Take back a visit written down wrongly. It stays to be read, and no longer counts; the clock runs on if it must.

    The promise it kept is open again, and its ratings count no longer.
    When nobody has seen the person after all, an episode that had ended is open again, so that somebody goes.
    Raises NothingWritten without a reason. Doing it twice changes nothing.
    """
    if not why.strip():
        raise NothingWritten("Say why the visit is withdrawn.")
    episode = held(visit.episode)
    visit.refresh_from_db()
    if visit.withdrawn_at is not None:
        return
    visit.withdrawn_at, visit.withdrawn_by, visit.withdrawn_why = now, by, why.strip()[:250]
    visit.save()
    Booking.objects.filter(visit=visit).update(visit=None)
    had_been_seen = episode.first_contact_at is not None
    _remember_first_contact(episode)
    if had_been_seen and episode.first_contact_at is None:
        take_back_end(episode=episode, why=f"Nobody had seen them: {visit.withdrawn_why}", by=by, now=now)


def _keep(booking: Booking | None, visit: Visit) -> None:
    if booking is None:
        return
    kept = Booking.objects.filter(pk=booking.pk, visit=None, cancelled_at=None).update(visit=visit)
    if not kept:
        raise BookingGone("That promised visit was cancelled or recorded meanwhile. Choose another, or none.")


def _serve(visit: Visit, goals: Mapping[Goal, str], ratings: Mapping[Goal, int]) -> None:
    VisitGoal.objects.bulk_create(
        VisitGoal(visit=visit, goal=goal, what=storable(what).strip()) for goal, what in goals.items()
    )
    GoalRating.objects.bulk_create(
        GoalRating(goal=goal, level=check_level(level), visit=visit, by=visit.by, at=max(visit.started_at, goal.at))
        for goal, level in ratings.items()
    )


def _remember_first_contact(episode: Episode) -> None:
    contacts = [kind for kind in VisitKind if stops_the_clock(kind)]
    earliest = episode.visits.filter(kind__in=contacts, withdrawn_at=None).aggregate(at=Min("started_at"))["at"]
    if earliest != episode.first_contact_at:
        episode.first_contact_at = earliest
        episode.save(update_fields=["first_contact_at"])
