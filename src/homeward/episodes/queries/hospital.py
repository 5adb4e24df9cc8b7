"""Who is in hospital still, what holds them up, and what was promised for when they come home."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from homeward.episodes.models.assessing import Assessment
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.hospital import DelayReason, HospitalStay, ReadyPeriod, StayChange
from homeward.episodes.models.plan import Booking
from homeward.episodes.queries.care import episodes_seen_by
from homeward.episodes.reading.code_lists import code_list
from homeward.episodes.rules.hospital import (
    Period,
    begins_in_hospital,
    days_waiting,
    discharge_ready_date,
    nights_between,
)
from homeward.kit.london import london_date, start_of_day
from homeward.partnership.models import Member
from homeward.pathways.queries import service_model_version
from homeward.people.models import Person

UNKNOWN_FAMILY = "Unknown code"
"""The family of a reason that another system sent and the list does not know."""

CHANGED = {
    "hospital": "Hospital",
    "ward": "Ward",
    "admitted_on": "Came in on",
    "expected_on": "Expected to leave on",
    "ready_on": "Ready from",
    "pathway": "Pathway",
    "destination": "Where they go",
    "left_at": "Left on",
    "left_by": "Leaving noted by",
    "no_first_visit_why": "Why no first visit was booked",
    "died_in_hospital": "Died in hospital",
}
"""What each detail of a stay is called where it was noted otherwise before."""


@dataclass(frozen=True, slots=True)
class InHospital:
    """One stay as it is on a day, with what the rules say of it."""

    stay: HospitalStay
    periods: tuple[ReadyPeriod, ...]
    delays: tuple[DelayReason, ...]
    promised: tuple[Booking, ...]
    """Visits promised for later, neither kept nor cancelled, the soonest first."""
    today: date

    @property
    def episode(self) -> Episode:
        """The episode it belongs to."""
        return self.stay.episode

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.stay.episode.person

    @property
    def left_on(self) -> date | None:
        """The London day they left, or None."""
        return london_date(self.stay.left_at) if self.stay.left_at else None

    @property
    def ready_on(self) -> date | None:
        """The discharge ready date, or None while they need the hospital."""
        return discharge_ready_date(_periods(self.periods))

    @property
    def days(self) -> int | None:
        """Days waited since they were ready; None when they are not, or have left."""
        return days_waiting(_periods(self.periods), left_on=self.left_on, today=self.today)

    @property
    def days_late(self) -> int | None:
        """Of somebody who left: days between being ready and leaving; None when that is not known."""
        return (self.left_on - self.ready_on).days if self.left_on and self.ready_on else None

    @property
    def delay(self) -> DelayReason | None:
        """What holds them up now, or None where nothing is noted."""
        return next((one for one in reversed(self.delays) if one.until_on is None), None)

    @property
    def first_visit(self) -> Booking | None:
        """The first visit promised."""
        return self.promised[0] if self.promised else None

    @property
    def place(self) -> str:
        """Hospital and ward; nothing for somebody whose whereabouts are secret."""
        if self.person.restricted:
            return ""
        return ", ".join(filter(None, [self.stay.hospital, self.stay.ward]))

    @property
    def destination_name(self) -> str:
        """Where they are going, in words, or ""."""
        return code_list("discharge_destination").name_of(self.stay.destination)

    @property
    def delay_name(self) -> str:
        """What holds them up, in words, or ""."""
        return delay_name(self.delay.code) if self.delay else ""


def in_hospital(viewer: Member, now: datetime) -> list[InHospital]:
    """Those in hospital still whom the viewer may see: the longest wait first, then who is expected home soonest."""
    stays = _with_facts(HospitalStay.objects.filter(left_at=None, episode__in=_open_episodes(viewer)), now)
    found = [_as_it_is(stay, now) for stay in stays]
    return sorted(found, key=lambda one: (-1 if one.days is None else one.days, *_soonest(one)), reverse=True)


def _soonest(one: InHospital) -> tuple[int, int]:
    """Turned round, because the list is: who is expected soonest stands first, then who came in first."""
    return -(one.stay.expected_on or date.max).toordinal(), -one.stay.admitted_on.toordinal()


def stays_of(viewer: Member, episode: Episode, now: datetime) -> list[InHospital]:
    """The stays in hospital of an episode the viewer may see, the latest first."""
    seen = episodes_seen_by(viewer).filter(pk=episode.pk)
    return [_as_it_is(stay, now) for stay in _with_facts(HospitalStay.objects.filter(episode__in=seen), now)]


def changes_of(stays: Iterable[InHospital]) -> list[tuple[str, StayChange]]:
    """What was noted of stays otherwise before, in words, the latest first; of a secret place nothing."""
    of = {one.stay.pk: one for one in stays}
    found = StayChange.objects.filter(stay__in=of).select_related("by")
    secret = any(one.person.restricted for one in of.values())
    return [(_change_words(one), one) for one in found if not (secret and one.field in ("hospital", "ward"))]


def _change_words(change: StayChange) -> str:
    was = change.before
    if change.field == "destination":
        was = code_list("discharge_destination").name_of(was)
    elif change.field == "left_at":
        was = f"{_day_said(london_date(datetime.fromisoformat(was)))}; taken back"
    elif change.field.endswith("_on"):
        was = _day_said(date.fromisoformat(was))
    return f"{CHANGED[change.field]}: {was}" + (f" ({change.why})" if change.why else "")


def _day_said(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def accepted_assessments(episode: Episode) -> list[Assessment]:
    """Other organisations' assessments that were accepted instead of repeated, the latest first."""
    return list(episode.assessments.filter(withdrawn_at=None).exclude(from_organisation=""))


def is_assessed(episode: Episode) -> bool:
    """True when an assessment was completed, here or by another organisation."""
    return episode.assessments.filter(
        Q(completed_at__isnull=False) | ~Q(from_organisation=""), withdrawn_at=None
    ).exists()


def has_plan(episode: Episode) -> bool:
    """True when a plan was begun."""
    return hasattr(episode, "plan")


def waiting_without_stay(viewer: Member) -> list[Episode]:
    """Open episodes nobody has seen yet, on a pathway that begins in hospital, without a stay noted; oldest first."""
    waiting = _open_episodes(viewer).filter(first_contact_at=None, hospital_stays=None)
    return [one for one in waiting.order_by("needed_from", "pk") if _begins_in_hospital(one)]


def _begins_in_hospital(episode: Episode) -> bool:
    model = service_model_version(episode.model_version)
    known = next((one for one in model.pathways if one.code == episode.pathway), None) if model else None
    return known is not None and begins_in_hospital(known)


def delay_name(code: str) -> str:
    """What a reason for a delay is called; a code the list does not know is shown as unknown."""
    return code_list("delay_reason").name_of(code)


def delay_family(code: str) -> str:
    """The family of a reason for a delay."""
    known = code_list("delay_reason").value(code)
    return known.family if known else UNKNOWN_FAMILY


def delays_by_reason(viewer: Member, on: date) -> dict[str, int]:
    """How many people were held up on a day by each reason (code), most first. Numbers only, nobody's name."""
    return dict(_counted(_delays(viewer, on, on), on).most_common())


def delays_by_day(viewer: Member, since: date, until: date) -> dict[date, dict[str, int]]:
    """For each day from `since` to the day before `until`, how many people were held up by each family of reasons."""
    delays = list(_delays(viewer, since, until))
    counted: dict[date, dict[str, int]] = {}
    for day in nights_between(since, until):
        by_family: Counter[str] = Counter()
        for code, count in _counted(delays, day).items():
            by_family[delay_family(code)] += count
        counted[day] = dict(by_family)
    return counted


def left_without_first_visit(viewer: Member, since: date, until: date) -> dict[int, tuple[int, int]]:
    """Of those who left from `since` to the day before `until`, by pathway: without a first visit promised, and all."""
    left = HospitalStay.objects.filter(
        episode__in=episodes_seen_by(viewer),
        died_in_hospital=False,
        pathway__isnull=False,
        left_at__gte=start_of_day(since),
        left_at__lt=start_of_day(until),
    ).values_list("pathway", "no_first_visit_why")
    every, without = Counter(p for p, _ in left), Counter(p for p, why in left if why)
    return {pathway: (without[pathway], every[pathway]) for pathway in sorted(p for p in every if p is not None)}


def _delays(viewer: Member, since: date, until: date) -> QuerySet[DelayReason]:
    return DelayReason.objects.filter(
        Q(until_on=None) | Q(until_on__gt=since), from_on__lte=until, stay__episode__in=episodes_seen_by(viewer)
    ).select_related("stay__episode")


def _counted(delays: QuerySet[DelayReason] | list[DelayReason], day: date) -> Counter[str]:
    return Counter(one.code for one in delays if one.from_on <= day and not _over_by(one, day))


def _over_by(delay: DelayReason, day: date) -> bool:
    """True when it held them up no more on this day: it had ended, or our help had. Then nobody here knows of it."""
    ended_at = delay.stay.episode.ended_at
    ends = (delay.until_on, london_date(ended_at) if ended_at else None)
    return any(end is not None and end <= day for end in ends)


def _open_episodes(viewer: Member) -> QuerySet[Episode]:
    return episodes_seen_by(viewer).filter(ended_at=None)


def _with_facts(stays: QuerySet[HospitalStay], now: datetime) -> QuerySet[HospitalStay]:
    promised = Booking.objects.filter(visit=None, cancelled_at=None, to_at__gt=now).order_by("from_at", "pk")
    return stays.select_related("episode__person", "episode__owning_team", "left_by").prefetch_related(
        Prefetch("ready_periods", ReadyPeriod.objects.select_related("by")),
        Prefetch("delays", DelayReason.objects.select_related("by")),
        Prefetch("episode__bookings", promised, to_attr="promised"),
    )


def _as_it_is(stay: HospitalStay, now: datetime) -> InHospital:
    return InHospital(
        stay=stay,
        periods=tuple(stay.ready_periods.all()),
        delays=tuple(stay.delays.all()),
        promised=tuple(stay.episode.promised),  # type: ignore[attr-defined]
        today=london_date(now),
    )


def _periods(periods: tuple[ReadyPeriod, ...]) -> list[Period]:
    return [Period(one.ready_on, one.unwell_on) for one in periods]
