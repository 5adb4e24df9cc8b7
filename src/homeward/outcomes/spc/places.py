"""Places on a control chart, large or small: where dates and values lie, the levels of its groups, and its line."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from homeward.outcomes.spc.parts import Xmr


@dataclass(frozen=True, slots=True)
class Level:
    """One group's lines, from left to right: the mean, and the limits where there are any."""

    left: float
    right: float
    mean: float
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class Frame:
    """Turns dates and values into places: `first` and `last` lie at the sides, `low` and `high` at bottom and top."""

    first: date
    last: date
    low: float
    high: float
    left: float
    right: float
    top: float
    bottom: float

    def across(self, one: date) -> float:
        """How far to the right a date lies; in the middle where there is only one."""
        days = (self.last - self.first).days
        share = (one - self.first).days / days if days else 0.5
        return round(self.left + (self.right - self.left) * share, 1)

    def up(self, value: float) -> float:
        """How far down a value lies."""
        return round(self.bottom - (self.bottom - self.top) * (value - self.low) / (self.high - self.low), 1)


def values_of(chart: Xmr) -> list[float]:
    """Every value a chart must hold: the points, their means and limits, and the target."""
    found = [number for one in chart.points for number in (one.y, one.mean, one.lower, one.upper)] + [chart.target]
    return [number for number in found if number is not None]


def levels(chart: Xmr, frame: Frame) -> tuple[Level, ...]:
    """Each group's lines; they meet half-way between the last point of one group and the first of the next."""
    groups = [list(group) for _, group in groupby(chart.points, key=lambda one: one.group)]
    found = []
    for nth, group in enumerate(groups):
        begins = frame.across(group[0].x)
        ends = frame.across(group[-1].x)
        left = (frame.across(groups[nth - 1][-1].x) + begins) / 2 if nth else begins - 5
        right = (ends + frame.across(groups[nth + 1][0].x)) / 2 if nth + 1 < len(groups) else ends + 5
        one = group[0]
        lower, upper = (None if limit is None else frame.up(limit) for limit in (one.lower, one.upper))
        found.append(Level(round(left, 1), round(right, 1), frame.up(one.mean), lower, upper))
    return tuple(found)


def line(chart: Xmr, frame: Frame) -> tuple[str, ...]:
    """The line through the points, a text for each stretch without a gap for what was left out."""
    missing = list(chart.left_out)
    stretches: list[list[str]] = [[]]
    for nth, one in enumerate(chart.points):
        if nth and any(chart.points[nth - 1].x < gap < one.x for gap in missing):
            stretches.append([])
        stretches[-1].append(f"{frame.across(one.x)},{frame.up(one.y)}")
    return tuple(" ".join(stretch) for stretch in stretches if len(stretch) > 1)
