"""The upright axis of a chart: from where to where, and which values are named on it. Pure: numbers in, numbers out."""

import math
from collections.abc import Iterable

FEWEST, MOST = 3, 6
"""How many lines an axis has at least and at most, so that their words do not run together."""
_MINUTES = (1, 5, 10, 15, 30, 60, 120, 240, 480, 720, 1440, 2880, 7200, 10080, 14400, 20160, 43200)
_LEAST_STEP = {"percent": 1.0, "count": 1.0, "minutes": 1.0, "pounds": 1.0}
_POSSIBLE = {"percent": (0.0, 100.0), "points": (-math.inf, math.inf), "pounds": (-math.inf, math.inf)}
"""Values outside these cannot be; in other units they start at nought."""


def ticks(values: Iterable[float], unit: str) -> tuple[float, ...]:
    """Even steps that hold all the values, from the lowest to the highest; from nought where that is not far."""
    found = list(values)
    low, high = min(found), max(found)
    if 0 <= low < (high - low) / 2:
        low = 0.0
    step = _step(high - low, unit)
    first, last = math.floor(low / step), math.ceil(high / step)
    if first * step == low != 0:
        first -= 1  # a flat line is not drawn on the axis itself
    last = max(last, first + FEWEST - 1)
    return tuple(round(i * step, 6) for i in range(first, last + 1))


def can_be(value: float, unit: str) -> bool:
    """Whether a value is possible in a unit. Limits are not cut off, but an axis does not name what cannot be."""
    least, most = _POSSIBLE.get(unit, (0.0, math.inf))
    return least <= value <= most


def _step(width: float, unit: str) -> float:
    wanted = max(width / (MOST - 2), _LEAST_STEP.get(unit, 0.0), 1e-6)
    if unit == "minutes" and wanted <= _MINUTES[-1]:
        return float(next(one for one in _MINUTES if one >= wanted))
    ten = 10.0 ** math.floor(math.log10(wanted))
    return next(ten * one for one in (1.0, 2.0, 5.0, 10.0) if ten * one >= wanted * (1 - 1e-9))
