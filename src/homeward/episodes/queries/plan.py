"""The plan of an episode, and what it promises for a day: visits expected, hours a week, promises not kept."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Prefetch, QuerySet

from homeward.episodes.models.episode import Episode, Visit
from homeward.episodes.models.plan import Booking, Plan, SeriesStep, VisitSeries
from homeward.episodes.queries.care import episodes_seen_by
from homeward.episodes.rules.plan_edits import TEXTS
from homeward.episodes.rules.taper import HoursAWeek, Pace, Shape, hours_of, step_on, visits_on, window_on
from homeward.kit.london import start_of_day
from homeward.partnership.models import Member, Team
from homeward.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedVisit:
    """One visit that a plan promises for a day, as whoever makes the rounds needs it.

    It begins between `from_at` and `to_at` (instants in UTC) and takes `minutes` of the person's time, by `staff`
    workers who together have `skills`. `prefers` is whom the person was promised; `knows_them` the members who came
    most often, with how often. Exactly one of `series` and `booking` is there. `number` counts the visits of a series
    on this day from 1; `kept` is a promised visit somebody has made.
    """

    person: Person
    episode: Episode
    series: VisitSeries | None = None
    booking: Booking | None = None
    from_at: datetime
    to_at: datetime
    minutes: int
    staff: int
    skills: tuple[str, ...]
    prefers: Member | None
    knows_them: tuple[tuple[int, int], ...]
    number: int = 1

    @property
    def kept(self) -> bool:
        """A promised visit that somebody has made."""
        return self.booking is not None and self.booking.visit_id is not None


def plan_of(episode: Episode) -> Plan | None:
    """The plan of an episode the viewer was let see, with who agreed it and its changes; None before it is begun."""
    found = Plan.objects.filter(episode=episode).select_related("agreed_by", "begun_by")
    return found.prefetch_related("changes__by__organisation").first()


def texts_of(episode: Episode) -> dict[str, str]:
    """The texts of the plan of an episode the viewer was let see, by name; empty before it is begun."""
    plan = Plan.objects.filter(episode=episode).first()
    return {name: getattr(plan, name) if plan else "" for name in TEXTS}


def workers_of(team: Team) -> QuerySet[Member]:
    """The members of a team who may sign in, by name."""
    return team.members.filter(is_active=True)


def step_held(series: VisitSeries, day: date) -> SeriesStep | None:
    """The step of a series that holds on a day, or the first where it has not begun; None without steps."""
    steps = sorted(series.steps.all(), key=lambda step: step.from_on)
    return next((step for step in reversed(steps) if step.from_on <= day), steps[0] if steps else None)


def series_of(episode: Episode) -> list[VisitSeries]:
    """The series of an episode the viewer was let see, each with its steps and goals."""
    return list(episode.series.select_related("prefers", "ended_by", "by").prefetch_related("steps__by", "goals").all())


def bookings_of(episode: Episode) -> list[Booking]:
    """The visits promised in an episode the viewer was let see, the earliest first."""
    return list(episode.bookings.select_related("worker", "visit__by", "cancelled_by", "by"))


def shape_of(series: VisitSeries) -> Shape:
    """A series as the rules read it; asks nothing when its steps are at hand."""
    return Shape(
        paces=tuple(
            Pace(step.from_on, tuple(step.days), step.times_a_day, step.minutes) for step in series.steps.all()
        ),
        staff=series.staff,
        window_from=series.window_from,
        window_to=series.window_to,
        ended_on=series.ended_on,
    )


def expected_visits(viewer: Member, day: date, team: Team | None = None) -> list[ExpectedVisit]:
    """The visits that the plans of open episodes promise for a London day, by when they begin.

    The number of queries is the same however many there are."""
    episodes = episodes_seen_by(viewer).filter(ended_at=None)
    if team is not None:
        episodes = episodes.filter(owning_team=team)
    series = list(_series(episodes).select_related("episode__person", "episode__owning_team__organisation", "prefers"))
    bookings = list(
        Booking.objects.filter(
            episode__in=episodes,
            cancelled_at=None,
            from_at__gte=start_of_day(day),
            from_at__lt=start_of_day(day + timedelta(days=1)),
        ).select_related("episode__person", "episode__owning_team__organisation", "worker")
    )
    known = _who_came_most({one.episode_id for one in series} | {one.episode_id for one in bookings})
    expected = [visit for one in series for visit in _of_series(one, day, known)]
    expected += [_of_booking(one, known) for one in bookings]
    return sorted(expected, key=lambda visit: (visit.from_at, visit.to_at, visit.episode.pk, visit.number))


def hours_a_week(viewer: Member, episodes: Iterable[Episode], on: date) -> dict[int, HoursAWeek]:
    """Staff hours a week at the start, on a day and after the last change planned, by episode. Two queries."""
    wanted = {episode.pk for episode in episodes}
    found: dict[int, list[Shape]] = {pk: [] for pk in wanted}
    for series in _series(episodes_seen_by(viewer).filter(pk__in=wanted)):
        found[series.episode_id].append(shape_of(series))
    return {pk: hours_of(shapes, on) for pk, shapes in found.items()}


def next_booking_by_episode(
    viewer: Member, episodes: Iterable[Episode], now: datetime | None = None
) -> dict[int, Booking]:
    """The next promised visit of each episode that has one; without `now`, the earliest not kept. One query."""
    seen = episodes_seen_by(viewer).filter(pk__in=[episode.pk for episode in episodes])
    found = _still_promised().filter(episode__in=seen).select_related("worker").order_by("-from_at", "-pk")
    if now is not None:
        found = found.filter(to_at__gte=now)
    return {booking.episode_id: booking for booking in found}


def missed_bookings(viewer: Member, now: datetime) -> QuerySet[Booking]:
    """Visits promised in open episodes for a time that has passed, and nobody came; the longest ago first."""
    return (
        _still_promised()
        .filter(episode__in=episodes_seen_by(viewer).filter(ended_at=None), to_at__lt=now)
        .select_related("episode__person", "episode__owning_team", "worker")
        .order_by("to_at", "pk")
    )


def booking_seen_by(viewer: Member, pk: int) -> Booking | None:
    """One promised visit to somebody the viewer may see, or None."""
    return Booking.objects.filter(episode__in=episodes_seen_by(viewer), pk=pk).select_related("episode").first()


def series_seen_by(viewer: Member, pk: int) -> VisitSeries | None:
    """One series of visits to somebody the viewer may see, with its steps, or None."""
    return _series(episodes_seen_by(viewer)).filter(pk=pk).select_related("episode").first()


def step_seen_by(viewer: Member, pk: int) -> SeriesStep | None:
    """One step of a series of visits to somebody the viewer may see, or None."""
    found = SeriesStep.objects.filter(series__episode__in=episodes_seen_by(viewer), pk=pk)
    return found.select_related("series__episode").first()


def _still_promised() -> QuerySet[Booking]:
    return Booking.objects.filter(visit=None, cancelled_at=None)


def _series(episodes: QuerySet[Episode]) -> QuerySet[VisitSeries]:
    in_order = Prefetch("steps", SeriesStep.objects.order_by("from_on", "pk"))
    return VisitSeries.objects.filter(episode__in=episodes).prefetch_related(in_order)


def _who_came_most(episodes: set[int]) -> dict[int, tuple[tuple[int, int], ...]]:
    """For each episode the ids of members who came, the most frequent first, with how often; seconds count too."""
    came: dict[int, Counter[int]] = {}
    visits = Visit.objects.filter(episode_id__in=episodes, withdrawn_at=None, kind="face_to_face").order_by()
    for worker in ("by_id", "second_worker_id"):
        counted = visits.exclude(**{worker: None}).values_list("episode_id", worker).annotate(times=Count("pk"))
        for episode, member, times in counted:
            came.setdefault(episode, Counter())[member] += times
    return {episode: tuple(sorted(times.items(), key=lambda one: (-one[1], one[0]))) for episode, times in came.items()}


def _of_series(
    series: VisitSeries, day: date, known: dict[int, tuple[tuple[int, int], ...]]
) -> Iterable[ExpectedVisit]:
    shape = shape_of(series)
    pace = step_on(shape.paces, day)
    from_at, to_at = window_on(shape, day)
    for number in range(1, visits_on(shape.paces, day, ended_on=shape.ended_on) + 1):
        assert pace is not None
        yield ExpectedVisit(
            person=series.episode.person,
            episode=series.episode,
            series=series,
            from_at=from_at,
            to_at=to_at,
            minutes=pace.minutes,
            staff=series.staff,
            skills=tuple(series.skills),
            prefers=series.prefers,
            knows_them=known.get(series.episode_id, ()),
            number=number,
        )


def _of_booking(booking: Booking, known: dict[int, tuple[tuple[int, int], ...]]) -> ExpectedVisit:
    return ExpectedVisit(
        person=booking.episode.person,
        episode=booking.episode,
        booking=booking,
        from_at=booking.from_at,
        to_at=booking.to_at,
        minutes=booking.minutes,
        staff=booking.staff,
        skills=tuple(booking.skills),
        prefers=booking.worker,
        knows_them=known.get(booking.episode_id, ()),
    )
