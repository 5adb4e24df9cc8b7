"""A control chart as small as a word, for a list: the band of its limits, its mean, its line and what is special."""

from dataclasses import dataclass

from homeward.outcomes.spc.parts import Kind, Xmr
from homeward.outcomes.spc.places import Frame, Level, levels, line, values_of

WIDTH, HEIGHT = 150, 36
EDGE = 5


@dataclass(frozen=True, slots=True)
class Spark:
    """A very small chart: levels, line, the special dots and the last one, and the height of the target."""

    levels: tuple[Level, ...]
    line: tuple[str, ...]
    dots: tuple[tuple[float, float, Kind], ...]
    target: float | None
    width: int = WIDTH
    height: int = HEIGHT


def spark(chart: Xmr) -> Spark:
    """A very small chart of at least one point."""
    values = values_of(chart)
    low, high = min(values), max(values)
    if low == high:
        low, high = low - 1, high + 1
    frame = Frame(chart.points[0].x, chart.points[-1].x, low, high, EDGE, WIDTH - EDGE, EDGE, HEIGHT - EDGE)
    shown = [one for one in chart.points if one.kind is not Kind.COMMON or one is chart.last]
    return Spark(
        levels=levels(chart, frame),
        line=line(chart, frame),
        dots=tuple((frame.across(one.x), frame.up(one.y), one.kind) for one in shown),
        target=None if chart.target is None else frame.up(chart.target),
    )
