"""Deciding a referral, undoing a decision, and noting that the referrer was told."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import typed_in
from homeward.partnership.models import Member
from homeward.partnership.rules import Capability
from homeward.people.actions import note_looked
from homeward.referrals import actions
from homeward.referrals.models import Referral
from homeward.referrals.pages import deciding_forms as door
from homeward.referrals.pages.showing import render_referral, seen_referral
from homeward.referrals.queries import answer_of
from homeward.referrals.rules.state import DecisionKind

_ACTIONS: dict[DecisionKind, Callable[..., Referral]] = {
    DecisionKind.ACCEPT: actions.accept,
    DecisionKind.ASK: actions.ask,
    DecisionKind.REDIRECT: actions.redirect,
    DecisionKind.DECLINE: actions.decline,
    DecisionKind.CLOSE: actions.close_unseen,
    DecisionKind.REOPEN: actions.reopen,
}
_DONE: dict[DecisionKind, str] = {
    DecisionKind.ACCEPT: "Accepted. {team} will visit.",
    DecisionKind.ASK: "Waiting for the referrer. You will be reminded when the reply is due.",
    DecisionKind.REDIRECT: "Redirected. The referral is closed.",
    DecisionKind.DECLINE: "Declined. The referral is closed.",
    DecisionKind.CLOSE: "Closed before a visit.",
    DecisionKind.REOPEN: "Opened again. It is back with the front door, and its clock is running.",
}


@needs(Capability.WORK_FRONT_DOOR)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Make one decision. A GET opens that decision on the page, for links and for what was kept while signed out."""
    if kind not in set(DecisionKind):
        raise Http404
    viewer, now = viewer_of(request), timezone.now()
    referral = seen_referral(viewer, pk)
    form = _form(DecisionKind(kind), referral, typed_in(request))
    if request.method == "POST" and form.is_valid() and _decided(request, referral, kind, form, viewer, now):
        return redirect("referral", pk=pk)
    note_looked(viewer=viewer, people=[referral.person], route="referral", now=now)
    return render_referral(request, viewer, referral, now, bound=(kind, form))


def _form(kind: DecisionKind, referral: Referral, typed: Any) -> forms.Form:
    if kind is DecisionKind.ACCEPT:
        return door.AcceptForm(typed, model=actions.model_for(referral), prefix=kind)
    plain: dict[DecisionKind, type[forms.Form]] = {
        DecisionKind.ASK: door.AskForm,
        DecisionKind.REDIRECT: door.RedirectForm,
        DecisionKind.DECLINE: door.DeclineForm,
        DecisionKind.CLOSE: door.CloseForm,
        DecisionKind.REOPEN: door.ReopenForm,
    }
    return plain[kind](typed, prefix=kind)


def _decided(
    request: HttpRequest, referral: Referral, kind: str, form: forms.Form, viewer: Member, now: datetime
) -> bool:
    """True when the action was done, or can no longer be; False when the form needs another look."""
    try:
        done = _ACTIONS[DecisionKind(kind)](referral=referral, by=viewer, now=now, **form.cleaned_data)
    except actions.ReasonNeeded as missing:
        form.add_error("reason" if "reason" in form.fields else None, f"Reason: {missing}")
        return False
    except actions.AlreadyDecided as moved_on:
        messages.error(request, str(moved_on))
        return True
    messages.success(request, _DONE[DecisionKind(kind)].format(team=done.owning_team.name))
    return True


@needs(Capability.WORK_FRONT_DOOR)
@require_POST
def given(request: HttpRequest, pk: int, answer: int) -> HttpResponse:
    """Note that the referrer has been told."""
    viewer = viewer_of(request)
    referral = seen_referral(viewer, pk)
    told = answer_of(viewer, referral, answer)
    if told is None:
        raise Http404
    actions.answer_given(answer=told, by=viewer, now=timezone.now())
    messages.success(request, "Noted: the referrer has been told.")
    return redirect("answers") if request.POST.get("next") == "answers" else redirect("referral", pk=pk)
