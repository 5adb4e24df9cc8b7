"""Answering by oneself with a code: what works, what does not, and that it leads nowhere else."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from homeward.episodes.models import Episode
from homeward.people.models import AccessEntry
from homeward.voice.models import Answer, AnswerSheet, SheetCode
from homeward.voice.rules.codes import ALPHABET, code_of
from tests.support.borough import NOW, Borough
from tests.support.episodes import episode_of
from tests.support.pages import as_, words
from tests.support.voice import form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("it_is")]

PAGES = ("", "/1", "/6", "/last")


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    cache.clear()


@pytest.fixture
def code(borough: Borough, episode: Episode) -> str:
    """A code for the person, at the end of their help."""
    return form(episode, by=borough.nurse, now=NOW)


@pytest.fixture
def anybody() -> Client:
    """A browser in which nobody is signed in, that checks forms for their token."""
    return Client(enforce_csrf_checks=True)


def press(client: Client, path: str, **fields: str) -> Any:
    """Send the form on a page as a browser does, with the token on it."""
    shown = words(client.get(path))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown)
    assert token is not None
    return client.post(path, {"csrfmiddlewaretoken": token[1], **fields})


def test_one_statement_after_the_other_and_thank_you(code: str, anybody: Client, episode: Episode) -> None:
    assert "6 short sentences" in words(anybody.get(f"/say/{code}"))
    for number, answer in enumerate(["5", "2", "", "rather_not", "4", "3"], start=1):
        page = words(anybody.get(f"/say/{code}/{number}"))
        assert f"Sentence {number} of 6" in page
        following = press(anybody, f"/say/{code}/{number}", answer=answer)
        assert following["Location"] == f"/say/{code}/{number + 1 if number < 6 else 'last'}"
    assert "You answered 5 of 6." in words(anybody.get(f"/say/{code}/last"))
    assert press(anybody, f"/say/{code}/last", comment="Ring first.")["Location"] == "/say/thank-you"
    assert "Thank you" in words(anybody.get("/say/thank-you"))
    sheet = AnswerSheet.objects.get()
    assert (sheet.answered_at, sheet.comment, sheet.episode, sheet.mode) == (NOW, "Ring first.", episode, "own_device")
    assert {one.statement: one.response or one.no_response for one in Answer.objects.all()} == {
        "p_doing": 5, "p_told": 2, "p_once": "rather_not", "p_ring": 4, "p_listened": 3,
    }  # fmt: skip


def test_one_goes_back_and_changes_an_answer(code: str, anybody: Client) -> None:
    press(anybody, f"/say/{code}/1", answer="5")
    page = words(anybody.get(f"/say/{code}/1"))
    assert re.search(r'value="5" aria-pressed="true">Strongly agree', page)
    assert f'href="/say/{code}"' in page
    press(anybody, f"/say/{code}/1", answer="1")
    assert f'href="/say/{code}/1"' in words(anybody.get(f"/say/{code}/2"))
    press(anybody, f"/say/{code}/last")
    assert Answer.objects.get().response == 1


def test_nothing_chosen_and_nothing_written_is_not_sent(code: str, anybody: Client) -> None:
    answer = press(anybody, f"/say/{code}/last")
    assert (answer.status_code, "Nothing is answered yet." in words(answer)) == (422, True)
    assert SheetCode.objects.exists()


def test_what_is_no_answer_leads_back_to_the_statement(code: str, anybody: Client) -> None:
    assert press(anybody, f"/say/{code}/1", answer="nonsense")["Location"] == f"/say/{code}/1"
    assert SheetCode.objects.get().draft == {}
    assert anybody.get(f"/say/{code}/7")["Location"] == f"/say/{code}/last"
    assert anybody.get(f"/say/{code}/0")["Location"] == f"/say/{code}/last"


def test_who_would_rather_not_leaves_nothing(code: str, anybody: Client) -> None:
    press(anybody, f"/say/{code}/1", answer="1")
    shown = words(anybody.get(f"/say/{code}"))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown)
    assert token is not None
    done = anybody.post(f"/say/{code}/rather-not", {"csrfmiddlewaretoken": token[1]})
    assert done["Location"] == "/say/thank-you"
    assert AnswerSheet.objects.get().declined
    assert not Answer.objects.exists()


def test_nothing_of_the_person_is_shown_and_nothing_leads_to_the_record(code: str, anybody: Client) -> None:
    """Every link and form goes to answering itself; there is no name, number, address or place to sign in."""
    press(anybody, f"/say/{code}/1", answer="1")
    for page in [*(f"/say/{code}{part}" for part in PAGES), "/say", "/say/thank-you", "/say/no-such-code"]:
        shown = anybody.get(page)
        text = words(shown)
        for secret in ("Ashdown", "Mabel", "999 000", "9990000018", "Made-up Row", "SE1", "Example", "rapid"):
            assert secret not in text, (page, secret)
        led_to = set(re.findall(r'(?:href|action)="([^"#]*)"', text))
        elsewhere = {one for one in led_to if not one.startswith(("/say", "/static/")) and one != ""}
        assert elsewhere == set(), page
        assert shown["Cache-Control"] == "no-store"
        assert shown["X-Robots-Tag"] == "noindex"
        assert shown["Referrer-Policy"] == "same-origin"
    assert not AccessEntry.objects.exists()


def test_a_member_who_is_signed_in_sees_the_same_and_no_menu(borough: Borough, code: str) -> None:
    text = words(as_(borough.nurse).get(f"/say/{code}/1"))
    assert "Nia" not in text
    assert "caseload" not in text


def test_a_code_that_was_used_says_so_kindly(code: str, anybody: Client) -> None:
    press(anybody, f"/say/{code}/1", answer="5")
    press(anybody, f"/say/{code}/last")
    for part in PAGES:
        answer = anybody.get(f"/say/{code}{part}")
        assert (answer.status_code, "This was answered already" in words(answer)) == (410, True)
    again = Client().post(f"/say/{code}/last", {"comment": "Once more."})
    assert again.status_code == 410
    assert Client().post(f"/say/{code}/1", {"answer": "1"}).status_code == 410
    assert [one.response for one in Answer.objects.all()] == [5]
    assert AnswerSheet.objects.get().comment == ""


@pytest.mark.parametrize(("hours", "status"), [(23.99, 200), (24, 410), (2400, 410)])
def test_a_code_works_for_a_day(
    code: str, anybody: Client, it_is: Callable[[datetime], None], hours: float, status: int
) -> None:
    it_is(NOW + timedelta(hours=hours))
    assert {anybody.get(f"/say/{code}{part}").status_code for part in PAGES} == {status}
    posted = Client().post(f"/say/{code}/1", {"answer": "1"})
    assert posted.status_code == (302 if status == 200 else 410)


def test_a_letter_works_for_three_weeks(
    borough: Borough, episode: Episode, anybody: Client, it_is: Callable[[datetime], None]
) -> None:
    code = form(episode, by=borough.nurse, now=NOW, by_post=True)
    it_is(NOW + timedelta(days=21))
    assert anybody.get(f"/say/{code}").status_code == 200
    it_is(NOW + timedelta(days=22))
    assert anybody.get(f"/say/{code}").status_code == 410


def test_a_code_with_any_letter_changed_opens_nothing(code: str, anybody: Client) -> None:
    plain = code.replace("-", "")
    for place in range(16):
        other = ALPHABET[(ALPHABET.index(plain[place]) + 1) % 32]
        assert anybody.get(f"/say/{plain[:place]}{other}{plain[place + 1 :]}").status_code == 404
    assert anybody.get(f"/say/{plain.lower()}").status_code == 200


def test_a_code_signed_with_another_key_opens_nothing(code: str, anybody: Client) -> None:
    forged = code_of(SheetCode.objects.get().key, "another key")
    assert anybody.get(f"/say/{forged}").status_code == 404
    assert anybody.get(f"/say/{code_of(SheetCode.objects.get().key, settings.SECRET_KEY)}").status_code == 200


def test_one_persons_code_does_not_reach_anothers_sheet(borough: Borough, code: str, anybody: Client) -> None:
    other = episode_of(borough, details={"family_name": "Bell", "nhs_number": ""})
    theirs = form(other, by=borough.nurse, now=NOW)
    press(anybody, f"/say/{code}/1", answer="1")
    assert "aria-pressed" not in words(anybody.get(f"/say/{theirs}/1"))
    press(anybody, f"/say/{code}/last")
    assert AnswerSheet.objects.get(episode=other).answered_month is None
    assert anybody.get(f"/say/{theirs}").status_code == 200


def test_without_the_token_of_the_page_nothing_is_taken(code: str, anybody: Client) -> None:
    anybody.get(f"/say/{code}/1")
    assert anybody.post(f"/say/{code}/1", {"answer": "1"}).status_code == 403
    assert anybody.post(f"/say/{code}/rather-not").status_code == 403
    assert SheetCode.objects.get().draft == {}


def test_opening_every_page_changes_nothing(code: str, anybody: Client) -> None:
    for part in PAGES:
        anybody.get(f"/say/{code}{part}")
    assert anybody.get(f"/say/{code}/rather-not").status_code == 405
    assert (SheetCode.objects.get().draft, AnswerSheet.objects.get().declined) == ({}, False)


def test_who_tries_codes_is_told_to_wait_and_who_has_one_is_not(
    code: str, anybody: Client, it_is: Callable[[datetime], None]
) -> None:
    tried = [anybody.get(f"/say/AAAA-AAAA-AAAA-{number:04d}").status_code for number in range(25)]
    assert tried == [404] * 20 + [429] * 5
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.get("/say/AAAA-AAAA-AAAA-AAAA").status_code == 404
    assert anybody.get(f"/say/{code}").status_code == 200
    it_is(NOW + timedelta(minutes=10))
    assert anybody.get("/say/AAAA-AAAA-AAAA-AAAA").status_code == 404


def test_one_code_cannot_keep_the_service_busy(code: str, anybody: Client) -> None:
    statuses = [anybody.get(f"/say/{code}").status_code for _ in range(302)]
    assert statuses == [200] * 300 + [429] * 2


def test_the_code_is_typed_from_a_letter(code: str, anybody: Client) -> None:
    assert "Type the code" in words(anybody.get("/say"))
    assert anybody.get("/say", {"code": f" {code} "})["Location"] == f"/say/{code}"
    empty = anybody.get("/say", {"code": " "})
    assert (empty.status_code, "type the 16 letters" in words(empty)) == (422, True)
    assert anybody.get("/say", {"code": "../../sign-in"})["Location"].startswith("/say/")


def test_handing_over_the_device_signs_the_member_out_first(borough: Borough, episode: Episode, nurse: Client) -> None:
    here = f"/episodes/{episode.pk}/how-it-was"
    asked = {"audience": "person", "timing": "at_the_end", "way": "hand_over", "proxy": ""}
    given = nurse.post(here, asked)
    assert given["Location"].startswith("/say/")
    assert given["Clear-Site-Data"] == '"cache"'
    assert "_auth_user_id" not in nurse.session
    for page in (here, "/caseload", f"/people/{episode.person_id}"):
        assert nurse.get(page)["Location"].startswith("/sign-in"), page
    assert nurse.get(given["Location"]).status_code == 200
    assert "homeward_member" not in {name for name, it in nurse.cookies.items() if it.value}
