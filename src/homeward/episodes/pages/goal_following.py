"""One goal followed through: who does what, how far they got, the visits that served it, and its end."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from homeward.episodes.actions.goal_setting import GoalEnded, NotAsHoped, end_goal, rate_goal, reopen_goal
from homeward.episodes.actions.goal_steps import add_step, finish_step, remove_step, resume_step
from homeward.episodes.actions.holding import EpisodeClosed, NothingWritten
from homeward.episodes.models.goals import Goal, GoalChange
from homeward.episodes.models.written import AgreedWith
from homeward.episodes.pages.goal_forms import EndGoalForm, RateForm, StepForm
from homeward.episodes.pages.opening import show_episode
from homeward.episodes.queries.goals import changes_of, goal_as_it_stands, goals_seen_by, visits_that_served
from homeward.episodes.rules.goal_chart import rating_chart
from homeward.episodes.rules.goals import GOAL_FIELDS, level_name
from homeward.kit.london import london_date
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import typed_in
from homeward.partnership.rules import Capability

CHANGE_NAMES = {**GOAL_FIELDS, "steps": "Taken out of who does what", "end": "Had ended and was taken up again"}
STEP_CHANGES = {"done": "The step is done.", "again": "The step is not done yet.", "remove": "The step was taken out."}


@needs(Capability.SEE_RECORD)
@require_safe
def goal(request: HttpRequest, pk: int) -> HttpResponse:
    """One goal: its words, who does what, how far they got, every visit that served it, and what it said before."""
    found, kept = goal_or_404(request, pk), typed_in(request)
    going_to = getattr(kept, "action", "")
    return _show_goal(
        request,
        found,
        rate=RateForm(kept if going_to == reverse("goal_rate", args=[pk]) else None, goal=found),
        step=StepForm(kept if going_to == reverse("goal_step_add", args=[pk]) else None),
    )


@needs(Capability.RECORD_CARE)
@require_POST
def goal_rate(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down how far they got, from the goal's own page."""
    found = goal_or_404(request, pk)
    form = RateForm(request.POST, goal=found)
    if form.is_valid():
        level, said = int(form.cleaned_data["level"]), form.cleaned_data["said"]
        try:
            rate_goal(goal=found, level=level, said=said, by=viewer_of(request), now=timezone.now())
        except (EpisodeClosed, GoalEnded) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Written down: {level_name(level)}.")
            return redirect("goal", pk=pk)
    return _show_goal(request, found, rate=form, step=StepForm())


@needs(Capability.RECORD_CARE)
@require_POST
def goal_step_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down who does what, from the goal's own page."""
    found, form = goal_or_404(request, pk), StepForm(request.POST)
    if form.is_valid():
        try:
            add_step(goal=found, by=viewer_of(request), now=timezone.now(), **form.cleaned_data)
        except (EpisodeClosed, GoalEnded, NothingWritten) as refused:
            form.add_error("what" if isinstance(refused, NothingWritten) else None, str(refused))
        else:
            messages.success(request, "Written down.")
            return redirect("goal", pk=pk)
    return _show_goal(request, found, rate=RateForm(None, goal=found), step=form)


@needs(Capability.RECORD_CARE)
@require_POST
def goal_step(request: HttpRequest, pk: int, step: int, change: str) -> HttpResponse:
    """One step is done, not done after all, or taken out."""
    found, viewer, now = goal_or_404(request, pk), viewer_of(request), timezone.now()
    one = next((one for one in goal_as_it_stands(viewer, found).steps if one.pk == step), None)
    if change not in STEP_CHANGES:
        raise Http404
    try:
        if one is None:
            pass  # Somebody took it out a moment ago: what was wanted of it no longer matters.
        elif change == "done":
            finish_step(step=one, now=now)
        elif change == "again":
            resume_step(step=one)
        else:
            remove_step(step=one, by=viewer, now=now)
    except (EpisodeClosed, GoalEnded) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, STEP_CHANGES[change] if one else "Somebody has taken this step out already.")
    return redirect("goal", pk=pk)


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def goal_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End work on a goal with a reason, and rate it a last time."""
    found, viewer, now = goal_or_404(request, pk), viewer_of(request), timezone.now()
    form = EndGoalForm(typed_in(request), goal=found)
    if request.method == "POST" and form.is_valid():
        answers: dict[str, Any] = dict(form.cleaned_data)
        answers["level"] = int(answers["level"]) if answers["level"] else None
        try:
            end_goal(goal=found, by=viewer, now=now, **answers)
        except (EpisodeClosed, GoalEnded, NotAsHoped) as refused:
            form.add_error("level" if isinstance(refused, NotAsHoped) else None, str(refused))
        else:
            messages.success(request, "The goal has ended. It stays on the record, and can be taken up again.")
            return redirect("goals", pk=found.episode_id)
    return show_episode(
        request,
        "episodes/goal_end.html",
        found.episode,
        here="goals",
        now=now,
        one=goal_as_it_stands(viewer, found),
        form=form,
        problem=bool(form.errors),
    )


@needs(Capability.RECORD_CARE)
@require_POST
def goal_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up a goal again that had ended."""
    try:
        reopen_goal(goal=goal_or_404(request, pk), by=viewer_of(request), now=timezone.now())
    except EpisodeClosed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The goal is worked on again.")
    return redirect("goal", pk=pk)


def goal_or_404(request: HttpRequest, pk: int) -> Goal:
    """The goal, with episode and person, for those with a reason to see the person; Http404 for all others."""
    found = goals_seen_by(viewer_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _show_goal(request: HttpRequest, found: Goal, *, rate: RateForm, step: StepForm) -> HttpResponse:
    viewer, now = viewer_of(request), timezone.now()
    one = goal_as_it_stands(viewer, found)
    wrong = next((form for form in (rate, step) if form.is_bound and form.errors), None)
    return show_episode(
        request,
        "episodes/goal.html",
        found.episode,
        here="goals",
        now=now,
        one=one,
        served=visits_that_served(viewer, found),
        changes=[_change(change) for change in changes_of(viewer, found)],
        chart=rating_chart(found.baseline, london_date(found.at), [(london_date(r.at), r.level) for r in one.ratings]),
        level_name=level_name,
        rate=rate,
        step=step,
        form=wrong,
        problem=wrong is not None,
    )


def _change(change: GoalChange) -> tuple[str, str, GoalChange]:
    """A change's name and what it said before, in words."""
    return CHANGE_NAMES[change.field], shown(change.field, change.before), change


def shown(field: str, said: str) -> str:
    """A text of a goal as people read it: a level, a day and who agreed are kept as codes."""
    if not said:
        return "nothing"
    if field == "baseline":
        return level_name(int(said))
    if field == "agreed_with":
        return AgreedWith(said).label
    if field == "hoped_by":
        day = date.fromisoformat(said)
        return f"{day.day} {day:%b %Y}"
    return said


urlpatterns: list[URLPattern] = [
    path("goals/<int:pk>", goal, name="goal"),
    path("goals/<int:pk>/rate", goal_rate, name="goal_rate"),
    path("goals/<int:pk>/end", goal_end, name="goal_end"),
    path("goals/<int:pk>/reopen", goal_reopen, name="goal_reopen"),
    path("goals/<int:pk>/steps", goal_step_add, name="goal_step_add"),
    path("goals/<int:pk>/steps/<int:step>/<str:change>", goal_step, name="goal_step"),
]
