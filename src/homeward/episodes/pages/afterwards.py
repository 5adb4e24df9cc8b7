"""What comes after help: onward care that is asked for and answered, and people to be asked how they are."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from homeward.episodes.actions.follow_ups import FollowUpDone, FollowUpWrong, record_follow_up
from homeward.episodes.actions.holding import EpisodeClosed
from homeward.episodes.actions.onward import AnsweredAlready, RequestIncomplete, answer_onward, request_onward
from homeward.episodes.pages.afterwards_forms import AnswerForm, FollowUpForm, OnwardForm
from homeward.episodes.pages.opening import episode_or_404, show_episode
from homeward.episodes.queries.afterwards import (
    follow_ups_seen_by,
    follow_ups_to_do,
    onward_seen_by,
)
from homeward.episodes.queries.afterwards import (
    onward_waiting as waiting_for,
)
from homeward.episodes.queries.leaving import leaving_now
from homeward.episodes.reading.code_lists import code_list
from homeward.episodes.rules.follow_ups import MAY_BE_EARLY, is_early
from homeward.kit.london import london_date
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import typed_in
from homeward.partnership.rules import Capability
from homeward.people.actions import note_looked

ON_ONE_PAGE = 100
"""How many rows a list shows; what is needed soonest stands first, so the rest come up by themselves."""


def service_name(code: str) -> str:
    """The kind of care of a request, in words."""
    return code_list("onward_service").name_of(code)


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def onward_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for care after our help."""
    viewer, now = viewer_of(request), timezone.now()
    episode = episode_or_404(request, pk)
    form = OnwardForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            request_onward(episode=episode, by=viewer, now=now, **form.cleaned_data)
        except RequestIncomplete as refused:
            form.add_error(refused.field, str(refused))
        except EpisodeClosed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The request is on the list of those that wait for an answer.")
            return redirect("leaving", pk=pk)
    return show_episode(
        request,
        "episodes/onward_new.html",
        episode,
        here="leaving",
        now=now,
        problem=form.is_bound and bool(form.errors),
        form=form,
        state=leaving_now(viewer, episode, london_date(now)),
    )


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def onward_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what became of a request for care after our help."""
    viewer, now = viewer_of(request), timezone.now()
    asked = onward_seen_by(viewer).filter(pk=pk).first()
    if asked is None:
        raise Http404
    form = AnswerForm(typed_in(request), request=asked)
    if request.method == "POST" and form.is_valid():
        try:
            answer_onward(request=asked, by=viewer, now=now, **form.cleaned_data)
        except RequestIncomplete as refused:
            form.add_error(refused.field, str(refused))
        except AnsweredAlready as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The answer was saved.")
            return redirect("leaving", pk=asked.episode_id)
    return show_episode(
        request,
        "episodes/onward_answer.html",
        asked.episode,
        here="leaving",
        now=now,
        problem=form.is_bound and bool(form.errors),
        form=form,
        asked=asked,
        onward_names=service_name,
    )


@needs(Capability.RECORD_CARE)
@require_safe
def onward_waiting(request: HttpRequest) -> HttpResponse:
    """Requests for care after our help that nobody has answered, the one that is needed soonest first."""
    viewer, now = viewer_of(request), timezone.now()
    found = waiting_for(viewer)
    rows = list(found[:ON_ONE_PAGE])
    note_looked(viewer=viewer, people=[row.episode.person for row in rows], route="onward_waiting", now=now)
    context = {
        "rows": rows,
        "more": max(0, found.count() - len(rows)) if len(rows) == ON_ONE_PAGE else 0,
        "today": london_date(now),
        "onward_names": service_name,
    }
    return render(request, "episodes/onward_waiting.html", context)


@needs(Capability.RECORD_CARE)
@require_safe
def follow_ups(request: HttpRequest) -> HttpResponse:
    """People to be asked how they are, weeks after our help: the longest overdue first."""
    viewer, now = viewer_of(request), timezone.now()
    found = follow_ups_to_do(viewer)
    rows = list(found[:ON_ONE_PAGE])
    note_looked(viewer=viewer, people=[row.episode.person for row in rows], route="follow_ups", now=now)
    today = london_date(now)
    context = {
        "rows": rows,
        "more": max(0, found.count() - len(rows)) if len(rows) == ON_ONE_PAGE else 0,
        "today": today,
        "soon": today + MAY_BE_EARLY,
    }
    return render(request, "episodes/follow_ups.html", context)


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down how somebody is, weeks after our help ended."""
    viewer, now = viewer_of(request), timezone.now()
    one = follow_ups_seen_by(viewer).filter(pk=pk).first()
    if one is None:
        raise Http404
    early = is_early(one.due_on, london_date(now)) and not one.has_died  # type: ignore[attr-defined]
    form = FollowUpForm(typed_in(request), early=early)
    if request.method == "POST" and form.is_valid():
        try:
            record_follow_up(follow_up=one, by=viewer, now=now, **form.cleaned_data)
        except FollowUpWrong as refused:
            form.add_error(refused.field, str(refused))
        except FollowUpDone as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"The follow-up of {one.episode.person.full_name} was saved.")
            return redirect("leaving", pk=one.episode_id)
    return show_episode(
        request,
        "episodes/follow_up.html",
        one.episode,
        here="leaving",
        now=now,
        problem=form.is_bound and bool(form.errors),
        form=form,
        one=one,
        early=early,
    )


urlpatterns = [
    path("episodes/<int:pk>/leaving/onward", onward_new, name="onward_new"),
    path("onward/<int:pk>", onward_answer, name="onward_answer"),
    path("onward", onward_waiting, name="onward_waiting"),
    path("follow-ups", follow_ups, name="follow_ups"),
    path("follow-ups/<int:pk>", follow_up, name="follow_up"),
]
