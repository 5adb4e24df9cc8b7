"""Summaries for the GP and for the person: read, changed, printed, and noted as sent."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from homeward.episodes.actions.summaries import (
    NothingSummed,
    SummaryMovedOn,
    SummaryUnseen,
    save_summary,
    send_summary,
)
from homeward.episodes.models.leaving import Audience, Summary
from homeward.episodes.pages.afterwards_forms import SentForm, SummaryForm
from homeward.episodes.pages.opening import episode_or_404, show_episode
from homeward.episodes.queries.afterwards import summaries_seen_by
from homeward.episodes.queries.leaving import composed, latest_summaries
from homeward.episodes.rules.summaries import as_shown, parts_of
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import typed_in
from homeward.partnership.rules import Capability


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def summary_edit(request: HttpRequest, pk: int, audience: str) -> HttpResponse:
    """The words for the GP or for the person: as saved, or as the record would put them (`?from_record=1`)."""
    viewer, now = viewer_of(request), timezone.now()
    episode = episode_or_404(request, pk)
    if audience not in Audience.values:
        raise Http404
    summary = latest_summaries(episode).get(audience)
    draft = summary if summary is not None and summary.sent_at is None else None
    afresh = draft is None or "from_record" in request.GET
    says = composed(viewer, episode, audience) if afresh or draft is None else draft.says
    form = SummaryForm(typed_in(request), initial={"says": says, "opened_with": draft.says if draft else ""})
    if request.method == "POST" and form.is_valid():
        said, opened = form.cleaned_data["says"], form.cleaned_data["opened_with"]
        try:
            save_summary(episode=episode, audience=audience, says=said, opened=opened, by=viewer, now=now)
        except NothingSummed as refused:
            form.add_error("says", str(refused))
        except SummaryMovedOn as refused:
            form.data = {"says": form.data.get("says", ""), "opened_with": refused.says}
            form.add_error("says", f"{refused} Their words are below yours. Make one text of both, then save again.")
            return _show_edit(request, episode, form, audience=audience, draft=draft, theirs=refused.says)
        else:
            messages.success(request, "The summary was saved. It is not sent yet.")
            return redirect("leaving", pk=pk)
    return _show_edit(request, episode, form, audience=audience, draft=draft)


def _show_edit(
    request: HttpRequest, episode: object, form: SummaryForm, *, audience: str, draft: Summary | None, theirs: str = ""
) -> HttpResponse:
    return show_episode(
        request,
        "episodes/summary_edit.html",
        episode,  # type: ignore[arg-type]
        here="leaving",
        problem=form.is_bound and bool(form.errors),
        form=form,
        audience=audience,
        draft=draft,
        theirs=theirs,
    )


def _summary_or_404(request: HttpRequest, pk: int) -> Summary:
    found = summaries_seen_by(viewer_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@needs(Capability.SEE_RECORD)
@require_safe
def summary_print(request: HttpRequest, pk: int) -> HttpResponse:
    """A summary to read or print; `?large=1` in large print."""
    summary = _summary_or_404(request, pk)
    return show_episode(
        request,
        "episodes/summary_print.html",
        summary.episode,
        here="leaving",
        summary=summary,
        parts=parts_of(as_shown(summary.says, restricted=summary.episode.person.restricted)),
        large=request.GET.get("large") == "1",
    )


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def summary_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a summary was sent, and how."""
    viewer, now = viewer_of(request), timezone.now()
    summary = _summary_or_404(request, pk)
    form = SentForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            send_summary(summary=summary, how=said["how"], seen=said["seen"], by=viewer, now=now)
        except SummaryUnseen as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Noted: the summary for {summary.get_audience_display()} was sent.")
            return redirect("leaving", pk=summary.episode_id)
    problem = form.is_bound and bool(form.errors)
    return show_episode(
        request,
        "episodes/summary_sent.html",
        summary.episode,
        here="leaving",
        now=now,
        problem=problem,
        form=form,
        summary=summary,
    )


urlpatterns = [
    path("episodes/<int:pk>/leaving/summary/<str:audience>", summary_edit, name="summary_edit"),
    path("summaries/<int:pk>", summary_print, name="summary_print"),
    path("summaries/<int:pk>/sent", summary_sent, name="summary_sent"),
]
