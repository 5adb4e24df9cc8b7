"""The door: signing in with a password, and in the made-up borough with one click."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from homeward.partnership.queries import demo_member, demo_members

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Door(DefaultAccountAdapter):
    """How allauth behaves here: nobody signs themselves up, and signing in speaks for itself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by the partners, never by the visitor."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Pages say what happened; allauth's own messages would say it twice."""


def people_to_sign_in_as() -> list[Any]:
    """The made-up members with a one-click button; none outside the made-up borough."""
    return list(demo_members()) if settings.HOMEWARD_DEMO else []


@require_POST
@login_not_required
def demo_sign_in(request: HttpRequest, member: int) -> HttpResponse:
    """Sign in as a made-up member; not there at all outside the made-up borough."""
    found = demo_member(member) if settings.HOMEWARD_DEMO else None
    if found is None:
        raise Http404
    login(request, found, backend=BACKEND)
    return redirect(_where_next(request))


def _where_next(request: HttpRequest) -> str:
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else "home"
