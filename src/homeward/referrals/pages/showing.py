"""One referral: what was asked, how triage weighs it, what was decided and what the referrer was told."""

from collections.abc import Mapping
from datetime import datetime
from itertools import takewhile
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import typed_in
from homeward.partnership.models import Member
from homeward.partnership.rules import Capability
from homeward.pathways.rules import Fit, Outcome, takes_people_at
from homeward.pathways.schema import Answer, ServiceModel
from homeward.pathways.wording import hours_in_words
from homeward.people.actions import note_looked
from homeward.referrals.actions import UNDECIDED, AlreadyDecided, latest_answers, model_for, note_triage
from homeward.referrals.drafting import weighed
from homeward.referrals.models import Referral
from homeward.referrals.pages import deciding_forms as door
from homeward.referrals.pages.answering import shown
from homeward.referrals.queries import decisions_of, notes_of, referrals_seen_by
from homeward.referrals.rules.clocks import starts_long_before
from homeward.referrals.rules.state import STATE_NAMES, DecisionKind, State
from homeward.referrals.rules.triage import Triage

START = "start"
"""The form that puts a clock's start right, beside the forms of the decisions."""


@needs(Capability.SEE_RECORD)
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The referral, for those who have a reason to see the person."""
    viewer, now = viewer_of(request), timezone.now()
    referral = seen_referral(viewer, pk)
    note_looked(viewer=viewer, people=[referral.person], route="referral", now=now)
    return render_referral(request, viewer, referral, now)


@needs(Capability.WORK_FRONT_DOOR)
@require_http_methods(["GET", "HEAD", "POST"])
def triage(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down answers and weigh the pathways again."""
    viewer, now = viewer_of(request), timezone.now()
    referral = seen_referral(viewer, pk)
    form = triage_form(referral, now, latest_answers(referral), typed_in(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            note_triage(
                referral=referral, answers=form.answers(), need=data["need"], said=data["said"], by=viewer, now=now
            )
            messages.success(request, "Answers saved. The pathways are weighed again below.")
        except AlreadyDecided as moved_on:
            messages.error(request, str(moved_on))
        return redirect("referral", pk=pk)
    note_looked(viewer=viewer, people=[referral.person], route="referral", now=now)
    return render_referral(request, viewer, referral, now, triage=form)


def seen_referral(viewer: Member, pk: int) -> Referral:
    """The referral, or Http404 for those without a reason to see the person: they do not learn that it exists."""
    return get_object_or_404(referrals_seen_by(viewer).select_related("taken_by", "source_organisation"), pk=pk)


def triage_form(
    referral: Referral, now: datetime, known: Mapping[str, Answer | None], typed: Any = None
) -> door.TriageForm:
    """The triage form, filled with what is known so far."""
    model = model_for(referral)
    initial = {q.code: shown(q, known.get(q.code)) for q in model.questions}
    return door.TriageForm(typed, model=model, need=referral.need, now=now, initial=initial)


def render_referral(
    request: HttpRequest,
    viewer: Member,
    referral: Referral,
    now: datetime,
    *,
    triage: door.TriageForm | None = None,
    bound: tuple[str, forms.Form] | None = None,
) -> HttpResponse:
    """The referral's page; `bound` is a decision's kind and its form, when what was sent must be mended.

    Answers 422 when a form has errors.
    """
    model, known = model_for(referral), latest_answers(referral)
    weighing = weighed(model, referral, known)
    could_fit = _first_that_could_fit(weighing)
    undecided = referral.state in UNDECIDED
    may_decide = viewer.may(Capability.WORK_FRONT_DOOR)
    context = {
        "referral": referral,
        "person": referral.person,
        "model": model,
        "face": referral.clock_face(now),
        "start_is_old": starts_long_before(referral.clock_start_at, referral.received_at),
        "state_name": STATE_NAMES[referral.state],
        "weighing": weighing,
        "suggested": model.pathway(weighing.suggested) if weighing.suggested else None,
        "ask_about": could_fit.pathway if could_fit else None,
        "ask_first": [_asks(model, code) for code in could_fit.to_ask] if could_fit else [],
        "undecided": undecided,
        "taking": {
            p.code: {"now": takes_people_at(p.hours, now), "hours": hours_in_words(p.hours)} for p in model.pathways
        },
        "may_decide": may_decide,
        "may_record": viewer.may(Capability.RECORD_CARE),
        "triage_form": triage or (triage_form(referral, now, known) if undecided and may_decide else None),
        "decision_forms": decision_forms(referral, weighing.suggested, now, bound) if may_decide else {},
        "open_form": bound[0] if bound else "",
        "error_form": bound[1] if bound else triage,
        "decisions": decisions_of(viewer, referral),
        "notes": notes_of(viewer, referral),
        "closed": referral.state in (State.CLOSED, State.SEEN),
    }
    faulty = context["error_form"] is not None and context["error_form"].errors  # type: ignore[attr-defined]
    return render(request, "referrals/referral.html", context, status=422 if faulty else 200)


def _first_that_could_fit(weighing: Triage) -> Fit | None:
    """The first pathway, before any that is suggested, for which something is still to be asked."""
    before = takewhile(lambda fit: fit.pathway.code != weighing.suggested, weighing.fits)
    return next((fit for fit in before if fit.outcome is Outcome.NOT_KNOWN), None)


def _asks(model: ServiceModel, code: str) -> str:
    worked_out = {"age": "What is their date of birth?", "need": "What is the main need?"}
    return worked_out.get(code) or model.question(code).asks


def decision_forms(
    referral: Referral, suggested: str | None, now: datetime, bound: tuple[str, forms.Form] | None
) -> dict[str, forms.Form]:
    """What can be decided or put right now, each with its form, an unfinished one as it was sent."""
    model, state = model_for(referral), referral.state
    made: dict[str, forms.Form] = {}
    if state in UNDECIDED:
        made[DecisionKind.ACCEPT] = door.AcceptForm(
            model=model, initial={"pathway": suggested}, prefix=DecisionKind.ACCEPT
        )
        made[DecisionKind.ASK] = door.AskForm(prefix=DecisionKind.ASK)
        made[DecisionKind.REDIRECT] = door.RedirectForm(prefix=DecisionKind.REDIRECT)
        made[DecisionKind.DECLINE] = door.DeclineForm(prefix=DecisionKind.DECLINE)
    if state is State.WAITING_FOR_FIRST_VISIT:
        made[DecisionKind.CLOSE] = door.CloseForm(prefix=DecisionKind.CLOSE)
    if state in (State.WAITING_FOR_FIRST_VISIT, State.CLOSED) and referral.first_contact_at is None:
        made[DecisionKind.REOPEN] = door.ReopenForm(prefix=DecisionKind.REOPEN)
    if state is not State.CLOSED:
        known = {"needed_at": referral.needed_at, "ready_at": referral.ready_at}
        made[START] = door.StartForm(now=now, initial=known, prefix=START)
    if bound is not None and bound[0] in made:
        made[bound[0]] = bound[1]
    return made
