"""How many wait, are helped and leave, over the whole service: numbers and nobody's name, so no viewer is asked."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from homeward.episodes.models.episode import EndReason, Episode
from homeward.episodes.models.hospital import DelayReason
from homeward.episodes.models.meetings import MeetingAction
from homeward.episodes.models.stages import HandOff
from homeward.episodes.queries.stages import with_limits
from homeward.episodes.queries.ward import Spell, places_notes, spells_since
from homeward.episodes.reading.code_lists import code_list
from homeward.episodes.rules.flow import Confirmed, by_week, held_by_day, last_confirmed, weeks_until
from homeward.episodes.rules.meetings import FollowThrough, action_standing, followed_through
from homeward.episodes.rules.stages import HandOffFact, HandOffs, count_hand_offs
from homeward.episodes.rules.ward import PLANNED_PERCENT, Occupancy, occupancy, places_on, taken_by_day
from homeward.kit.london import london_date, start_of_day
from homeward.pathways.queries import service_model_on
from homeward.pathways.schema import Pathway

MOST_REASONS = 5
"""How many reasons of a kind a board has room for."""


@dataclass(frozen=True, slots=True)
class PathwayNow:
    """One pathway now: who is helped, who waits for a first visit, its places, and who is past the limit."""

    pathway: Pathway
    helped: int
    waiting: int
    past_limit: int
    occupancy: Occupancy
    confirmed: Confirmed
    taken: tuple[int, ...]
    places: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Delays:
    """Who is in hospital though ready to leave: how many now, for how many days so far, why, and on each day."""

    now: int
    days: int
    reasons: tuple[tuple[str, int, int], ...]
    by_day: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole service over eight weeks and now. Rows by week and by day go with `weeks` and `days`."""

    weeks: tuple[date, ...]
    days: tuple[date, ...]
    begun: tuple[int, ...]
    ended: tuple[int, ...]
    pathways: tuple[PathwayNow, ...]
    elsewhere: int
    delays: Delays
    hand_offs: HandOffs
    hand_offs_by_week: tuple[int, ...]
    went: tuple[tuple[str, int], ...]
    actions: FollowThrough

    @property
    def helped(self) -> int:
        """How many are helped now."""
        return sum(one.helped for one in self.pathways) + self.elsewhere

    @property
    def waiting(self) -> int:
        """How many wait for a first visit."""
        return sum(one.waiting for one in self.pathways)

    @property
    def past_limit(self) -> int:
        """How many are helped longer than their limit."""
        return sum(one.past_limit for one in self.pathways)


def flow(now: datetime) -> Flow:
    """Everything of the flow board that this room knows. The same twelve queries for any number of people."""
    today = london_date(now)
    weeks = weeks_until(today)
    since = start_of_day(weeks[0])
    days = [weeks[0] + timedelta(days=n) for n in range((today - weeks[0]).days + 1)]
    pathways, elsewhere = _pathways(days, spells_since(since), now)
    hand_offs = _hand_offs(since)
    return Flow(
        weeks=tuple(weeks),
        days=tuple(days),
        begun=tuple(by_week(_days("first_contact_at", since), weeks)),
        ended=tuple(by_week(_days("ended_at", since), weeks)),
        pathways=pathways,
        elsewhere=elsewhere,
        delays=_delays(days),
        hand_offs=count_hand_offs(fact for _, fact in hand_offs),
        hand_offs_by_week=tuple(by_week([day for day, _ in hand_offs], weeks)),
        went=_went(since),
        actions=_actions(since, today),
    )


def _days(field: str, since: datetime) -> list[date]:
    """The London days on which help began or ended since then, of people somebody has seen."""
    found = Episode.objects.filter(first_contact_at__isnull=False, **{f"{field}__gte": since}).order_by()
    return [london_date(at) for at in found.values_list(field, flat=True)]


def _pathways(days: list[date], spells: list[Spell], now: datetime) -> tuple[tuple[PathwayNow, ...], int]:
    """Each pathway in force as it is now, and how many are helped on others."""
    today, notes = days[-1], places_notes()
    model = service_model_on(today)
    counted = (
        Episode.objects.filter(ended_at=None)
        .order_by()
        .values_list("pathway")
        .annotate(
            helped=Count("pk", filter=Q(first_contact_at__isnull=False)),
            waiting=Count("pk", filter=Q(first_contact_at=None)),
        )
    )
    open_now = {code: (helped, waiting) for code, helped, waiting in counted}
    open_ones: QuerySet[Any] = with_limits(Episode.objects.filter(ended_at=None))
    past = Counter(open_ones.filter(help_ends_at__lt=now).values_list("pathway", flat=True))

    def of(pathway: Pathway) -> PathwayNow:
        helped, waiting = open_now.pop(pathway.code, (0, 0))
        those = notes.get(pathway.code, [])
        stays = [(spell.began_at, spell.ended_at) for spell in spells if spell.pathway == pathway.code]
        taken = taken_by_day(stays, days, now)
        places = [places_on(pathway.places, those, day) for day in days]
        planned = pathway.places_planned_percent or PLANNED_PERCENT
        return PathwayNow(
            pathway=pathway,
            helped=helped,
            waiting=waiting,
            past_limit=past[pathway.code],
            occupancy=occupancy(helped + waiting, places[-1], planned),
            confirmed=last_confirmed(model.agreement.in_force_from, those, today),
            taken=tuple(taken[day] for day in days),
            places=tuple(places),
        )

    return tuple(of(pathway) for pathway in model.pathways), sum(helped for helped, _ in open_now.values())


def _delays(days: list[date]) -> Delays:
    """Reasons that hold or held since the first of these days, of stays that went on; none after our help ended."""
    today = days[-1]
    rows = list(
        DelayReason.objects.filter(Q(until_on=None) | Q(until_on__gt=days[0]))
        .order_by()
        .values_list("stay", "code", "from_on", "until_on", "stay__left_at", "stay__episode__ended_at")
    )
    spans = [(first, _first_of(last, left_at, ended_at)) for _, _, first, last, left_at, ended_at in rows]
    held = [
        (code, stay, (today - first).days)
        for (stay, code, *_), (first, last) in zip(rows, spans, strict=True)
        if first <= today and (last is None or today < last)
    ]
    people, waited = Counter(code for code, _, _ in held), Counter[str]()
    for code, _, days_waited in held:
        waited[code] += days_waited
    names = code_list("delay_reason").name_of
    reasons = tuple((names(code), count, waited[code]) for code, count in people.most_common(MOST_REASONS))
    return Delays(
        now=len({stay for _, stay, _ in held}),
        days=sum(waited.values()),
        reasons=reasons,
        by_day=tuple(held_by_day(spans, days)),
    )


def _first_of(until_on: date | None, *moments: datetime | None) -> date | None:
    """The first London day of these, None where there is none."""
    return min((day for day in (until_on, *(london_date(at) for at in moments if at)) if day), default=None)


def _hand_offs(since: datetime) -> list[tuple[date, HandOffFact]]:
    rows = HandOff.objects.filter(at__gte=since).values_list(
        "episode_id",
        "from_team__code",
        "to_team__code",
        "from_team__organisation__code",
        "to_team__organisation__code",
        "told_again",
        "at",
    )
    return [(london_date(row[-1]), HandOffFact(*row[:-1])) for row in rows]


def _went(since: datetime) -> tuple[tuple[str, int], ...]:
    """What followed for those who left, most first: as ASCOF 2A sorts it, or else why the help ended."""
    rows = (
        Episode.objects.filter(ended_at__gte=since, first_contact_at__isnull=False)
        .order_by()
        .values_list("leaving__sequel", "end_reason")
        .annotate(Count("pk"))
    )
    name_of: Callable[[str], str] = code_list("support_sequel").name_of
    counted: Counter[str] = Counter()
    for sequel, reason, count in rows:
        counted[name_of(sequel) if sequel else EndReason(reason).label] += count
    return tuple(counted.most_common(MOST_REASONS))


def _actions(since: datetime, today: date) -> FollowThrough:
    rows = MeetingAction.objects.filter(at__gte=since).order_by().values_list("due_on", "done_at", "dropped")
    return followed_through(
        action_standing(due_on=due_on, done_on=london_date(done_at) if done_at else None, dropped=dropped, today=today)
        for due_on, done_at, dropped in rows
    )
