"""How people flow through the service, as numbers: weeks, spells of help, and how long ago places were confirmed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from homeward.episodes.rules.ward import Noted, noted_on
from homeward.kit.london import london_date
from homeward.kit.weeks import week_of

WEEKS = 8
"""How many whole weeks a flow board looks back."""

CONFIRMED_WITHIN_DAYS = 28
"""A number of places that nobody confirmed for longer than this may no longer be so. This service's own."""


def weeks_until(today: date, weeks: int = WEEKS) -> list[date]:
    """The Mondays of the whole weeks before this one, and of this one, which is still running."""
    this = week_of(today)
    return [this - timedelta(days=7 * back) for back in range(weeks, -1, -1)]


def by_week(days: Iterable[date], weeks: Sequence[date]) -> list[int]:
    """How many of these days are in each of the weeks; days in no week of them are left out."""
    counted = Counter(week_of(day) for day in days)
    return [counted[week] for week in weeks]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """When a number of places was last written down, how many days ago, and whether that is too long ago."""

    on: date
    days_ago: int

    @property
    def is_stale(self) -> bool:
        """True when nobody confirmed the number for longer than four weeks."""
        return self.days_ago > CONFIRMED_WITHIN_DAYS


def last_confirmed(agreed_from: date, notes: Iterable[Noted], today: date) -> Confirmed:
    """When the places that hold today were last written down: by the note that holds, or as they were agreed."""
    note = noted_on(notes, today)
    on = max(agreed_from, london_date(note.noted_at)) if note else agreed_from
    return Confirmed(on, max((today - on).days, 0))


def held_by_day(spans: Iterable[tuple[date, date | None]], days: Sequence[date]) -> list[int]:
    """How many of these spans hold on each day: from their first day on, to the day before their last.

    A span without a last day holds still. One that ends on the day it begins holds on none.
    """
    spans = list(spans)
    return [sum(first <= day and (last is None or day < last) for first, last in spans) for day in days]
