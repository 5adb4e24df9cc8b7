"""The plan of an episode is begun and closed, and single visits are promised for a time or taken back."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from homeward.episodes.actions.holding import NothingWritten, held, held_open
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.plan import Booking, Plan
from homeward.episodes.rules.bookings import check_promise
from homeward.kit.text import storable, storable_json
from homeward.partnership.models import Member


class BookingGone(ValueError):
    """A promised visit that can no longer be kept or cancelled, because it has been already."""


@transaction.atomic
def begin_plan(*, episode: Episode, by: Member, now: datetime) -> Plan:
    """The plan of an episode, begun empty when there is none yet. Raises EpisodeClosed after its end."""
    episode = held_open(episode)
    plan, _ = Plan.objects.get_or_create(episode=episode, defaults={"begun_by": by, "begun_at": now})
    return plan


@transaction.atomic
def book(
    *,
    episode: Episode,
    what_for: str,
    from_at: datetime,
    to_at: datetime,
    minutes: int = 45,
    skills: Sequence[str] = (),
    staff: int = 1,
    worker: Member | None = None,
    by: Member,
    now: datetime,
) -> Booking:
    """Promise a visit that begins between two times; the same promise made twice is one.

    Raises EpisodeClosed after the end, NothingWritten without saying what for, and PromiseWrong for times that are
    past, the wrong way round or more than a day apart, and for an unlikely length or number of staff.
    """
    episode = held_open(episode)
    what_for = storable(what_for).strip()[:200]
    if not what_for:
        raise NothingWritten("Say what the visit is for.")
    check_promise(from_at=from_at, to_at=to_at, minutes=minutes, staff=staff, now=now)
    same = episode.bookings.filter(what_for=what_for, from_at=from_at, to_at=to_at, visit=None, cancelled_at=None)
    return same.first() or Booking.objects.create(
        episode=episode,
        what_for=what_for,
        from_at=from_at,
        to_at=to_at,
        minutes=minutes,
        skills=storable_json(list(skills)),
        staff=staff,
        worker=worker,
        by=by,
        at=now,
    )


@transaction.atomic
def cancel_booking(*, booking: Booking, why: str, by: Member, now: datetime) -> None:
    """Take back a promised visit, with the reason; doing it twice changes nothing.

    Raises NothingWritten without a reason, and BookingGone when somebody has been.
    """
    why = storable(why).strip()[:200]
    if not why:
        raise NothingWritten("Say why the visit is cancelled.")
    held(booking.episode)
    booking.refresh_from_db()
    if booking.visit_id is not None:
        raise BookingGone("A visit was recorded for this promise, so it cannot be cancelled.")
    if booking.cancelled_at is None:
        Booking.objects.filter(pk=booking.pk).update(cancelled_at=now, cancelled_by=by, cancelled_why=why)
        booking.refresh_from_db()


@transaction.atomic
def close_plan(*, episode: Episode, on: date, by: Member, why: str, now: datetime) -> None:
    """End every series of visits on a day (its last), and cancel every visit promised for later, as help ends.

    A promise whose time has passed, and that nobody kept, stays missed, so that it can be counted.

    Raises NothingWritten without a reason. Doing it twice changes nothing.
    """
    why = storable(why).strip()[:200]
    if not why:
        raise NothingWritten("Say why the visits end.")
    episode = held(episode)
    running = episode.series.filter(Q(ended_on=None) | Q(ended_on__gt=on))
    running.update(ended_on=on, ended_by=by, ended_why=why)
    open_still = episode.bookings.filter(visit=None, cancelled_at=None, to_at__gte=now)
    open_still.update(cancelled_at=now, cancelled_by=by, cancelled_why=why)
