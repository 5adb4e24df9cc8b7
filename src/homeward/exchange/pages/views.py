"""Messages that could not be taken in: what is wrong with each, all of it to read, and what to do about it."""

from datetime import datetime

from django.contrib import messages as notices
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from homeward.exchange.actions import REFUSED
from homeward.exchange.models import Message
from homeward.exchange.pages.forms import ResolveForm
from homeward.exchange.pages.reading_matter import readable_body
from homeward.exchange.queries import how_many_wait, messages_kept
from homeward.exchange.sorting import AlreadyDealtWith, resolve, try_again
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.models import Member
from homeward.partnership.rules import Capability
from homeward.people.actions import note_looked

PER_PAGE = 50


@needs(Capability.RESOLVE_MESSAGES)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Messages to sort, those still waiting first. It shows nothing of any person."""
    viewer = viewer_of(request)
    page = Paginator(messages_kept(viewer), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "exchange/messages.html", {"page": page, "waiting": how_many_wait(viewer)})


@needs(Capability.RESOLVE_MESSAGES)
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One message: what is wrong and where, and all of it."""
    viewer = viewer_of(request)
    message = _message(viewer, pk)
    typed = getattr(request, "held", None) or None
    form = ResolveForm(typed, viewer=viewer, initial={"reference": request.GET.get("referral", "")[:20]})
    return _shown(request, viewer, message, form)


@needs(Capability.RESOLVE_MESSAGES)
@require_safe
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """The message as it came, to be saved; as plain text, so that no browser runs anything in it."""
    viewer = viewer_of(request)
    message = _message(viewer, pk)
    _note(viewer, message, timezone.now())
    response = HttpResponse(bytes(message.body), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="message-{message.pk}.txt"'
    response["Cache-Control"] = "no-store"
    return response


@needs(Capability.RESOLVE_MESSAGES)
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the message again."""
    viewer = viewer_of(request)
    message = _message(viewer, pk)
    try:
        answered = try_again(message=message, by=viewer, now=timezone.now())
    except AlreadyDealtWith as fault:
        notices.error(request, str(fault))
        return redirect("message", pk=pk)
    if answered.outcome == REFUSED or answered.message.referral is None:
        notices.error(request, "It still cannot be taken in. What is wrong is said below.")
    else:
        notices.success(request, f"Taken in as {answered.message.referral.reference}. It is on the worklist.")
    return redirect("message", pk=pk)


@needs(Capability.RESOLVE_MESSAGES)
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the message with words on what was done."""
    viewer = viewer_of(request)
    message = _message(viewer, pk)
    form = ResolveForm(request.POST, viewer=viewer)
    if not form.is_valid():
        return _shown(request, viewer, message, form, status=422)
    data = form.cleaned_data
    try:
        resolve(
            message=message,
            resolution=data["resolution"],
            referral=data["reference"],
            by=viewer,
            now=timezone.now(),
        )
        notices.success(request, f"Message {pk} is dealt with.")
    except AlreadyDealtWith as fault:
        notices.error(request, str(fault))
        return redirect("message", pk=pk)
    return redirect("messages")


def _message(viewer: Member, pk: int) -> Message:
    return get_object_or_404(messages_kept(viewer).defer(None), pk=pk)


def _shown(
    request: HttpRequest, viewer: Member, message: Message, form: ResolveForm, status: int = 200
) -> HttpResponse:
    _note(viewer, message, timezone.now())
    shown = {"message": message, "form": form, "text": readable_body(message)}
    return render(request, "exchange/message.html", shown, status=status)


def _note(viewer: Member, message: Message, now: datetime) -> None:
    """Write down who read it: under the person where one is known, and in any case under the message."""
    referral = message.referral or message.made_referral
    route = f"message {message.pk}"
    people = [referral.person] if referral else []
    note_looked(viewer=viewer, people=people, route=route, now=now, searched_for="" if people else route)
