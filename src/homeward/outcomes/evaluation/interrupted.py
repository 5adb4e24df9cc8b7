"""Before and after: a straight trend before a change, carried on, against what came after (interrupted time series).

Segmented regression with a change of level and of slope: Wagner, Soumerai, Zhang and Ross-Degnan 2002, Journal of
Clinical Pharmacy and Therapeutics 27; Bernal, Cummins and Gasparrini 2017, International Journal of Epidemiology 46.
"""

from collections.abc import Sequence
from datetime import date
from math import pi
from typing import TYPE_CHECKING, Any

from homeward.outcomes.evaluation.answer import Answer, CannotSay, Estimate, Way
from homeward.outcomes.evaluation.doubts import alike_neighbours, few_months
from homeward.outcomes.evaluation.months import Month, first_whole_month, number_of
from homeward.outcomes.evaluation.regression import Fit, counts, lags_for, straight
from homeward.outcomes.evaluation.relative import as_shown
from homeward.outcomes.evaluation.series import Series, Split, check_enough, months_to_wait, split
from homeward.outcomes.evaluation.wording import Named, said_before_and_after

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

LEAST_FOR_SEASONS = 24


def before_and_after(
    series: Series, starts: Sequence[date], named: Named, *, season: bool | None = None, whole_until: date | None = None
) -> Answer:
    """How far values after a change differ, on average, from where the trend before it was going.

    `starts` are the days it began, in one place or several; months while it was phased in are left out. `season` adds
    one wave a year; None adds it from 24 months on. Months that begin after `whole_until` are still running.
    Counts are compared by a rate ratio, shown in percent. Raises TooFewMonths, and CannotSay for counts without events.
    """
    months = tuple(one for one in series.months if whole_until is None or one.start <= whole_until)
    parts = split(months, starts)
    check_enough(parts, wait=months_to_wait(starts, months[-1].start) if months else 0)
    with_season = len(parts.used) >= LEAST_FOR_SEASONS if season is None else season
    after_from = first_whole_month(max(starts))
    columns = _columns([one.start for one in parts.used], after_from, with_season)
    fit = _fitted(series, parts, columns)
    average = columns[len(parts.before) :].mean(axis=0)
    average[[0, 1]] = 0.0
    average[4:] = 0.0
    effect = as_shown(fit.combined("Difference from the trend before", average), series.kind)
    fitted, expected = _lines(series, series.months, after_from, fit, with_season, min(starts))
    return Answer(
        way=Way.BEFORE_AND_AFTER,
        effect=effect,
        relative=series.kind == "count",
        months=len(parts.used),
        months_before=len(parts.before),
        months_after=len(parts.after),
        areas=1,
        terms=_terms(fit, series),
        assumptions=_assumptions(series, parts, with_season),
        warnings=(
            *few_months(len(parts.before), len(parts.after)),
            *alike_neighbours(fit.left_over),
            *_more_spread(fit),
            *fit.doubts,
        ),
        sentence=said_before_and_after(effect, named, relative=series.kind == "count"),
        drawn=series.months,
        fitted=fitted,
        expected=expected,
    )


def _fitted(series: Series, parts: Split, columns: "Numbers") -> Fit:
    values = [one.value for one in parts.used if one.value is not None]
    if series.kind != "count":
        return straight(values, columns)
    if not any(one.value for one in parts.before) or not any(one.value for one in parts.after):
        raise CannotSay("All counts before or after the change are 0, so there is nothing to compare.")
    return counts(values, columns, [one.days for one in parts.used])


def _columns(starts: Sequence[date], after_from: date, season: bool) -> "Numbers":
    """1, months since the change, after or not, months since the change when after, and a yearly wave if asked."""
    import numpy as np

    since = np.array([number_of(one) - number_of(after_from) for one in starts], dtype=float)
    after = (since >= 0).astype(float)
    columns = [np.ones_like(since), since, after, since * after]
    if season:
        columns += [np.sin(2 * pi * since / 12), np.cos(2 * pi * since / 12)]
    return np.column_stack(columns)


def _terms(fit: Fit, series: Series) -> tuple[Estimate, ...]:
    import numpy as np

    names = ((1, "Trend before, each month"), (2, "Step at the change"), (3, "Change of trend, each month"))
    unit = np.eye(len(fit.coefficients))
    return tuple(as_shown(fit.combined(name, unit[i]), series.kind) for i, name in names)


def _lines(
    series: Series, months: Sequence[Month], after_from: date, fit: Fit, season: bool, first: date
) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """What the model says for every month, and from the change on what the trend before would have led to."""
    import numpy as np

    columns = _columns([one.start for one in months], after_from, season)
    without = columns.copy()
    without[:, [2, 3]] = 0.0
    said, led = columns @ fit.coefficients, without @ fit.coefficients
    if series.kind == "count":
        days = np.array([one.days for one in months], dtype=float)
        said, led = np.exp(said) * days, np.exp(led) * days
    between = [first.replace(day=1) <= one.start < after_from for one in months]
    fitted = tuple(None if out else float(x) for x, out in zip(said, between, strict=True))
    later = [one.start >= after_from for one in months]
    return fitted, tuple(float(x) if after else None for x, after in zip(led, later, strict=True))


def _assumptions(series: Series, parts: Split, season: bool) -> tuple[str, ...]:
    lags = lags_for(len(parts.used))
    said = [
        "Without the change, the trend of the months before would have gone on in a straight line.",
        "Nothing else that matters for this number changed at the same time.",
        "What is counted, and how it is recorded, stayed the same.",
    ]
    if season:
        said.append("The seasons follow one wave a year, the same in every year.")
    if series.kind == "count":
        said.append("Counts vary as random events do, or more; longer months have more of them.")
    else:
        said.append(
            f"Errors may be related over {lags} month{'s' if lags > 1 else ''} (Newey-West). Months weigh alike."
        )
    if parts.left_out:
        said.append(
            f"{len(parts.left_out)} month{'s' if len(parts.left_out) > 1 else ''} are left out: the change was "
            "on its way, or there is no value that can be shown."
        )
    return tuple(said)


def _more_spread(fit: Fit) -> tuple[str, ...]:
    if fit.spread < 2:
        return ()
    return (f"Counts vary {fit.spread:.1f} times as much as chance alone would have it; the interval allows for that.",)
