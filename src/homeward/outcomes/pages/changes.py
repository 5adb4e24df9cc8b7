"""What the partners changed, when and where: the list, one change, and the forms to mark, correct and withdraw it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from homeward.kit.london import london_date
from homeward.outcomes.areas import FILE as AREAS_FILE
from homeward.outcomes.areas import read_areas
from homeward.outcomes.definitions import DOMAIN_NAMES, measures
from homeward.outcomes.evaluation.steps import steps_chart
from homeward.outcomes.own_files import OwnFileWrong
from homeward.outcomes.pages.change_forms import ChangeForm, CorrectForm, WithdrawForm
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.actions import (
    ChangeIncomplete,
    ChangeWithdrawn,
    CorrectedMeanwhile,
    PlaceTwice,
    correct_change,
    mark_change,
    withdraw_change,
)
from homeward.partnership.forms import typed_in
from homeward.partnership.models import PhasedChange
from homeward.partnership.queries import change_marked, changes_marked, organisations_taking_part
from homeward.partnership.rules import Capability
from homeward.pathways.queries import service_model_on

FIELDS_OF: dict[type[ValueError], str | None] = {
    ChangeIncomplete: None,
    PlaceTwice: "place_0",
    ChangeWithdrawn: None,
    CorrectedMeanwhile: None,
}
"""Which field of a form a refusal is about."""


@require_safe
@needs(Capability.SEE_OUTCOMES)
def changes_page(request: HttpRequest) -> HttpResponse:
    """Every change that was marked, the latest start first, with those that were withdrawn."""
    found, names = changes_marked(), dict(_pathways())
    context = {
        "rows": [(one, _names_of(one, names)) for one in found if one.withdrawn_at is None],
        "withdrawn": [one for one in found if one.withdrawn_at is not None],
        "today": london_date(timezone.now()),
        "may_mark": viewer_of(request).may(Capability.MARK_CHANGES),
    }
    return render(request, "outcomes/changes.html", context)


@require_safe
@needs(Capability.SEE_OUTCOMES)
def change_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One change: what it is, what was hoped for, where it began when, and measures to hold it against."""
    change, today = change_or_404(pk), london_date(timezone.now())
    by_domain: dict[str, list[Any]] = {}
    for measure in measures():
        by_domain.setdefault(DOMAIN_NAMES[measure.domain], []).append(measure)
    context = {
        "change": change,
        "pathways": _names_of(change, dict(_pathways())),
        "names": dict(_pathways()),
        "today": today,
        "steps": steps_chart([(one.where, one.starts_on) for one in change.phases.all()], today=today),
        "by_domain": by_domain,
        "may_mark": viewer_of(request).may(Capability.MARK_CHANGES),
    }
    return render(request, "outcomes/change.html", context)


@needs(Capability.MARK_CHANGES)
@require_http_methods(["GET", "HEAD", "POST"])
def change_new(request: HttpRequest) -> HttpResponse:
    """Mark what the partners changed, or will change on a day that is agreed."""
    form = ChangeForm(typed_in(request), pathways=_pathways())

    def act() -> PhasedChange:
        return mark_change(said=form.said, by=viewer_of(request), now=timezone.now())

    return _form_page(request, form, act, "Marked. Charts and measures can be held against it now.", change=None)


@needs(Capability.MARK_CHANGES)
@require_http_methods(["GET", "HEAD", "POST"])
def change_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is said of a change, with a reason; what was said before is kept."""
    change = change_or_404(pk)
    form = CorrectForm(typed_in(request), pathways=_pathways(change), said=change.said)

    def act() -> PhasedChange:
        said = form.cleaned_data
        return correct_change(
            change=change,
            said=form.said,
            why=said["why"],
            seen=said["seen"] or 0,
            by=viewer_of(request),
            now=timezone.now(),
        )

    return _form_page(request, form, act, "Corrected. What it said before is kept below.", change=change)


@needs(Capability.MARK_CHANGES)
@require_http_methods(["GET", "HEAD", "POST"])
def change_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a change with a reason; it stays on the list, and out of charts."""
    change = change_or_404(pk)
    form = WithdrawForm(typed_in(request))

    def act() -> PhasedChange:
        why = form.cleaned_data["why"]
        return withdraw_change(change=change, why=why, by=viewer_of(request), now=timezone.now())

    return _form_page(request, form, act, "Withdrawn. Charts no longer show it.", change=change)


def change_or_404(pk: int) -> PhasedChange:
    """The change with this number. Raises Http404 when there is none."""
    found = change_marked(pk)
    if found is None:
        raise Http404
    return found


def _form_page(request: HttpRequest, form: Any, act: Any, done: str, *, change: PhasedChange | None) -> HttpResponse:
    """Show a form, or do what it says and go to the change; what is refused stands beside the field it is about."""
    asks_for_rows = request.method == "POST" and "more" in request.POST
    if request.method == "POST" and not asks_for_rows and form.is_valid():
        try:
            kept = act()
        except tuple(FIELDS_OF) as refused:
            form.add_error(FIELDS_OF[type(refused)], str(refused))
        else:
            messages.success(request, done)
            return redirect("change", pk=kept.pk)
    if asks_for_rows:
        form.is_valid()
        form.errors.clear()  # nobody asked to save yet
    problem = form.is_bound and bool(form.errors)
    template = "outcomes/change_withdraw.html" if isinstance(form, WithdrawForm) else "outcomes/change_form.html"
    context = {"form": form, "change": change, "problem": problem, "places": _known_places()}
    if change is not None:
        context["seen"] = change.corrections.count()
    return render(request, template, context, status=422 if problem and request.method == "POST" else 200)


def _pathways(change: PhasedChange | None = None) -> list[tuple[str, str]]:
    """The codes and names of the pathways that are agreed today, and of those that a change was marked with."""
    agreed = {one.code: one.name for one in service_model_on(london_date(timezone.now())).pathways}
    marked = {code: code for code in change.pathways} if change else {}
    return list((marked | agreed).items())


def _known_places() -> list[str]:
    """Names of places that charts know: the organisations of the joint service, and the localities the site listed."""
    try:
        localities = list(read_areas(Path(settings.HOMEWARD_HOME) / AREAS_FILE).names.values())
    except OwnFileWrong:
        localities = []
    return [*(one.name for one in organisations_taking_part()), *sorted(localities)]


def _names_of(change: PhasedChange, names: dict[str, str]) -> list[str]:
    return [names.get(code, code) for code in change.pathways]
