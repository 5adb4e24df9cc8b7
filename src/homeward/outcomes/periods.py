"""Weeks from Monday and calendar months, by London dates: no gaps, and the one still running marked."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from homeward.kit.london import london_date
from homeward.kit.weeks import week_of


class Period(StrEnum):
    """What a measure is counted by. `WHOLE` is all of the time asked for, together."""

    WEEK = "week"
    MONTH = "month"
    WHOLE = "whole"


def start_of(period: Period, day: date) -> date:
    """The first day of the week or month a day is in; the day itself for the whole."""
    if period is Period.WEEK:
        return week_of(day)
    return day.replace(day=1) if period is Period.MONTH else day


def next_after(period: Period, start: date) -> date:
    """The first day of the week or month that follows one."""
    return start + timedelta(days=7) if period is Period.WEEK else (start + timedelta(days=31)).replace(day=1)


@lru_cache(maxsize=1024)
def starts_between(period: Period, first: date, last: date) -> tuple[date, ...]:
    """The first day of every week or month from the one `first` is in to the one `last` is in; empty when reversed."""
    starts = []
    start = start_of(period, first)
    while start <= last:
        starts.append(start)
        start = next_after(period, start)
    return tuple(starts)


def is_complete(period: Period, start: date, counted_at: datetime) -> bool:
    """True when the week or month had ended in London when the facts were counted."""
    return next_after(period, start) <= london_date(counted_at)


def latest_complete_week(counted_at: datetime) -> date:
    """The Monday of the last week that had ended when the facts were counted."""
    return week_of(london_date(counted_at)) - timedelta(days=7)
