"""Counts are compared by ratios: between the logs that are calculated with and the percents that are shown."""

from math import exp
from typing import TYPE_CHECKING, Any

from homeward.outcomes.evaluation.answer import Estimate
from homeward.outcomes.evaluation.months import Month
from homeward.outcomes.evaluation.panel import Panel
from homeward.outcomes.evaluation.series import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]


def as_shown(one: Estimate, kind: Kind) -> Estimate:
    """An estimate as it is shown: for counts, the log of a ratio as a change in percent; all others as they are."""
    if kind != "count":
        return one
    value, low, high = (100 * (exp(x) - 1) for x in (one.value, one.low, one.high))
    return Estimate(one.name, value, low, high, 100 * exp(one.value) * one.error)


def back_to_values(row: "Numbers", panel: Panel) -> tuple[float, ...]:
    """A row of a panel as the values a chart shows: counts a month for logs of counts a day."""
    if panel.kind != "count":
        return tuple(map(float, row))
    return tuple(exp(float(x)) * Month(month, None).days for x, month in zip(row, panel.months, strict=True))
