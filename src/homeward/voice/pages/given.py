"""Forms and addresses that somebody answers by themselves: giving them, printing them, and typing in what came back."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import typed_in
from homeward.partnership.rules import Capability
from homeward.voice.actions import AnsweredAlready, NothingSaid, send_answers
from homeward.voice.models import SheetCode
from homeward.voice.pages.forms import AnswersForm, CodeForm
from homeward.voice.queries.episodes import asked_on, form_for
from homeward.voice.rules.answers import CHOICES
from homeward.voice.rules.asking import Mode
from homeward.voice.rules.codes import code_of


@needs(Capability.RECORD_CARE)
@require_safe
def forms_returned(request: HttpRequest) -> HttpResponse:
    """Type the code of a form that came back, to enter what is on it."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        found = form_for(viewer_of(request), form.cleaned_data["code"])
        if found is not None:
            return redirect("form_returned", code=code_of(found.key, settings.SECRET_KEY))
        form.add_error("code", "Code: no form with this code waits for answers. Check each letter.")
    problem = form.is_bound and bool(form.errors)
    return render(
        request, "voice/forms_returned.html", {"form": form, "problem": problem}, status=422 if problem else 200
    )


@needs(Capability.RECORD_CARE)
@require_safe
def form_given(request: HttpRequest, code: str) -> HttpResponse:
    """The address or the form to give somebody, and until when it works."""
    found = _form_or_404(request, code)
    address = request.build_absolute_uri(reverse("say", args=[code]))
    context = {"found": found, "sheet": found.sheet, "code": code, "address": address, "on_paper": _on_paper(found)}
    return render(request, "voice/form_given.html", context)


@needs(Capability.RECORD_CARE)
@require_safe
def form_paper(request: HttpRequest, code: str) -> HttpResponse:
    """The form in large print, to be printed: the statements, boxes to tick, and no name."""
    found = _form_or_404(request, code)
    context = {
        "found": found,
        "sheet": found.sheet,
        "code": code,
        "type_at": request.build_absolute_uri(reverse("say_code")),
        "statements": asked_on(found.sheet),
        "choices": CHOICES,
    }
    return render(request, "voice/form_paper.html", context)


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def form_returned(request: HttpRequest, code: str) -> HttpResponse:
    """Type in what is on a form that came back."""
    found = _form_or_404(request, code)
    form = AnswersForm(typed_in(request), statements=asked_on(found.sheet))
    if request.method == "POST" and form.is_valid():
        try:
            send_answers(code=found, said=form.said(), now=timezone.now())
        except (AnsweredAlready, NothingSaid) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The answers were saved. The form can be destroyed.")
            return redirect("forms_returned")
    problem = form.is_bound and bool(form.errors)
    context = {"form": form, "problem": problem, "sheet": found.sheet, "code": code}
    return render(
        request, "voice/form_returned.html", context, status=422 if problem and request.method == "POST" else 200
    )


def _form_or_404(request: HttpRequest, code: str) -> SheetCode:
    found = form_for(viewer_of(request), code)
    if found is None or found.runs_out_at <= timezone.now():
        raise Http404
    return found


def _on_paper(found: SheetCode) -> bool:
    return found.sheet.mode == Mode.ON_PAPER


urlpatterns: list[URLPattern] = [
    path("voice/forms", forms_returned, name="forms_returned"),
    path("voice/forms/<str:code>", form_given, name="form_given"),
    path("voice/forms/<str:code>/paper", form_paper, name="form_paper"),
    path("voice/forms/<str:code>/answers", form_returned, name="form_returned"),
]
