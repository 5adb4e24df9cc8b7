"""Correcting who a person is and how they are reached. What others changed meanwhile is never written over unseen."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from homeward.desk.actions import correct
from homeward.desk.pages.details_form import DetailsForm
from homeward.desk.queries import person_seen_by
from homeward.desk.wording import age_in_words
from homeward.kit.london import london_date
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import parse_uk_date, typed_in
from homeward.partnership.models import Member
from homeward.partnership.rules import Capability
from homeward.people.actions import AddressIsSecret, DetailsMovedOn, ReasonMissing, note_looked, typed_details
from homeward.people.models import Person
from homeward.people.rules import CORRECTABLE


@needs(Capability.SEE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def person_details(request: HttpRequest, pk: int) -> HttpResponse:
    """The details as they are, to be typed over; Http404 for those without a reason to see the person."""
    viewer, now = viewer_of(request), timezone.now()
    person = person_seen_by(viewer, pk)
    if person is None:
        raise Http404
    # What was kept of this form when a session ended may hold an address that has become secret since.
    typed = None if person.restricted and request.method != "POST" else typed_in(request)
    form = DetailsForm(typed, person=person, now=now)
    if request.method == "POST" and form.is_valid() and _corrected(person, form, viewer, now):
        messages.success(request, "The details were saved.")
        return redirect("record", pk=pk)
    note_looked(viewer=viewer, people=[person], route="person_details", now=now)
    context = {"person": person, "form": form, "today": london_date(now), "age_in_words": age_in_words}
    problem = request.method == "POST" and bool(form.errors)
    return render(request, "desk/person_details.html", context, status=422 if problem else 200)


def _corrected(person: Person, form: DetailsForm, viewer: Member, now: datetime) -> bool:
    """Save what was typed; False when the form must be mended first, and then it says what."""
    details, opened, because = form.details, form.opened, form.cleaned_data["because"]
    try:
        correct(person=person, opened=opened, details=details, because=because, by=viewer, now=now)
    except ReasonMissing as refused:
        form.add_error("because", f"Why is it corrected? {refused}")
    except AddressIsSecret as refused:
        for field in refused.fields:
            form.add_error(field, f"{CORRECTABLE[field]}: {refused} Empty this box, or untick the secret and say why.")
    except DetailsMovedOn as refused:
        form.add_error(None, f"{refused} What you typed is still here. Choose for each, then save again.")
        for field, said in refused.fields.items():
            now_says = f'is now "{_shown(field, said)}"' if said else "is now empty"
            form.add_error(field, f"{CORRECTABLE[field]} {now_says}. Keep what you typed, or put that back.")
    else:
        return True
    person.refresh_from_db()
    form.opened_again(person=person, opened=opened, typed=typed_details(details))
    return False


def _shown(field: str, said: str) -> str:
    day = parse_uk_date(said) if field == "born_on" else None
    return f"{day.day} {day.month} {day.year}" if day else said
