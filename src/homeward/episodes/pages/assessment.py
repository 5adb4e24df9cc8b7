"""One assessment: answering it, saved as one goes on, keeping what was told before, completing it, taking it back."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from homeward.episodes.actions.assessing import (
    AnswerMovedOn,
    AssessmentClosed,
    AssessmentIncomplete,
    NoReason,
    NothingToKeep,
    ToolUnknown,
    answer_many,
    complete_assessment,
    keep_answer,
    withdraw_assessment,
)
from homeward.episodes.actions.holding import EpisodeClosed
from homeward.episodes.models.assessing import Assessment, AssessmentAnswer
from homeward.episodes.pages.assessing_forms import AnswersForm, WithdrawAssessmentForm, field_of
from homeward.episodes.pages.assessing_showing import about_falls, may_change, parts_of, told_by
from homeward.episodes.pages.opening import show_episode
from homeward.episodes.queries.assessing import Made, assessment_seen, assessments_seen, before, made, reusable_answers
from homeward.episodes.rules.scoring import change, shown
from homeward.kit.london import london_date
from homeward.kit.weeks import age_on
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import typed_in
from homeward.partnership.held_inputs import let_go_of_input
from homeward.partnership.rules import Capability

HERE = "assessments"
CLOSED = (AssessmentClosed, EpisodeClosed, ToolUnknown)
"""Why nothing at all can be written in an assessment."""


@needs(Capability.SEE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """Read an assessment, or answer it. Each field saves itself; the button saves all where no script runs."""
    found = assessment_seen(viewer_of(request), pk)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _write(request, found)
    return _show(request, found)


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an assessment that was made in error, with the reason."""
    viewer, now = viewer_of(request), timezone.now()
    found = assessment_seen(viewer, pk)
    if found is None:
        raise Http404
    form = WithdrawAssessmentForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_assessment(assessment=found, why=form.cleaned_data["why"], by=viewer, now=now)
        except (NoReason, EpisodeClosed) as refused:
            form.add_error("why", str(refused))
        else:
            messages.success(request, "The assessment is taken back. It stays on the record with your reason.")
            return redirect("assessments", pk=found.episode_id)
    return show_episode(
        request,
        "episodes/assessment_withdraw.html",
        found.episode,
        here=HERE,
        now=now,
        problem=form.is_bound and bool(form.errors),
        form=form,
        one=made([found])[0],
    )


def _write(request: HttpRequest, found: Assessment) -> HttpResponse:
    """Save what was given; then keep, complete or go on, as the button that was pressed says."""
    if not viewer_of(request).may(Capability.RECORD_CARE):
        raise PermissionDenied
    now, one = timezone.now(), made([found])[0]
    if not may_change(one, found.episode) or one.tool is None:
        return _closed(request, found)
    form = AnswersForm(request.POST, one.tool, one.answers)
    form.is_valid()
    do, _, which = request.POST.get("do", "save").partition(":")
    given = form.given(_seen(request.POST, do, which))
    for code in [which] if do in ("keep", "leave") else []:
        given.pop(code, None)
        form.errors.pop(f"q_{code}", None)
    try:
        written, moved_on = answer_many(assessment=found, given=given, by=viewer_of(request), now=now)
        if do == "keep":
            keep_answer(assessment=found, item=which, by=viewer_of(request), now=now)
    except NothingToKeep as refused:
        form.add_error(None, str(refused))
    except CLOSED as refused:
        messages.error(request, str(refused))
        return _closed(request, found)
    if request.headers.get("HX-Request") == "true":
        return _saved(request, form, written, moved_on, now)
    if do == "complete" and not form.errors and not moved_on:
        return _complete(request, found, form, now)
    if form.errors or moved_on:
        return _show(request, found, form, moved_on, written)
    messages.success(request, "Saved." if do != "keep" else "Kept. Nobody needs to ask again.")
    return redirect(reverse("assessment", args=[found.pk]) + (f"#q-{which}" if which else ""))


def _complete(request: HttpRequest, found: Assessment, form: AnswersForm, now: datetime) -> HttpResponse:
    try:
        complete_assessment(assessment=found, by=viewer_of(request), now=now)
    except AssessmentIncomplete as refused:
        item = form.tool.item(refused.missing[0]) if refused.missing else None
        form.add_error(field_of(item) if item else None, str(refused))
        return _show(request, found, form)
    except CLOSED as refused:
        messages.error(request, str(refused))
        return _closed(request, found)
    messages.success(request, f"{form.tool.name} is complete.")
    return redirect("assessment", pk=found.pk)


def _saved(
    request: HttpRequest,
    form: AnswersForm,
    written: list[AssessmentAnswer],
    moved_on: list[AnswerMovedOn],
    now: datetime,
) -> HttpResponse:
    """The line below the field that was changed: saved at, or why not. What was held after a sign-out is let go."""
    code = request.GET.get("item", "")
    item = form.tool.item(code)
    if not form.errors and not moved_on:
        let_go_of_input(member=viewer_of(request), action=request.path)
    context = {
        "errors": [*form.errors.get(f"q_{code}", []), *form.errors.get(f"n_{code}", [])],
        "moved": next((one for one in moved_on if one.item.code == code), None),
        "written": written,
        "item": item,
        "now": now,
        "shown": shown,
        "elsewhere": bool(form.errors or moved_on),
    }
    return render(request, "episodes/assessment_saved.html", context)


def _show(
    request: HttpRequest,
    found: Assessment,
    form: AnswersForm | None = None,
    moved_on: list[AnswerMovedOn] | None = None,
    written: list[AssessmentAnswer] | None = None,
) -> HttpResponse:
    """The page: a form while answers can be given, else the answers. What was typed and not yet saved comes back."""
    viewer, now, episode = viewer_of(request), timezone.now(), found.episode
    one = made([found])[0]
    earlier = before(one, assessments_seen(viewer, episode))
    writing = may_change(one, episode) and viewer.may(Capability.RECORD_CARE)
    sent = typed_in(request) if writing else None
    if writing and one.tool and form is None:
        form = AnswersForm(sent, one.tool, one.answers)
    born_on = episode.person.born_on
    return show_episode(
        request,
        "episodes/assessment.html",
        episode,
        here=HERE,
        now=now,
        problem=bool(request.method == "POST" and form and (form.errors or moved_on)),
        one=one,
        before=earlier,
        change=change(one.tool, earlier.score, one.score) if one.tool and earlier else "",
        form=form if writing else None,
        writing=writing,
        parts=parts_of(
            one,
            earlier,
            keepable=reusable_answers(found) if writing else {},
            moved_on=moved_on or (),
            opened=_opened(one, sent, written or []),
        ),
        falls=about_falls(episode, one.tool, one, age_on(born_on, london_date(now)) if born_on else None),
        told_by=told_by,
        shown=shown,
    )


def _opened(one: Made, sent: QueryDict | None, written: list[AssessmentAnswer]) -> dict[str, str]:
    """For each item which answer the viewer had open, as their page said; what has just been written they have seen."""
    if sent is None or one.tool is None:
        return {}
    seen = {item.code: sent.get(f"o_{item.code}", "") for item in one.tool.items if f"o_{item.code}" in sent}
    return {code: text if text.isdecimal() else "" for code, text in seen.items()} | {
        row.item: str(row.pk) for row in written
    }


def _seen(sent: QueryDict, do: str, which: str) -> QueryDict:
    """What was sent; where somebody chose their own answer over a colleague's, they have seen the colleague's now."""
    if do != "take" or not sent.get(f"t_{which}"):
        return sent
    changed = sent.copy()
    changed[f"o_{which}"] = str(sent.get(f"t_{which}"))
    return changed


def _closed(request: HttpRequest, found: Assessment) -> HttpResponse:
    """Nothing can be written: back to the page, which says why."""
    there = reverse("assessment", args=[found.pk])
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": there})
    return redirect(there)
