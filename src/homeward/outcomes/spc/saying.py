"""What a chart shows, in sentences for those who decide."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from homeward.outcomes.spc.causes import WINDOW
from homeward.outcomes.spc.parts import Assurance, Cause, Kind, Point, Xmr

InWords = Callable[[float], str]
"""Writes a value as people say it: 70 as "70%"."""

_TURN = {
    Kind.IMPROVEMENT: "getting better",
    Kind.CONCERN: "getting worse",
    Kind.NEUTRAL_HIGH: "higher than usual",
    Kind.NEUTRAL_LOW: "lower than usual",
}
_TURN_OF_TREND = {Kind.NEUTRAL_HIGH: "rising", Kind.NEUTRAL_LOW: "falling"}
_SEEN = {
    Cause.ABOVE_LIMIT: "{many} above the upper limit",
    Cause.BELOW_LIMIT: "{many} below the lower limit",
    Cause.TREND_UP: "{many} in a row, each higher than the one before",
    Cause.TREND_DOWN: "{many} in a row, each lower than the one before",
    Cause.TWO_OF_THREE_HIGH: "{near} of {many} close to the upper limit",
    Cause.TWO_OF_THREE_LOW: "{near} of {many} close to the lower limit",
    Cause.SHIFT_HIGH: "{many} above the mean",
    Cause.SHIFT_LOW: "{many} below the mean",
}
_TRENDS = (Cause.TREND_UP, Cause.TREND_DOWN)
_TWO_OF_THREE = (Cause.TWO_OF_THREE_HIGH, Cause.TWO_OF_THREE_LOW)


def said_of(chart: Xmr, in_words: InWords, *, period: str = "month") -> str:
    """What the latest point says, whether the target is met, and what to read with care.

    `in_words` writes a value with its unit; `period` is what one point is about: month, week, day.
    """
    if chart.last is None:
        return "There are no figures yet, so there is nothing to say."
    said = [_variation(chart, chart.last, period), *_assurance(chart, chart.last, in_words), *_care(chart, period)]
    return " ".join(said)


def current_run(chart: Xmr) -> tuple[Point, ...]:
    """The points of the latest signal, from its first on: the run that the last point ends. Empty for common cause."""
    group = chart.last_group
    if not group or group[-1].cause is Cause.COMMON:
        return ()
    cause, side = group[-1].cause, group[-1].side
    if cause in _TWO_OF_THREE:
        return _near_run(group)
    first = len(group) - 1
    while first > 0 and _goes_on(group[first - 1], group[first], cause, side):
        first -= 1
    return group[first:]


def day(one: date) -> str:
    """A date as "3 June 2026"."""
    return f"{one.day} {one:%B %Y}"


def _goes_on(before: Point, after: Point, cause: Cause, side: int) -> bool:
    if cause in (Cause.ABOVE_LIMIT, Cause.BELOW_LIMIT):
        return before.cause is cause
    if cause is Cause.TREND_UP:
        return before.y < after.y
    if cause is Cause.TREND_DOWN:
        return before.y > after.y
    return before.side == side


def _near_run(group: Sequence[Point]) -> tuple[Point, ...]:
    """Back from near point to near point, as long as three in a row hold two of them on one side of the mean."""
    first = len(group) - 1
    while True:
        reach = range(first - 1, max(first - WINDOW, -1), -1)
        found = next((i for i in reach if group[i].near), None)
        if found is None or any(one.side != group[-1].side for one in group[found:first]):
            return tuple(group[first:])
        first = found


def _variation(chart: Xmr, last: Point, period: str) -> str:
    run = current_run(chart)
    if len(chart.last_group) == 1:
        return f"One {period} alone says nothing about change."
    if not run:
        return "Common cause: no change beyond what varies anyway."
    turn = _TURN_OF_TREND.get(last.kind, _TURN[last.kind]) if last.cause in _TRENDS else _TURN[last.kind]
    seen = _SEEN[last.cause].format(many=_many(len(run), period), near=sum(bool(one.near) for one in run))
    return f"Special cause, {turn} since {day(run[0].x)}: {seen}."


def _assurance(chart: Xmr, last: Point, in_words: InWords) -> Iterator[str]:
    if chart.assurance is None or chart.target is None:
        return
    aim = f"The target of {in_words(chart.target)}"
    if last.lower is None:
        yield f"{aim} cannot be held against limits, because there are none."
    elif chart.assurance is Assurance.HIT_OR_MISS:
        yield f"{aim} is met by chance: it lies inside the limits."
    elif chart.assurance is Assurance.MET:
        yield f"{aim} is met as things run: it lies {_beyond(chart, met=True)}."
    else:
        yield f"{aim} is not met as things run: it lies {_beyond(chart, met=False)}."


def _beyond(chart: Xmr, *, met: bool) -> str:
    return "below the lower limit" if (chart.better == "higher") == met else "above the upper limit"


def _care(chart: Xmr, period: str) -> Iterator[str]:
    group = chart.last_group
    if group[0].short_group:
        since = f" since {day(group[0].x)}" if group[0].group else ""
        yield f"Too few points ({len(group)}){since} for firm limits."
    if missing := len(chart.left_out):
        verbs = ("has", "is") if missing == 1 else ("have", "are")
        yield f"{_many(missing, period)} {verbs[0]} no figure and {verbs[1]} left out."


def _many(number: int, period: str) -> str:
    return f"{number} {period}{'' if number == 1 else 's'}"
