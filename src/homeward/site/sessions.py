"""Signing out by the clock, without losing what was typed.

A session ends after 30 minutes in which nobody did anything; a page that refreshes itself does not count as somebody.
When a form arrives after that, what was typed is kept for the member who had been signed in, and for no one else:
a signed cookie says who that was. After they sign in again the page gets it as `request.held`.
"""

import time
from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from homeward.partnership.held_inputs import Held, hold_input, input_held_for, let_go_of_input

MEMBER_COOKIE = "homeward_member"
"""Signed: whose session this browser last had. It opens nothing; it says for whom typed input is kept."""
HELD_COOKIE = "homeward_held"
"""Says that something is kept, so that pages ask the database only then: "kept" or "too long"."""
MEMBER_COOKIE_AGE = 7 * 24 * 3600
MOST_KEPT = 64 * 1024
STOP_POLLING = 286
"""htmx shows an answer with this status and asks no more."""


class HeldInput(QueryDict):
    """The fields a member had typed when their session ended, and the address they were being sent to."""

    action: str = ""


class SignInRequired(LoginRequiredMiddleware):
    """Every page needs a signed-in member unless its view says otherwise; what was typed is kept meanwhile."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Give the page what was held for it, and afterwards let go of what has been sent."""
        request.held = None  # type: ignore[attr-defined]
        before = request.user.pk if request.user.is_authenticated else None
        if before is not None:
            _stay_awake(request)
            if request.method == "GET" and HELD_COOKIE in request.COOKIES:
                request.held = _held_for_page(request)  # type: ignore[attr-defined]
        response = cast(HttpResponseBase, self.get_response(request))
        _let_go_of_what_was_sent(request, response)
        _remember_who(request, response, before)
        return response

    def handle_no_permission(  # type: ignore[override]  # Django's always redirects; htmx needs other answers
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        """Keep what was typed, then lead to the sign-in page and from there back to the page it was typed on.

        Of a view with `keeps_nothing`, such as one where staff answer without their name, nothing is kept for anybody.
        """
        kept = _keep(request) if request.method == "POST" and not getattr(view_func, "keeps_nothing", False) else ""
        page = _page_of(request)
        to_sign_in = f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': page})}"
        if request.headers.get("HX-Request") != "true":
            response: HttpResponse = redirect(to_sign_in)
        elif is_poll(request) or (request.method == "POST" and kept != "kept"):
            # What could not be kept must not be lost by leaving the page it was typed on.
            context = {"to_sign_in": to_sign_in, "still_typed": request.method == "POST"}
            status = STOP_POLLING if is_poll(request) else 200
            response = render(request, "site/signed_out_notice.html", context, status=status)
            response["HX-Retarget"] = "#signed-out"
            response["HX-Reswap"] = "innerHTML"
        else:
            response = HttpResponse(headers={"HX-Redirect": to_sign_in})
        if kept:
            response.set_cookie(HELD_COOKIE, kept, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
        return response


def is_poll(request: HttpRequest) -> bool:
    """True when the page asked by itself: by convention such a request carries `live` in its address."""
    return request.method == "GET" and "live" in request.GET


def _stay_awake(request: HttpRequest) -> None:
    """Move the end of the session on, at most once a minute, because somebody is there."""
    now = int(time.time())
    if not is_poll(request) and now - request.session.get("seen_at", 0) >= 60:
        request.session["seen_at"] = now


def _page_of(request: HttpRequest) -> str:
    """The page to come back to: for a form or a part of a page the one it was on, else the address asked for."""
    if request.method != "POST" and request.headers.get("HX-Request") != "true":
        return request.get_full_path()
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return request.get_full_path()
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _keep(request: HttpRequest) -> str:
    """Keep the posted fields for whose session it was: "kept", "too long", or "" for nothing kept and nobody known.

    Passwords and files are never kept. A form whose token did not hold is not kept either: it may be forged.
    """
    whose = request.get_signed_cookie(MEMBER_COOKIE, default=None, max_age=MEMBER_COOKIE_AGE)
    if whose is None or not getattr(request, "csrf_processing_done", False):
        return ""
    fields = {
        name: values
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name.lower()
    }
    if not fields:
        return ""
    page = _page_of(request)
    if len(page) > 500 or sum(len(name) + sum(map(len, values)) for name, values in fields.items()) > MOST_KEPT:
        return "too long"
    held = Held(action=request.path, fields=fields)
    return "kept" if hold_input(member_id=int(whose), path=page, held=held, now=timezone.now()) else ""


def _held_for_page(request: HttpRequest) -> HeldInput | None:
    found = input_held_for(request.user, request.get_full_path(), timezone.now())  # type: ignore[arg-type]
    if found is None:
        return None
    held = HeldInput(mutable=True)
    for name, values in found.fields.items():
        held.setlist(name, values)
    held.action = found.action
    return held


def _let_go_of_what_was_sent(request: HttpRequest, response: HttpResponseBase) -> None:
    """A form that was taken (it led on to another page) needs keeping no longer."""
    taken = request.method == "POST" and 300 <= response.status_code < 400
    if not (taken and HELD_COOKIE in request.COOKIES and request.user.is_authenticated):
        return
    if let_go_of_input(member=request.user, action=request.path):
        response.delete_cookie(HELD_COOKIE, samesite="Lax")


def _remember_who(request: HttpRequest, response: HttpResponseBase, before: int | None) -> None:
    """Note in this browser whose session it has; forget it when they sign out themselves."""
    now = request.user.pk if request.user.is_authenticated else None
    if now is None:
        if before is not None:
            response.delete_cookie(MEMBER_COOKIE, samesite="Lax")
        return
    if request.get_signed_cookie(MEMBER_COOKIE, default=None, max_age=MEMBER_COOKIE_AGE) != str(now):
        response.set_signed_cookie(
            MEMBER_COOKIE, str(now), httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
