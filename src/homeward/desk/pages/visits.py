"""Writing down a visit and taking one back. These pages show the referral's clock beside the episode."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from homeward.desk.actions import may_withdraw, record_visit_once, withdraw
from homeward.desk.forms import VisitForm, WithdrawForm
from homeward.desk.queries import Helped, helped, visit_seen_by
from homeward.desk.wording import after_visit, after_withdrawal, age_in_words
from homeward.episodes.actions import EpisodeClosed, NothingWritten
from homeward.episodes.actions.planning import BookingGone
from homeward.episodes.actions.visiting import NotOfThisEpisode, VisitRecorded
from homeward.episodes.queries.plan import texts_of
from homeward.episodes.queries.visit_choices import visit_choices
from homeward.episodes.rules import VISIT_KIND_NAMES, VisitKind, VisitTimeWrong
from homeward.episodes.rules.visits import SecondWorkerWrong
from homeward.kit.london import london_date
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import typed_in
from homeward.partnership.models import Member
from homeward.partnership.rules import Capability
from homeward.people.actions import note_looked

FIELD_OF: dict[type[ValueError], str | None] = {
    VisitTimeWrong: "started_at",
    NothingWritten: "what_happened",
    EpisodeClosed: None,
    BookingGone: "planned",
    SecondWorkerWrong: "second_worker",
    NotOfThisEpisode: None,
    VisitRecorded: None,
}
"""Which field of the visit form a refusal is about."""


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def visit_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a visit: who and where beside it; only two questions must be answered."""
    viewer, now = viewer_of(request), timezone.now()
    one = _helped_or_404(viewer, pk)
    choices = visit_choices(viewer, one.episode, now)
    form = VisitForm(typed_in(request), now=now, choices=choices, booking=request.GET.get("booking", ""))
    if request.method == "POST" and form.is_valid():
        said = _record(one, form, viewer, now)
        if said:
            messages.success(request, said)
            return redirect("record", pk=one.person.pk)
    to_know = texts_of(one.episode)["before_a_visit"]
    return _show(request, "desk/visit_new.html", one, form, "visit_new", now, to_know=to_know)


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def visit_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a visit written down wrongly, with the reason."""
    viewer, now = viewer_of(request), timezone.now()
    visit = visit_seen_by(viewer, pk)
    if visit is None:
        raise Http404
    if not may_withdraw(viewer, visit):
        raise PermissionDenied
    one = _helped_or_404(viewer, visit.episode_id)
    form = WithdrawForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        before, had_ended = one.episode.first_contact_at, one.episode.ended_at is not None
        after = one.with_episode(withdraw(visit=visit, why=form.cleaned_data["why"], by=viewer, now=now))
        messages.success(request, after_withdrawal(after, before=before, had_ended=had_ended, now=now))
        return redirect("record", pk=one.person.pk)
    kind = VISIT_KIND_NAMES[VisitKind(visit.kind)]
    return _show(request, "desk/visit_withdraw.html", one, form, "visit_withdraw", now, visit=visit, kind=kind)


def _record(one: Helped, form: VisitForm, viewer: Member, now: datetime) -> str:
    """Record the visit and say what it did to the clock; an empty string when the form must be mended first."""
    before = one.episode.first_contact_at
    try:
        visit = record_visit_once(episode=one.episode, by=viewer, now=now, **form.said())
    except tuple(FIELD_OF) as refused:
        form.add_error(FIELD_OF[type(refused)], str(refused))
        return ""
    return after_visit(one.with_episode(visit.episode), visit, before=before, now=now)


def _helped_or_404(viewer: Member, episode: int) -> Helped:
    one = helped(viewer, episode)
    if one is None:
        raise Http404
    return one


def _show(
    request: HttpRequest, template: str, one: Helped, form: Form, route: str, now: datetime, **more: Any
) -> HttpResponse:
    """The page about one person's episode; 422 when what was sent must be mended."""
    note_looked(viewer=viewer_of(request), people=[one.person], route=route, now=now)
    problem = form.is_bound and bool(form.errors)
    context = {
        "one": one,
        "person": one.person,
        "form": form,
        "problem": problem,
        "now": now,
        "today": london_date(now),
        "age_in_words": age_in_words,
        **more,
    }
    return render(request, template, context, status=422 if problem and request.method == "POST" else 200)
