"""What can be asked of the facts, and what comes back. Knows no engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from homeward.outcomes.definitions import Definition
from homeward.outcomes.periods import Period, next_after, start_of, starts_between


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What to count: a measure from one day to another, by which event's date, by which period, in which groups.

    Both days are widened to whole weeks or months. `by` are breakdowns, none or one, or two together; `where` keeps
    only rows whose breakdown has one of the values.
    """

    measure: Definition
    first: date
    last: date
    dated: str = ""
    period: Period = Period.WEEK
    by: tuple[str, ...] = ()
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def dated_by(self) -> str:
        """The event whose date counts: the one asked for, or the measure's first."""
        return self.dated or self.measure.dated[0]

    @property
    def starts(self) -> tuple[date, ...]:
        """The first day of every period asked for."""
        return (self.first,) if self.period is Period.WHOLE else starts_between(self.period, self.first, self.last)

    @property
    def span(self) -> tuple[date, date]:
        """The first day counted and the first day not counted any more."""
        if self.period is Period.WHOLE:
            return self.first, self.last + timedelta(days=1)
        return start_of(self.period, self.first), next_after(self.period, start_of(self.period, self.last))


@dataclass(frozen=True, slots=True)
class Sums:
    """What adds up over rows: n met, d counted, x excluded, and of the amounts the sum, the squares and the weights."""

    n: int = 0
    d: int = 0
    x: int = 0
    s: float = 0.0
    ss: float = 0.0
    w: float = 0.0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.n + other.n,
            self.d + other.d,
            self.x + other.x,
            self.s + other.s,
            self.ss + other.ss,
            self.w + other.w,
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """One measure in one period and group: how many rows in numerator and denominator, how many excluded, figures.

    `group` has a value for each breakdown asked for. A figure is None where there is nothing to work it out from.
    `amount` is what the rows' amounts add up to, which says how many people or days a rate or ratio rests on.
    """

    start: date
    group: tuple[str, ...]
    numerator: int
    denominator: int
    excluded: int
    figures: Mapping[str, float | None]
    amount: float = field(default=0.0, compare=False)
