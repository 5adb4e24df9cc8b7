"""Series by calendar month: one area, one measure, and which months are before and after a change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from homeward.outcomes.evaluation.answer import TooFewMonths
from homeward.outcomes.evaluation.months import Month, first_whole_month, month_of, number_of

LEAST_MONTHS = 8
"""Months needed before a change, and as many after. Source: Penfold and Zhang 2013, Use of interrupted time series
analysis in evaluating health care quality improvements, Academic Pediatrics 13(6): at least 8 on each side."""

Kind = Literal["percent", "count", "number"]
"""A share in percent, how many there were, or any other number, such as minutes waited."""


@dataclass(frozen=True, slots=True)
class Series:
    """One measure in one area by month, oldest first, each month once."""

    area: str
    kind: Kind
    months: tuple[Month, ...]

    def value_in(self, start: date) -> float | None:
        """The value of a month; None where there is none."""
        return next((one.value for one in self.months if one.start == start), None)


@dataclass(frozen=True, slots=True)
class Split:
    """The months of a series with a value: those before a change and those after. What lies between is left out."""

    before: tuple[Month, ...]
    after: tuple[Month, ...]
    left_out: tuple[date, ...]

    @property
    def used(self) -> tuple[Month, ...]:
        """Both, oldest first."""
        return (*self.before, *self.after)


def split(months: Iterable[Month], starts: Sequence[date]) -> Split:
    """Months before the first start and after the last.

    A month in which the change began on a later day than the first, and those while it was phased in, are neither
    before nor after, and are left out with the months that have no value.
    """
    first, after_from = month_of(min(starts)), first_whole_month(max(starts))
    known = [one for one in months if one.value is not None]
    before = tuple(one for one in known if one.start < first)
    after = tuple(one for one in known if one.start >= after_from)
    used = {one.start for one in (*before, *after)}
    return Split(before, after, tuple(one.start for one in months if one.start not in used))


def months_to_wait(starts: Sequence[date], latest: date) -> int:
    """Whole months from the latest one there is until the first that is wholly after the last start."""
    return max(0, number_of(first_whole_month(max(starts))) - number_of(latest) - 1)


def check_enough(parts: Split, least: int = LEAST_MONTHS, *, wait: int = 0) -> None:
    """Raises TooFewMonths, which says how many more whole months are needed, or that waiting does not help.

    `wait` are months that have yet to pass before the first one after the change.
    """
    if len(parts.before) < least:
        raise TooFewMonths(
            f"There {_are(len(parts.before))} with a value before the change, and {least} are needed to see a trend. "
            "Waiting does not add any: load facts of earlier months.",
            more=None,
        )
    if len(parts.after) < least:
        more = least - len(parts.after) + wait
        raise TooFewMonths(
            f"There {_are(len(parts.after))} with a value after the change, and {least} are needed. "
            f"Look again in {more} month{'s' if more > 1 else ''}.",
            more=more,
        )


def _are(count: int) -> str:
    return "is 1 whole month" if count == 1 else f"are {count} whole months"
