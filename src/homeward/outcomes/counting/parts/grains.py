"""How finely the parts are kept: for which groups, and by which days.

Each part is of one measure, event and origin, in one of these groupings. Without groups it is of one day; with groups,
of the days that a week and a month share, so that both weeks and months can be added up of it.
"""

from collections.abc import Collection

from homeward.outcomes.facts import BREAKDOWNS

ALWAYS = "origin"
"""Kept apart in every grouping: facts of a partner's extract are not to be added to the live ones unasked."""
Grain = tuple[str, ...]

GRAINS: tuple[Grain, ...] = ((), *((one,) for one in BREAKDOWNS if one != ALWAYS), ("locality", "pathway"))


def grain_for(columns: Collection[str]) -> Grain | None:
    """The coarsest grouping that tells these columns apart; None when no grouping does."""
    wanted = set(columns) - {ALWAYS}
    return next((one for one in GRAINS if wanted <= set(one)), None)


def column_of(grain: Grain, name: str) -> str:
    """The column of the kept parts that holds a breakdown, in this grouping."""
    return name if name == ALWAYS else f"group_{grain.index(name)}"
