"""Calendar months: one with its value, and how they are counted."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its first day and its value; None when there is none or it may not be seen."""

    start: date
    value: float | None

    @property
    def days(self) -> int:
        """How many days the month has."""
        return monthrange(self.start.year, self.start.month)[1]


def month_of(day: date) -> date:
    """The first day of the month a day is in."""
    return day.replace(day=1)


def number_of(day: date) -> int:
    """Months counted through from year 0, so that neighbouring months differ by 1."""
    return day.year * 12 + day.month - 1


def first_whole_month(day: date) -> date:
    """The first month that begins on or after a day."""
    return day if day.day == 1 else date(day.year + day.month // 12, day.month % 12 + 1, 1)
