"""Asking staff how it is to work here."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from homeward.kit.london import london_date
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.rules import Capability
from homeward.voice.actions import AnsweredAlready, NotAsked, NothingSaid, answer_round, open_round
from homeward.voice.pages.forms import AnswersForm
from homeward.voice.queries.rounds import has_answered, round_is_open
from homeward.voice.reading import shelf
from homeward.voice.rules.months import last_day, month_of
from homeward.voice.schema import Audience, Timing


@needs(Capability.ANSWER_STAFF_ROUND)
@require_http_methods(["GET", "HEAD", "POST"])
def staff_survey(request: HttpRequest) -> HttpResponse:
    """Say how it is to work here, once a round and without one's name."""
    viewer, now = viewer_of(request), timezone.now()
    today = london_date(now)
    statements = shelf().on(today)
    form = AnswersForm(
        request.POST if request.method == "POST" else None,
        statements=statements.asked(Audience.STAFF, Timing.STAFF_ROUND),
    )
    if request.method == "POST" and form.is_valid():
        try:
            answer_round(said=form.said(), by=viewer, now=now)
        except (AnsweredAlready, NotAsked, NothingSaid) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Thank you. Your answers were sent without your name.")
            return redirect("we_did")
    problem = form.is_bound and bool(form.errors)
    context: dict[str, Any] = {
        "form": form,
        "problem": problem,
        "open": round_is_open(today),
        "answered": has_answered(viewer, today),
        "until": last_day(month_of(today)),
        "months": statements.staff_months,
        "may_open": viewer.may(Capability.LEAD_VOICE),
    }
    return render(request, "voice/staff.html", context, status=422 if problem else 200)


staff_survey.keeps_nothing = True  # type: ignore[attr-defined]
"""What was typed here is not kept under a member's name when their session ends (see `site.sessions`)."""


@needs(Capability.LEAD_VOICE)
@require_POST
def staff_round_open(request: HttpRequest) -> HttpResponse:
    """Ask staff this month, also where it is not one of the agreed months."""
    open_round(by=viewer_of(request), now=timezone.now())
    messages.success(request, "Staff can answer until the end of this month. Tell them.")
    return redirect("staff_survey")


urlpatterns: list[URLPattern] = [
    path("voice/staff", staff_survey, name="staff_survey"),
    path("voice/staff/open", staff_round_open, name="staff_round_open"),
]
