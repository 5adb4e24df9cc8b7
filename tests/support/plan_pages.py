"""What is on the pages about the plan, and what is typed into them."""

from datetime import time, timedelta
from typing import Any

from homeward.episodes.actions.plan_texts import edit_plan
from homeward.episodes.actions.planning import book
from homeward.episodes.actions.tapering import add_series
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.plan import Booking, Plan, VisitSeries
from homeward.partnership.models import Member
from tests.support.borough import NOW

TEXTS = ("aims", "before_a_visit", "if_it_gets_worse", "who_to_call")


def washing(episode: Episode, by: Member, **changes: Any) -> VisitSeries:
    """Visits every morning from the day of NOW."""
    said: dict[str, Any] = {
        "what_for": "Washing",
        "window_from": time(8),
        "window_to": time(10),
        "from_on": NOW.date(),
        "days": [1, 2, 3, 4, 5, 6, 7],
        "minutes": 60,
    }
    return add_series(episode=episode, by=by, now=NOW, **(said | changes))


def promise(episode: Episode, by: Member, **changes: Any) -> Booking:
    """A visit promised for an hour after NOW."""
    said = {"what_for": "First visit", "from_at": NOW + timedelta(hours=1), "to_at": NOW + timedelta(hours=2)}
    return book(episode=episode, by=by, now=NOW, **(said | changes))


def write(episode: Episode, by: Member, **typed: str) -> Plan:
    """Write these texts of the plan, whatever they said before."""
    now = {name: getattr(Plan.objects.filter(episode=episode).first(), name, "") for name in typed}
    return edit_plan(episode=episode, opened=now, typed=typed, by=by, now=NOW)


def typed(opened: dict[str, str] | None = None, **changes: str) -> dict[str, str]:
    """What the form to change the plan sends when it was opened with these texts and these were typed over."""
    opened = dict.fromkeys(TEXTS, "") | (opened or {})
    return {**opened, **{f"opened_{name}": text for name, text in opened.items()}, **changes}
