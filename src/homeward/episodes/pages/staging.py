"""The stay: which stages somebody went through, who owns their help, how long it may last, and what can be changed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from homeward.episodes.actions.extending import ExtensionTooShort, NotTheirTeam, extend, name_worker
from homeward.episodes.actions.holding import EpisodeClosed, NothingWritten
from homeward.episodes.actions.staging import (
    CannotHandOver,
    CannotMoveThere,
    MovedMeanwhile,
    NobodyHasBeenYet,
    WardNeedsAPlace,
    hand_over,
    move_stage,
    note_told_again,
)
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.stages import Stage
from homeward.episodes.pages.opening import episode_or_404, show_episode
from homeward.episodes.pages.staging_forms import ExtendForm, HandOverForm, MoveForm, ToldAgainForm, WorkerForm
from homeward.episodes.queries.stages import (
    free_period_of,
    hand_off_of,
    limit_of,
    may_be_named,
    state_of,
    stay_of,
    teams_that_help,
)
from homeward.episodes.rules.stages import STATE_NAMES, WARD, may_move_to
from homeward.kit.london import london_date
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import typed_in
from homeward.partnership.models import Team
from homeward.partnership.queries import teams
from homeward.partnership.rules import Capability
from homeward.pathways.queries import pathway_name, service_model_on
from homeward.pathways.schema import Pathway

FIELDS_OF: dict[type[ValueError], tuple[str, ...]] = {
    CannotMoveThere: ("to",),
    WardNeedsAPlace: ("to",),
    CannotHandOver: ("to_team", "hand_to"),
    ExtensionTooShort: ("until",),
    NothingWritten: ("why",),
    NotTheirTeam: ("member",),
    EpisodeClosed: (),
    MovedMeanwhile: (),
    NobodyHasBeenYet: (),
}
"""Which field of a form a refusal is about."""


@needs(Capability.SEE_RECORD)
@require_safe
def stay(request: HttpRequest, pk: int) -> HttpResponse:
    """The stages of an episode with their dates, its owner and named worker, its limits, and what led to them."""
    episode, now = episode_or_404(request, pk), timezone.now()
    limit = limit_of(episode)
    more: dict[str, Any] = {
        "stay": stay_of(viewer_of(request), episode),
        "state_name": STATE_NAMES[state_of(episode)],
        "so_far": limit.so_far(now) if limit and not episode.ended_at else None,
        "limit": limit,
        "free": free_period_of(episode, now),
    }
    return show_episode(request, "episodes/stay.html", episode, here="stay", now=now, **more)


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def stage_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move somebody on to the next stage of their help; nobody is referred again."""
    episode, now, viewer = episode_or_404(request, pk), timezone.now(), viewer_of(request)
    looked_at, current = _stages_looked_at(request, episode)
    found = _next_pathways(looked_at.pathway, now)
    form = MoveForm(
        typed_in(request), owner=episode.owning_team, pathways=_without_wards(found), teams=teams_that_help()
    )

    def act(words: dict[str, Any]) -> str:
        try:
            moved = move_stage(episode=episode, by=viewer, now=now, **{**words, "seen_in": looked_at})
        except MovedMeanwhile:
            form.offer(_without_wards(_next_pathways(current.pathway, now)))
            raise
        name = pathway_name(moved.episode.model_version, moved.episode.pathway)
        return f"{episode.person.full_name} moved on to {name}, owned by {moved.episode.owning_team}."

    more = {"wards": [one for one, _ in found if one.model == WARD], "choices": found, "current": current}
    return _form_page(request, "episodes/stay_move.html", episode, form, act, now, **more)


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand somebody over to another team, which owns their help from now on."""
    episode, now = episode_or_404(request, pk), timezone.now()
    form = HandOverForm(typed_in(request), owner=episode.owning_team, teams=teams_that_help())

    def act(words: dict[str, Any]) -> str:
        hand_off = hand_over(episode=episode, by=viewer_of(request), now=now, **words)
        return f"{hand_off.to_team} owns the help of {episode.person.full_name} from now on."

    return _form_page(request, "episodes/stay_hand_over.html", episode, form, act, now)


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def told_again(request: HttpRequest, pk: int, hand_off: int) -> HttpResponse:
    """Write down whether somebody had to tell their story again when they were handed over."""
    episode, now = episode_or_404(request, pk), timezone.now()
    found = hand_off_of(viewer_of(request), episode, hand_off)
    if found is None:
        raise Http404
    form = ToldAgainForm(typed_in(request), told_again=found.told_again)

    def act(words: dict[str, Any]) -> str:
        note_told_again(hand_off=found, by=viewer_of(request), now=now, **words)
        return "Written down."

    return _form_page(request, "episodes/stay_told_again.html", episode, form, act, now, hand_off=found)


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def extend_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the stage somebody is in last longer than its limit, with the reason and who pays."""
    episode, now = episode_or_404(request, pk), timezone.now()
    form = ExtendForm(typed_in(request), now=now)

    def act(words: dict[str, Any]) -> str:
        extend(episode=episode, by=viewer_of(request), now=now, **words)
        return f"The help of {episode.person.full_name} may last longer."

    limit = limit_of(episode)
    more: dict[str, Any] = {
        "limit": limit,
        "so_far": limit.so_far(now) if limit else None,
        "free": free_period_of(episode, now),
    }
    return _form_page(request, "episodes/stay_extend.html", episode, form, act, now, **more)


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def named_worker(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the worker a person knows, or nobody for now."""
    episode, now = episode_or_404(request, pk), timezone.now()
    shown = stay_of(viewer_of(request), episode)
    named = shown.named_worker if shown else None
    form = WorkerForm(typed_in(request), members=may_be_named(episode), named=named)

    def act(words: dict[str, Any]) -> str:
        name_worker(episode=episode, by=viewer_of(request), now=now, **words)
        who = words["member"] or "Nobody"
        return f"{who} is the named worker of {episode.person.full_name}."

    return _form_page(request, "episodes/stay_worker.html", episode, form, act, now)


def _form_page(
    request: HttpRequest,
    template: str,
    episode: Episode,
    form: Any,
    act: Callable[[dict[str, Any]], str],
    now: datetime,
    **more: Any,
) -> HttpResponse:
    """Show a form, or do what it says and go back to the stay; what is refused stands beside the field it is about."""
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, act(dict(form.cleaned_data)))
        except tuple(FIELDS_OF) as refused:
            field = next((name for name in FIELDS_OF[type(refused)] if name in form.fields), None)
            form.add_error(field, str(refused))
            episode.refresh_from_db()
        else:
            return redirect("episode", pk=episode.pk)
    problem = form.is_bound and bool(form.errors)
    return show_episode(request, template, episode, here="stay", now=now, problem=problem, form=form, **more)


def _stages_looked_at(request: HttpRequest, episode: Episode) -> tuple[Stage, Stage]:
    """The stage the page was opened in, which the form says, and the one they are in now."""
    shown = stay_of(viewer_of(request), episode)
    stages = [one.stage for one in shown.stages] if shown else []
    said = request.POST.get("seen_in", "")
    return next((one for one in stages if str(one.pk) == said), stages[-1]), stages[-1]


def _next_pathways(pathway: str, now: datetime) -> list[tuple[Pathway, str]]:
    """The pathways that may follow this one today, each with who runs it: ", Riverside Council"."""
    owners = {team.code: team for team in teams()}
    model = service_model_on(london_date(now))
    return [(one, _run_by(one, owners.get(one.owner))) for one in may_move_to(model, pathway)]


def _run_by(pathway: Pathway, team: Team | None) -> str:
    """The team and its organisation; the organisation alone where the team is called as the pathway is."""
    if team is None:
        return ""
    named = team.name.lower() == pathway.name.lower()
    return f", {team.organisation}" if named else f" ({team.name}, {team.organisation})"


def _without_wards(pathways: list[tuple[Pathway, str]]) -> list[tuple[Pathway, str]]:
    """Those that are begun here; the @home ward has a page of its own, where a place is given."""
    return [one for one in pathways if one[0].model != WARD]


urlpatterns: list[URLPattern] = [
    path("episodes/<int:pk>", stay, name="episode"),
    path("episodes/<int:pk>/move", stage_move, name="stage_move"),
    path("episodes/<int:pk>/hand-over", hand_over_page, name="hand_over"),
    path("episodes/<int:pk>/hand-offs/<int:hand_off>/told-again", told_again, name="told_again"),
    path("episodes/<int:pk>/extend", extend_page, name="extend"),
    path("episodes/<int:pk>/worker", named_worker, name="named_worker"),
]
