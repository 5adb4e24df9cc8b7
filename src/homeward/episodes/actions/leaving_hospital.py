"""Somebody leaves hospital, with a first visit promised before they go; or dies there. Both can be taken back."""

from datetime import datetime, timedelta

from django.db import transaction

from homeward.episodes.actions.holding import NothingWritten
from homeward.episodes.actions.hospital import (
    NotReady,
    end_delays,
    keep_change,
    ready_period,
    refuse_if_over,
    stay_as_it_is,
)
from homeward.episodes.models.hospital import HospitalStay
from homeward.episodes.rules.hospital import DateImpossible, check_left
from homeward.episodes.rules.visits import MINUTES_A_WATCH_MAY_BE_FAST
from homeward.kit.london import london_date
from homeward.kit.text import storable
from homeward.partnership.models import Member


class NoWhereTo(ValueError):
    """Somebody was to leave hospital without a pathway and a destination."""


class NoFirstVisit(ValueError):
    """Somebody was to leave hospital without a first visit promised, and without saying why."""


class InHospitalAgain(ValueError):
    """A leaving was to be taken back after a later stay began."""


@transaction.atomic
def leave_hospital(
    *, stay: HospitalStay, left_at: datetime, no_first_visit_why: str = "", by: Member, now: datetime
) -> None:
    """Note when they left. A first visit after that must have been promised before, or a reason says why not.

    The reason is kept only where there was no such visit; those are counted. What held them up ends on that day.
    Said twice it is noted once. Raises StayOver, EpisodeClosed, NoWhereTo, NotReady, DateImpossible, NoFirstVisit.
    """
    stay, why = stay_as_it_is(stay), storable(no_first_visit_why).strip()[:250]
    if stay.left_at == left_at:
        return
    refuse_if_over(stay)
    if stay.pathway is None or not stay.destination:
        raise NoWhereTo("Choose the discharge pathway and where they are going first.")
    ready = ready_period(stay)
    if ready is None:
        raise NotReady(
            "They are not noted as ready to leave. Say first from which day they were; "
            "if they left against advice, it is the day they left."
        )
    _check_moment(stay, left_at, now)
    promised = first_visit_promised(stay, left_at)
    if not promised and not why:
        raise NoFirstVisit("No first visit is booked for after they leave. Book it first, or say why there is none.")
    stay.no_first_visit_why = "" if promised else why
    _over(stay, left_at, by)


@transaction.atomic
def note_death_in_hospital(*, stay: HospitalStay, died_at: datetime, by: Member, now: datetime) -> None:
    """Note that they died in hospital. No pathway and no first visit are needed, and what held them up ends.

    Raises StayOver, EpisodeClosed, DateImpossible.
    """
    stay = stay_as_it_is(stay)
    if stay.left_at == died_at:
        return
    refuse_if_over(stay)
    _check_moment(stay, died_at, now)
    stay.died_in_hospital = True
    _over(stay, died_at, by)


@transaction.atomic
def put_back(*, stay: HospitalStay, why: str, by: Member, now: datetime) -> None:
    """Take back that they left, or died, because it was noted wrongly: they are in hospital still.

    What held them up is not held to go on: it is noted anew. Doing it twice changes nothing.
    Raises EpisodeClosed, NothingWritten without a reason, InHospitalAgain after a later stay began.
    """
    why = storable(why).strip()[:250]
    if not why:
        raise NothingWritten("Say why the leaving is taken back.")
    stay = stay_as_it_is(stay)
    if stay.left_at is None:
        return
    if stay.episode.hospital_stays.latest("admitted_on", "pk") != stay:
        raise InHospitalAgain("They went into hospital again since. Only the latest stay can be put right.")
    keep_change(stay, "left_at", stay.left_at.isoformat(), None, by, now, why=why)
    keep_change(stay, "left_by", stay.left_by, None, by, now, why=why)
    keep_change(stay, "no_first_visit_why", stay.no_first_visit_why, "", by, now, why=why)
    keep_change(stay, "died_in_hospital", "Yes" if stay.died_in_hospital else "", "", by, now, why=why)
    stay.left_at = stay.left_by = None
    stay.no_first_visit_why, stay.died_in_hospital = "", False
    stay.save()


def first_visit_promised(stay: HospitalStay, left_at: datetime) -> bool:
    """True when a visit after they left was promised before they left. Times on a page are whole minutes."""
    promised = stay.episode.bookings.filter(cancelled_at=None, at__lt=left_at + timedelta(minutes=1))
    return promised.filter(from_at__gte=left_at).exists()


def _check_moment(stay: HospitalStay, moment: datetime, now: datetime) -> None:
    if moment > now + MINUTES_A_WATCH_MAY_BE_FAST:
        raise DateImpossible("That time is in the future. Note it once it has happened.")
    ready = ready_period(stay)
    check_left(london_date(moment), admitted_on=stay.admitted_on, drd=ready.ready_on if ready else None)


def _over(stay: HospitalStay, moment: datetime, by: Member) -> None:
    stay.left_at, stay.left_by = moment, by
    stay.save()
    end_delays(stay, london_date(moment))
