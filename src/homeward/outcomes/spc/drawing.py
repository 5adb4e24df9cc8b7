"""Where every mark of a control chart goes, for a template to write as SVG. Pure: numbers in, places out.

The drawing is 320 units wide, the narrowest screen. Points differ by shape as well as by colour, lines by their dashes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from homeward.outcomes.spc.axis import can_be, ticks
from homeward.outcomes.spc.parts import Kind, Point, Xmr
from homeward.outcomes.spc.places import Frame, Level, levels, line, values_of
from homeward.outcomes.spc.saying import InWords, day

WIDTH, HEIGHT = 320, 200
TOP, RIGHT, BOTTOM = 22, 10, 28
A_LETTER, A_GAP = 7.2, 8
"""How wide a letter of the axis is on the narrowest screen, and the gap between words and axis."""
KIND_NAMES = {
    Kind.IMPROVEMENT: "Getting better",
    Kind.CONCERN: "Getting worse",
    Kind.NEUTRAL_HIGH: "High or rising",
    Kind.NEUTRAL_LOW: "Low or falling",
    Kind.COMMON: "Common cause: no change",
}


@dataclass(frozen=True, slots=True)
class Dot:
    """One point's place, what it is, and what it says."""

    x: float
    y: float
    kind: Kind
    says: str


@dataclass(frozen=True, slots=True)
class Change:
    """Where a dated change lies, its number on the chart, and what it was."""

    x: float
    number: int
    says: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart: its axes, levels, line (a text for each stretch without a gap), dots, target and changes."""

    up: tuple[tuple[float, str], ...]
    across: tuple[tuple[float, str, str], ...]
    levels: tuple[Level, ...]
    line: tuple[str, ...]
    dots: tuple[Dot, ...]
    target: float | None
    target_says: str
    mean_says: str
    limits_says: str
    changes: tuple[Change, ...]
    kinds: tuple[tuple[Kind, str], ...]
    left: float
    width: int = WIDTH
    height: int = HEIGHT
    top: int = TOP
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def draw(
    chart: Xmr,
    in_words: InWords,
    *,
    unit: str,
    period: str = "month",
    changes: Iterable[tuple[date, str]] = (),
) -> Drawing:
    """A chart of at least one point. `unit` is a figure's unit; `changes` are dates with titles."""
    steps = ticks(values_of(chart), unit)
    named = [(value, in_words(value)) for value in steps if can_be(value, unit)]
    left = round(A_GAP + A_LETTER * max((len(words) for _, words in named), default=1), 1)
    first, last = chart.points[0].x, chart.points[-1].x
    frame = Frame(first, last, steps[0], steps[-1], left + 5, WIDTH - RIGHT - 5, TOP, HEIGHT - BOTTOM)
    return Drawing(
        up=tuple((frame.up(value), words) for value, words in named),
        across=_dates(chart.points, frame, period),
        levels=levels(chart, frame),
        line=line(chart, frame),
        dots=tuple(_dot(one, frame, in_words) for one in chart.points),
        target=None if chart.target is None else frame.up(chart.target),
        target_says="" if chart.target is None else f"Target {in_words(chart.target)}",
        mean_says=f"Mean {'now ' if chart.points[-1].group else ''}{in_words(chart.points[-1].mean)}",
        limits_says=_limits_in_words(chart.points, in_words, unit),
        changes=_changes(chart.points, frame, changes),
        kinds=tuple((kind, KIND_NAMES[kind]) for kind in KIND_NAMES if any(one.kind is kind for one in chart.points)),
        left=left,
    )


def _dot(one: Point, frame: Frame, in_words: InWords) -> Dot:
    says = f"{day(one.x)}: {in_words(one.y)}. {KIND_NAMES[one.kind]}."
    return Dot(frame.across(one.x), frame.up(one.y), one.kind, says)


def _limits_in_words(points: Sequence[Point], in_words: InWords, unit: str) -> str:
    """The latest limits, as far as they are possible values; "" where no group has any."""
    last = points[-1]
    if last.lower is None or last.upper is None:
        return "Limits" if any(one.lower is not None for one in points) else ""
    words = [(name, in_words(one)) for name, one in (("from", last.lower), ("up to", last.upper)) if can_be(one, unit)]
    if len(words) == 2:
        return f"Limits {words[0][1]} to {words[1][1]}"
    return " ".join(["Limits", *(part for pair in words for part in pair)])


def _dates(points: Sequence[Point], frame: Frame, period: str) -> tuple[tuple[float, str, str], ...]:
    """Three dates at most, so that none runs into another: place, words, and how the words lie to the place."""
    chosen = {0: "start", len(points) - 1: "end"} if len(points) > 1 else {0: "middle"}
    if len(points) > 4:
        chosen[len(points) // 2] = "middle"
    form = "{0:%b %Y}" if period == "month" else "{0.day} {0:%b %Y}"
    return tuple((frame.across(points[i].x), form.format(points[i].x), chosen[i]) for i in sorted(chosen))


def _changes(points: Sequence[Point], frame: Frame, changes: Iterable[tuple[date, str]]) -> tuple[Change, ...]:
    """Changes within the chart's time, each just before the first point on or after it; and re-bases nobody named."""
    named = list(changes)
    unnamed = [
        (after.x, "Limits drawn anew")
        for before, after in pairwise(points)
        if before.group != after.group and not any(before.x < on <= after.x for on, _ in named)
    ]
    found: list[Change] = []
    for on, title in sorted(named + unnamed):
        later = next((nth for nth, one in enumerate(points) if one.x >= on), None)
        if later:
            between = (frame.across(points[later - 1].x) + frame.across(points[later].x)) / 2
            found.append(Change(round(between, 1), len(found) + 1, f"{title}, {day(on)}"))
    return tuple(found)
