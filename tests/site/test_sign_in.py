"""The door: who gets in, how they leave, and what every answer carries."""

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from homeward.partnership.models import Member

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def no_failed_attempts_counted() -> None:
    cache.clear()


def sign_in(client: Client, login: str, password: str = PASSWORD, **more: str):
    return client.post(reverse("account_login"), {"login": login, "password": password, **more})


@pytest.mark.parametrize("login", ["sam", "sam@example.org"])
def test_a_member_signs_in_with_user_name_or_email(make_member: Callable[..., Member], login: str) -> None:
    member = make_member(username="sam", email="sam@example.org", password=PASSWORD)
    client = Client()
    response = sign_in(client, login)
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(member.pk)


def test_a_wrong_password_is_refused_and_says_so(make_member: Callable[..., Member]) -> None:
    make_member(username="sam", password=PASSWORD)
    client = Client()
    response = sign_in(client, "sam", "wrong")
    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_after_five_wrong_passwords_even_the_right_one_waits(make_member: Callable[..., Member]) -> None:
    make_member(username="sam", password=PASSWORD)
    client = Client()
    for _ in range(5):
        sign_in(client, "sam", "wrong")
    sign_in(client, "sam")
    assert "_auth_user_id" not in client.session


def test_a_member_who_left_cannot_sign_in(make_member: Callable[..., Member]) -> None:
    make_member(username="sam", password=PASSWORD, is_active=False)
    client = Client()
    sign_in(client, "sam")
    assert "_auth_user_id" not in client.session


def test_a_member_changes_their_own_password(make_member: Callable[..., Member]) -> None:
    member = make_member(username="sam", password=PASSWORD)
    client = Client()
    client.force_login(member)
    new = "four made up words"
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    said = client.post(reverse("account_change_password"), fields, follow=True).content.decode()
    assert "Your password has been changed" in said
    member.refresh_from_db()
    assert member.check_password(new)


def test_a_member_without_a_password_is_told_so(signed_in_as: Callable[..., Client]) -> None:
    assert "has no password" in signed_in_as().get(reverse("account_change_password")).content.decode()


def test_signing_in_leads_back_to_the_page_asked_for_but_never_elsewhere(make_member: Callable[..., Member]) -> None:
    make_member(username="sam", password=PASSWORD)
    assert sign_in(Client(), "sam", next="/account/password")["Location"] == "/account/password"
    assert "evil" not in sign_in(Client(), "sam", next="https://evil.example/")["Location"]


def test_sign_out_ends_the_session_and_needs_a_post(signed_in_as: Callable[..., Client]) -> None:
    client = signed_in_as()
    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post(reverse("account_logout"))["Location"] == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_every_page_but_the_door_leads_to_sign_in(signed_in_as: Callable[..., Client]) -> None:
    assert Client().get("/")["Location"] == "/sign-in?next=%2F"
    assert Client().get("/account/password")["Location"] == "/sign-in?next=%2Faccount%2Fpassword"
    assert Client().get("/health").content == b"ok"
    assert Client().get("/accessibility").status_code == 200
    assert signed_in_as().get("/account/password").status_code == 200


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email"])
def test_there_is_no_page_to_sign_oneself_up(name: str) -> None:
    from django.urls import NoReverseMatch

    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_one_click_sign_in_is_not_there_outside_the_made_up_borough(make_member: Callable[..., Member]) -> None:
    member = make_member(demo_sign_in=True, job_title="Coordinator")
    assert "Look around" not in Client().get(reverse("account_login")).content.decode()
    assert Client().post(reverse("demo_sign_in", args=[member.pk])).status_code == 404


@override_settings(HOMEWARD_DEMO=True)
def test_one_click_signs_in_as_those_made_for_it_and_nobody_else(make_member: Callable[..., Member]) -> None:
    shown, other = make_member(demo_sign_in=True, job_title="Front door coordinator"), make_member()
    client = Client()
    page = client.get(reverse("account_login")).content.decode()
    assert "Front door coordinator" in page
    assert str(other) not in page
    assert client.get(reverse("demo_sign_in", args=[shown.pk])).status_code == 405
    assert client.post(reverse("demo_sign_in", args=[other.pk])).status_code == 404
    assert client.post(reverse("demo_sign_in", args=[shown.pk]))["Location"] == "/"
    assert client.session["_auth_user_id"] == str(shown.pk)
    assert "Nobody here is real" in client.get("/accessibility").content.decode()


@override_settings(HOMEWARD_DEMO=True)
def test_one_click_sign_in_needs_the_form_of_our_own_page(make_member: Callable[..., Member]) -> None:
    member = make_member(demo_sign_in=True)
    assert Client(enforce_csrf_checks=True).post(reverse("demo_sign_in", args=[member.pk])).status_code == 403


def test_pages_carry_the_headers_that_protect_them(signed_in_as: Callable[..., Client]) -> None:
    for response in (Client().get("/sign-in"), signed_in_as().get("/account/password"), Client().get("/nowhere")):
        policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["style-src"] == "'self'"
        assert re.fullmatch(r"'self' 'nonce-[A-Za-z0-9+/=]+'", policy["script-src"])
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert response["X-Frame-Options"] == "DENY"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"


def test_pages_have_no_styles_of_their_own_and_ask_nobody_else(signed_in_as: Callable[..., Client]) -> None:
    page = signed_in_as().get("/account/password")
    text = page.content.decode()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", text)
    assert [address for address in re.findall(r'(?:src|href|action)="([^"]+)"', text) if "//" in address] == []
    nonce = re.search(r"'nonce-([^']+)'", page["Content-Security-Policy"])
    assert nonce
    assert text.count(f'nonce="{nonce[1]}"') == text.count("<script") - text.count("<script src=")


def test_cookies_cannot_be_read_by_scripts_or_sent_from_elsewhere(make_member: Callable[..., Member]) -> None:
    make_member(username="sam", password=PASSWORD)
    client = Client()
    sign_in(client, "sam")
    assert {"homeward_session", "homeward_member"} <= set(client.cookies)
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_error_pages_say_what_to_do() -> None:
    missing = Client().get("/nowhere")
    assert missing.status_code == 404
    assert "Check the address" in missing.content.decode()
    forged = Client(enforce_csrf_checks=True).post("/sign-in", {"login": "sam"})
    assert forged.status_code == 403
    assert "Back button" in forged.content.decode()


def test_a_fault_of_ours_is_owned_up_to_without_asking_the_database(
    monkeypatch: pytest.MonkeyPatch, django_db_blocker: object
) -> None:
    from homeward.site import pages

    def broken(*args: object) -> None:
        raise RuntimeError("made-up fault")

    monkeypatch.setattr(pages, "render", broken)
    response = Client(raise_request_exception=False).get("/accessibility")
    assert response.status_code == 500
    assert "What was saved before is safe" in response.content.decode()
