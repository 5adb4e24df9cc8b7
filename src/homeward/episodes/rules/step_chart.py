"""A small chart of hours a week as steps: where every line goes, for a template to write as SVG. Pure.

It is 320 units wide, the narrowest screen, so that its words can be read there. Its numbers stand in words beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from homeward.episodes.rules.taper import Shape, change_days, total_minutes

WIDTH, HEIGHT = 320, 150
LEFT, RIGHT, TOP, BOTTOM = 40, 12, 22, 26
AT_LEAST_DAYS = 14


@dataclass(frozen=True, slots=True)
class StepChart:
    """Places in a drawing: two lines (staff and person) as SVG paths, marks on both axes, and where today is."""

    staff: str
    person: str
    up: tuple[tuple[float, str], ...]
    across: tuple[tuple[float, str, str], ...]
    today: float | None
    two_lines: bool
    left: float = LEFT
    right: float = WIDTH - RIGHT
    top: float = TOP
    bottom: float = HEIGHT - BOTTOM
    width: int = WIDTH
    height: int = HEIGHT


def step_chart(shapes: Sequence[Shape], today: date) -> StepChart | None:
    """The steps of several series together, from their first day to a week after the last change; None without any."""
    days = change_days(shapes)
    if not days:
        return None
    first = days[0]
    last = max(days[-1] + timedelta(days=7), today + timedelta(days=3), first + timedelta(days=AT_LEAST_DAYS))
    staff = [(day, total_minutes(shapes, day) / 60) for day in days]
    person = [(day, total_minutes(shapes, day, of_staff=False) / 60) for day in days]
    highest = max(hours for _, hours in staff)
    scale = _Scale(first, last, highest or 1)
    return StepChart(
        staff=scale.path(staff),
        person=scale.path(person),
        up=tuple((scale.y(hours), f"{hours:g}") for hours in _ticks(highest or 1)),
        across=((scale.x(first), _said(first), "start"), (scale.x(last), _said(last), "end")),
        today=scale.x(today) if first <= today <= last else None,
        two_lines=staff != person,
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date
    highest: float

    def x(self, day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - self.first).days / (self.last - self.first).days, 1)

    def y(self, hours: float) -> float:
        top = _ticks(self.highest)[-1]
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * hours / top, 1)

    def path(self, levels: Sequence[tuple[date, float]]) -> str:
        parts = [f"M{self.x(levels[0][0])} {self.y(levels[0][1])}"]
        parts += [f"H{self.x(day)}V{self.y(hours)}" for day, hours in levels[1:]]
        return "".join([*parts, f"H{self.x(self.last)}"])


def _ticks(highest: float) -> list[float]:
    """Nothing, and one or two heights, in hours that people count in."""
    step = next((s for s in (0.5, 1, 2, 5, 10, 20, 50, 100, 500) if s * 3 >= highest), 5000)
    ticks = [0.0]
    while ticks[-1] < highest:
        ticks.append(ticks[-1] + step)
    return ticks


def _said(day: date) -> str:
    return f"{day.day} {day:%b}"
