"""A small chart of how far a goal was reached over time: where each line and mark goes, for a template to write. Pure.

It is 320 units wide, the narrowest screen, so that its words can be read there. The same ratings stand in a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from homeward.episodes.rules.goals import LEVELS, check_level

WIDTH, HEIGHT = 320, 150
LEFT, RIGHT, TOP, BOTTOM = 34, 12, 12, 26


@dataclass(frozen=True, slots=True)
class RatingChart:
    """Places in a drawing: the line from the start on as an SVG path, a mark for each rating, and the five levels."""

    steps: str
    marks: tuple[tuple[float, float], ...]
    up: tuple[tuple[float, str], ...]
    hoped: float
    first: str
    last: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def rating_chart(baseline: int, set_on: date, ratings: Sequence[tuple[date, int]]) -> RatingChart | None:
    """A goal's level at the start and at each rating (the oldest first); None before the first rating.

    Each level holds until the next rating, so the line goes in steps; a rating on the day of the start is drawn there.
    """
    if not ratings:
        return None
    span = max((ratings[-1][0] - set_on).days, 1)
    places = [(_across((day - set_on).days, span), _up(level)) for day, level in ratings]
    path = f"M{LEFT} {_up(baseline)}" + "".join(f"H{x}V{y}" for x, y in places)
    return RatingChart(
        steps=path,
        marks=tuple(places),
        up=tuple((_up(level), f"{level:+d}" if level else "0") for level in LEVELS),
        hoped=_up(0),
        first=_said(set_on),
        last=_said(ratings[-1][0]),
    )


def _across(days: int, span: int) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * min(max(days, 0) / span, 1), 1)


def _up(level: int) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (2 - check_level(level)) / 4, 1)


def _said(day: date) -> str:
    return f"{day.day} {day:%b}"
