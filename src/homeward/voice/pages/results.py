"""What people say: the share who agree, by statement and theme, and what they would have done differently."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from homeward.kit.london import london_date
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.rules import Capability
from homeward.voice.queries.results import comments_of, results_of
from homeward.voice.rules.results import LEAST_SHOWN
from homeward.voice.schema import AUDIENCE_NAMES, Audience


@needs(Capability.SEE_OUTCOMES)
@require_safe
def voice(request: HttpRequest) -> HttpResponse:
    """What people, carers and staff said in the last twelve months."""
    viewer, audience = viewer_of(request), _audience(request)
    context = {
        "results": results_of(viewer, audience, london_date(timezone.now())),
        "audience": audience,
        "audiences": AUDIENCE_NAMES,
        "least": LEAST_SHOWN,
    }
    return render(request, "voice/results.html", context)


@needs(Capability.SEE_ROWS)
@require_safe
def voice_comments(request: HttpRequest) -> HttpResponse:
    """What people would have done differently, without names."""
    audience = _audience(request)
    comments = comments_of(viewer_of(request), audience, london_date(timezone.now()))
    context = {"comments": comments, "audience": audience, "audiences": AUDIENCE_NAMES, "least": LEAST_SHOWN}
    return render(request, "voice/comments.html", context)


def _audience(request: HttpRequest) -> Audience:
    asked = request.GET.get("of", "")
    return Audience(asked) if asked in set(Audience) else Audience.PERSON


urlpatterns: list[URLPattern] = [
    path("voice", voice, name="voice"),
    path("voice/comments", voice_comments, name="voice_comments"),
]
