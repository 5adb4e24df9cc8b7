"""Phased against others: each area against those that did not have the change yet, then put together.

Group-time effects of Callaway and Sant'Anna 2021, Journal of Econometrics 225, worked out by the library diff-diff. A
plain two-way regression can even turn the sign around when effects grow with time (Goodman-Bacon 2021).
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from homeward.outcomes.evaluation.answer import Answer, CannotSay, Estimate, Way
from homeward.outcomes.evaluation.doubts import LIKELY_CHANCE, few_areas, told_of
from homeward.outcomes.evaluation.months import month_of, number_of
from homeward.outcomes.evaluation.panel import Panel, about_panel
from homeward.outcomes.evaluation.relative import as_shown
from homeward.outcomes.evaluation.wording import Named, said_against_others

if TYPE_CHECKING:
    import pandas as pd

LEAST_BEFORE = 2
LEAST_AREAS = 5
"""With fewer, the errors worked out from differences between areas are far too small: chance looks like a change."""
LEAST_FOR_TREND = 4
MONTHS_SHOWN = 12
"""How many months from the start the table of effects goes, either way."""


@dataclass(frozen=True, slots=True)
class GroupTime:
    """The effect in one time on those who began in another, with its standard error."""

    began: int
    time: int
    effect: float
    error: float


@dataclass(frozen=True, slots=True)
class Phases:
    """Every group-time effect, their average weighted by areas, effects by time since the start, and what to doubt."""

    each: tuple[GroupTime, ...]
    overall: Estimate
    by_time: tuple[tuple[int, Estimate], ...]
    doubts: tuple[str, ...]


def phases_of(rows: "pd.DataFrame", *, never: bool) -> Phases:
    """Effects from rows with the columns value, area, time (whole number) and began (0 for never).

    `never` compares with areas that never have the change; otherwise with those that do not have it yet. Raises
    CannotSay when no effect can be worked out.
    """
    from diff_diff import CallawaySantAnna

    doubts: list[str] = []
    group = "never_treated" if never else "not_yet_treated"
    with told_of(doubts):
        try:
            found = CallawaySantAnna(control_group=group).fit(
                rows, outcome="value", unit="area", time="time", first_treat="began"
            )
            study = found.aggregate("event_study")
        except ValueError as error:
            raise CannotSay(f"The phases cannot be compared: {error}") from error
    each = tuple(
        GroupTime(int(began), int(time), float(one["effect"]), float(one["se"]))
        for (began, time), one in sorted(found.group_time_effects.items())
    )
    free = _free(rows)
    overall = _estimate("Average over areas and months with the change", found.overall_att, found.overall_se, free)
    if overall.error != overall.error or overall.error <= 0:
        raise CannotSay("There are too few areas that began together to say how certain the difference is.")
    by_time = tuple(
        (int(t), _estimate(_when(int(t)), effect, error, free))
        for t, effect, error in zip(study.event_time, study.att, study.se, strict=True)
        if error == error and error > 0
    )
    return Phases(each, overall, by_time, tuple(doubts))


def phased_against_others(panel: Panel, named: Named) -> Answer:
    """How far areas moved away, once they had a change, from areas that did not have it yet or never got it.

    The month in which it began counts as changed. Raises CannotSay without two starts, or with nobody to compare.
    """
    if len(panel.first_days) < 2:
        raise CannotSay("All areas began on one day, so there are no phases to compare.")
    if len(panel.areas) < LEAST_AREAS:
        raise CannotSay(f"At least {LEAST_AREAS} areas are needed, of which there are {len(panel.areas)}.")
    before = sum(month < month_of(panel.first_days[0]) for month in panel.months)
    if before < LEAST_BEFORE:
        raise CannotSay(f"At least {LEAST_BEFORE} months before the first start are needed.")
    never = len(panel.unchanged) >= 2
    found = phases_of(_rows(panel), never=never)
    shown, relative = as_shown(found.overall, panel.kind), panel.kind == "count"
    others = f"the {len(panel.unchanged)} areas without the change" if never else "areas that did not have it yet"
    return Answer(
        way=Way.PHASED_AGAINST_OTHERS,
        effect=shown,
        relative=relative,
        months=len(panel.months),
        months_before=before,
        months_after=len(panel.months) - before,
        areas=len(panel.areas),
        terms=tuple(as_shown(one, panel.kind) for t, one in found.by_time if abs(t) <= MONTHS_SHOWN),
        assumptions=ASSUMPTIONS,
        warnings=(
            *few_areas(len(panel.areas)),
            *_moving_before(panel),
            *about_panel(panel),
            *found.doubts,
        ),
        sentence=said_against_others(shown, named, relative=relative, others=others),
    )


ASSUMPTIONS = (
    "Without the change, areas that have it would have moved as those that do not have it yet.",
    "Nobody acted on the change before it began in their area.",
    "When an area began was not decided by how the number was moving there.",
    "The number is counted in the same way everywhere.",
)


def _rows(panel: Panel) -> "pd.DataFrame":
    import pandas as pd

    rows = [
        (float(panel.values[i, j]), i, number_of(month), number_of(start) if start else 0)
        for i, area in enumerate(panel.areas)
        for start in [panel.starts[area]]
        for j, month in enumerate(panel.months)
    ]
    return pd.DataFrame(rows, columns=["value", "area", "time", "began"])


def _free(rows: "pd.DataFrame") -> int:
    """Areas less groups that began together: with few areas, Student's t covers what the normal curve does not.

    Tried on made-up areas without an effect: for 4 groups of 2 areas the normal curve covered 87%, t covers 97%.
    """
    began = rows.groupby("area")["began"].first()
    return max(1, len(began) - int(began.nunique()))


def _estimate(name: str, effect: float, error: float, free: int) -> Estimate:
    from scipy import stats

    reach = float(stats.t.ppf(0.975, free)) * float(error)
    return Estimate(name, float(effect), float(effect) - reach, float(effect) + reach, float(error))


def _moving_before(panel: Panel) -> list[str]:
    """Says so when, before it began anywhere, groups that were to begin at different times had different trends.

    Each area's slope is one observation, and groups are compared by analysis of variance.
    """
    import numpy as np
    from scipy import stats

    early = [j for j, month in enumerate(panel.months) if month < month_of(panel.first_days[0])]
    groups: dict[date | None, list[float]] = {}
    for i, area in enumerate(panel.areas):
        if len(early) >= LEAST_FOR_TREND:
            slope = np.polyfit(early, panel.values[i, early], 1)[0]
            groups.setdefault(panel.starts[area], []).append(float(slope))
    if not groups or len(panel.areas) <= len(groups):
        return ["There is too little before the starts to see whether the areas went alike."]
    apart = stats.f_oneway(*groups.values()).pvalue
    if not apart < LIKELY_CHANCE:
        return []
    return ["Areas were moving apart before the change began anywhere, so they might have done so without it."]


def _when(months: int) -> str:
    if months == 0:
        return "In the month it began"
    return f"{abs(months)} month{'s' if abs(months) > 1 else ''} {'after' if months > 0 else 'before'}"
