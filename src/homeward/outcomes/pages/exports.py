"""Taking the numbers away: files about groups, made as they are fetched. What could point to people is not here.

Facts and event logs have a row for each thing that happened to somebody. Without names and with fresh numbers they are
still about people, and a browser leaves copies nobody knows of. So they are written by a command on the server only,
where whoever answers for the data decides. See docs/do/take-the-numbers-away.md.
"""

from datetime import date, timedelta
from typing import Any, TypeVar, cast

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from homeward.kit.london import london_date
from homeward.outcomes.collecting import facts_in_use
from homeward.outcomes.exporting.all_numbers import Asked, all_numbers
from homeward.outcomes.exporting.definitions import definitions_as_json
from homeward.outcomes.facts.dictionary import dictionary
from homeward.outcomes.pages.asking import usual_first
from homeward.outcomes.periods import Period
from homeward.outcomes.snapshots import Snapshot, SnapshotUnreadable
from homeward.outcomes.wording import BREAKDOWN_NAMES, PERIOD_NAMES
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import UKDate
from homeward.partnership.rules import Capability
from homeward.people.actions import note_looked

Sent = TypeVar("Sent", bound=HttpResponseBase)
LONGEST = {Period.WEEK: timedelta(days=3 * 366), Period.MONTH: timedelta(days=10 * 366)}


class Choose(forms.Form):
    """Which numbers to take away. Fields left empty mean the usual: as long as charts show, all together."""

    first = UKDate(label="From", required=False)
    last = UKDate(label="To", required=False)
    period = forms.ChoiceField(label="Count by", required=False, choices=list(PERIOD_NAMES.items()))
    by = forms.ChoiceField(
        label="Break down by", required=False, choices=[("", "All together"), *BREAKDOWN_NAMES.items()]
    )

    def __init__(self, counted_on: date, given: QueryDict | None = None) -> None:
        super().__init__(given, initial={"period": Period.MONTH.value})
        self.counted_on = counted_on

    def clean(self) -> dict[str, Any]:
        """The days in order, not after the count, and not too long. Errors name the field."""
        given = super().clean() or {}
        period = Period(given.get("period") or Period.MONTH)
        last = min(given.get("last") or self.counted_on, self.counted_on)
        first = given.get("first") or usual_first(period, last)
        if first > last:
            self.add_error("first", "From: choose a day before the last, and before the facts were counted.")
        elif last - first > LONGEST[period]:
            years = LONGEST[period].days // 366
            self.add_error("first", f"From: choose a day at most {years} years before the last.")
        return {"asked": Asked(first, last, period, given.get("by") or "")}


@require_safe
@needs(Capability.SEE_OUTCOMES)
def exports_page(request: HttpRequest) -> HttpResponse:
    """What can be taken away, by whom, and why the rest is not here."""
    try:
        snapshot = facts_in_use()
    except SnapshotUnreadable:
        return redirect("outcomes")  # which says what is wrong, and has the button that puts it right
    return _page(request, snapshot, Choose(_counted_on(snapshot)) if snapshot else None)


@require_safe
@needs(Capability.SEE_OUTCOMES)
def numbers_file(request: HttpRequest) -> HttpResponse:
    """All measures' numbers as a CSV file, sent as they are counted; that it was taken is in the access log."""
    try:
        snapshot = facts_in_use()
    except SnapshotUnreadable:
        return redirect("outcomes")
    if snapshot is None:
        return redirect("exports")
    form = Choose(_counted_on(snapshot), request.GET)
    if not form.is_valid():
        return _page(request, snapshot, form)
    viewer, asked = viewer_of(request), form.cleaned_data["asked"]
    sees_rows = viewer.may(Capability.SEE_ROWS)
    exactly = "exact" if sees_rows else "rounded"
    note_looked(
        viewer=viewer, people=[], route="export_numbers", now=timezone.now(), searched_for=f"{exactly} {asked.words}"
    )
    lines = all_numbers(snapshot, asked, sees_rows=sees_rows)
    sent = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    return cast(HttpResponse, _named(sent, "numbers", "csv", snapshot))  # the guard of a page knows no other kind


@require_safe
@needs(Capability.SEE_OUTCOMES)
def definitions_file(request: HttpRequest) -> HttpResponse:
    """Every measure's definition as JSON."""
    return _named(HttpResponse(definitions_as_json(), content_type="application/json"), "definitions", "json")


@require_safe
@needs(Capability.SEE_OUTCOMES)
def dictionary_file(request: HttpRequest) -> HttpResponse:
    """What every field of the facts means, as Markdown."""
    return _named(HttpResponse(dictionary(), content_type="text/markdown; charset=utf-8"), "dictionary", "md")


def _page(request: HttpRequest, snapshot: Snapshot | None, form: Choose | None) -> HttpResponse:
    exact = viewer_of(request).may(Capability.SEE_ROWS)
    context = {"snapshot": snapshot, "form": form, "exact": exact}
    return render(request, "outcomes/exports.html", context)


def _counted_on(snapshot: Snapshot) -> date:
    return london_date(snapshot.counted_at)


def _named(response: Sent, name: str, ending: str, snapshot: Snapshot | None = None) -> Sent:
    day = f"-{_counted_on(snapshot):%Y-%m-%d}" if snapshot else ""
    response["Content-Disposition"] = f'attachment; filename="homeward-{name}{day}.{ending}"'
    return response
