"""How far a goal was reached, in five levels, and what these add up to over several goals.

Source: Kiresuk and Sherman, Goal attainment scaling, Community Mental Health Journal 4 (1968), 443 to 453.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from math import sqrt

LEVEL_NAMES: dict[int, str] = {
    -2: "a lot less than hoped",
    -1: "less than hoped",
    0: "as hoped",
    1: "more than hoped",
    2: "a lot more than hoped",
}
"""Each level in plain words, the least first. 0 is what was hoped for when the goal was set."""
LEVELS = tuple(LEVEL_NAMES)
BASELINE = -1
"""Where somebody stands at the start unless it is said otherwise: there is something to reach."""
TOGETHER = 0.3
"""How far goals of one person are taken to move together (rho), as assumed by Kiresuk and Sherman."""
HOW_IT_SHOWS: dict[str, int] = {
    "looks_a_lot_less": -2,
    "looks_less": -1,
    "looks_as_hoped": 0,
    "looks_more": 1,
    "looks_a_lot_more": 2,
}
"""Field of a goal's form that says what a level looks like for this person, and the level."""
GOAL_FIELDS: dict[str, str] = {
    "words": "What they want to do",
    "why_it_matters": "Why it matters",
    "agreed_with": "Who agreed it",
    "baseline": "How it was at the start",
    "hoped_by": "Hoped by",
    **{field: f"What {LEVEL_NAMES[level]} looks like" for field, level in HOW_IT_SHOWS.items()},
}
"""What can be changed of a goal, each with its name on the page."""


class NotALevel(ValueError):
    """A level outside the five."""


class HopedByPassed(ValueError):
    """A day hoped for lies before the goal was set."""


def check_level(level: int) -> int:
    """The level itself. Raises NotALevel unless it is a whole number from -2 to 2."""
    if level not in LEVEL_NAMES:
        raise NotALevel("Choose one of the five levels, from a lot less than hoped to a lot more than hoped.")
    return level


def level_name(level: int) -> str:
    """A level in plain words. Raises NotALevel for any other number."""
    return LEVEL_NAMES[check_level(level)]


def attained(level: int) -> bool:
    """True when what was hoped for was reached, or more."""
    return check_level(level) >= 0


def change_since(*, baseline: int, level: int) -> int:
    """How many levels somebody has moved since the start, -4 to 4; above 0 is better."""
    return check_level(level) - check_level(baseline)


def change_in_words(*, baseline: int, level: int) -> str:
    """The change since the start in plain words: "2 levels better than at the start", "the same as at the start"."""
    change = change_since(baseline=baseline, level=level)
    if not change:
        return "the same as at the start"
    return (
        f"{abs(change)} level{'s' if abs(change) > 1 else ''} {'better' if change > 0 else 'worse'} than at the start"
    )


def t_score(
    levels: Sequence[int], weights: Sequence[float] | None = None, *, together: float = TOGETHER
) -> float | None:
    """The goal attainment T score of several goals, 50 when all are as hoped; None without goals.

    T = 50 + 10 * sum(w*x) / sqrt((1 - rho) * sum(w^2) + rho * (sum(w))^2), x a level from -2 to 2, w the weight of its
    goal (1 unless given, above 0), rho `together` (0 to 1). Raises NotALevel. Source: Kiresuk and Sherman (1968).
    """
    if not levels:
        return None
    chosen = [1.0] * len(levels) if weights is None else list(weights)
    weighed = sum(weight * check_level(level) for weight, level in zip(chosen, levels, strict=True))
    spread = (1 - together) * sum(weight**2 for weight in chosen) + together * sum(chosen) ** 2
    return 50 + 10 * weighed / sqrt(spread)


def levels_kept(levels: Mapping[str, str]) -> dict[str, str]:
    """What each level looks like, by its number as text, the least first; empty words are left out.

    Raises NotALevel for a key that is no level.
    """
    if unknown := set(levels) - {str(level) for level in LEVELS}:
        raise NotALevel(f"{', '.join(sorted(unknown))} is not a level. Levels run from -2 to 2.")
    said = {str(level): levels.get(str(level), "").strip() for level in LEVELS}
    return {level: words for level, words in said.items() if words}


def check_hoped_by(hoped_by: date | None, *, set_on: date) -> None:
    """Raises HopedByPassed for a day before the one on which the goal was set (both London dates)."""
    if hoped_by is not None and hoped_by < set_on:
        raise HopedByPassed("This day was over when the goal was set. Give a later day, or leave it empty.")
