"""Leaving well: the checklist of one episode, what happens afterwards, and the end itself."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from homeward.episodes.actions.ending import NobodyHasBeen
from homeward.episodes.actions.holding import EpisodeClosed
from homeward.episodes.actions.leaving import (
    TRANSITION_FIELDS,
    DayWrong,
    NoPlanWritten,
    NothingEnded,
    TransitionMovedOn,
    TransitionNotAgreed,
    agree_transition,
    correct_outcome,
    leave,
    may_undo_leave,
    undo_leave,
)
from homeward.episodes.models.episode import EndReason, Episode
from homeward.episodes.models.written import AgreedWith
from homeward.episodes.pages import afterwards, summaries
from homeward.episodes.pages.leaving_forms import LeaveForm, ReasonForm, TransitionForm, UndoForm
from homeward.episodes.pages.opening import episode_or_404, show_episode
from homeward.episodes.queries.leaving import leaving_now, leaving_of, plan_before, sequel_before
from homeward.episodes.queries.plan import bookings_of
from homeward.episodes.rules.leaving import OutcomeDoesNotFit
from homeward.kit.london import london_date
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import parse_uk_date, typed_in
from homeward.partnership.models import Member
from homeward.partnership.rules import Capability
from homeward.pathways.queries import pathway_name


@needs(Capability.SEE_RECORD)
@require_safe
def leaving(request: HttpRequest, pk: int) -> HttpResponse:
    """What leaving well takes, and how far it has got."""
    viewer, now = viewer_of(request), timezone.now()
    episode = episode_or_404(request, pk)
    return show_episode(
        request,
        "episodes/leaving.html",
        episode,
        here="leaving",
        now=now,
        state=leaving_now(viewer, episode, london_date(now)),
        may_undo=may_undo_leave(viewer, episode) and episode.first_contact_at is not None,
        plan_before=plan_before,
        sequel_before=sequel_before,
        onward_names=afterwards.service_name,
    )


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def leaving_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """What happens after we leave, agreed before the end. Two people's changes are both seen, and one is chosen."""
    viewer, now = viewer_of(request), timezone.now()
    episode = episode_or_404(request, pk)
    form = TransitionForm(typed_in(request), leaving=leaving_of(episode))
    if request.method == "POST" and form.is_valid() and _agreed(episode, form, viewer, now):
        messages.success(request, "What happens after we leave was saved.")
        return redirect("leaving", pk=pk)
    problem = form.is_bound and bool(form.errors)
    return show_episode(
        request, "episodes/leaving_plan.html", episode, here="leaving", now=now, problem=problem, form=form
    )


def _agreed(episode: Episode, form: TransitionForm, viewer: Member, now: datetime) -> bool:
    said = {field: form.cleaned_data[field] for field in TRANSITION_FIELDS}
    try:
        agree_transition(episode=episode, opened=form.opened, by=viewer, now=now, **said)
    except NoPlanWritten as refused:
        form.add_error("transition_plan", str(refused))
    except EpisodeClosed as refused:
        form.add_error(None, str(refused))
    except TransitionMovedOn as refused:
        form.opened_again(refused.leaving, clashes=refused.fields)
        form.add_error(None, f"{refused} What you typed is still here. Choose for each, then save again.")
        for field, now_says in refused.fields.items():
            form.add_error(field, _clash(field, now_says))
    else:
        return True
    return False


def _clash(field: str, says: str) -> str:
    if field == "agreed_with":
        says = AgreedWith(says).label if says else "not agreed yet"
    day = parse_uk_date(says) if field == "ends_on" and says else None
    shown = f"{day.day} {day.month} {day.year}" if day else says
    now_is = f"now says: “{shown}”" if shown else "is now empty"
    return f"{TRANSITION_FIELDS[field]} {now_is}. Keep what you typed, or put that back."


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def episode_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End help: first why, then what came of it. Before a first contact the referral is closed instead."""
    viewer, now = viewer_of(request), timezone.now()
    episode = episode_or_404(request, pk)
    typed = typed_in(request)
    asked_why = typed is not None or "reason" in request.GET
    why = ReasonForm((typed or request.GET) if asked_why else None)
    if not why.is_valid():
        return _show_end(request, episode, why, now)
    form = LeaveForm(typed if typed and "reason" in typed else None, reason=why.cleaned_data["reason"])
    if request.method == "POST" and form.is_valid():
        said = _left(episode, form, viewer, now)
        if said:
            messages.success(request, said)
            return redirect("leaving", pk=pk)
    episode.refresh_from_db(fields=["ended_at", "ended_by", "end_reason", "first_contact_at"])
    return _show_end(request, episode, form, now, reason=why.cleaned_data["reason"])


def _left(episode: Episode, form: LeaveForm, viewer: Member, now: datetime) -> str:
    """End the help and say so; an empty string when the form must be mended first. Sent twice it ends once."""
    reason = form.data["reason"]
    try:
        leave(episode=episode, reason=reason, by=viewer, now=now, **form.said)
    except EpisodeClosed as refused:
        episode.refresh_from_db(fields=["ended_at", "ended_by", "end_reason"])
        if (episode.ended_by_id, episode.end_reason) != (viewer.pk, reason):
            form.add_error(None, str(refused))
            return ""
    except (NobodyHasBeen, TransitionNotAgreed) as refused:
        form.add_error(None, str(refused))
        return ""
    except OutcomeDoesNotFit as refused:
        form.add_error("sequel" if "sequel" in form.fields else None, str(refused))
        return ""
    except DayWrong as refused:
        form.add_error("happened_on", str(refused))
        return ""
    return f"{pathway_name(episode.model_version, episode.pathway)} has ended for {episode.person.full_name}."


def _show_end(
    request: HttpRequest, episode: Episode, form: ReasonForm | LeaveForm, now: datetime, reason: str = ""
) -> HttpResponse:
    viewer = viewer_of(request)
    going_on = episode.ended_at is None and episode.first_contact_at is not None
    more: dict[str, Any] = {}
    if reason and going_on:
        more["state"] = leaving_now(viewer, episode, london_date(now))
        more["promised"] = [one for one in bookings_of(episode) if not one.visit_id and not one.cancelled_at]
    return show_episode(
        request,
        "episodes/leaving_end.html",
        episode,
        here="leaving",
        now=now,
        problem=form.is_bound and bool(form.errors),
        form=form,
        reason=reason,
        reasons=EndReason.choices,
        **more,
    )


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def leaving_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Say anew what came of help that has ended, once it is known, or where it was wrong."""
    viewer, now = viewer_of(request), timezone.now()
    episode = episode_or_404(request, pk)
    noted = leaving_of(episode)
    if episode.ended_at is None or noted is None or not noted.outcome:
        return redirect("leaving", pk=pk)
    form = LeaveForm(typed_in(request), reason=episode.end_reason, leaving=noted)
    if request.method == "POST" and form.is_valid():
        try:
            correct_outcome(episode=episode, by=viewer, now=now, **form.said)
        except OutcomeDoesNotFit as refused:
            form.add_error("sequel" if "sequel" in form.fields else None, str(refused))
        except DayWrong as refused:
            form.add_error("happened_on", str(refused))
        except NothingEnded as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "What came of the help was saved.")
            return redirect("leaving", pk=pk)
    problem = form.is_bound and bool(form.errors)
    return show_episode(
        request, "episodes/leaving_outcome.html", episode, here="leaving", now=now, problem=problem, form=form
    )


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def leaving_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the end of help back, with the reason: for whoever ended it, and for a head of service."""
    viewer, now = viewer_of(request), timezone.now()
    episode = episode_or_404(request, pk)
    if episode.ended_at is None:
        return redirect("leaving", pk=pk)
    if not may_undo_leave(viewer, episode):
        raise PermissionDenied
    form = UndoForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            undo_leave(episode=episode, why=form.cleaned_data["why"], by=viewer, now=now)
        except EpisodeClosed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"The help for {episode.person.full_name} goes on. Plan the visits again.")
            return redirect("leaving", pk=pk)
    problem = form.is_bound and bool(form.errors)
    return show_episode(
        request, "episodes/leaving_undo.html", episode, here="leaving", now=now, problem=problem, form=form
    )


urlpatterns = [
    path("episodes/<int:pk>/leaving", leaving, name="leaving"),
    path("episodes/<int:pk>/leaving/plan", leaving_plan, name="leaving_plan"),
    path("episodes/<int:pk>/end", episode_end, name="episode_end"),
    path("episodes/<int:pk>/leaving/outcome", leaving_outcome, name="leaving_outcome"),
    path("episodes/<int:pk>/leaving/undo", leaving_undo, name="leaving_undo"),
    *afterwards.urlpatterns,
    *summaries.urlpatterns,
]
