"""The page on which staff say how it is to work here: open or not, once, and kept under nobody's name."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from homeward.partnership.models import HeldInput
from homeward.voice.models import AnswerSheet, StaffRound
from tests.support.borough import NOW, Borough
from tests.support.pages import as_, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("it_is")]
PAGE = "/voice/staff"
SAID = {"says_s_time": "2", "says_s_know": "rather_not", "comment": "More cars."}


def test_in_an_agreed_month_staff_answer_once(borough: Borough, nurse: Client) -> None:
    page = words(nurse.get(PAGE))
    assert "Open until 31 Mar 2026" in page
    assert page.count("<fieldset") == 6
    assert "Your name is not kept." in page
    assert "Say it without your name" in words(nurse.get("/voice/we-did"))
    assert nurse.post(PAGE, SAID)["Location"] == "/voice/we-did"
    after = words(nurse.get("/voice/we-did"))
    assert "sent without your name" in after
    assert "Say it without your name" not in after
    assert "You have answered this round." in words(nurse.get(PAGE))
    again = nurse.post(PAGE, SAID)
    assert (again.status_code, "You have answered this round already." in words(again)) == (422, True)
    sheet = AnswerSheet.objects.get()
    assert (sheet.organisation.code, sheet.comment, sheet.answers.count()) == ("RXX", "More cars.", 2)


def test_nothing_answered_is_sent_back(nurse: Client) -> None:
    answer = nurse.post(PAGE, {"comment": ""})
    assert (answer.status_code, "Nothing is answered yet." in words(answer)) == (422, True)
    assert not StaffRound.objects.exists()


def test_in_other_months_a_head_of_service_opens_a_round(borough: Borough, it_is: Callable[[datetime], None]) -> None:
    it_is(datetime(2026, 5, 4, 10, 0, tzinfo=UTC))
    nurse, head = as_(borough.nurse), as_(borough.head)
    shut = words(nurse.get(PAGE))
    assert "Staff are not asked this month. The agreed months are March and September." in shut
    assert "Ask staff this month" not in shut
    assert nurse.post(PAGE, SAID).status_code == 422
    assert not AnswerSheet.objects.exists()
    assert "Ask staff this month" in words(head.get(PAGE))
    assert head.post(f"{PAGE}/open")["Location"] == PAGE
    assert "Open until 31 May 2026" in words(nurse.get(PAGE))
    assert nurse.post(PAGE, SAID).status_code == 302


def test_what_is_typed_when_the_session_has_ended_is_kept_for_nobody(borough: Borough, nurse: Client) -> None:
    """Other forms are kept for the member until they sign in again; this one would stand beside their name."""
    nurse.get(PAGE)
    nurse.cookies.pop("homeward_session")
    sent = nurse.post(PAGE, SAID, headers={"referer": f"http://testserver{PAGE}"})
    assert sent["Location"].startswith("/sign-in")
    assert not HeldInput.objects.exists()
    assert "homeward_held" not in nurse.cookies
    assert not AnswerSheet.objects.exists()
    # The same browser, on a form that is kept: so the test would see it here too.
    nurse.post(
        "/account/password", {"oldpassword": "x", "word": "typed"}, headers={"referer": f"http://testserver{PAGE}"}
    )
    assert HeldInput.objects.exists()


def test_the_page_without_a_round_does_not_make_one(nurse: Client, it_is: Callable[[datetime], None]) -> None:
    nurse.get(PAGE)
    it_is(NOW.replace(month=5))
    nurse.get(PAGE)
    assert not StaffRound.objects.exists()
