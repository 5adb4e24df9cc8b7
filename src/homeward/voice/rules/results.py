"""Results as they are shown: the share who agree, and nothing that could point to one person.

Fewer than five valid responses show no figure (NHS England's published tables suppress counts under 5). Where one
group alone is held back, it could be worked out from the total and the others; so the next smallest is held back too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEAST_SHOWN = 5
ROUNDED_TO = 5


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers counted: valid responses (a place on the scale), those that agree, and those without a valid response."""

    valid: int = 0
    agreed: int = 0
    without: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.valid + other.valid, self.agreed + other.agreed, self.without + other.without)


@dataclass(frozen=True, slots=True)
class Figure:
    """What may be shown of a tally. `percent` and `valid` are None where they are held back or there are none."""

    percent: float | None
    valid: int | None
    held_back: bool


NOTHING = Figure(None, None, False)
"""Nobody answered, and that may be said."""
HELD_BACK = Figure(None, None, True)


def figure_of(tally: Tally, *, exact: bool, hold_back: bool = False) -> Figure:
    """The share of valid responses that agree, in percent, with their number.

    `exact` is for those who may see the people behind a number; everybody else sees the number to the nearest 5 and
    whole percentages, and none where fewer than five agree, unless nobody does. `hold_back` holds it back in any case.
    """
    if tally.valid == 0:
        return NOTHING
    if hold_back or tally.valid < LEAST_SHOWN or (not exact and 0 < tally.agreed < LEAST_SHOWN):
        return HELD_BACK
    percent = 100 * tally.agreed / tally.valid
    return Figure(percent, tally.valid, False) if exact else Figure(float(round(percent)), rounded(tally.valid), False)


def rounded(count: int) -> int:
    """A count to the nearest five."""
    return (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def to_hold_back(counts: Mapping[str, int]) -> set[str]:
    """Which groups of one whole to hold back: those of 1 to 4, and where that is one alone, the next smallest too."""
    small = {group for group, count in counts.items() if 0 < count < LEAST_SHOWN}
    others = sorted((count, group) for group, count in counts.items() if count >= LEAST_SHOWN)
    return small | {others[0][1]} if len(small) == 1 and others else small


def theme_is_held_back(people: int, statements: Sequence[int]) -> bool:
    """True when a theme would show fewer than five people, or the one statement of it that is held back.

    `people` answered anything in it; `statements` are the valid responses to each of its statements.
    """
    return people < LEAST_SHOWN or sum(0 < valid < LEAST_SHOWN for valid in statements) == 1


@dataclass(frozen=True, slots=True)
class Rate:
    """How many were asked, how many answered, and the share in percent; None where it is held back."""

    offered: int | None
    answered: int | None
    percent: float | None


def rate_of(offered: int, answered: int, *, exact: bool) -> Rate:
    """The response rate. Who may not see the people behind it sees it rounded, and nothing of fewer than five."""
    if exact:
        return Rate(offered, answered, 100 * answered / offered if offered else None)
    hidden = 0 < offered < LEAST_SHOWN or 0 < answered < LEAST_SHOWN
    if hidden:
        return Rate(None, None, None)
    return Rate(rounded(offered), rounded(answered), float(round(100 * answered / offered)) if offered else None)


def comments_may_be_read(answered: int) -> bool:
    """True once at least five have answered, so that nobody can tell whose words they are."""
    return answered >= LEAST_SHOWN
