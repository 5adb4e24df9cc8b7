"""Line charts drawn here: where every mark goes, for a template to write as SVG. Pure: numbers in, places out.

The drawing is 320 units wide, the narrowest screen, so that its words can be read there. Lines differ by shape of mark
and dash as well as by colour. The same numbers always stand in a table beside the chart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from homeward.outcomes.definitions import Unit
from homeward.outcomes.showing import in_words

WIDTH, HEIGHT = 320, 190
LEFT, RIGHT, TOP, BOTTOM = 44, 10, 12, 28
SHAPES = ("circle", "square", "triangle")
_STEPS: dict[Unit, tuple[int, ...]] = {
    "percent": (25,),
    "referrals": (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2500, 5000, 10000),
    "minutes": (5, 10, 15, 30, 60, 120, 180, 240, 360, 480, 720, 1440, 2880, 4320, 7200, 14400, 28800),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One value's place, and whether its week or month is complete."""

    x: float
    y: float
    complete: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One figure's line: its name, the shape of its marks, its marks, and the stretches between gaps."""

    name: str
    shape: str
    marks: tuple[Mark, ...]
    stretches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing: lines, the places of the labels on both axes, and the height of the target if there is one."""

    lines: tuple[Line, ...]
    across: tuple[tuple[float, str, str], ...]
    up: tuple[tuple[float, str], ...]
    target: float | None
    target_says: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def line_chart(
    starts: Sequence[date],
    series: Sequence[tuple[str, Sequence[float | None]]],
    *,
    unit: Unit,
    complete: Sequence[bool],
    target: float | None = None,
) -> Chart:
    """A chart of named series over the same starts; None leaves a gap."""
    highest = max((v for _, values in series for v in values if v is not None), default=0.0)
    ticks = _ticks(unit, max(highest, target or 0.0))
    xs = [_across(i, len(starts)) for i in range(len(starts))]
    lines = tuple(
        _line(name, SHAPES[i % len(SHAPES)], xs, values, ticks[-1], complete) for i, (name, values) in enumerate(series)
    )
    return Chart(
        lines,
        _dates(starts, xs),
        tuple((_up(tick, ticks[-1]), in_words(tick, unit, exact=False) if tick else "0") for tick in ticks),
        None if target is None else _up(target, ticks[-1]),
        "" if target is None else f"Target {in_words(target, unit, exact=False)}",
    )


def _line(
    name: str, shape: str, xs: list[float], values: Sequence[float | None], top: float, complete: Sequence[bool]
) -> Line:
    marks: list[Mark] = []
    stretches: list[list[str]] = [[]]
    for x, value, done in zip(xs, values, complete, strict=True):
        if value is None:
            stretches.append([])
            continue
        mark = Mark(x, _up(value, top), done)
        marks.append(mark)
        stretches[-1].append(f"{mark.x},{mark.y}")
    return Line(name, shape, tuple(marks), tuple(" ".join(stretch) for stretch in stretches if len(stretch) > 1))


def _ticks(unit: Unit, highest: float) -> list[float]:
    if unit == "percent":
        return [0.0, 25.0, 50.0, 75.0, 100.0]
    step = next((s for s in _STEPS[unit] if s * 4 >= highest), _STEPS[unit][-1])
    while step * 8 < highest:
        step *= 2
    ticks = [0.0]
    while ticks[-1] < highest or len(ticks) < 2:
        ticks.append(ticks[-1] + step)
    return ticks


def _across(i: int, of: int) -> float:
    inside = WIDTH - LEFT - RIGHT - 8
    return round(LEFT + 4 + (inside / 2 if of == 1 else inside * i / (of - 1)), 1)


def _up(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top, 1)


def _dates(starts: Sequence[date], xs: list[float]) -> tuple[tuple[float, str, str], ...]:
    """Three dates at most, so that none runs into another: place, words, and how the words lie to the place."""
    if not starts:
        return ()
    chosen = {0: "start", len(starts) - 1: "end"}
    if len(starts) > 4:
        chosen[len(starts) // 2] = "middle"
    return tuple((xs[i], f"{starts[i].day} {starts[i]:%b}", chosen[i]) for i in sorted(chosen))
