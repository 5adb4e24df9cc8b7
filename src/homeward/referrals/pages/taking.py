"""Taking a referral by phone, or making one on the web."""

from datetime import datetime

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from homeward.kit.london import london_date
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import typed_in
from homeward.partnership.models import Member
from homeward.partnership.rules import Capability
from homeward.pathways.queries import service_model_on
from homeward.referrals.actions import receive
from homeward.referrals.models import Referral
from homeward.referrals.pages.taking_form import TakeReferral


@needs(Capability.REFER)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """The referral form; sending it puts the person on the worklist with their clock running."""
    viewer, now = viewer_of(request), timezone.now()
    model = service_model_on(london_date(now))
    form = TakeReferral(typed_in(request), model=model, viewer=viewer, now=now)
    if request.method == "POST" and form.is_valid():
        referral = _received(form, viewer, now)
        messages.success(request, _what_happened(referral, form))
        return redirect(_next_page(request, referral, viewer))
    return render(request, "referrals/take.html", {"form": form}, status=422 if request.method == "POST" else 200)


def _received(form: TakeReferral, viewer: Member, now: datetime) -> Referral:
    try:
        return receive(request=form.request(), by=viewer, now=now)
    except IntegrityError:  # the button was pressed twice at the same moment: the first one counts
        return receive(request=form.request(), by=viewer, now=now)


def _what_happened(referral: Referral, form: TakeReferral) -> str:
    words = f"Referral {referral.reference} is on the worklist. Its clock started."
    if form.doubtful_number:
        words += " The NHS number does not add up, so it is kept as not verified."
    return words


def _next_page(request: HttpRequest, referral: Referral, viewer: Member) -> str:
    """Back to the message it was taken from, to the referral, or to the referrer's own list."""
    message = request.GET.get("message", "")
    if message.isascii() and message.isdecimal() and viewer.may(Capability.RESOLVE_MESSAGES):
        return f"{reverse('message', args=[message])}?referral={referral.reference}"
    if viewer.may(Capability.WORK_FRONT_DOOR):
        return reverse("referral", args=[referral.pk])
    return reverse("own_referrals") if viewer.may(Capability.SEE_OWN_REFERRALS) else reverse("home")
