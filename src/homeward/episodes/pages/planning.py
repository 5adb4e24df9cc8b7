"""The plan of an episode: what was agreed, its texts changed and agreed, and the visits it promises."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from homeward.episodes.actions.holding import EpisodeClosed, NothingWritten
from homeward.episodes.actions.plan_texts import ChangedUnseen, PlanMovedOn, agree_plan, edit_plan
from homeward.episodes.models.episode import Episode
from homeward.episodes.pages import planning_visits
from homeward.episodes.pages.opening import episode_or_404, show_episode
from homeward.episodes.pages.planning_forms import AgreeForm, PlanForm
from homeward.episodes.pages.planning_showing import plan_shown
from homeward.episodes.queries.plan import texts_of
from homeward.episodes.rules.plan_edits import TEXTS
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import typed_in
from homeward.partnership.rules import Capability

HERE = "plan"


@needs(Capability.SEE_RECORD)
@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """What was agreed, when somebody comes next, and how the visits shrink."""
    return _show_plan(request, episode_or_404(request, pk), AgreeForm(), timezone.now())


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the texts of the plan; where somebody else changed the same one, both are shown to choose from."""
    episode, now = episode_or_404(request, pk), timezone.now()
    form = PlanForm(typed_in(request), texts=texts_of(episode))
    if request.method != "POST" or not form.is_valid():
        return _show_edit(request, episode, form, now)
    try:
        edit_plan(episode=episode, opened=form.opened(), typed=form.chosen(), by=viewer_of(request), now=now)
    except EpisodeClosed as refused:
        form.add_error(None, str(refused))
        return _show_edit(request, episode, form, now)
    except PlanMovedOn as moved_on:
        return _show_both(request, episode, form, moved_on, now)
    messages.success(request, "Plan saved.")
    return redirect("plan", pk=pk)


@needs(Capability.RECORD_CARE)
@require_POST
def plan_agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that the plan was agreed, and with whom."""
    episode, now = episode_or_404(request, pk), timezone.now()
    form = AgreeForm(request.POST)
    if form.is_valid():
        try:
            agree_plan(episode=episode, by=viewer_of(request), now=now, **form.cleaned_data)
        except (ChangedUnseen, EpisodeClosed, NothingWritten) as refused:
            form.add_error("agreed_with", str(refused))
        else:
            messages.success(request, "Written down: the plan was agreed.")
            return redirect("plan", pk=pk)
    return _show_plan(request, episode, form, now, problem=True)


def _show_plan(
    request: HttpRequest, episode: Episode, form: AgreeForm, now: datetime, *, problem: bool = False
) -> HttpResponse:
    shown = plan_shown(episode, now)
    return show_episode(
        request, "episodes/plan.html", episode, here=HERE, now=now, problem=problem, form=form, shown=shown
    )


def _show_edit(request: HttpRequest, episode: Episode, form: PlanForm, now: datetime, **more: Any) -> HttpResponse:
    problem = form.is_bound and bool(form.errors)
    more = {"problem": problem, "names": TEXTS, "clashing": form.clashing, "moved": {}, **more}
    return show_episode(request, "episodes/plan_edit.html", episode, here=HERE, now=now, form=form, **more)


def _show_both(
    request: HttpRequest, episode: Episode, form: PlanForm, moved_on: PlanMovedOn, now: datetime
) -> HttpResponse:
    """The form again, what the two wrote beside each other; what is typed elsewhere stays, the rest is as it is now."""
    moved = {one.field: one for one in moved_on.moved}
    opened, chosen, stands = form.opened(), form.chosen(), texts_of(episode)
    data = QueryDict(mutable=True)
    data.setlist("clash", list(moved))
    for name in TEXTS:
        typed = stands[name] if chosen[name] == opened[name] else chosen[name]
        data[f"opened_{name}"] = stands[name] if name in moved or chosen[name] == opened[name] else opened[name]
        data[name] = typed
        if name in moved:
            data[f"mine_{name}"] = moved[name].mine
            data[name] = "\n\n".join(filter(None, (moved[name].theirs, moved[name].mine)))
    again = PlanForm(None, texts=stands, clashing=moved)
    again.initial = data.dict()
    return _show_edit(request, episode, again, now, moved=moved, problem=True, clashing=again.clashing)


urlpatterns = [
    path("episodes/<int:pk>/plan", plan, name="plan"),
    path("episodes/<int:pk>/plan/edit", plan_edit, name="plan_edit"),
    path("episodes/<int:pk>/plan/agree", plan_agree, name="plan_agree"),
    *planning_visits.urlpatterns,
]
