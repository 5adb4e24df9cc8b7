"""What the viewer's teams must do: one list of everything that falls due, whichever part of the care asks for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from homeward.episodes.models import Episode
from homeward.episodes.queries.afterwards import follow_ups_due, onward_waiting
from homeward.episodes.queries.meetings import actions_to_do
from homeward.episodes.queries.plan import missed_bookings
from homeward.episodes.queries.stages import near_their_limit
from homeward.episodes.queries.ward import reviews_to_do
from homeward.kit.london import london_date, start_of_day
from homeward.partnership.models import Member
from homeward.partnership.queries import team_ids_of
from homeward.people.models import Person


class Kind(StrEnum):
    """What sort of thing is to be done."""

    REVIEW = "review"
    VISIT = "visit"
    ACTION = "action"
    LIMIT = "limit"
    ONWARD = "onward"
    FOLLOW_UP = "follow_up"


KIND_NAMES: dict[Kind, str] = {
    Kind.REVIEW: "Senior reviews",
    Kind.VISIT: "Missed visits",
    Kind.ACTION: "Meeting actions",
    Kind.LIMIT: "Limits",
    Kind.ONWARD: "Onward care",
    Kind.FOLLOW_UP: "Follow-ups",
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: about whom, by when, what, whose, and the page to do it on with its id.

    `by_day` where only a day was said: it is in time until that London day is over.
    """

    kind: Kind
    episode: Episode
    due_at: datetime
    by_day: bool
    what: str
    route: str
    pk: int

    @property
    def person(self) -> Person:
        """Whom it is about."""
        return self.episode.person

    def overdue(self, now: datetime) -> bool:
        """True once the moment, or the whole day, has passed."""
        return self.due_at <= now if self.by_day else self.due_at < now

    def today(self, now: datetime) -> bool:
        """True while it is due later today."""
        return not self.overdue(now) and london_date(self.due_on_moment) == london_date(now)

    @property
    def due_on_moment(self) -> datetime:
        """A moment of the day it is due on, to show its date."""
        return self.due_at - timedelta(minutes=1) if self.by_day else self.due_at


def to_do(viewer: Member, now: datetime) -> list[Task]:
    """Everything that the viewer's teams must do, overdue first and then by when it is due."""
    teams = set(team_ids_of(viewer))
    found = [*_reviews(viewer, now), *_visits(viewer, now), *_limits(viewer, now), *_afterwards(viewer, now)]
    ours = [task for task in found if task.episode.owning_team_id in teams]
    return sorted([*ours, *_actions(viewer, now)], key=lambda task: (task.due_at, task.kind, task.pk))


def _reviews(viewer: Member, now: datetime) -> Iterator[Task]:
    for one in reviews_to_do(viewer, now):
        if one.due is not None:
            route = "ward_stay" if one.stay else "ward_admit"
            what = "Senior review on the @home ward" if one.stay else "Settle them on the @home ward"
            yield Task(Kind.REVIEW, one.episode, one.due.due_at, False, what, route, one.episode.pk)


def _visits(viewer: Member, now: datetime) -> Iterator[Task]:
    for one in missed_bookings(viewer, now):
        what = f"Promised visit missed: {one.what_for}"
        yield Task(Kind.VISIT, one.episode, one.to_at, False, what, "plan", one.episode_id)


def _actions(viewer: Member, now: datetime) -> Iterator[Task]:
    for one in actions_to_do(viewer, now):
        owner = f"{one.action.owner}: " if one.action.owner else ""
        what = f"{owner}{one.action.what}"
        yield Task(Kind.ACTION, one.episode, _end_of(one.action.due_on), True, what, "episode_meetings", one.episode.pk)


def _limits(viewer: Member, now: datetime) -> Iterator[Task]:
    for one in near_their_limit(viewer, now):
        if one.so_far is not None and one.so_far.name != "Within the limit":
            what = f"{one.so_far.name}: {one.so_far.words}"
            yield Task(Kind.LIMIT, one.episode, one.so_far.ends_at, False, what, "episode", one.episode.pk)
        elif one.free is not None:
            yield Task(Kind.LIMIT, one.episode, one.free.ends_at, True, one.free.name, "episode", one.episode.pk)


def _afterwards(viewer: Member, now: datetime) -> Iterator[Task]:
    for request in onward_waiting(viewer):
        what = f"Onward care has no answer yet. Asked of {request.sent_to}"
        due_at = _end_of(request.starts_on)
        yield Task(Kind.ONWARD, request.episode, due_at, True, what, "onward_answer", request.pk)
    for call in follow_ups_due(viewer, london_date(now)):
        what = "Ask how they are, weeks after the end"
        yield Task(Kind.FOLLOW_UP, call.episode, _end_of(call.due_on), True, what, "follow_up", call.pk)


def _end_of(day: date) -> datetime:
    """The midnight that ends a London day."""
    return start_of_day(day + timedelta(days=1))
