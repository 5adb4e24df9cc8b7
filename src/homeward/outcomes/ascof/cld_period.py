"""Which months an extract of Client Level Data really covers: derived from its events, not taken as stated.

Source: methodology of the main tables, step 2 (DataS-DHSC/ASC-CLD-LA-Dashboard, June 2026).
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from homeward.outcomes.ascof.cld_lines import Line

TOO_FEW = 100
"""Below this many events the stated dates are taken."""
LEAST_SHARE = 50
"""A month must hold at least one in so many of all events: 2 per cent."""
KINDS = 3
"""A month must hold events of this many kinds of the four, or of all kinds the file has, if fewer."""

Period = tuple[date, date]


def period_covered(lines: Iterable[Line], *, sent_on: date, stated: Period | None = None) -> Period | None:
    """First and last day that the events cover, or None when no month is covered.

    Events are counted in the month they end; those that end in the month they were sent, or after it, are not counted.
    """
    ended = [(one.event.end.replace(day=1), one.event.kind) for one in lines if one.event.end is not None]
    before = [one for one in ended if one[0] < sent_on.replace(day=1)]
    if len(before) < TOO_FEW:
        return stated
    per_month = Counter(month for month, _ in before)
    least_kinds = min(KINDS, len({kind for _, kind in before}))
    covered = [
        month
        for month, number in per_month.items()
        if number * LEAST_SHARE >= len(before) and len({kind for at, kind in before if at == month}) >= least_kinds
    ]
    return (min(covered), _last_day(max(covered))) if covered else None


def _last_day(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def last_year_of(period: Period) -> Period:
    """The twelve months to the end of a period, or the whole of one that is shorter."""
    following = period[1] + timedelta(days=1)
    a_year_before = following.replace(year=following.year - 1) if following.day == 1 else following
    return max(period[0], a_year_before), period[1]
