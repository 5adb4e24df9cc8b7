"""A session that ends takes nothing with it: what was typed is kept, for the member who typed it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.test import Client, override_settings
from django.urls import include, path
from django.utils import timezone

from homeward.partnership.models import HeldInput, Member

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
TYPED = {"story": "Fell in the kitchen", "flag": ["stairs", "key safe"], "password": "secret"}


def note(request: HttpRequest) -> HttpResponse:
    """A page with a form: shows what was held, takes anything but "bad"."""
    if request.method == "POST" and request.POST.get("story") != "bad":
        return redirect("/done")
    typed = request.POST or request.held or None  # type: ignore[attr-defined]
    return HttpResponse("" if typed is None else f"{typed.get('story')}|{','.join(typed.getlist('flag'))}")


@login_not_required
def token(request: HttpRequest) -> HttpResponse:
    return HttpResponse(get_token(request))


urlpatterns = [
    path("note", note),
    path("note/send", note),
    path("token", token),
    path("", include("homeward.site.urls")),
]


def end_session(client: Client) -> None:
    """Thirty-one minutes pass."""
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))


def test_what_was_typed_comes_back_after_signing_in_again(signed_in_as: Callable[..., Client]) -> None:
    client = signed_in_as()
    client.get("/note")
    end_session(client)
    response = client.post("/note?side=left", TYPED)
    assert response["Location"] == "/sign-in?next=%2Fnote%3Fside%3Dleft"
    assert "What you typed is safe" in client.get(response["Location"]).content.decode()
    client.force_login(client.member)
    assert client.get("/note?side=left").content.decode() == "Fell in the kitchen|stairs,key safe"


def test_a_page_with_something_held_says_so(signed_in_as: Callable[..., Client]) -> None:
    client = signed_in_as()
    client.get("/note")
    end_session(client)
    client.post("/accessibility", TYPED)  # open to all, so nothing is held
    client.post("/account/password", {"story": "x"})
    client.force_login(client.member)
    assert "You were signed out while typing" in client.get("/account/password").content.decode()
    assert "You were signed out while typing" not in client.get("/accessibility").content.decode()


def test_passwords_and_tokens_are_never_kept(signed_in_as: Callable[..., Client]) -> None:
    client = signed_in_as()
    client.get("/note")
    end_session(client)
    client.post("/note", {**TYPED, "new_password1": "x", "csrfmiddlewaretoken": "y"})
    assert set(HeldInput.objects.get().body["fields"]) == {"story", "flag"}


def test_nobody_else_gets_it(signed_in_as: Callable[..., Client], make_member: Callable[..., Member]) -> None:
    client = signed_in_as()
    client.get("/note")
    end_session(client)
    client.post("/note", TYPED)
    client.force_login(make_member("practitioner"))
    assert client.get("/note").content == b""
    client.force_login(client.member)
    assert client.get("/note").content != b""


@override_settings(HOMEWARD_DEMO=True)
def test_somebody_else_signing_in_first_does_not_lose_it(
    signed_in_as: Callable[..., Client], make_member: Callable[..., Member]
) -> None:
    client = signed_in_as(demo_sign_in=True)
    other = make_member("practitioner", demo_sign_in=True)
    client.get("/note")
    end_session(client)
    client.post("/note", TYPED)
    client.post(f"/sign-in/as/{other.pk}")
    client.post("/sign-out")
    client.post(f"/sign-in/as/{client.member.pk}")
    assert client.get("/note").content != b""


def test_it_is_let_go_once_sent_and_kept_while_the_form_has_errors(signed_in_as: Callable[..., Client]) -> None:
    client = signed_in_as()
    client.get("/note")
    end_session(client)
    client.post("/note", TYPED)
    client.force_login(client.member)
    client.post("/note", {"story": "bad"})
    assert HeldInput.objects.count() == 1
    client.post("/note", {"story": "good"})
    assert HeldInput.objects.count() == 0
    assert client.get("/note").content == b""


def test_after_a_day_it_is_gone(signed_in_as: Callable[..., Client]) -> None:
    client = signed_in_as()
    client.get("/note")
    end_session(client)
    client.post("/note", TYPED)
    HeldInput.objects.update(held_at=timezone.now() - timedelta(hours=24, minutes=1))
    client.force_login(client.member)
    assert client.get("/note").content == b""
    end_session(client)
    client.post("/note?other", TYPED)
    assert [row.path for row in HeldInput.objects.all()] == ["/note?other"]


def test_too_much_to_keep_is_said_before_signing_in(signed_in_as: Callable[..., Client]) -> None:
    client = signed_in_as()
    client.get("/note")
    end_session(client)
    response = client.post("/note", {"story": "x" * 70_000})
    assert HeldInput.objects.count() == 0
    assert "too long for us to keep" in client.get(response["Location"]).content.decode()


def test_a_form_sent_to_another_address_comes_back_on_the_page_it_was_on(signed_in_as: Callable[..., Client]) -> None:
    client = signed_in_as()
    client.get("/note")
    end_session(client)
    response = client.post("/note/send", TYPED, headers={"referer": "http://testserver/note"})
    assert response["Location"] == "/sign-in?next=%2Fnote"
    client.force_login(client.member)
    assert client.get("/note").content != b""
    client.post("/note/send", TYPED)
    assert HeldInput.objects.count() == 0


def test_a_referer_from_elsewhere_is_not_followed(signed_in_as: Callable[..., Client]) -> None:
    client = signed_in_as()
    client.get("/note")
    end_session(client)
    response = client.post("/note", TYPED, headers={"referer": "https://evil.example/steal"})
    assert response["Location"] == "/sign-in?next=%2Fnote"


def test_a_forged_form_is_neither_taken_nor_kept(make_member: Callable[..., Member]) -> None:
    member = make_member()
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    client.get("/note")
    end_session(client)
    assert client.post("/note", TYPED).status_code == 403
    assert HeldInput.objects.count() == 0
    honest = client.get("/token").content.decode()
    assert client.post("/note", {**TYPED, "csrfmiddlewaretoken": honest}).status_code == 302
    assert HeldInput.objects.get().member == member


def test_a_stranger_and_one_who_signed_out_leave_nothing(signed_in_as: Callable[..., Client]) -> None:
    Client().post("/note", TYPED)
    client = signed_in_as()
    client.get("/note")
    client.post("/sign-out")
    client.post("/note", TYPED)
    forged = Client()
    forged.cookies["homeward_member"] = f"{client.member.pk}:made-up:signature"
    forged.post("/note", TYPED)
    assert HeldInput.objects.count() == 0


def test_a_page_that_refreshes_itself_is_told_once_and_stops(signed_in_as: Callable[..., Client]) -> None:
    client = signed_in_as()
    end_session(client)
    htmx = {"HX-Request": "true", "HX-Current-URL": "http://testserver/note?page=2"}
    response = client.get("/note?live=1", headers=htmx)
    assert response.status_code == 286
    assert response["HX-Retarget"] == "#signed-out"
    assert "/sign-in?next=%2Fnote%3Fpage%3D2" in response.content.decode()
    clicked = client.get("/note", headers=htmx)
    assert clicked["HX-Redirect"] == "/sign-in?next=%2Fnote%3Fpage%3D2"


def test_only_somebody_who_is_there_keeps_the_session_going(signed_in_as: Callable[..., Client]) -> None:
    client = signed_in_as()
    client.get("/note")
    session = client.session
    session["seen_at"] -= 600
    session.save()
    soon = timezone.now() + timedelta(minutes=1)
    Session.objects.update(expire_date=soon)
    client.get("/note?live=1")
    assert Session.objects.get().expire_date == soon
    client.get("/note")
    assert Session.objects.get().expire_date > timezone.now() + timedelta(minutes=29)


@override_settings(SESSION_COOKIE_AGE=1800)
def test_the_cookie_outlives_the_session_so_that_we_know_whose_it_was(signed_in_as: Callable[..., Client]) -> None:
    client = signed_in_as()
    client.get("/note")
    assert client.cookies["homeward_member"]["max-age"] == ""
    assert client.session.get_expire_at_browser_close()


def test_a_page_that_saves_itself_is_not_left_when_what_was_typed_cannot_be_kept(
    signed_in_as: Callable[..., Client],
) -> None:
    client = signed_in_as()
    client.get("/note")
    end_session(client)
    htmx = {"HX-Request": "true", "HX-Current-URL": "http://testserver/note"}
    response = client.post("/note", {"story": "x" * 70_000}, headers=htmx)
    assert "HX-Redirect" not in response
    assert response["HX-Retarget"] == "#signed-out"
    assert "Copy what you typed from this page first." in response.content.decode()
    assert client.post("/note", TYPED, headers=htmx)["HX-Redirect"] == "/sign-in?next=%2Fnote"
