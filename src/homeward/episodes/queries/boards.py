"""What a board knows of everybody a team looks after, in the same few queries for two people or two hundred."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Prefetch, QuerySet

from homeward.episodes.models.episode import Episode
from homeward.episodes.models.goals import Goal, GoalEnd
from homeward.episodes.models.leaving import Leaving, OnwardRequest, RequestAnswer
from homeward.episodes.models.meetings import MeetingAction
from homeward.episodes.models.plan import Booking, Plan, SeriesStep, VisitSeries
from homeward.episodes.models.stages import NamedWorker
from homeward.episodes.queries import ward
from homeward.episodes.queries.care import caseload_of
from homeward.episodes.queries.hospital import InHospital, in_hospital
from homeward.episodes.queries.plan import shape_of
from homeward.episodes.queries.stages import free_period_of, limit_of, with_limits
from homeward.episodes.rules.boards import Block, Part, StayFacts, Weight, blocks_of, part_of
from homeward.episodes.rules.limits import HelpSoFar
from homeward.episodes.rules.stages import EpisodeState, episode_state
from homeward.episodes.rules.taper import Shape, visits_on, window_on
from homeward.kit.london import london_date, midnights_between
from homeward.partnership.models import Member, Team

DAYS_AHEAD = 14
"""How far a board looks for the next visit of a series."""


@dataclass(frozen=True, slots=True)
class NextVisit:
    """The next visit to come: promised for a time, or one of a series."""

    from_at: datetime
    to_at: datetime
    what_for: str


@dataclass(frozen=True, slots=True)
class OnBoard:
    """One person on a team's board: the part of their stay, how long, who they know, what comes next, what holds up."""

    episode: Episode
    part: Part
    so_far: HelpSoFar | None
    named_worker: Member | None
    next_visit: NextVisit | None
    stay: InHospital | None
    blocks: tuple[Block, ...]

    @property
    def held_up(self) -> bool:
        """True when something that should have happened has not."""
        return any(block.weight is Weight.LATE for block in self.blocks)


def team_board(viewer: Member, team: Team, now: datetime, *, late: Iterable[int] = ()) -> list[OnBoard]:
    """Everybody this team looks after, if it is one of the viewer's; those held up first, then who is there longest.

    `late` are the episodes whose first visit is late: that is the referral's clock, which this room does not know.
    """
    episodes = list(with_limits(caseload_of(viewer).filter(owning_team=team)))
    known, late = _known(viewer, [episode.pk for episode in episodes], now), set(late)
    found = [_on_board(episode, known, episode.pk in late, now) for episode in episodes]
    return sorted(found, key=_order)


def _order(one: OnBoard) -> tuple[int, datetime, int]:
    late = sum(block.weight is Weight.LATE for block in one.blocks)
    return -late, one.episode.first_contact_at or one.episode.needed_from, one.episode.pk


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found out of all episodes of a board, each by the episode's id."""

    bookings: dict[int, list[Booking]]
    shapes: dict[int, list[tuple[Shape, str]]]
    goals: dict[int, int]
    plans: set[int]
    named: dict[int, Member | None]
    onward: dict[int, int]
    leaving: dict[int, datetime]
    wards: dict[int, ward.OnWard]
    hospital: dict[int, InHospital]
    actions: dict[int, int]


def _known(viewer: Member, ids: list[int], now: datetime) -> _Known:
    goals = Goal.objects.filter(episode__in=ids).exclude(end_reason=GoalEnd.IN_ERROR)
    onward = OnwardRequest.objects.filter(episode__in=ids, answer=RequestAnswer.WAITING)
    overdue = MeetingAction.objects.filter(
        item__episode__in=ids, done_at=None, due_on__lt=london_date(now)
    ).values_list("item__episode")
    named = NamedWorker.objects.filter(episode__in=ids).select_related("member").order_by("at", "pk")
    leaving = Leaving.objects.filter(episode__in=ids).values_list("episode", "agreed_at")
    return _Known(
        bookings=_bookings(ids),
        shapes=_shapes(ids),
        goals=_counted(goals),
        plans=set(Plan.objects.filter(episode__in=ids, agreed_at__isnull=False).values_list("episode", flat=True)),
        named={row.episode_id: row.member for row in named},
        onward=_counted(onward),
        leaving={episode: at for episode, at in leaving if at is not None},
        wards={one.episode.pk: one for one in ward.on_ward(viewer, sorted(ward.ward_codes()), now)},
        hospital={one.episode.pk: one for one in in_hospital(viewer, now)},
        actions=dict(overdue.annotate(Count("pk")).order_by()),
    )


def _counted(rows: QuerySet[Any]) -> dict[int, int]:
    return dict(rows.order_by().values_list("episode").annotate(Count("pk")))


def _bookings(ids: list[int]) -> dict[int, list[Booking]]:
    found: dict[int, list[Booking]] = defaultdict(list)
    promised = Booking.objects.filter(episode__in=ids, visit=None, cancelled_at=None).order_by("from_at", "pk")
    for booking in promised:
        found[booking.episode_id].append(booking)
    return found


def _shapes(ids: list[int]) -> dict[int, list[tuple[Shape, str]]]:
    found: dict[int, list[tuple[Shape, str]]] = defaultdict(list)
    in_order = Prefetch("steps", SeriesStep.objects.order_by("from_on", "pk"))
    for series in VisitSeries.objects.filter(episode__in=ids).prefetch_related(in_order):
        found[series.episode_id].append((shape_of(series), series.what_for))
    return found


def _on_board(episode: Episode, known: _Known, late: bool, now: datetime) -> OnBoard:
    limit, stay = limit_of(episode), known.hospital.get(episode.pk)
    so_far = limit.so_far(now) if limit else None
    coming = _next_visit(known.bookings.get(episode.pk, []), known.shapes.get(episode.pk, []), now)
    facts = _facts(episode, known, so_far, coming, late, now)
    named = known.named.get(episode.pk)
    return OnBoard(episode, part_of(facts), so_far, named, coming, stay, blocks_of(facts))


def _facts(
    episode: Episode, known: _Known, so_far: HelpSoFar | None, coming: NextVisit | None, late: bool, now: datetime
) -> StayFacts:
    pk, free = episode.pk, free_period_of(episode, now)
    on_ward, stay = known.wards.get(pk), known.hospital.get(pk)
    state = episode_state(
        first_contact_at=episode.first_contact_at,
        stage_began_at=episode.stage_began_at,  # type: ignore[attr-defined]  # with_limits says it
        leaving_agreed_at=known.leaving.get(pk),
        ended_at=episode.ended_at,
    )
    return StayFacts(
        days_helped=midnights_between(episode.first_contact_at, now) if episode.first_contact_at else None,
        first_visit_late=late,
        leaving_agreed=state is EpisodeState.LEAVING_AGREED,
        limit=so_far.standing if so_far else None,
        free_weeks=free.standing if free else None,
        goals=known.goals.get(pk, 0),
        plan_agreed=pk in known.plans,
        named_worker=known.named.get(pk) is not None,
        next_visit=coming is not None,
        missed_visits=sum(booking.to_at < now for booking in known.bookings.get(pk, [])),
        onward_waiting=known.onward.get(pk, 0),
        review=on_ward.due.due if on_ward and on_ward.stay and on_ward.due else "",
        on_ward_unsettled=on_ward is not None and on_ward.stay is None,
        in_hospital=stay is not None,
        hospital_days=stay.days if stay else None,
        hospital_reason=stay.delay_name if stay else "",
        actions_overdue=known.actions.get(pk, 0),
    )


def _next_visit(bookings: list[Booking], shapes: list[tuple[Shape, str]], now: datetime) -> NextVisit | None:
    """The visit that comes next: the earliest of those promised and of those the series bring, not yet over."""
    coming = [NextVisit(one.from_at, one.to_at, one.what_for) for one in bookings if one.to_at >= now]
    for shape, what_for in shapes:
        of_series = _next_of_series(shape, now)
        if of_series is not None:
            coming.append(NextVisit(*of_series, what_for))
    return min(coming, key=lambda one: one.from_at, default=None)


def _next_of_series(shape: Shape, now: datetime) -> tuple[datetime, datetime] | None:
    today = london_date(now)
    for ahead in range(DAYS_AHEAD + 1):
        day = today + timedelta(days=ahead)
        if visits_on(shape.paces, day, ended_on=shape.ended_on):
            from_at, to_at = window_on(shape, day)
            if to_at >= now:
                return from_at, to_at
    return None
