"""Series, promised visits, goals and visits, as the tests of planning make them."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

from homeward.episodes.actions import record_visit
from homeward.episodes.actions.planning import book
from homeward.episodes.actions.tapering import add_series
from homeward.episodes.models.episode import Episode, Visit
from homeward.episodes.models.goals import Goal
from homeward.episodes.models.plan import Booking, VisitSeries
from tests.support.borough import NOW, Borough

TODAY = NOW.date()
"""A Wednesday."""
TOMORROW = NOW + timedelta(days=1)


def series_adder(borough: Borough) -> Callable[..., VisitSeries]:
    """What adds a series of visits to an episode, every morning unless told otherwise."""

    def add(episode: Episode, **changes: Any) -> VisitSeries:
        said: dict[str, Any] = {
            "what_for": "Washing and dressing",
            "window_from": time(8),
            "window_to": time(10),
            "from_on": TODAY,
            "days": [1, 2, 3, 4, 5, 6, 7],
            "minutes": 45,
            "by": borough.nurse,
            "now": NOW,
        }
        return add_series(episode=episode, **(said | changes))

    return add


def promised(episode: Episode, borough: Borough, **changes: Any) -> Booking:
    """A visit promised for TOMORROW."""
    said = {"what_for": "First visit", "from_at": TOMORROW, "to_at": TOMORROW + timedelta(hours=2)}
    return book(episode=episode, by=borough.nurse, now=NOW, **(said | changes))


def goal_of(episode: Episode, borough: Borough, words: str = "Walk to the shop.") -> Goal:
    """A goal of this episode."""
    return Goal.objects.create(episode=episode, words=words, agreed_with="person", by=borough.nurse, at=NOW)


def seen(episode: Episode, borough: Borough, **changes: Any) -> Visit:
    """A visit by the nurse at NOW."""
    said = {"kind": "face_to_face", "started_at": NOW, "what_happened": "Saw her."}
    return record_visit(episode=episode, by=borough.nurse, now=NOW, **(said | changes))
