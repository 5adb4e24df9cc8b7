"""A stay in hospital: where, from when they are ready to leave, where to, and what holds them up."""

from datetime import date, datetime

from django.db import transaction

from homeward.episodes.actions.holding import NothingWritten, held_open
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.hospital import DelayReason, HospitalStay, ReadyPeriod, StayChange
from homeward.episodes.reading.code_lists import code_list
from homeward.episodes.rules.hospital import (
    PATHWAY_NAMES,
    Period,
    check_delay,
    check_ready,
    check_stay,
    check_unwell,
    discharge_ready_date,
    until_not_before,
)
from homeward.kit.london import london_date
from homeward.kit.text import storable
from homeward.partnership.models import Member

KEPT_SECRET = "A hospital (kept secret)"  # noqa: S105 - words instead of where somebody is
"""Noted as the hospital of a person whose whereabouts are secret."""


class StayOver(ValueError):
    """Something was to be noted of a stay in hospital that is over."""


class NotReady(ValueError):
    """Something was to be noted that only holds of somebody who is ready to leave hospital."""


class ReadyAlready(ValueError):
    """Somebody was to be noted as ready from another day than the one noted."""


class DestinationWrong(ValueError):
    """A discharge pathway or destination that is not in the list, or a destination of another pathway."""


class ReasonUnknown(ValueError):
    """A reason for a delay that is not in the list."""


@transaction.atomic
def note_stay(
    *,
    episode: Episode,
    hospital: str,
    ward: str = "",
    admitted_on: date,
    expected_on: date | None = None,
    by: Member,
    now: datetime,
) -> HospitalStay:
    """Note in which hospital and ward they are, since when and until when expected; said again, it corrects that.

    Of a person whose whereabouts are secret, neither hospital nor ward is kept.
    Raises EpisodeClosed, NothingWritten without a hospital, DateImpossible.
    """
    episode = held_open(episode)
    hospital, ward = storable(hospital).strip()[:120], storable(ward).strip()[:80]
    if not hospital:
        raise NothingWritten("Say which hospital they are in.")
    if episode.person.restricted:
        hospital, ward = KEPT_SECRET, ""
    stay = episode.hospital_stays.filter(left_at=None).first()
    _check_dates(episode, stay, admitted_on, expected_on, now)
    said = {"hospital": hospital, "ward": ward, "admitted_on": admitted_on, "expected_on": expected_on}
    if stay is None:
        return HospitalStay.objects.create(episode=episode, by=by, at=now, **said)
    note_changes(stay, said, by, now)
    return stay


def _check_dates(
    episode: Episode, stay: HospitalStay | None, admitted_on: date, expected_on: date | None, now: datetime
) -> None:
    before = episode.hospital_stays.exclude(left_at=None).order_by("-left_at").first()
    first = stay.ready_periods.first() if stay else None
    check_stay(
        admitted_on=admitted_on,
        expected_on=expected_on,
        earlier_left_on=london_date(before.left_at) if before and before.left_at else None,
        first_ready_on=first.ready_on if first else None,
        today=london_date(now),
    )


@transaction.atomic
def say_ready(*, stay: HospitalStay, ready_on: date, by: Member, now: datetime) -> ReadyPeriod:
    """Note the day from which they do not need the hospital any more; the same day said twice is noted once.

    Raises StayOver, EpisodeClosed, DateImpossible, and ReadyAlready when they are ready since another day.
    """
    stay = held_stay(stay)
    current = ready_period(stay)
    if current is not None and current.ready_on == ready_on:
        return current
    if current is not None:
        raise ReadyAlready(
            "They are noted as ready since another day. Correct that day, or say that they were unwell again since."
        )
    check_ready(ready_on, admitted_on=stay.admitted_on, earlier=periods_of(stay), today=london_date(now))
    return ReadyPeriod.objects.create(stay=stay, ready_on=ready_on, by=by, at=now)


@transaction.atomic
def correct_ready(*, stay: HospitalStay, ready_on: date, why: str, by: Member, now: datetime) -> None:
    """Put right the day from which they are ready, with the reason; what was noted before is kept.

    Raises StayOver, EpisodeClosed, NotReady, NothingWritten without a reason, DateImpossible.
    """
    stay, why = held_stay(stay), storable(why).strip()[:250]
    current = _ready_or_refused(stay)
    if current.ready_on == ready_on:
        return
    if not why:
        raise NothingWritten("Say why the day is corrected.")
    earlier = [period for period in periods_of(stay) if period.unwell_on]
    check_ready(ready_on, admitted_on=stay.admitted_on, earlier=earlier, today=london_date(now))
    for delay in stay.delays.filter(from_on__gte=current.ready_on):
        check_delay(delay.from_on, drd=ready_on, current_from=None, today=london_date(now))
    keep_change(stay, "ready_on", current.ready_on, ready_on, by, now, why=why)
    ReadyPeriod.objects.filter(pk=current.pk).update(ready_on=ready_on)


@transaction.atomic
def unwell_again(*, stay: HospitalStay, on: date, why: str, by: Member, now: datetime) -> None:
    """They need the hospital again from a day on: the wait ends there, and so does what held them up.

    Raises StayOver, EpisodeClosed, NotReady, NothingWritten without a reason, DateImpossible.
    """
    stay, why = held_stay(stay), storable(why).strip()[:250]
    current = _ready_or_refused(stay)
    if not why:
        raise NothingWritten("Say what happened, in a few words.")
    check_unwell(on, ready_on=current.ready_on, today=london_date(now))
    ReadyPeriod.objects.filter(pk=current.pk).update(unwell_on=on, unwell_why=why)
    end_delays(stay, on)


@transaction.atomic
def choose_pathway(*, stay: HospitalStay, pathway: int, destination: str, by: Member, now: datetime) -> None:
    """Note the discharge pathway, 0 to 3, and where they are going: a code of the national list.

    Raises StayOver, EpisodeClosed, and DestinationWrong for what is not in the list or not of the pathway.
    """
    stay = held_stay(stay)
    known = code_list("discharge_destination").value(destination)
    if pathway not in PATHWAY_NAMES:
        raise DestinationWrong("Choose a discharge pathway from 0 to 3.")
    if known is None:
        raise DestinationWrong("Choose where they are going from the list.")
    if pathway not in known.pathways:
        raise DestinationWrong(f"“{known.name}” does not belong to pathway {pathway}. Choose both again.")
    note_changes(stay, {"pathway": pathway, "destination": destination}, by, now)


@transaction.atomic
def note_delay(
    *, stay: HospitalStay, code: str, from_on: date, note: str = "", by: Member, now: datetime
) -> DelayReason:
    """Note the main reason they are in hospital still, from a day on; the one before ends on that day.

    One at a time, so that nobody is counted twice. Noted twice it is one.
    Raises StayOver, EpisodeClosed, ReasonUnknown, NotReady before they are ready, DateImpossible.
    """
    stay = held_stay(stay)
    if code_list("delay_reason").value(code) is None:
        raise ReasonUnknown("Choose what holds them up from the list.")
    drd, today = _ready_or_refused(stay).ready_on, london_date(now)
    current = stay.delays.filter(until_on=None).order_by("-from_on").first()
    if current is not None and current.code == code and current.from_on <= from_on <= today:
        return current
    check_delay(from_on, drd=drd, current_from=current.from_on if current else None, today=today)
    end_delays(stay, from_on)
    note = storable(note).strip()[:250]
    return DelayReason.objects.create(stay=stay, code=code, from_on=from_on, note=note, by=by, at=now)


@transaction.atomic
def end_delay(*, delay: DelayReason, until_on: date, by: Member, now: datetime) -> None:
    """Note the day from which this does not hold them up any more; ended already, it stays as it is.

    Raises StayOver, EpisodeClosed, DateImpossible.
    """
    held_stay(delay.stay)
    delay.refresh_from_db()
    if delay.until_on is not None:
        return
    check_unwell(until_on, ready_on=delay.from_on, today=london_date(now))
    DelayReason.objects.filter(pk=delay.pk).update(until_on=until_on)


def held_stay(stay: HospitalStay) -> HospitalStay:
    """The stay as it is now, its episode locked. Raises EpisodeClosed, and StayOver when they have left."""
    stay = stay_as_it_is(stay)
    refuse_if_over(stay)
    return stay


def stay_as_it_is(stay: HospitalStay) -> HospitalStay:
    """The stay as it is now, over or not, its episode locked until the transaction ends. Raises EpisodeClosed."""
    return held_open(stay.episode).hospital_stays.get(pk=stay.pk)


def refuse_if_over(stay: HospitalStay) -> None:
    """Raises StayOver when they have left."""
    if stay.left_at is not None:
        raise StayOver("They have left hospital, so nothing can be changed in this stay. Take the leaving back first.")


def periods_of(stay: HospitalStay) -> list[Period]:
    """The times they were ready, the earliest first."""
    return [Period(one.ready_on, one.unwell_on) for one in stay.ready_periods.all()]


def ready_period(stay: HospitalStay) -> ReadyPeriod | None:
    """The period of being ready that goes on, or None."""
    drd = discharge_ready_date(periods_of(stay))
    return stay.ready_periods.filter(unwell_on=None).first() if drd else None


def end_delays(stay: HospitalStay, on: date) -> None:
    """Whatever holds them up ends on a day."""
    for delay in stay.delays.filter(until_on=None):
        DelayReason.objects.filter(pk=delay.pk).update(until_on=until_not_before(delay.from_on, on))


def note_changes(stay: HospitalStay, said: dict[str, object], by: Member, now: datetime) -> None:
    """Save what is said of a stay, and keep what each changed detail was before."""
    for field, value in said.items():
        keep_change(stay, field, getattr(stay, field), value, by, now)
        setattr(stay, field, value)
    stay.save()


def keep_change(
    stay: HospitalStay, field: str, before: object, after: object, by: Member, now: datetime, *, why: str = ""
) -> None:
    """Keep what a detail was before, where it was something and is something else now."""
    was, becomes = ("" if value is None else str(value) for value in (before, after))
    if was and was != becomes:
        StayChange.objects.create(stay=stay, field=field, before=was, after=becomes, why=why, by=by, at=now)


def _ready_or_refused(stay: HospitalStay) -> ReadyPeriod:
    current = ready_period(stay)
    if current is None:
        raise NotReady("They are not noted as ready to leave. Say first from which day they are.")
    return current
