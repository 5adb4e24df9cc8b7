"""The visits of a plan: those that come back are added, made fewer and ended; single ones are promised or cancelled."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from homeward.episodes.actions.holding import EpisodeClosed, NothingWritten
from homeward.episodes.actions.planning import BookingGone, book, cancel_booking
from homeward.episodes.actions.tapering import StepBegun, add_series, change_pace, drop_step, end_series
from homeward.episodes.actions.visiting import NotOfThisEpisode
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.plan import VisitSeries
from homeward.episodes.pages.opening import episode_or_404, show_episode
from homeward.episodes.pages.planning_forms import BookForm, CancelForm, EndSeriesForm, PaceForm, SeriesForm
from homeward.episodes.queries.plan import (
    booking_seen_by,
    bookings_of,
    series_seen_by,
    shape_of,
    step_held,
    step_seen_by,
)
from homeward.episodes.rules.bookings import PromiseWrong
from homeward.episodes.rules.taper import PaceWrong
from homeward.episodes.rules.taper_words import series_in_words
from homeward.kit.london import london_date
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import typed_in
from homeward.partnership.rules import Capability

REFUSALS = (BookingGone, EpisodeClosed, NothingWritten, NotOfThisEpisode, PaceWrong, PromiseWrong, StepBegun)
"""What may stand in the way, each a sentence with its remedy."""


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def series_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan visits that come back."""
    episode, now = episode_or_404(request, pk), timezone.now()
    form = SeriesForm(typed_in(request), episode=episode, today=london_date(now))

    def add() -> str:
        add_series(episode=episode, by=viewer_of(request), now=now, **form.cleaned_data)
        return "Visits planned."

    return _done(request, episode, form, add) or _show(request, "episodes/series_new.html", episode, form, now)


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def series_pace(request: HttpRequest, pk: int) -> HttpResponse:
    """Make visits fewer, or more, from a day on."""
    series, episode, now = *_series_or_404(request, pk), timezone.now()
    form = PaceForm(typed_in(request), step=step_held(series, london_date(now)))

    def change() -> str:
        _, replaced = change_pace(series=series, by=viewer_of(request), now=now, **form.cleaned_data)
        return "Changed again: the change planned before for that day is gone." if replaced else "Visits changed."

    more = {"series": series, "says": series_in_words(shape_of(series), london_date(now))}
    return _done(request, episode, form, change) or _show(
        request, "episodes/series_pace.html", episode, form, now, **more
    )


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def series_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which day is the last of visits that come back."""
    series, episode, now = *_series_or_404(request, pk), timezone.now()
    form = EndSeriesForm(typed_in(request), today=london_date(now))

    def end() -> str:
        end_series(series=series, by=viewer_of(request), now=now, **form.cleaned_data)
        return f"The last day of these visits is {form.cleaned_data['on']:%-d %b %Y}."

    more = {"series": series, "says": series_in_words(shape_of(series), london_date(now))}
    return _done(request, episode, form, end) or _show(request, "episodes/series_end.html", episode, form, now, **more)


@needs(Capability.RECORD_CARE)
@require_POST
def step_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a change that is still to come."""
    step = step_seen_by(viewer_of(request), pk)
    if step is None:
        raise Http404
    try:
        drop_step(step=step, by=viewer_of(request), now=timezone.now())
    except REFUSALS as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "That change is taken back. The visits go on as before it.")
    return redirect("plan", pk=step.series.episode_id)


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def booking_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Promise a visit for a time."""
    episode, now = episode_or_404(request, pk), timezone.now()
    again = request.GET.get("again", "")
    instead_of = next((one for one in bookings_of(episode) if str(one.pk) == again), None)
    form = BookForm(typed_in(request), episode=episode, now=now, instead_of=instead_of)

    def promise() -> str:
        book(episode=episode, by=viewer_of(request), now=now, **form.cleaned_data)
        return "Visit promised."

    return _done(request, episode, form, promise) or _show(request, "episodes/booking_new.html", episode, form, now)


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def booking_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a promised visit, with the reason."""
    booking = booking_seen_by(viewer_of(request), pk)
    if booking is None:
        raise Http404
    episode, now = episode_or_404(request, booking.episode_id), timezone.now()
    form = CancelForm(typed_in(request))

    def cancel() -> str:
        cancel_booking(booking=booking, by=viewer_of(request), now=now, **form.cleaned_data)
        return "Visit cancelled. Tell the person."

    return _done(request, episode, form, cancel) or _show(
        request, "episodes/booking_cancel.html", episode, form, now, booking=booking
    )


def _done(request: HttpRequest, episode: Episode, form: Form, act: Callable[[], str]) -> HttpResponse | None:
    """Do what was asked and go back to the plan; None when the form must be shown, or mended first."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        messages.success(request, act())
    except REFUSALS as refused:
        form.add_error(None, str(refused))
        return None
    return redirect("plan", pk=episode.pk)


def _show(
    request: HttpRequest, template: str, episode: Episode, form: Form, now: datetime, **more: Any
) -> HttpResponse:
    problem = form.is_bound and bool(form.errors)
    return show_episode(request, template, episode, here="plan", now=now, problem=problem, form=form, **more)


def _series_or_404(request: HttpRequest, pk: int) -> tuple[VisitSeries, Episode]:
    series = series_seen_by(viewer_of(request), pk)
    if series is None:
        raise Http404
    return series, episode_or_404(request, series.episode_id)


urlpatterns = [
    path("episodes/<int:pk>/plan/visits/new", series_new, name="series_new"),
    path("episodes/<int:pk>/plan/promises/new", booking_new, name="booking_new"),
    path("series/<int:pk>/pace", series_pace, name="series_pace"),
    path("series/<int:pk>/end", series_end, name="series_end"),
    path("series/steps/<int:pk>/drop", step_drop, name="step_drop"),
    path("promises/<int:pk>/cancel", booking_cancel, name="booking_cancel"),
]
