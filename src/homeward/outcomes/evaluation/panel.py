"""Several areas over the same months, and since when each has a change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log
from typing import TYPE_CHECKING, Any

from homeward.outcomes.evaluation.answer import CannotSay
from homeward.outcomes.evaluation.months import Month, number_of
from homeward.outcomes.evaluation.series import Kind, Series

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

MOST_MISSING = 0.25
"""An area that lacks a larger share of the months than this is left out, so that it does not cost all others theirs."""


@dataclass(frozen=True)
class Panel:
    """Areas (rows) by months (columns), every place filled. Counts are logs of counts a day; other values as they are.

    `starts` has a day for each area that has the change, and None for those without it.
    """

    areas: tuple[str, ...]
    kind: Kind
    months: tuple[date, ...]
    values: "Numbers"
    starts: Mapping[str, date | None]
    left_out: tuple[str, ...]

    @property
    def changed(self) -> list[int]:
        """Rows of the areas that have the change."""
        return [i for i, area in enumerate(self.areas) if self.starts[area] is not None]

    @property
    def unchanged(self) -> list[int]:
        """Rows of the areas without it."""
        return [i for i, area in enumerate(self.areas) if self.starts[area] is None]

    @property
    def first_days(self) -> list[date]:
        """The days on which it began somewhere, each once, in order."""
        return sorted({day for area in self.areas if (day := self.starts[area]) is not None})

    def keeping(self, months: Sequence[date]) -> "Panel":
        """The same areas over some of the months."""
        columns = [i for i, month in enumerate(self.months) if month in set(months)]
        return Panel(
            self.areas,
            self.kind,
            tuple(self.months[i] for i in columns),
            self.values[:, columns],
            self.starts,
            self.left_out,
        )


def panel_of(series: Sequence[Series], starts: Mapping[str, date | None]) -> Panel:
    """The areas' series as one panel, over the months in which every area has a value.

    An area that lacks more than a quarter of the months is left out. Raises CannotSay when nothing is left, when kinds
    differ, and for counts of 0, which have no logarithm.
    """
    import numpy as np

    if len({one.kind for one in series}) != 1:
        raise CannotSay("The areas' numbers are of different kinds, so they cannot be compared.")
    every = sorted({month.start for one in series for month in one.months if month.value is not None})
    known = {one.area: {m.start: m for m in one.months if m.value is not None} for one in series}
    kept = [one for one in series if every and len(known[one.area]) >= (1 - MOST_MISSING) * len(every)]
    months = tuple(month for month in every if all(month in known[one.area] for one in kept))
    if not kept or not months:
        raise CannotSay("There is no month in which every area has a value.")
    kind = series[0].kind
    values = np.array([[_scaled(known[one.area][month], kind, one.area) for month in months] for one in kept])
    gone = tuple(one.area for one in series if one not in kept)
    return Panel(tuple(one.area for one in kept), kind, months, values, {a.area: starts[a.area] for a in kept}, gone)


def since(months: Sequence[date], start: date) -> list[int]:
    """Whole months from the month of a start to each of these; negative before."""
    return [number_of(month) - number_of(start) for month in months]


def _scaled(month: Month, kind: Kind, area: str) -> float:
    value = month.value
    assert value is not None
    if kind != "count":
        return value
    if value <= 0:
        raise CannotSay(
            f"{area} has a count of 0 in {month.start:%B %Y}. Counts that small cannot be compared this way."
        )
    return log(value / month.days)


def about_panel(panel: Panel) -> list[str]:
    """What was left out of a panel, in sentences."""
    if not panel.left_out:
        return []
    return [f"Left out, because more than a quarter of their months are missing: {', '.join(panel.left_out)}."]
