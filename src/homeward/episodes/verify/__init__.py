"""What must always hold of episodes, checked over the whole database: one module for each part of the care."""

from collections.abc import Callable, Iterator

from homeward.episodes.verify import (
    assessing,
    code_lists,
    goals,
    hospital,
    leaving,
    meetings,
    planning,
    stages,
    visits,
    ward,
)
from homeward.kit.problem import Problem

PARTS: tuple[Callable[[], Iterator[Problem]], ...] = (
    visits.problems,
    goals.problems,
    stages.problems,
    assessing.problems,
    ward.problems,
    hospital.problems,
    planning.problems,
    meetings.problems,
    leaving.problems,
    code_lists.problems,
)
"""What is checked, part by part. Each part reads, and changes nothing."""


def problems() -> Iterator[Problem]:
    """What does not hold of any part of the care."""
    for part in PARTS:
        yield from part()
