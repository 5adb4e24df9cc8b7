"""Asking somebody how it was, from the pages of their episode."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from homeward.episodes.models import Episode
from homeward.episodes.pages.opening import episode_or_404, show_episode
from homeward.kit.london import london_date
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import typed_in
from homeward.partnership.rules import Capability
from homeward.voice.actions import CannotBeAsked, NothingSaid, give_form, note_declined, record_answers
from homeward.voice.drafting import Asking
from homeward.voice.models import AnswerSheet
from homeward.voice.pages.forms import ASK_NOW, DECLINED, AnswersForm, AskForm, RecordForm
from homeward.voice.queries.episodes import askings_of, has_died
from homeward.voice.reading import shelf
from homeward.voice.rules.asking import timing_now
from homeward.voice.rules.codes import code_of
from homeward.voice.schema import Audience


@needs(Capability.SEE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def how_it_was(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was asked how it was, and when; and asking them now, in one of six ways."""
    episode, now, viewer = episode_or_404(request, pk), timezone.now(), viewer_of(request)
    died = has_died(viewer, episode)
    start = {"timing": timing_now(episode.ended_at, now).value, "audience": _likely(died=died)}
    form = AskForm(typed_in(request), initial=start)
    if request.method == "POST" and viewer.may(Capability.RECORD_CARE) and form.is_valid():
        try:
            return _ask(request, episode, form, now)
        except CannotBeAsked as refused:
            form.add_error("audience", str(refused))
    return show_episode(
        request,
        "voice/how_it_was.html",
        episode,
        here="how_it_was",
        now=now,
        problem=form.is_bound and bool(form.errors),
        form=form,
        askings=[(one, _code_of(one, now)) for one in askings_of(viewer, episode)],
        died=died,
    )


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def how_it_was_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what somebody answers while they are asked: every statement on one page."""
    episode, now = episode_or_404(request, pk), timezone.now()
    opening = RecordForm(request.GET)
    if not opening.is_valid():
        return redirect("how_it_was", pk=pk)
    asking = Asking(episode, **opening.cleaned_data)
    asked = shelf().on(london_date(now)).asked(asking.audience, asking.timing)
    form = AnswersForm(typed_in(request), statements=asked)
    if request.method == "POST" and form.is_valid():
        try:
            record_answers(asking=asking, said=form.said(), by=viewer_of(request), now=now)
        except (CannotBeAsked, NothingSaid) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Their answers were saved. Thank them.")
            return redirect("how_it_was", pk=pk)
    return show_episode(
        request,
        "voice/record.html",
        episode,
        here="how_it_was",
        now=now,
        problem=form.is_bound and bool(form.errors),
        form=form,
        asking=asking,
    )


def _ask(request: HttpRequest, episode: Episode, form: AskForm, now: datetime) -> HttpResponse:
    """Begin what was chosen: the page to write answers down, a form, an address, or their screen with us signed out."""
    words: dict[str, Any] = form.cleaned_data
    way, viewer = words["way"], viewer_of(request)
    asking = Asking(episode, words["audience"], words["timing"], form.mode(), words["proxy"], words["apart"])
    if way in ASK_NOW:
        return redirect(f"{reverse('how_it_was_record', args=[episode.pk])}?{_carried(asking)}")
    if way == DECLINED:
        note_declined(asking=asking, by=viewer, now=now)
        messages.success(request, "Written down: they would rather not be asked.")
        return redirect("how_it_was", pk=episode.pk)
    code = give_form(asking=asking, by_post=way == "paper", by=viewer, now=now)
    if way != "hand_over":
        return redirect("form_given", code=code)
    # Whoever holds the device next must not come back to the record, not even with the Back button.
    logout(request)
    response = redirect("say", code=code)
    response["Clear-Site-Data"] = '"cache"'
    return response


def _carried(asking: Asking) -> str:
    carried = QueryDict(mutable=True)
    carried.update({"audience": asking.audience, "timing": asking.timing, "mode": asking.mode, "proxy": asking.proxy})
    if asking.apart:
        carried["apart"] = "on"
    return carried.urlencode()


def _code_of(sheet: AnswerSheet, now: datetime) -> str:
    """The code with which a sheet is still to be answered; "" where there is none."""
    code = getattr(sheet, "code", None)
    return code_of(code.key, settings.SECRET_KEY) if code and code.runs_out_at > now else ""


def _likely(*, died: bool) -> str:
    return (Audience.CARER if died else Audience.PERSON).value


urlpatterns: list[URLPattern] = [
    path("episodes/<int:pk>/how-it-was", how_it_was, name="how_it_was"),
    path("episodes/<int:pk>/how-it-was/record", how_it_was_record, name="how_it_was_record"),
]
