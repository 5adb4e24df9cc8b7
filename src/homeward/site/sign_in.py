"""The door: signing in with a password, and in the made-up borough with one click."""

from typing import Any

from allauth.account import views as account
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from homeward.partnership.queries import demo_member, demo_members

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Door(DefaultAccountAdapter):
    """How allauth behaves here: nobody signs themselves up, and signing in speaks for itself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by the partners, never by the visitor."""
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Say that a password was changed; where one has signed in or out the next page says so itself."""
        if message_template == "account/messages/password_changed.txt":
            messages.success(request, "Your password has been changed.")


def people_to_sign_in_as() -> list[Any]:
    """The made-up members with a one-click button; none outside the made-up borough."""
    return list(demo_members()) if settings.HOMEWARD_DEMO else []


def change_password(request: HttpRequest) -> HttpResponseBase:
    """Change one's own password; who has none, such as a made-up member, is told so."""
    if not request.user.has_usable_password():  # type: ignore[union-attr]
        return render(request, "site/no_password.html")
    return account.password_change(request)


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
