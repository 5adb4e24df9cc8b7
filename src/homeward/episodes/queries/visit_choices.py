"""What can be said of a visit as it is written down: what it was planned for, which goals it served, who went too."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from homeward.episodes.models.episode import Episode
from homeward.episodes.models.goals import Goal
from homeward.episodes.models.plan import Booking, VisitSeries
from homeward.episodes.queries.plan import shape_of, workers_of
from homeward.episodes.rules.taper import step_on, visits_on, window_on
from homeward.episodes.rules.visit_choices import the_obvious
from homeward.kit.london import london_date
from homeward.partnership.models import Member

Planned = Booking | VisitSeries


@dataclass(frozen=True, slots=True)
class VisitChoices:
    """The promised visits still open, the series that come now, the goals worked on, and who may have gone along."""

    bookings: tuple[Booking, ...] = ()
    series: tuple[VisitSeries, ...] = ()
    goals: tuple[Goal, ...] = ()
    workers: tuple[Member, ...] = ()

    def planned(self) -> dict[str, Planned]:
        """Every planned visit by what a form calls it."""
        return {f"booking-{one.pk}": one for one in self.bookings} | {f"series-{one.pk}": one for one in self.series}

    def obvious(self, now: datetime) -> str:
        """The planned visit that is made at this moment, as a form calls it; "" when unsure."""
        return the_obvious(self._windows(now), now) or ""

    def minutes(self, key: str, now: datetime) -> int | None:
        """How long a planned visit takes; None where nothing is planned."""
        found = self.planned().get(key)
        if isinstance(found, VisitSeries):
            pace = step_on(shape_of(found).paces, london_date(now))
            return pace.minutes if pace else None
        return found.minutes if found else None

    @property
    def double_handed(self) -> bool:
        """True when any of these visits needs more than one worker."""
        return any(one.staff > 1 for one in self.planned().values())

    def _windows(self, now: datetime) -> Iterator[tuple[str, datetime, datetime]]:
        for booking in self.bookings:
            yield f"booking-{booking.pk}", booking.from_at, booking.to_at
        for series in self.series:
            shape = shape_of(series)
            if visits_on(shape.paces, london_date(now), ended_on=shape.ended_on):
                yield (f"series-{series.pk}", *window_on(shape, london_date(now)))


def visit_choices(viewer: Member, episode: Episode, now: datetime) -> VisitChoices:
    """What can be said of a visit in an episode the viewer was let see; nothing of one that has ended."""
    if episode.ended_at is not None:
        return VisitChoices()
    today = london_date(now)
    series = episode.series.prefetch_related("steps", "goals")
    return VisitChoices(
        bookings=tuple(episode.bookings.filter(visit=None, cancelled_at=None)),
        series=tuple(one for one in series if one.ended_on is None or one.ended_on >= today),
        goals=tuple(episode.goals.filter(ended_at=None)),
        workers=tuple(workers_of(episode.owning_team).exclude(pk=viewer.pk)),
    )
