"""Measures as they are shown: in words, and to those who may see only groups, without small numbers.

A viewer who may not see the people behind a number sees no count from 1 to 4, other counts to the nearest 5, whole
percentages, and no figure that rests on a hidden count. Source: NHS England's published tables of community services
(counts under 5 suppressed, others rounded to the nearest 5).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from homeward.outcomes.counting import Cell
from homeward.outcomes.definitions import Definition, Unit
from homeward.outcomes.periods import Period, is_complete, next_after

LEAST_SHOWN = 5
ROUNDED_TO = 5
UNDER = "under 5"


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell as a viewer may see it. A count is None when it is hidden; a figure also when there is none.

    `hidden` is true when anything in the cell was held back; `complete` is false for a week or month still running.
    """

    start: date
    last_day: date
    group: str
    complete: bool
    numerator: int | None
    denominator: int | None
    excluded: int | None
    figures: Mapping[str, float | None]
    hidden: bool

    @property
    def figures_hidden(self) -> bool:
        """True when there are figures that this viewer is not shown."""
        return self.hidden and (self.denominator is None or self.numerator is None)


def shown(cell: Cell, measure: Definition, *, period: Period, last: date, counted_at: datetime, exact: bool) -> Shown:
    """A cell for a viewer: as counted, or with small numbers held back. `last` is the last day of a whole."""
    whole = period is Period.WHOLE
    last_day = last if whole else next_after(period, cell.start) - timedelta(days=1)
    complete = whole or is_complete(period, cell.start, counted_at)
    counts = (cell.numerator, cell.denominator, cell.excluded)
    numerator, denominator, excluded = counts if exact else map(guarded, counts)
    return Shown(
        start=cell.start,
        last_day=last_day,
        group=cell.group,
        complete=complete,
        numerator=numerator,
        denominator=denominator,
        excluded=excluded,
        figures=cell.figures if exact else _guarded_figures(cell, measure.unit),
        hidden=None in (numerator, denominator, excluded),
    )


def guarded(count: int) -> int | None:
    """A count to the nearest 5; None from 1 to 4, which could point to a person."""
    if 0 < count < LEAST_SHOWN:
        return None
    return (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def _guarded_figures(cell: Cell, unit: Unit) -> dict[str, float | None]:
    numerator = guarded(cell.numerator)
    if numerator is None or guarded(cell.denominator) is None:
        return dict.fromkeys(cell.figures)
    if unit == "referrals":
        return dict.fromkeys(cell.figures, float(numerator))
    return {code: None if value is None else float(round(value)) for code, value in cell.figures.items()}


def in_words(value: float | None, unit: Unit, *, exact: bool = True) -> str:
    """A figure as people say it: "84.2%", "97", "1 hr 35 min"; nothing for None."""
    if value is None:
        return ""
    if unit == "percent":
        return f"{value:.1f}%" if exact else f"{value:.0f}%"
    return f"{value:,.0f}" if unit == "referrals" else length(value)


def length(minutes: float) -> str:
    """Minutes as the two largest units that matter: "45 min", "2 hr 5 min", "3 days 4 hr"."""
    whole = round(minutes)
    days, hours, rest = whole // 1440, whole % 1440 // 60, whole % 60
    if days:
        return f"{days} day{'s' if days > 1 else ''}" + (f" {hours} hr" if hours else "")
    if hours:
        return f"{hours} hr" + (f" {rest} min" if rest else "")
    return f"{rest} min"


def meets_target(measure: Definition, one: Shown) -> bool | None:
    """Whether the measure's first figure is at the target or better; None without a target or without a figure."""
    value = one.figures[measure.figures[0].code]
    if measure.target.value is None or value is None:
        return None
    return value >= measure.target.value if measure.better == "higher" else value <= measure.target.value
