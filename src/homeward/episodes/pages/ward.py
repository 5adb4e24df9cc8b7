"""The @home ward: one person's stay with its senior reviews, admitting, who is on the ward, and its places."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from homeward.episodes.actions import ward as actions
from homeward.episodes.actions.holding import EpisodeClosed, NothingWritten
from homeward.episodes.actions.staging import CannotHandOver, CannotMoveThere, MovedMeanwhile, NobodyHasBeenYet
from homeward.episodes.models.episode import Episode
from homeward.episodes.pages.opening import episode_or_404, show_episode
from homeward.episodes.pages.ward_forms import AdmitForm, PlacesForm, ReviewForm
from homeward.episodes.pages.ward_showing import ward_shown
from homeward.episodes.queries import ward as queries
from homeward.episodes.rules.stages import may_move_to
from homeward.kit.london import london_date
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import typed_in
from homeward.partnership.queries import TeamNotFound, team_called
from homeward.partnership.rules import Capability
from homeward.pathways.queries import service_model_on
from homeward.pathways.schema import Pathway
from homeward.people.actions import note_looked

HERE = "ward"
REFUSALS = (
    actions.NoWard,
    actions.AlreadySettled,
    EpisodeClosed,
    NobodyHasBeenYet,
    CannotMoveThere,
    MovedMeanwhile,
    CannotHandOver,
    TeamNotFound,
)
"""What may stand in the way of an admission, that no field of its form is about."""


@needs(Capability.SEE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def ward_stay(request: HttpRequest, pk: int) -> HttpResponse:
    """The stay on the ward, its senior reviews, and the form for the next one; or how to admit somebody."""
    viewer, now = viewer_of(request), timezone.now()
    episode = episode_or_404(request, pk)
    stages = queries.ward_stages(viewer, episode, now)
    on_it = next((one for one in stages if one.is_current), None)
    form = ReviewForm(typed_in(request), now=now)
    if request.method == "POST":
        return _review(request, episode, on_it, form, now)
    return _show_stay(request, episode, form, now)


@needs(Capability.RECORD_CARE)
def _review(
    request: HttpRequest, episode: Episode, on_it: queries.OnWard | None, form: ReviewForm, now: datetime
) -> HttpResponse:
    if on_it is None or on_it.stay is None:
        form.add_error(None, "They are not settled on the @home ward, so no review can be added.")
    elif form.is_valid():
        try:
            actions.review(ward_stay=on_it.stay, by=viewer_of(request), now=now, **form.cleaned_data)
        except actions.WordsMissing as refused:
            form.add_error(refused.field, str(refused))
        except actions.ReviewTimeWrong as refused:
            form.add_error("reviewed_at", str(refused))
        except (actions.NoWard, EpisodeClosed) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"The senior review of {episode.person.full_name} was saved.")
            return redirect("ward_stay", pk=episode.pk)
    return _show_stay(request, episode, form, now)


def _show_stay(request: HttpRequest, episode: Episode, form: ReviewForm, now: datetime) -> HttpResponse:
    stages = queries.ward_stages(viewer_of(request), episode, now)
    on_it = next((one for one in stages if one.is_current), None)
    return show_episode(
        request,
        "episodes/ward_stay.html",
        episode,
        here=HERE,
        now=now,
        problem=form.is_bound and bool(form.errors),
        form=form,
        one=on_it,
        earlier=[stage for stage in stages if stage is not on_it],
        ward=_ward(now),
        may_admit=_may_admit(episode, now),
    )


def _ward(now: datetime) -> Pathway | None:
    return next(iter(queries.wards_on(london_date(now))), None)


def _may_admit(episode: Episode, now: datetime) -> bool:
    """True when somebody has been seen, and the agreed model leads from where they are to the ward."""
    ward = _ward(now)
    if ward is None or episode.ended_at is not None or episode.first_contact_at is None:
        return False
    return ward in may_move_to(service_model_on(london_date(now)), episode.pathway)


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def ward_admit(request: HttpRequest, pk: int) -> HttpResponse:
    """Admit somebody to the ward, or settle who was accepted for it at the front door."""
    viewer, now = viewer_of(request), timezone.now()
    episode = episode_or_404(request, pk)
    ward = _ward(now)
    settling = episode.pathway in queries.ward_codes()
    keeps = settling or ward is None or episode.owning_team.code == ward.owner
    form = AdmitForm(typed_in(request), settling=settling, keeps_team=None if keeps else episode.owning_team.name)
    if request.method == "POST" and form.is_valid() and _admitted(request, episode, ward, form, settling, now):
        messages.success(request, f"{episode.person.full_name} is on the @home ward.")
        return redirect("ward_stay", pk=pk)
    return show_episode(
        request,
        "episodes/ward_admit.html",
        episode,
        here=HERE,
        now=now,
        problem=form.is_bound and bool(form.errors),
        form=form,
        ward=ward,
        settling=settling,
        may_admit=settling or _may_admit(episode, now),
        occupancy=queries.occupancy_now(ward, now) if ward else None,
        there_already=next((s for s in queries.ward_stages(viewer, episode, now) if s.stay and s.is_current), None),
    )


def _admitted(
    request: HttpRequest, episode: Episode, ward: Pathway | None, form: AdmitForm, settling: bool, now: datetime
) -> bool:
    """Do it; False when the form must be mended first, and then it says what."""
    said: dict[str, Any] = {**form.stay, "by": viewer_of(request), "now": now}
    try:
        if settling:
            actions.settle_on_ward(episode=episode, **said)
        else:
            team = team_called(ward.owner) if ward and form.hands_over else None
            actions.admit_to_ward(episode=episode, hand_to=team, **{**said, **form.move})
    except actions.WardFull as refused:
        form.add_error("over_capacity_why", str(refused))
    except actions.WordsMissing as refused:
        form.add_error(refused.field, str(refused))
    except NothingWritten as refused:
        form.add_error("why", str(refused))
    except REFUSALS as refused:
        form.add_error(None, str(refused))
    else:
        return True
    return False


@needs(Capability.SEE_CASELOAD)
@require_safe
def home_ward(request: HttpRequest) -> HttpResponse:
    """Who is on the ward, when each was last looked over and must be next, and how full it is."""
    viewer, now = viewer_of(request), timezone.now()
    wards = [ward_shown(viewer, ward, now) for ward in queries.wards_on(london_date(now))]
    people = [one.episode.person for shown in wards for one in shown.patients]
    note_looked(viewer=viewer, people=people, route="home_ward", now=now)
    context = {"wards": wards, "now": now, "today": london_date(now), "may_record": viewer.may(Capability.RECORD_CARE)}
    return render(request, "episodes/home_ward.html", context)


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def pathway_places(request: HttpRequest, code: str) -> HttpResponse:
    """Say how many places a pathway has from a day on, or confirm them; for the team that owns it."""
    viewer, now = viewer_of(request), timezone.now()
    ward = next((one for one in service_model_on(london_date(now)).pathways if one.code == code), None)
    if ward is None or code not in queries.pathways_owned_by(viewer):
        raise Http404
    back = "home_ward" if code in queries.ward_codes() else "flow"
    form = PlacesForm(typed_in(request), today=london_date(now))
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_places(pathway=code, by=viewer, now=now, **form.cleaned_data)
        except (actions.PlacesWrong, actions.WordsMissing) as refused:
            form.add_error("why" if isinstance(refused, actions.WordsMissing) else "places", str(refused))
        else:
            messages.success(request, f"The places of {ward.name} were saved.")
            return redirect(back)
    problem = request.method == "POST" and bool(form.errors)
    context = {
        "ward": ward,
        "back": back,
        "form": form,
        "problem": problem,
        "occupancy": queries.occupancy_now(ward, now),
        "written": queries.places_written(code)[:20],
    }
    return render(request, "episodes/pathway_places.html", context, status=422 if problem else 200)


urlpatterns = [
    path("episodes/<int:pk>/ward", ward_stay, name="ward_stay"),
    path("episodes/<int:pk>/ward/admit", ward_admit, name="ward_admit"),
    path("home-ward", home_ward, name="home_ward"),
    path("places/<slug:code>", pathway_places, name="pathway_places"),
]
