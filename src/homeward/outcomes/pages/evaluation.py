"""A measure held against a marked change: what came before, what after, and what other areas say."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from homeward.kit.london import london_date
from homeward.outcomes.collecting import facts_in_use
from homeward.outcomes.definitions import Definition, MeasureUnknown, measure_called
from homeward.outcomes.evaluating import Evaluated, comparison_files, evaluated, read_comparison
from homeward.outcomes.evaluation.answer import TECHNICAL_NAMES, WAY_NAMES, Answer, Estimate
from homeward.outcomes.evaluation.chart import Drawing, drawing_of
from homeward.outcomes.evaluation.choosing import Looked
from homeward.outcomes.evaluation.reading import SeriesUnreadable
from homeward.outcomes.evaluation.series import Series
from homeward.outcomes.evaluation.wording import amount, interval
from homeward.outcomes.pages.changes import change_or_404
from homeward.outcomes.pages.viewing import Counter
from homeward.outcomes.showing import in_words, shown_exactly
from homeward.outcomes.snapshots import Snapshot, SnapshotUnreadable
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.models import PhasedChange
from homeward.partnership.rules import Capability


@dataclass(frozen=True, slots=True)
class Told:
    """One way of looking as the page tells it: its answer in words, its chart and the table beside it."""

    name: str
    technical: str
    lacks: str
    answer: Answer | None
    effect: str
    terms: tuple[tuple[str, str, str], ...]
    chart: Drawing | None
    rows: tuple[tuple[str, str, str], ...]


@require_safe
@needs(Capability.SEE_OUTCOMES)
def evaluation_page(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A measure before and after a change, with intervals, what is taken for granted, and what is doubtful."""
    try:
        measure, change = measure_called(code), change_or_404(pk)
    except MeasureUnknown:
        raise Http404 from None
    exact = shown_exactly(measure, sees_rows=viewer_of(request).may(Capability.SEE_ROWS))
    page: dict[str, Any] = {"measure": measure, "change": change, "exact": exact, "today": london_date(timezone.now())}
    try:
        snapshot = facts_in_use()
        if snapshot is not None and change.withdrawn_at is None:
            page |= _looked_at(snapshot, measure, change, exact=exact, asked=request.GET.get("compare", ""))
    except SnapshotUnreadable:
        return redirect("outcomes")  # which says what is wrong, and has the button that puts it right
    return render(request, "outcomes/evaluation.html", page)


def _looked_at(
    snapshot: Snapshot, measure: Definition, change: PhasedChange, *, exact: bool, asked: str
) -> dict[str, Any]:
    files = comparison_files(measure)
    chosen = next((one for one in files if one.stem == asked), files[0] if files else None)
    others, unreadable = _others(chosen)
    found = evaluated(Counter(snapshot, exact), measure, change, others)
    return {
        "snapshot": snapshot,
        "files": files,
        "chosen": chosen,
        "unreadable": unreadable,
        "areas": found.areas,
        "told": [_told(one, found, measure, change) for one in found.looked],
        "hidden": sum(month.value is None for month in found.own.months),
    }


def _others(file: Path | None) -> tuple[Sequence[Series], str]:
    """The areas of a file, or why it cannot be used."""
    if file is None:
        return (), ""
    try:
        return read_comparison(file), ""
    except (SeriesUnreadable, OSError) as error:
        return (), f"{file.name}: {error}"


def _told(one: Looked, found: Evaluated, measure: Definition, change: PhasedChange) -> Told:
    answer = one.answer
    name, technical = WAY_NAMES[one.way], TECHNICAL_NAMES[one.way]
    if answer is None:
        return Told(name, technical, one.lacks, None, "", (), None, ())
    unit, relative = measure.unit, answer.relative

    def words(value: float | None) -> str:
        return in_words(value, unit)

    chart = None
    if answer.drawn:
        most = 100.0 if unit == "percent" else None
        chart = drawing_of(
            answer,
            change.days,
            lambda value: in_words(value, unit, exact=False),
            whole_until=found.whole_until,
            most=most,
        )
    return Told(
        name,
        technical,
        "",
        answer,
        _signed(answer.effect, unit, relative=relative),
        tuple((term.name, _signed(term, unit, relative=relative), interval(term)) for term in answer.terms),
        chart,
        _rows(answer, words),
    )


def _signed(one: Estimate, unit: str, *, relative: bool) -> str:
    """An estimate with its direction in words: "6.1 percentage points higher"."""
    return f"{amount(one.value, unit, relative=relative)} {'higher' if one.value >= 0 else 'lower'}"


def _rows(answer: Answer, words: Any) -> tuple[tuple[str, str, str], ...]:
    """The chart's numbers, the newest first: month, what there was, what would have followed without the change."""
    expected = answer.expected or (None,) * len(answer.drawn)
    pairs = zip(answer.drawn, expected, strict=True)
    return tuple((f"{month.start:%B %Y}", words(month.value), words(led)) for month, led in reversed(list(pairs)))
