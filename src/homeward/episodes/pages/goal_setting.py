"""Goals of an episode: listed, written down, and changed without losing what others wrote."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from homeward.episodes.actions.goal_setting import GoalEnded, GoalMovedOn, change_goal, set_goal
from homeward.episodes.actions.holding import EpisodeClosed, NothingWritten
from homeward.episodes.pages import goal_following, person_copy
from homeward.episodes.pages.goal_following import goal_or_404, shown
from homeward.episodes.pages.goal_forms import GoalForm
from homeward.episodes.pages.opening import episode_or_404, show_episode
from homeward.episodes.queries.copies import copy_for
from homeward.episodes.queries.goals import attainment, goals_of
from homeward.episodes.rules.goals import GOAL_FIELDS, HopedByPassed
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import typed_in
from homeward.partnership.rules import Capability

REFUSALS = (EpisodeClosed, GoalEnded, NothingWritten, HopedByPassed)
FIELD_OF: dict[type[ValueError], str | None] = {NothingWritten: "words", HopedByPassed: "hoped_by"}
"""Which field of a goal's form a refusal is about."""


@needs(Capability.SEE_RECORD)
@require_safe
def goals(request: HttpRequest, pk: int) -> HttpResponse:
    """Every goal of an episode as it stands, and whether the person's own copy still says the same."""
    episode, viewer, now = episode_or_404(request, pk), viewer_of(request), timezone.now()
    found = goals_of(viewer, episode)
    return show_episode(
        request,
        "episodes/goals.html",
        episode,
        here="goals",
        now=now,
        goals=found,
        attainment=attainment(found),
        copy=copy_for(viewer, episode, now=now),
    )


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def goal_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what the person wants to be able to do."""
    episode, viewer, now = episode_or_404(request, pk), viewer_of(request), timezone.now()
    form = GoalForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            goal = set_goal(episode=episode, by=viewer, now=now, **form.new_goal)
        except REFUSALS as refused:
            form.add_error(FIELD_OF.get(type(refused)), str(refused))
        else:
            messages.success(request, "The goal is written down. Now say who does what for it.")
            return redirect("goal", pk=goal.pk)
    return show_episode(
        request, "episodes/goal_form.html", episode, here="goals", now=now, form=form, problem=bool(form.errors)
    )


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def goal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A goal's texts to be typed over; what another member changed meanwhile stands beside what was typed."""
    found, viewer, now = goal_or_404(request, pk), viewer_of(request), timezone.now()
    form, meanwhile = GoalForm(typed_in(request), goal=found), []
    if request.method == "POST" and form.is_valid():
        opened, typed = form.opened, form.details
        try:
            change_goal(goal=found, opened=opened, typed=typed, by=viewer, now=now)
        except REFUSALS as refused:
            form.add_error(FIELD_OF.get(type(refused)), str(refused))
        except GoalMovedOn as refused:
            form.add_error(None, f"{refused} What you typed is still here. Choose for each, then save again.")
            for field in refused.fields:
                form.add_error(field, f"{GOAL_FIELDS[field]}: keep what you typed, or put back what is there now.")
            meanwhile = [
                (GOAL_FIELDS[field], shown(field, both.now_says), shown(field, both.typed), both.by, both.at)
                for field, both in refused.fields.items()
            ]
            form.opened_again(goal_or_404(request, pk), typed, opened)
        else:
            messages.success(request, "The goal was saved.")
            return redirect("goal", pk=pk)
    return show_episode(
        request,
        "episodes/goal_form.html",
        found.episode,
        here="goals",
        now=now,
        goal=found,
        form=form,
        meanwhile=meanwhile,
        problem=bool(form.errors),
    )


urlpatterns: list[URLPattern] = [
    path("episodes/<int:pk>/goals", goals, name="goals"),
    path("episodes/<int:pk>/goals/new", goal_new, name="goal_new"),
    path("goals/<int:pk>/edit", goal_edit, name="goal_edit"),
    *goal_following.urlpatterns,
    *person_copy.urlpatterns,
]
