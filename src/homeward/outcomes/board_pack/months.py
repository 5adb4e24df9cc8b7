"""Every measure by month up to the one a pack is about, counted for somebody who may see no small number."""

from collections.abc import Sequence
from datetime import date, timedelta

from homeward.kit.london import london_date
from homeward.outcomes.counting.asking import Question
from homeward.outcomes.definitions import Definition, measure_called, measures
from homeward.outcomes.pages.asking import usual_first
from homeward.outcomes.pages.viewing import Counter
from homeward.outcomes.periods import Period, next_after, start_of, starts_between
from homeward.outcomes.rebasing import changes_for
from homeward.outcomes.series import Series, series_of
from homeward.outcomes.showing import Shown
from homeward.outcomes.snapshots import Snapshot


class MonthUnusable(ValueError):
    """A month that a document cannot be about; the message says why, and which can be."""


def counter_of(snapshot: Snapshot) -> Counter:
    """Counts as they may leave the service: small numbers held back, the others rounded."""
    return Counter(snapshot, exact=False)


def last_month(snapshot: Snapshot) -> date:
    """The first day of the last month that was over when the facts were counted."""
    return start_of(Period.MONTH, london_date(snapshot.counted_at).replace(day=1) - timedelta(days=1))


def months_to_choose(snapshot: Snapshot) -> list[date]:
    """The months with a referral in them that were over when the facts were counted, the latest first; two years."""
    last = last_month(snapshot)
    first = start_of(Period.MONTH, last - timedelta(days=730))
    question = Question(measure=measure_called("referrals_received"), first=first, last=last, period=Period.MONTH)
    return [one.start for one in reversed(counter_of(snapshot).cells(question)) if one.numerator != 0]


def month_asked(snapshot: Snapshot, text: str) -> date:
    """The month written as "2026-10", or the last whole one for "". Raises MonthUnusable."""
    last = last_month(snapshot)
    if not text:
        return last
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise MonthUnusable(f'"{text}" is not a month. Write it as {last:%Y-%m}.') from None
    if month > last:
        raise MonthUnusable(f"{month:%B %Y} was not over when the facts were counted. The last is {last:%Y-%m}.")
    return month


def last_day_of(month: date) -> date:
    """The last day of a month."""
    return next_after(Period.MONTH, month) - timedelta(days=1)


def series_to(counter: Counter, month: date, wanted: Sequence[Definition] = ()) -> list[Series]:
    """Each measure over three years of months, the last of them `month`; all measures when none are named."""
    those = list(wanted) or list(measures())
    last = last_day_of(month)
    first = usual_first(Period.MONTH, last)
    rows = counter.all_cells(those, first=first, last=last, period=Period.MONTH)
    changes = changes_for((), first, last)
    return [series_of(one, rows[one.code], period=Period.MONTH, changes=changes, exact=counter.exact) for one in those]


def of_the_month(series: Series, month: date) -> Shown | None:
    """What was counted of a measure in the month; None when its series does not reach it."""
    return next((one for one in reversed(series.row) if one.start == month), None)


def year_to(month: date) -> tuple[date, date]:
    """The first and the last day of the twelve months that end with this one."""
    last = last_day_of(month)
    return starts_between(Period.MONTH, month - timedelta(days=340), last)[0], last
