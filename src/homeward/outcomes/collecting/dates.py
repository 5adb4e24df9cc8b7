"""The columns of an event: the day, the Monday of its week and the first day of its month."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from homeward.kit.london import london_date
from homeward.kit.weeks import week_of

Row = dict[str, Any]
"""One row of facts: values by column."""


def on_day(column: str, day: date | None) -> Row:
    """The three columns of an event on a day; all empty without one."""
    on, week, month = _names(column)
    if day is None:
        return {on: None, week: None, month: None}
    return {on: day, week: week_of(day), month: day.replace(day=1)}


def at_moment(column: str, moment: datetime | None) -> Row:
    """The three columns of an event at an instant: its London date counts."""
    return on_day(column, None if moment is None else london_date(moment))


@lru_cache
def _names(column: str) -> tuple[str, str, str]:
    return f"{column}_on", f"{column}_week", f"{column}_month"
