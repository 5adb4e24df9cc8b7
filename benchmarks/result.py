"""What a benchmark says: one measured value a line, with its peer and whether a requirement holds."""

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """One measurement.

    `ratio` is value / peer's value, so smaller is better; `required` is the most it may be, or None where the value is
    only reported. `holds` is None when nothing is required.
    """

    name: str
    value: float
    unit: str
    peer: str = ""
    ratio: float | None = None
    required: float | None = None

    @property
    def holds(self) -> bool | None:
        """Whether the requirement holds, or None when there is none."""
        if self.required is None:
            return None
        return (self.ratio if self.ratio is not None else self.value) <= self.required

    def as_row(self) -> dict[str, object]:
        """The fields as printed."""
        return {**asdict(self), "holds": self.holds}


def seconds(work: Callable[[], object], *, times: int = 15, warm: int = 3) -> float:
    """The median seconds of `times` calls, after `warm` that do not count."""
    for _ in range(warm):
        work()
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def together(first: Callable[[], object], second: Callable[[], object], *, times: int = 15) -> tuple[float, float]:
    """The median seconds of two pieces of work run in turn, so that a busy machine slows both alike."""
    taken: tuple[list[float], list[float]] = ([], [])
    for work in (first, second, first, second):
        work()
    for _ in range(times):
        for work, into in zip((first, second), taken, strict=True):
            begun = time.perf_counter()
            work()
            into.append(time.perf_counter() - begun)
    return statistics.median(taken[0]), statistics.median(taken[1])
