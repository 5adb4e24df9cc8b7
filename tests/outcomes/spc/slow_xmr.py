"""The same chart a second time, point by point and as slowly as the text of the rules reads, to hold the quick ones to.

Written from the words of the rules alone: each question is asked of one point, over every window that could hold it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Slow:
    """One point: its group and lines, and what is said of it. None for limits that cannot be drawn."""

    group: int
    mean: float
    lower: float | None
    upper: float | None
    side: int
    near: bool
    cause: str
    kind: str
    short: bool


def chart(
    values: Sequence[float | None],
    *,
    better: str,
    begins: Sequence[int] = (),
    fix: int | None = None,
    screen: bool = True,
    trend: int = 7,
    shift: int = 7,
) -> list[Slow]:
    """The points that have a value; `begins` are places in `values` from which a group counts."""
    groups: list[list[float]] = []
    keys: list[int] = []
    for place, value in enumerate(values):
        if value is None:
            continue
        key = len([b for b in set(begins) if b <= place])
        if not keys or keys[-1] != key:
            groups.append([])
        keys.append(key)
        groups[-1].append(value)
    return [
        _point(ys, i, nth, better, fix, screen, trend, shift) for nth, ys in enumerate(groups) for i in range(len(ys))
    ]


def assured(points: Sequence[Slow], better: str, target: float | None) -> str | None:
    """Target against the last limits, in the words of the rule."""
    if target is None or better == "neither" or not points:
        return None
    lower, upper = points[-1].lower, points[-1].upper
    if lower is None or upper is None:
        return "inconsistent"
    if target > upper:
        return "consistent_fail" if better == "higher" else "consistent_pass"
    if target < lower:
        return "consistent_pass" if better == "higher" else "consistent_fail"
    return "inconsistent"


def _point(
    ys: list[float], i: int, nth: int, better: str, fix: int | None, screen: bool, trend: int, shift: int
) -> Slow:
    mean, amr = _lines(ys if fix is None else ys[:fix], screen)
    lower = None if amr is None else mean - 2.66 * amr
    upper = None if amr is None else mean + 2.66 * amr
    near = [_is_near(y, mean, amr) for y in ys]
    side = [1 if y > mean else -1 if y < mean else 0 for y in ys]
    cause = "common"
    if lower is not None and upper is not None and not lower <= ys[i] <= upper:
        cause = "above_limit" if ys[i] > upper else "below_limit"
    elif trending := _trending(ys, i, trend):
        cause = f"trend_{trending}"
    elif near[i] and any(
        len({side[j] for j in w}) == 1 and side[i] and len([j for j in w if near[j]]) >= 2
        for w in _windows(i, 3, len(ys))
    ):
        cause = "two_of_three_high" if side[i] > 0 else "two_of_three_low"
    elif side[i] and any(all(side[j] == side[i] for j in w) for w in _windows(i, shift, len(ys))):
        cause = "shift_high" if side[i] > 0 else "shift_low"
    return Slow(nth, mean, lower, upper, side[i], near[i], cause, _kind(cause, better), len(ys) < 13)


def _lines(baseline: list[float], screen: bool) -> tuple[float, float | None]:
    mean = float(sum(map(Fraction, baseline)) / len(baseline))
    ranges = [abs(baseline[i] - baseline[i - 1]) for i in range(1, len(baseline))]
    if not ranges:
        return mean, None
    amr = float(sum(map(Fraction, ranges)) / len(ranges))
    if screen:
        ranges = [r for r in ranges if r < 3.267 * amr]
        if not ranges:
            return mean, None
        amr = float(sum(map(Fraction, ranges)) / len(ranges))
    return mean, amr


def _is_near(y: float, mean: float, amr: float | None) -> bool:
    if amr is None or not mean - 2.66 * amr <= y <= mean + 2.66 * amr:
        return False
    third = 2.66 / 3
    return y > mean + 2 * third * amr or y < mean - 2 * third * amr


def _trending(ys: list[float], i: int, long: int) -> str:
    for window in reversed(_windows(i, long, len(ys))):
        seen = [ys[j] for j in window]
        if seen == sorted(set(seen)):
            return "up"
        if seen == sorted(set(seen), reverse=True):
            return "down"
    return ""


def _windows(i: int, long: int, of: int) -> list[range]:
    """Every stretch of this length that holds the place, from left to right."""
    return [range(s, s + long) for s in range(i - long + 1, i + 1) if s >= 0 and s + long <= of]


def _kind(cause: str, better: str) -> str:
    if cause == "common":
        return "common_cause"
    high = cause in ("above_limit", "trend_up", "two_of_three_high", "shift_high")
    if better == "neither":
        return "neutral_high" if high else "neutral_low"
    return "improvement" if high == (better == "higher") else "concern"
