"""Against other areas: did the gap between areas with a change and areas without it move? (difference in differences)

Two-way fixed effects for one start. With ten areas or more on each side errors are clustered by area (Liang and Zeger
1986, with the usual small-sample factor); with fewer, each area's change from before to after is one observation and
the interval is Student's t with two less than the number of areas (Bertrand, Duflo and Mullainathan 2004; Donald and
Lang 2007), which holds for a single area with the change as well.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from homeward.outcomes.evaluation.answer import Answer, CannotSay, Estimate, Way
from homeward.outcomes.evaluation.doubts import FEW_AREAS, few_areas, few_months
from homeward.outcomes.evaluation.months import Month, month_of
from homeward.outcomes.evaluation.panel import Panel, about_panel
from homeward.outcomes.evaluation.regression import straight
from homeward.outcomes.evaluation.relative import as_shown, back_to_values
from homeward.outcomes.evaluation.series import check_enough, split
from homeward.outcomes.evaluation.wording import Named, said_against_others

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

LEAST_BEFORE_AND_AFTER = 3
"""Months on each side that a comparison needs; the trend is the other areas', so it needs fewer than one alone."""


@dataclass(frozen=True, slots=True)
class TwoWay:
    """The effect in a panel with an effect for every area and every month; errors as if independent, and by area."""

    effect: float
    plain_error: float
    clustered_error: float
    areas: int


def two_way(values: "Numbers", on: "Numbers") -> TwoWay:
    """Least squares of values (areas by months) on `on` (1 where the change is in force), areas and months taken out.

    Raises CannotSay when the change cannot be told from an area or a month.
    """
    y, x = _both_taken_out(values), _both_taken_out(on.astype(float))
    weight = float((x * x).sum())
    if weight < 1e-12:
        raise CannotSay("The change cannot be told apart from an area or a month: some must have it, and some not yet.")
    effect = float((x * y).sum()) / weight
    rest = y - effect * x
    areas, months = values.shape
    count, free = areas * months, areas * months - areas - months
    small = areas / (areas - 1) * (count - 1) / free
    by_area = (x * rest).sum(axis=1)
    return TwoWay(
        effect,
        (float((rest * rest).sum()) / free / weight) ** 0.5,
        (float((by_area * by_area).sum()) * small) ** 0.5 / weight,
        areas,
    )


def against_others(panel: Panel, named: Named) -> Answer:
    """How far areas with a change moved away from areas without it, for a change that began everywhere on one day.

    Raises CannotSay with more than one start, fewer than two areas without the change, or too few months.
    """
    if len(panel.first_days) != 1 or len(panel.unchanged) < 2:
        raise CannotSay(
            "To compare with other areas, the change must have begun on one day, and there must be at least two areas "
            "without it."
        )
    start = panel.first_days[0]
    parts = split([Month(month, 0.0) for month in panel.months], [start])
    check_enough(parts, LEAST_BEFORE_AND_AFTER)
    used = panel.keeping([one.start for one in parts.used])
    effect = _effect(used, len(parts.before))
    own, expected = _lines(panel, used, len(parts.before))
    shown, relative = as_shown(effect, panel.kind), panel.kind == "count"
    return Answer(
        way=Way.AGAINST_OTHERS,
        effect=shown,
        relative=relative,
        months=len(used.months),
        months_before=len(parts.before),
        months_after=len(parts.after),
        areas=len(used.areas),
        terms=(),
        assumptions=ASSUMPTIONS,
        warnings=(
            *few_months(len(parts.before), len(parts.after)),
            *few_areas(len(used.areas)),
            *_gap_was_moving(used, len(parts.before)),
            *about_panel(panel),
        ),
        sentence=said_against_others(
            shown, named, relative=relative, others=f"the {len(used.unchanged)} areas without the change"
        ),
        drawn=tuple(Month(month, value) for month, value in zip(panel.months, own, strict=True)),
        expected=tuple(
            x if month >= month_of(start) else None for x, month in zip(expected, panel.months, strict=True)
        ),
    )


ASSUMPTIONS = (
    "Without the change, the gap between the areas would have stayed as it was.",
    "The change did not reach the areas it is compared with, nor draw work or people from them.",
    "Nothing else that matters happened in only one of the groups of areas.",
    "The number is counted in the same way everywhere.",
)


def _both_taken_out(values: "Numbers") -> "Numbers":
    rest: Numbers = values - values.mean(axis=1, keepdims=True) - values.mean(axis=0, keepdims=True) + values.mean()
    return rest


def _effect(panel: Panel, before: int) -> Estimate:
    import numpy as np
    from scipy import stats

    on = np.zeros_like(panel.values)
    on[np.ix_(panel.changed, range(before, len(panel.months)))] = 1.0
    found = two_way(panel.values, on)
    if min(len(panel.changed), len(panel.unchanged)) >= FEW_AREAS:
        error, free = found.clustered_error, len(panel.areas) - 1
    else:
        error, free = _error_of_changes(panel, before), len(panel.areas) - 2
    reach = float(stats.t.ppf(0.975, free)) * error
    return Estimate("Difference in differences", found.effect, found.effect - reach, found.effect + reach, error)


def _error_of_changes(panel: Panel, before: int) -> float:
    """The standard error when each area's change from before to after is one observation."""
    moved = panel.values[:, before:].mean(axis=1) - panel.values[:, :before].mean(axis=1)
    groups = [moved[panel.changed], moved[panel.unchanged]]
    squares = sum(float(((group - group.mean()) ** 2).sum()) for group in groups)
    return float((squares / (len(moved) - 2) * sum(1 / len(group) for group in groups)) ** 0.5)


def _gap_was_moving(panel: Panel, before: int) -> list[str]:
    """Says so when the gap had a trend before the change already: then it might have moved without the change too."""
    import numpy as np

    if before < 4:
        return ["There are too few months before the change to see whether the gap was moving already."]
    gap = panel.values[panel.changed, :before].mean(axis=0) - panel.values[panel.unchanged, :before].mean(axis=0)
    columns = np.column_stack([np.ones(before), np.arange(before, dtype=float)])
    trend = straight(gap, columns).combined("Trend of the gap", np.array([0.0, 1.0]))
    if trend.includes_none or abs(trend.value) < 1e-9:
        return []
    return ["The gap between the areas was moving before the change already, so it might have moved without it."]


def _lines(panel: Panel, used: Panel, before: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The mean of the areas with the change in each month, and where the others' would have led it."""
    gap = used.values[used.changed, :before].mean() - used.values[used.unchanged, :before].mean()
    own, others = panel.values[panel.changed].mean(axis=0), panel.values[panel.unchanged].mean(axis=0)
    return back_to_values(own, panel), back_to_values(others + gap, panel)
