"""A change of the service, marked for tests."""

from datetime import date
from typing import Any

from homeward.partnership.actions import mark_change
from homeward.partnership.models import Member, PhasedChange, PhaseSaid, Said
from tests.support.borough import NOW


def said_of_a_change(**other: Any) -> Said:
    """What is said of a change that begins everywhere on 1 February 2026."""
    usual: dict[str, Any] = {
        "title": "One number to call",
        "what_changes": "Calls to all four teams are answered in one place.",
        "hypothesis": "More people are seen within 2 hours.",
        "pathways": ("rapid_response",),
        "rebase": True,
        "phases": (PhaseSaid("", date(2026, 2, 1)),),
    }
    return Said(**{**usual, **other})


def marked(by: Member, **other: Any) -> PhasedChange:
    """A change that somebody marked."""
    return mark_change(said=said_of_a_change(**other), by=by, now=NOW)
