"""Measures as they are shown: in words, and to those who may see only groups, without small numbers.

A viewer who may not see the people behind a number sees no count from 1 to 4, other counts to the nearest 5, rounded
figures, and no figure that rests on a hidden count. Source: NHS England's published tables of community services
(counts under 5 suppressed, others rounded to the nearest 5). Rows of a ward's days and of an area's months are about no
person, and how many there are is shown as it is; but a rate of one to four admissions is held back like their number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from homeward.outcomes.counting.asking import Cell
from homeward.outcomes.definitions import Definition, Figure, FigureKind, Unit
from homeward.outcomes.periods import Period, is_complete, next_after

LEAST_SHOWN = 5
ROUNDED_TO = 5
UNDER = "under 5"
ABOUT_NOBODY = frozenset({"ward_days", "area_counts"})
"""Tables whose rows are about no person, so that a small number of rows points to nobody."""
SAID_IN_CONFIDENCE = frozenset({"answers"})
"""Tables whose rows nobody reads beside a name, nor their small numbers: people were told so before they answered."""
_DECIMALS_WHEN_GUARDED: dict[Unit, int] = {"percent": 0, "count": 0, "minutes": 0, "pounds": 0, "ratio": 2}
"""How finely a guarded figure is given; one decimal where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell as a viewer may see it. A count is None when it is hidden; a figure also when there is none.

    `hidden` is true when a count was held back, `figures_hidden` when there is a figure that this viewer is not shown;
    `complete` is false for a week or month still running.
    """

    start: date
    last_day: date
    group: tuple[str, ...]
    complete: bool
    numerator: int | None
    denominator: int | None
    excluded: int | None
    figures: Mapping[str, float | None]
    hidden: bool
    figures_hidden: bool

    @property
    def rows(self) -> int:
        """How many rows it rests on that the viewer may know of: counted and left out."""
        return (self.denominator or 0) + (self.excluded or 0)


def shown(cell: Cell, measure: Definition, *, period: Period, last: date, counted_at: datetime, exact: bool) -> Shown:
    """A cell for a viewer: as counted, or with small numbers held back. `last` is the last day of a whole."""
    whole = period is Period.WHOLE
    last_day = last if whole else next_after(period, cell.start) - timedelta(days=1)
    counts = (cell.numerator, cell.denominator, cell.excluded)
    plain = shown_exactly(measure, sees_rows=exact) or measure.table in ABOUT_NOBODY
    numerator, denominator, excluded = counts if plain else map(guarded, counts)
    figures = cell.figures if plain else _guarded_figures(cell, measure.figures)
    if not exact and measure.table in ABOUT_NOBODY and 0 < cell.amount < LEAST_SHOWN:
        figures = dict.fromkeys(cell.figures)  # the population is published, and would tell how many they were
    return Shown(
        start=cell.start,
        last_day=last_day,
        group=cell.group,
        complete=whole or is_complete(period, cell.start, counted_at),
        numerator=numerator,
        denominator=denominator,
        excluded=excluded,
        figures=figures,
        hidden=None in (numerator, denominator, excluded),
        figures_hidden=any(figures[code] is None and value is not None for code, value in cell.figures.items()),
    )


def shown_exactly(measure: Definition, *, sees_rows: bool) -> bool:
    """True when a viewer who may see the people behind numbers sees this measure exactly, and its rows."""
    return sees_rows and measure.table not in SAID_IN_CONFIDENCE


def guarded(count: int) -> int | None:
    """A count to the nearest 5; None from 1 to 4, which could point to a person."""
    if 0 < count < LEAST_SHOWN:
        return None
    return (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def _guarded_figures(cell: Cell, figures: Iterable[Figure]) -> dict[str, float | None]:
    """Figures of a cell, rounded; None where the counts they rest on are held back."""
    return {one.code: _guarded_figure(cell, one) for one in figures}


def _guarded_figure(cell: Cell, figure: Figure) -> float | None:
    value, counted = cell.figures[figure.code], guarded(cell.denominator)
    if figure.kind is FigureKind.COUNT:
        met = guarded(cell.numerator)
        return None if met is None else float(met)
    if value is None or counted is None or (figure.kind is FigureKind.PERCENT and guarded(cell.numerator) is None):
        return None
    if figure.kind is FigureKind.PERCENT and guarded(cell.denominator - cell.numerator) is None:
        return None  # all but one to four of them: who they are could be guessed as well
    return round(value, _DECIMALS_WHEN_GUARDED.get(figure.unit, 1))


def without_the_only_hidden_one(cells: list[Shown]) -> list[Shown]:
    """Groups of one whole, with a second one held back where a single one is: it would follow from the total.

    The next smallest goes too. Source: usual practice of secondary suppression in official statistics.
    """
    held_back = [one for one in cells if one.denominator is None]
    rest = [one for one in cells if one.denominator]
    if len(held_back) != 1 or not rest:
        return cells
    smallest = min(rest, key=lambda one: one.denominator or 0)
    return [_held_back(one) if one is smallest else one for one in cells]


def _held_back(one: Shown) -> Shown:
    nothing = dict.fromkeys(one.figures)
    return Shown(one.start, one.last_day, one.group, one.complete, None, None, None, nothing, True, True)


def in_words(value: float | None, unit: Unit, *, exact: bool = True) -> str:
    """A figure as people say it: "84.2%", "97", "1 hr 35 min", "£1,901"; nothing for None."""
    if value is None:
        return ""
    if unit == "percent":
        return f"{value:.1f}%" if exact else f"{value:.0f}%"
    if unit == "minutes":
        return length(value)
    if unit == "pounds":
        return f"-£{-value:,.0f}" if value < 0 else f"£{value:,.0f}"
    if unit == "count":
        return f"{value:,.0f}"
    return _with_its_word(value, unit)


def _with_its_word(value: float, unit: Unit) -> str:
    number = f"{value:,.2f}" if unit == "ratio" else f"{value:,.1f}"
    one = number in ("1.0", "-1.0")
    words = {"days": " day" if one else " days", "hours": " hour" if one else " hours", "rate": " per 100,000"}
    return f"{'+' if unit == 'points' and value > 0 else ''}{number}{words.get(unit, '')}"


def length(minutes: float) -> str:
    """Minutes as the two largest units that matter: "45 min", "2 hr 5 min", "3 days 4 hr"."""
    whole = round(abs(minutes))
    days, hours, rest = whole // 1440, whole % 1440 // 60, whole % 60
    if days:
        words = f"{days} day{'s' if days > 1 else ''}" + (f" {hours} hr" if hours else "")
    elif hours:
        words = f"{hours} hr" + (f" {rest} min" if rest else "")
    else:
        words = f"{rest} min"
    return f"-{words}" if minutes < 0 and whole else words


def meets_target(measure: Definition, value: float | None) -> bool | None:
    """Whether the first figure is at the target or better; None without a target, a figure, or a better direction."""
    if measure.target.value is None or value is None or measure.better == "neither":
        return None
    return value >= measure.target.value if measure.better == "higher" else value <= measure.target.value


def alarming(measure: Definition, value: float | None) -> bool:
    """Whether the first figure is so unlikely that the recording is to be looked at before the service."""
    if measure.alarm is None or value is None:
        return False
    too_low = measure.alarm.least is not None and value < measure.alarm.least
    return too_low or (measure.alarm.most is not None and value > measure.alarm.most)
