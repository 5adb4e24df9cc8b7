"""Very small charts of one or two rows of numbers over time: where each mark goes, for a template to write as SVG.

The drawing is 240 units wide. Bars are for what happened in a week, lines for how things stood on a day. A second row
differs by dash or by pattern as well as by colour, and the numbers always stand in a table beside the drawing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 240, 64
TOP, BOTTOM = 6, 4

Row = Sequence[int | float | None]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: the place of its corner, its size, and whether its time is over."""

    x: float
    y: float
    width: float
    height: float
    complete: bool


@dataclass(frozen=True, slots=True)
class SmallChart:
    """A drawing: bars, lines (each the stretches between gaps), the last mark of each line, and a line to reach."""

    bars: tuple[tuple[Bar, ...], ...] = ()
    lines: tuple[tuple[str, ...], ...] = ()
    ends: tuple[tuple[float, float], ...] = ()
    reach: tuple[str, ...] = ()
    width: int = WIDTH
    height: int = HEIGHT
    base: int = HEIGHT - BOTTOM


def bar_chart(rows: Sequence[Row], *, complete: Sequence[bool]) -> SmallChart:
    """One group of bars for each moment, a bar for each row, all rows of one length; None leaves a gap."""
    highest = _highest(rows)
    slot = WIDTH / max(len(complete), 1)
    width = slot * 0.8 / max(len(rows), 1)
    bars = []
    for nth, row in enumerate(rows):
        left = slot * 0.1 + nth * width
        bars.append(
            tuple(
                Bar(round(left + i * slot, 1), _up(value, highest), round(width * 0.92, 1), _tall(value, highest), done)
                for i, (value, done) in enumerate(zip(row, complete, strict=True))
                if value is not None
            )
        )
    return SmallChart(bars=tuple(bars))


def line_chart(rows: Sequence[Row], *, reach: Row = ()) -> SmallChart:
    """One line for each row, over the same moments; `reach` is another row, drawn dashed, such as places there are."""
    highest = _highest([*rows, reach])
    drawn = [_stretches(row, highest) for row in rows]
    ends = []
    for row in rows:
        last = next((i for i in range(len(row) - 1, -1, -1) if row[i] is not None), None)
        if last is not None:
            ends.append((_across(last, len(row)), _up(row[last] or 0, highest)))
    return SmallChart(lines=tuple(drawn), ends=tuple(ends), reach=_stretches(reach, highest))


def _stretches(row: Row, highest: float) -> tuple[str, ...]:
    """The points of a line, a text for each stretch without a gap; a value alone is drawn as a short stroke."""
    stretches: list[list[str]] = [[]]
    for i, value in enumerate(row):
        if value is None:
            stretches.append([])
        else:
            stretches[-1].append(f"{_across(i, len(row))},{_up(value, highest)}")
    return tuple(" ".join(points if len(points) > 1 else points * 2) for points in stretches if points)


def _highest(rows: Sequence[Row]) -> float:
    return max((float(value) for row in rows for value in row if value is not None), default=0.0) or 1.0


def _across(i: int, of: int) -> float:
    return round(WIDTH / 2 if of == 1 else 4 + (WIDTH - 8) * i / (of - 1), 1)


def _tall(value: float, highest: float) -> float:
    return round((HEIGHT - TOP - BOTTOM) * value / highest, 1)


def _up(value: float, highest: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / highest, 1)
