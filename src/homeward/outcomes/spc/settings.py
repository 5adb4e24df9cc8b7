"""What may be chosen for a chart, and within which bounds."""

from dataclasses import dataclass

from homeward.outcomes.spc.parts import Better

TREND_POINTS = SHIFT_POINTS = 7
FEWEST_FOR_FIRM_LIMITS = 13
FEWEST_TO_FIX = 12


class SeriesUnusable(ValueError):
    """Dates, values or settings from which no chart can be made; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the rules are applied. Raises SeriesUnusable for settings under which they mean nothing."""

    better: Better
    fix_after_n_points: int | None = None
    screen_outliers: bool = True
    trend_points: int = TREND_POINTS
    shift_points: int = SHIFT_POINTS

    def __post_init__(self) -> None:
        """Refuse what no chart can be drawn with."""
        if self.better not in ("higher", "lower", "neither"):
            raise SeriesUnusable(f'"{self.better}" is not a way to be better. Give higher, lower or neither.')
        fix = self.fix_after_n_points
        if fix is not None and fix < FEWEST_TO_FIX:
            raise SeriesUnusable(f"Limits cannot be fixed after {fix} points. Give {FEWEST_TO_FIX} or more.")
        if min(self.trend_points, self.shift_points) < 2:
            raise SeriesUnusable("A trend or a shift takes at least 2 points. Give 2 or more.")
