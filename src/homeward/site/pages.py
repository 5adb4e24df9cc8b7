"""The pages that belong to no room: the way in, the state of health, and what we say about accessibility."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from homeward.site.navigation import navigation_for


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead each member to the first place their role works in."""
    places = navigation_for(request.user)  # type: ignore[arg-type]
    return redirect(places[0].href) if places else render(request, "site/no_place.html")


@require_safe
@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """Answer "ok" when the database answers too; says nothing else, because anyone may ask."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@login_not_required
def signed_in(request: HttpRequest) -> HttpResponse:
    """Who is signed in, as a number, or nothing: a page brought back by the Back button asks before it shows itself."""
    who = str(request.user.pk) if request.user.is_authenticated else ""
    return HttpResponse(who, content_type="text/plain", headers={"Cache-Control": "no-store"})


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """What has been checked, and whom to tell when something is hard to use."""
    return render(request, "site/accessibility.html")
