"""One measure in full: its control chart, its numbers, broken down, compared, its definition, and as a file."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from homeward.kit.london import london_date
from homeward.outcomes.collecting import facts_in_use
from homeward.outcomes.comparing import compared
from homeward.outcomes.counting import excluded_by_reason
from homeward.outcomes.counting.asking import Question
from homeward.outcomes.definitions import DOMAIN_NAMES, Definition, MeasureUnknown, measure_called
from homeward.outcomes.exporting.numbers import numbers_as_csv
from homeward.outcomes.origins import beside_live, of_the_service
from homeward.outcomes.pages.asking import Asked, Place, narrowed
from homeward.outcomes.pages.count_again import counting_to_show
from homeward.outcomes.pages.places import place_choices
from homeward.outcomes.pages.viewing import Counter
from homeward.outcomes.periods import Period
from homeward.outcomes.rebasing import changes_for
from homeward.outcomes.series import series_of
from homeward.outcomes.showing import Shown, guarded, shown_exactly
from homeward.outcomes.snapshots import Snapshot, SnapshotUnreadable
from homeward.outcomes.wording import PERIOD_NAMES, dated_name, name_of_group, period_name
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.rules import Capability


@require_safe
@needs(Capability.SEE_OUTCOMES)
def measure_page(request: HttpRequest, code: str) -> HttpResponse:
    """A measure's page, or its numbers as a CSV file with `format=csv`."""
    measure = measure_or_404(code)
    try:
        snapshot = facts_in_use()
        if snapshot is None:
            page = {"measure": measure, "snapshot": None, "counting": counting_to_show(request, None)}
            return render(request, "outcomes/measure.html", page)
        return _counted(request, measure, snapshot)
    except SnapshotUnreadable:
        return redirect("outcomes")  # which says what is wrong, and has the button that puts it right


def _counted(request: HttpRequest, measure: Definition, snapshot: Snapshot) -> HttpResponse:
    counter = Counter(snapshot, shown_exactly(measure, sees_rows=viewer_of(request).may(Capability.SEE_ROWS)))
    form = Asked(measure, london_date(snapshot.counted_at), request.GET, exact=counter.exact)
    place = Place(place_choices(snapshot), request.GET)
    question = form.question(place.where)
    if request.GET.get("format") == "csv" and form.is_valid():
        asked = replace(question, by=(form.asked_breakdown,) if form.asked_breakdown else ())
        return _file(numbers_as_csv(asked, counter.grouped(asked), snapshot.counted_at), measure, snapshot)
    page = _page(counter, form, question) | {"place": place, "query": request.GET.urlencode()}
    page["counting"] = counting_to_show(request, snapshot)
    return render(request, "outcomes/measure.html", page)


def measure_or_404(code: str) -> Definition:
    """The measure with this code. Raises Http404 when there is none."""
    try:
        return measure_called(code)
    except MeasureUnknown:
        raise Http404 from None


def _page(counter: Counter, form: Asked, question: Question) -> dict[str, Any]:
    row = _since_there_is_something(counter.cells(question), kept=bool(form.data.get("first")))
    question = replace(question, first=row[0].start)
    measure, period = question.measure, question.period
    first, after = question.span
    whole = replace(question, period=Period.WHOLE, first=first, last=min(question.last, after))
    changes = changes_for(question.where, first, after)
    total = counter.cells(whole)[0]
    return {
        "measure": measure,
        "domain": DOMAIN_NAMES[measure.domain],
        "snapshot": counter.snapshot,
        "extracts": beside_live(counter.snapshot, measure.table),
        "narrowed": narrowed(question.where),
        "exact": counter.exact,
        "form": form,
        "period": period,
        "period_word": PERIOD_NAMES[period],
        "dated": question.dated_by,
        "dated_name": dated_name(measure.table, question.dated_by),
        "series": series_of(measure, row, period=period, changes=changes, exact=counter.exact),
        "named": [period_name(period, one.start, one.last_day) for one in row],
        "row": row,
        "whole": total,
        "reasons": _reasons(counter, whole),
        "breakdowns": [counter.broken_down(question, whole, by) for by in form.breakdowns],
        "compared": compared(measure, total, exact=counter.exact),
    }


def _since_there_is_something(row: list[Shown], *, kept: bool) -> list[Shown]:
    """A row from its first period with anything in it, so that no page begins with years before the service did.

    All of it where a reader asked for its first day, or where there is nothing at all.
    """
    begins = next((place for place, one in enumerate(row) if one.rows or one.hidden), 0)
    return row if kept else row[begins:]


def _reasons(counter: Counter, whole: Question) -> list[tuple[str, int | None]]:
    """Why rows were left out, and how many for each reason, the most frequent first."""
    if not whole.measure.reasons_from:
        return []
    name = name_of_group(whole.measure.reasons_from, counter.snapshot.counted_at)
    found = excluded_by_reason(counter.snapshot, of_the_service(counter.snapshot, whole))
    return [(name(why), n if counter.exact else guarded(n)) for why, n in found.items()]


def _file(text: str, measure: Definition, snapshot: Snapshot) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    day = london_date(snapshot.counted_at)
    response["Content-Disposition"] = f'attachment; filename="{measure.code}-{day:%Y-%m-%d}.csv"'
    return response
