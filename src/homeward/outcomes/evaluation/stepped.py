"""Step by step: areas that get a change one after another, each its own comparison (stepped wedge).

A linear mixed model with an effect for every month and random effects of areas and of areas between two steps: Hussey
and Hughes 2007, Contemporary Clinical Trials 28; Hooper, Teerenstra, de Hoop and Eldridge 2016, Statistics in Medicine
35. Because areas are few, intervals use Student's t with two less than the number of areas.
"""

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from homeward.outcomes.evaluation.answer import Answer, CannotSay, Estimate, Way
from homeward.outcomes.evaluation.doubts import few_areas
from homeward.outcomes.evaluation.mixed import Mixed, mixed
from homeward.outcomes.evaluation.months import first_whole_month, month_of
from homeward.outcomes.evaluation.panel import Panel, about_panel
from homeward.outcomes.evaluation.relative import as_shown
from homeward.outcomes.evaluation.wording import Named, said_against_others

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

LEAST_AREAS = 3


def step_by_step(panel: Panel, named: Named) -> Answer:
    """How far values differ with a change from values without it, over areas that began at different times.

    A month in which it began on a later day than the first is left out in that area. Raises CannotSay with fewer than
    three areas or two different starts.
    """
    if len({first_whole_month(day) for day in panel.first_days}) < 2 or len(panel.areas) < LEAST_AREAS:
        raise CannotSay(
            f"To compare step by step, at least {LEAST_AREAS} areas are needed, and at least two different months in "
            "which it began."
        )
    found = _fitted(panel)
    effect = _effect(found, len(panel.areas))
    shown, relative = as_shown(effect, panel.kind), panel.kind == "count"
    first, last = panel.first_days[0], panel.first_days[-1]
    return Answer(
        way=Way.STEP_BY_STEP,
        effect=shown,
        relative=relative,
        months=len(panel.months),
        months_before=sum(month < month_of(first) for month in panel.months),
        months_after=sum(month >= first_whole_month(last) for month in panel.months),
        areas=len(panel.areas),
        terms=(),
        assumptions=ASSUMPTIONS,
        warnings=(*few_areas(len(panel.areas)), *_mostly_between(found), *about_panel(panel)),
        sentence=said_against_others(shown, named, relative=relative, others="areas without it in the same months"),
    )


ASSUMPTIONS = (
    "Without the change, all areas would have moved alike from month to month.",
    "The change makes the same difference in every area, and from its first whole month on.",
    "When an area began was not decided by how the number was moving there.",
    "Values of one area are alike, those between two steps more so; all months weigh alike.",
)


def _fitted(panel: Panel) -> Mixed:
    """Coefficients for a constant, every month but the first, and last the change."""
    import numpy as np

    steps = [first_whole_month(day) for day in panel.first_days]
    rows = [(i, j, on) for i in range(len(panel.areas)) for j, on in _months_of(panel, i)]
    columns = np.zeros((len(rows), len(panel.months) + 1))
    columns[:, 0] = 1.0
    for row, (_, j, on) in enumerate(rows):
        if j:
            columns[row, j] = 1.0
        columns[row, -1] = float(on)
    values = np.array([panel.values[i, j] for i, j, _ in rows])
    between_steps = [bisect_right(steps, panel.months[j]) for _, j, _ in rows]
    return mixed(values, columns, [i for i, _, _ in rows], between_steps)


def _months_of(panel: Panel, i: int) -> list[tuple[int, bool]]:
    start = panel.starts[panel.areas[i]]
    if start is None:
        return [(j, False) for j in range(len(panel.months))]
    begun = first_whole_month(start)
    return [(j, m >= begun) for j, m in enumerate(panel.months) if m < month_of(start) or m >= begun]


def _effect(found: Mixed, areas: int) -> Estimate:
    from scipy import stats

    value, error = float(found.coefficients[-1]), float(found.covariance[-1, -1]) ** 0.5
    reach = float(stats.t.ppf(0.975, areas - 2)) * error
    return Estimate("With the change", value, value - reach, value + reach, error)


def _mostly_between(found: Mixed) -> list[str]:
    """Says so when most of what varies is between areas."""
    total = found.between_areas + found.between_periods + found.rest
    if found.between_areas < 0.5 * total:
        return []
    return ["Areas differ from one another more than months do: the answer rests on how each area moved."]
