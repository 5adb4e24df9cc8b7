"""One measure in full: its definition, its chart, its numbers by week or month, broken down, and as a file."""

import csv
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from homeward.kit.london import london_date
from homeward.outcomes.collecting import facts_in_use
from homeward.outcomes.counting import Question
from homeward.outcomes.definitions import Definition, MeasureUnknown, measure_called
from homeward.outcomes.pages.asking import Asked
from homeward.outcomes.pages.framework import chart_of
from homeward.outcomes.pages.viewing import Counter
from homeward.outcomes.periods import Period
from homeward.outcomes.showing import UNDER, Shown
from homeward.outcomes.snapshots import Snapshot, SnapshotUnreadable
from homeward.outcomes.wording import (
    DATED_NAMES,
    PERIOD_NAMES,
    name_of_group,
    period_name,
    said_of,
)
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.rules import Capability

HEADINGS = (
    *("measure", "version", "counted_at", "dated_by", "first_day", "last_day", "complete"),
    *("group_by", "group", "numerator", "denominator", "excluded"),
)


@require_safe
@needs(Capability.SEE_OUTCOMES)
def measure_page(request: HttpRequest, code: str) -> HttpResponse:
    """A measure's page, or its numbers as a CSV file with `format=csv`."""
    measure = measure_or_404(code)
    try:
        snapshot = facts_in_use()
        if snapshot is None:
            return render(request, "outcomes/measure.html", {"measure": measure, "snapshot": None})
        return _counted(request, measure, snapshot)
    except SnapshotUnreadable:
        return redirect("outcomes")  # which says what is wrong, and has the button that puts it right


def _counted(request: HttpRequest, measure: Definition, snapshot: Snapshot) -> HttpResponse:
    counter = Counter(snapshot, viewer_of(request).may(Capability.SEE_ROWS))
    form = Asked(measure, london_date(snapshot.counted_at), request.GET)
    question = form.question()
    if request.GET.get("format") == "csv" and form.is_valid():
        return _csv(counter, replace(question, by=form.asked_breakdown))
    return render(request, "outcomes/measure.html", _page(counter, form, question) | {"query": request.GET.urlencode()})


def measure_or_404(code: str) -> Definition:
    """The measure with this code. Raises Http404 when there is none."""
    try:
        return measure_called(code)
    except MeasureUnknown:
        raise Http404 from None


def _page(counter: Counter, form: Asked, question: Question) -> dict[str, Any]:
    measure, row = question.measure, counter.cells(question)
    first, after = question.span
    whole = replace(question, period=Period.WHOLE, first=first, last=min(question.last, after))
    return {
        "measure": measure,
        "snapshot": counter.snapshot,
        "exact": counter.exact,
        "form": form,
        "problem": not form.is_valid(),
        "period": question.period,
        "period_word": PERIOD_NAMES[question.period],
        "dated": question.dated_by,
        "dated_name": DATED_NAMES[question.dated_by],
        "row": row,
        "named": [period_name(question.period, one) for one in row],
        "whole": counter.cells(whole)[0],
        "chart": chart_of(measure, row),
        "says": said_of(measure, row, period=question.period, exact=counter.exact),
        "reasons": _reasons(counter, whole),
        "breakdowns": [counter.broken_down(question, whole, by) for by in form.breakdowns],
    }


def _reasons(counter: Counter, whole: Question) -> list[tuple[str, int | None]]:
    """Why referrals were left out, and how many for each reason, the most frequent first."""
    by = whole.measure.reasons_from
    name = name_of_group(by, counter.snapshot.counted_at)
    cells = [cell for cell in counter.cells(replace(whole, by=by)) if cell.excluded != 0]
    return [(name(cell.group), cell.excluded) for cell in sorted(cells, key=lambda cell: -(cell.excluded or 0))]


def _csv(counter: Counter, question: Question) -> HttpResponse:
    measure = question.measure
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    day = london_date(counter.snapshot.counted_at)
    response["Content-Disposition"] = f'attachment; filename="{measure.code}-{day:%Y-%m-%d}.csv"'
    write = csv.writer(response).writerow
    figures = [figure.code for figure in measure.figures]
    write([*HEADINGS, *figures])
    for one in counter.cells(question):
        complete = "yes" if one.complete else "no"
        place = [question.dated_by, one.start, one.last_day, complete, question.by, one.group]
        counts = [UNDER if n is None else n for n in (one.numerator, one.denominator, one.excluded)]
        values = [_plain(one, one.figures[code]) for code in figures]
        write([measure.code, measure.version, counter.snapshot.counted_at.isoformat(), *place, *counts, *values])
    return response


def _plain(one: Shown, value: float | None) -> object:
    if value is None:
        return "hidden" if one.figures_hidden else ""
    return int(value) if value.is_integer() else value
