"""Which ways of looking at a change fit what there is, and what each of them says or lacks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from homeward.outcomes.evaluation.answer import Answer, CannotSay, Way
from homeward.outcomes.evaluation.compared import against_others
from homeward.outcomes.evaluation.interrupted import before_and_after
from homeward.outcomes.evaluation.panel import Panel, panel_of
from homeward.outcomes.evaluation.phased import phased_against_others
from homeward.outcomes.evaluation.series import Series
from homeward.outcomes.evaluation.stepped import step_by_step
from homeward.outcomes.evaluation.wording import Named


@dataclass(frozen=True, slots=True)
class Looked:
    """One way that was tried: its answer, or what is missing for one, in a sentence."""

    way: Way
    answer: Answer | None
    lacks: str = ""


def looked_at(
    own: Series,
    starts: Sequence[date],
    areas: Sequence[Series],
    began: Mapping[str, date | None],
    named: Named,
    *,
    whole_until: date,
) -> tuple[Looked, ...]:
    """Every way that fits: before and after on one's own series, and comparisons of areas where there are any.

    `began` says for every area since when it has the change, None for those without. Months that begin after
    `whole_until` are still running, and are not used.
    """
    return (
        _tried(Way.BEFORE_AND_AFTER, lambda: before_and_after(own, starts, named, whole_until=whole_until)),
        *_compared(tuple(_whole(one, whole_until) for one in areas), began, named),
    )


def _compared(areas: Sequence[Series], began: Mapping[str, date | None], named: Named) -> tuple[Looked, ...]:
    days = {day for area in areas if (day := began[area.area]) is not None}
    if len(areas) < 2 or not days:
        return ()
    ways = (Way.AGAINST_OTHERS,) if len(days) == 1 else (Way.PHASED_AGAINST_OTHERS, Way.STEP_BY_STEP)
    try:
        panel = panel_of(areas, began)
    except CannotSay as refused:
        return tuple(Looked(way, None, str(refused)) for way in ways)
    return tuple(_tried(way, lambda way=way: _COMPARISONS[way](panel, named)) for way in ways)  # type: ignore[misc]


_COMPARISONS: dict[Way, Callable[[Panel, Named], Answer]] = {
    Way.AGAINST_OTHERS: against_others,
    Way.PHASED_AGAINST_OTHERS: phased_against_others,
    Way.STEP_BY_STEP: step_by_step,
}


def _tried(way: Way, look: Callable[[], Answer]) -> Looked:
    try:
        return Looked(way, look())
    except CannotSay as refused:
        return Looked(way, None, str(refused))


def _whole(series: Series, whole_until: date) -> Series:
    return replace(series, months=tuple(one for one in series.months if one.start <= whole_until))
