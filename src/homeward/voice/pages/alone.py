"""Answering by oneself, without signing in: one statement at a time, and nothing else of anybody's record.

These pages are open to whoever holds a code. They show no name and no address, lead to no other page, and no cache
keeps them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from homeward.voice.actions import AnsweredAlready, NothingSaid, keep_draft, refuse, send_answers
from homeward.voice.models import SheetCode
from homeward.voice.pages.forms import CodeForm, CommentForm
from homeward.voice.pages.limiting import too_often
from homeward.voice.queries.episodes import asked_on, form_with
from homeward.voice.rules.answers import NO_RESPONSE_NAMES, RESPONSES, NotAnAnswer
from homeward.voice.rules.codes import code_of, key_in

Rest = ParamSpec("Rest")
Page = Callable[Concatenate[HttpRequest, SheetCode, Rest], HttpResponse]


def with_code(page: Page[Rest]) -> Callable[Concatenate[HttpRequest, str, Rest], HttpResponse]:
    """Open a page to whoever holds a code that still works; everybody else is told kindly that it does not."""

    @login_not_required
    @wraps(page)
    def opened(request: HttpRequest, code: str, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        found = form_with(code)
        if found is not None and found.runs_out_at > timezone.now():
            if too_often(request, f"code {found.pk}", most=300, seconds=3600):
                return _closed(request, "too_often", 429)
            try:
                return _kept_nowhere(page(request, found, *args, **kwargs))
            except AnsweredAlready:
                return _closed(request, "used", 410)
        if key_in(code, settings.SECRET_KEY):
            return _closed(request, "used", 410)
        if too_often(request, "wrong codes", most=20, seconds=600):
            return _closed(request, "too_often", 429)
        return _closed(request, "wrong", 404)

    return opened


@login_not_required
@require_safe
def say_code(request: HttpRequest) -> HttpResponse:
    """Type the code that is on a form or in a letter."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return _kept_nowhere(redirect("say", code=form.cleaned_data["code"].strip().replace("/", "")))
    problem = form.is_bound and bool(form.errors)
    context = {"form": form, "problem": problem}
    return _kept_nowhere(render(request, "voice/say_code.html", context, status=422 if problem else 200))


@with_code
@require_safe
def say(request: HttpRequest, found: SheetCode) -> HttpResponse:
    """Begin: what is asked, how long it takes, and what becomes of the answers."""
    return _show(request, "voice/say.html", found)


@with_code
@require_http_methods(["GET", "HEAD", "POST"])
def say_one(request: HttpRequest, found: SheetCode, number: int) -> HttpResponse:
    """One statement, filling the screen; each answer leads to the next."""
    statements = asked_on(found.sheet)
    if not 1 <= number <= len(statements):
        return _to(found, "say_last")
    statement = statements[number - 1]
    if request.method == "POST":
        try:
            keep_draft(code=found, statement=statement.code, answer=request.POST.get("answer", ""), now=timezone.now())
        except NotAnAnswer:
            return _to(found, "say_one", number)
        return _to(found, "say_last") if number == len(statements) else _to(found, "say_one", number + 1)
    more = {"statement": statement, "number": number, "chosen": found.draft.get(statement.code, "")}
    return _show(request, "voice/say_one.html", found, responses=RESPONSES, no_responses=NO_RESPONSE_NAMES, **more)


@with_code
@require_http_methods(["GET", "HEAD", "POST"])
def say_last(request: HttpRequest, found: SheetCode) -> HttpResponse:
    """What should be done differently, and sending it all."""
    form = CommentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            send_answers(code=found, comment=form.cleaned_data["comment"], now=timezone.now())
        except NothingSaid as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("say_thanks")
    return _show(request, "voice/say_last.html", found, form=form, answered=len(found.draft))


@with_code
@require_POST
def say_no(request: HttpRequest, found: SheetCode) -> HttpResponse:
    """Somebody would rather not answer."""
    refuse(code=found, now=timezone.now())
    return redirect("say_thanks")


@login_not_required
@require_safe
def say_thanks(request: HttpRequest) -> HttpResponse:
    """Thank you, and nothing more."""
    return _kept_nowhere(render(request, "voice/say_thanks.html"))


def _show(request: HttpRequest, template: str, found: SheetCode, **more: object) -> HttpResponse:
    form = more.get("form")
    problem = bool(getattr(form, "errors", False))
    context = {"sheet": found.sheet, "code": _code(found), "of": len(asked_on(found.sheet)), "problem": problem, **more}
    return render(request, template, context, status=422 if problem else 200)


def _closed(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return _kept_nowhere(render(request, "voice/say_closed.html", {"why": why}, status=status))


def _kept_nowhere(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _code(found: SheetCode) -> str:
    return code_of(found.key, settings.SECRET_KEY)


def _to(found: SheetCode, route: str, *more: int) -> HttpResponse:
    return redirect(route, _code(found), *more)


urlpatterns: list[URLPattern] = [
    path("say", say_code, name="say_code"),
    path("say/thank-you", say_thanks, name="say_thanks"),
    path("say/<str:code>", say, name="say"),
    path("say/<str:code>/last", say_last, name="say_last"),
    path("say/<str:code>/rather-not", say_no, name="say_no"),
    path("say/<str:code>/<int:number>", say_one, name="say_one"),
]
