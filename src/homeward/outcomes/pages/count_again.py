"""Counting anew from the live service, in the background, and how far that has got."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from homeward.outcomes.collecting.underway import State, Underway, counting_underway, start_counting
from homeward.outcomes.snapshots import Snapshot
from homeward.partnership.access import needs
from homeward.partnership.rules import Capability

STARTED = "outcomes_counting"
"""In the session of whoever started a count, until they were told how it ended."""


@require_POST
@needs(Capability.SEE_OUTCOMES)
def count_again(request: HttpRequest) -> HttpResponse:
    """Start a count in the background, if none is underway, and go back to the numbers, which say how far it is."""
    try:
        start_counting(now=timezone.now())
    except OSError as error:
        messages.error(request, f"Counting could not start: {error.strerror}. The earlier count still stands.")
    else:
        request.session[STARTED] = True
    return redirect("outcomes")


@require_safe
@needs(Capability.SEE_OUTCOMES)
def counting(request: HttpRequest) -> HttpResponse:
    """How far the count has got, for a page that asks every two seconds; when it has ended, that page loads anew."""
    underway = counting_underway()
    if request.headers.get("HX-Request") != "true":
        return redirect("outcomes")
    if underway and underway.state is State.COUNTING:
        return render(request, "outcomes/counting.html", {"counting": underway})
    response = HttpResponse()
    response["HX-Refresh"] = "true"
    return response


def counting_to_show(request: HttpRequest, snapshot: Snapshot | None) -> Underway | None:
    """The count that runs, or one that failed since these facts were counted; its end is told to whoever began it."""
    underway = counting_underway()
    if underway is None:
        return None
    if underway.state is not State.COUNTING and request.session.pop(STARTED, False) and underway.state is State.DONE:
        messages.success(request, underway.says)
    outdated = snapshot is not None and snapshot.counted_at > underway.began_at
    return None if underway.state is State.DONE or (underway.state is State.FAILED and outdated) else underway
