"""You said, we did: for everybody to read and to print, and for heads of service to write."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from homeward.kit.london import london_date
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import typed_in
from homeward.partnership.queries import changes_marked
from homeward.partnership.rules import Capability
from homeward.voice.actions import SayBoth, TakenBackAlready, say_and_do, take_back
from homeward.voice.pages.forms import SaidAndDoneForm
from homeward.voice.queries.rounds import has_answered, round_is_open
from homeward.voice.queries.saying import entry_numbered, said_and_done
from homeward.voice.rules.months import last_day, month_of


@require_safe
def we_did(request: HttpRequest) -> HttpResponse:
    """What people said, and what was changed because of it; and, for staff, whether they are asked now."""
    viewer, today = viewer_of(request), london_date(timezone.now())
    asked = viewer.may(Capability.ANSWER_STAFF_ROUND) and round_is_open(today) and not has_answered(viewer, today)
    context = {
        "entries": said_and_done(),
        "asked": asked,
        "until": last_day(month_of(today)),
        "may_write": viewer.may(Capability.LEAD_VOICE),
        "may_answer": viewer.may(Capability.ANSWER_STAFF_ROUND),
        "may_see_results": viewer.may(Capability.SEE_OUTCOMES),
    }
    return render(request, "voice/we_did.html", context)


@needs(Capability.LEAD_VOICE)
@require_http_methods(["GET", "HEAD", "POST"])
def we_did_new(request: HttpRequest) -> HttpResponse:
    """Write what people said, and what was done about it."""
    changes = [one for one in changes_marked() if one.withdrawn_at is None]
    form = SaidAndDoneForm(typed_in(request), changes=changes)
    if request.method == "POST" and form.is_valid():
        try:
            say_and_do(by=viewer_of(request), now=timezone.now(), **form.cleaned_data)
        except SayBoth as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Everybody can read it now.")
            return redirect("we_did")
    problem = form.is_bound and bool(form.errors)
    status = 422 if problem and request.method == "POST" else 200
    return render(request, "voice/we_did_new.html", {"form": form, "problem": problem}, status=status)


@needs(Capability.LEAD_VOICE)
@require_POST
def we_did_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an entry that was written wrongly."""
    entry = entry_numbered(pk)
    if entry is None:
        raise Http404
    try:
        take_back(entry=entry, by=viewer_of(request), now=timezone.now())
    except TakenBackAlready as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "The entry is no longer shown.")
    return redirect("we_did")


urlpatterns: list[URLPattern] = [
    path("voice/we-did", we_did, name="we_did"),
    path("voice/we-did/new", we_did_new, name="we_did_new"),
    path("voice/we-did/<int:pk>/take-back", we_did_take_back, name="we_did_take_back"),
]
