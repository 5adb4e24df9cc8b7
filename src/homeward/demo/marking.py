"""What the made-up partners changed, marked as they would mark it."""

from datetime import date, datetime, timedelta
from typing import Any

from homeward.demo.hours import at
from homeward.demo.reading import words
from homeward.demo.year import front_door_began, months_before
from homeward.kit.london import london_date
from homeward.partnership.actions import mark_change
from homeward.partnership.models import Member, PhasedChange, PhaseSaid, Said
from homeward.partnership.rules import Role


def head_of_service() -> Member:
    """Who marks changes, and says what was done about what people said."""
    return Member.objects.filter(role=Role.HEAD_OF_SERVICE).order_by("pk")[0]


def mark_changes(now: datetime) -> dict[str, PhasedChange]:
    """Mark every change of the file, four weeks before it first began; by what the file calls them."""
    today, by = london_date(now), head_of_service()
    changes = {}
    for told in words("changes")["changes"]:
        said = _said(told, today)
        changes[told["key"]] = mark_change(said=said, by=by, now=at(_marked_on(said), 10))
    return changes


def _said(told: dict[str, Any], today: date) -> Said:
    began = front_door_began(today)
    phases = tuple(PhaseSaid(place, months_before(began, -months)) for place, months in told["phases"].items())
    return Said(
        title=told["title"],
        what_changes=told["what_changes"],
        hypothesis=told["hypothesis"],
        pathways=tuple(told["pathways"]),
        rebase=told["rebase"],
        phases=phases,
    )


def _marked_on(said: Said) -> date:
    return min(one.starts_on for one in said.phases) - timedelta(days=28)
