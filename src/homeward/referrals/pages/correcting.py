"""Putting a clock's start right."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from homeward.episodes.rules import VisitTimeWrong
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import typed_in
from homeward.partnership.rules import Capability
from homeward.people.actions import note_looked
from homeward.referrals.actions import AlreadyDecided, correct_start
from homeward.referrals.pages.deciding_forms import StartForm
from homeward.referrals.pages.showing import START, render_referral, seen_referral


@needs(Capability.WORK_FRONT_DOOR)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct when the clock started, with a reason; the clock is worked out again by its rule."""
    viewer, now = viewer_of(request), timezone.now()
    referral = seen_referral(viewer, pk)
    known = {"needed_at": referral.needed_at, "ready_at": referral.ready_at}
    form = StartForm(typed_in(request), now=now, initial=known, prefix=START)
    if request.method == "POST" and form.is_valid():
        try:
            correct_start(referral=referral, by=viewer, now=now, **form.cleaned_data)
            messages.success(request, "The clock is put right. What it said before is kept in the notes.")
            return redirect("referral", pk=pk)
        except VisitTimeWrong as wrong:
            form.add_error("needed_at", str(wrong))
        except AlreadyDecided as moved_on:
            messages.error(request, str(moved_on))
            return redirect("referral", pk=pk)
    note_looked(viewer=viewer, people=[referral.person], route="referral", now=now)
    return render_referral(request, viewer, referral, now, bound=(START, form))
