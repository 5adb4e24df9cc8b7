"""What is said when something went wrong: what to do now, and whether anything was lost."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind of trouble in plain words."""

    title: str
    what: str
    remedy: str


NOT_UNDERSTOOD = Trouble(
    "Sorry, that could not be read",
    "Something in the address or the form was not in a shape this service understands. Nothing was changed.",
    "Go back, check what you entered, and send it again.",
)
NOT_ALLOWED = Trouble(
    "You cannot see this page",
    "Your role or your organisation does not include it. Nothing was changed.",
    "If your work needs it, ask the coordinator at the front door. If you have two accounts, sign in with the other.",
)
NOT_FOUND = Trouble(
    "Page not found",
    "There is nothing at this address. The referral or record you were looking for has not been deleted: nothing is.",
    "Check the address, or start again from the first page.",
)
FORM_TOO_OLD = Trouble(
    "This form is out of date",
    "You, or someone else on this computer, signed in again after the page was opened, so the form was not sent.",
    "Use your browser's Back button: what you typed should still be there. Copy it, reload the page, send it again.",
)
OUR_FAULT = Trouble(
    "Sorry, there is a problem with the service",
    "What you were doing did not finish, and no half of it was kept. What was saved before is safe.",
    "Try again in a few minutes. If a person needs care now, do not wait for this page: ring the front door.",
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: not understood."""
    return _page(request, NOT_UNDERSTOOD, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: this role or organisation may not."""
    return _page(request, NOT_ALLOWED, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing at this address."""
    return _page(request, NOT_FOUND, 404)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token does not belong to the present session."""
    return _page(request, FORM_TOO_OLD, 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: ours to mend. Asks neither the database nor the session, which may be what is broken."""
    known = {
        "trouble": OUR_FAULT,
        "version": settings.HOMEWARD_VERSION,
        "cspNonce": str(getattr(request, "csp_nonce", "")),
    }
    return HttpResponse(render_to_string("site/trouble.html", known), status=500)


def _page(request: HttpRequest, trouble: Trouble, status: int) -> HttpResponse:
    return render(request, "site/trouble.html", {"trouble": trouble}, status=status)
