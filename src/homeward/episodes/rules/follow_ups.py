"""When somebody is asked how they are, weeks after the end of help."""

from datetime import date, timedelta

FOLLOW_UP_DAYS = 84
"""Twelve weeks, where the service model does not say. Source: ASCOF 2D."""
MAY_BE_EARLY = timedelta(days=7)
"""How long before its day a follow-up still counts as one of that day."""


def follow_up_due_on(ended_on: date, days: int | None) -> date:
    """The London date on which somebody asks how the person is, `days` after the last day of help."""
    return ended_on + timedelta(days=days or FOLLOW_UP_DAYS)


def is_early(due_on: date, today: date) -> bool:
    """True more than a week before a follow-up is due: then it does not say how the person is twelve weeks on."""
    return today < due_on - MAY_BE_EARLY
