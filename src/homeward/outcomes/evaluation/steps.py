"""A drawing of which place began when: a row a place, a bar from its first day on. Pure: days in, places out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, ROW, TOP, BOTTOM = 320, 34, 6, 26
SPACE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Step:
    """One place: its name, its first day in words, where its words stand, and its bar."""

    name: str
    day: str
    words_y: float
    y: float
    x: float
    width: float
    begun: bool


@dataclass(frozen=True, slots=True)
class Steps:
    """The drawing: a step for each place, today's line where it is inside, and the size."""

    steps: tuple[Step, ...]
    today: float | None
    height: int
    width: int = WIDTH
    top: int = TOP


def steps_chart(phases: Sequence[tuple[str, date]], *, today: date) -> Steps:
    """Places with their first days, from a month before the first to a month after the last or today."""
    days = [day for _, day in phases]
    first, last = min(*days, today) - SPACE, max(*days, today) + SPACE
    first = max(first, min(days) - (max(days) - min(days)) - 6 * SPACE)
    last = min(last, max(days) + (max(days) - min(days)) + 12 * SPACE)

    def across(day: date) -> float:
        return round(WIDTH * (day - first).days / max((last - first).days, 1), 1)

    rows = []
    for i, (name, day) in enumerate(phases):
        y = TOP + i * ROW
        words = f"{day.day} {day:%b %Y}"
        rows.append(Step(name, words, y + 12, y + 17, across(day), round(WIDTH - across(day), 1), day <= today))
    return Steps(tuple(rows), across(today) if first <= today <= last else None, TOP + len(phases) * ROW + BOTTOM)
