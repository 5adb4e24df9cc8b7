"""The pages beside the person: asking, writing down, giving a form, and entering one that came back."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client

from homeward.episodes.actions.ending import end_episode
from homeward.episodes.models import Episode
from homeward.people.models import AccessEntry
from homeward.voice.drafting import Said
from homeward.voice.models import AnswerSheet, SheetCode
from homeward.voice.rules.codes import code_of
from tests.support.borough import NOW, Borough
from tests.support.leaving import seen
from tests.support.pages import as_, words
from tests.support.voice import answered, form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("it_is")]

ASK = {"audience": "person", "timing": "at_the_end", "way": "in_person", "proxy": ""}


def code_now() -> str:
    return code_of(SheetCode.objects.get().key, settings.SECRET_KEY)


def test_the_page_says_who_was_asked_and_never_what_they_said(
    borough: Borough, episode: Episode, nurse: Client
) -> None:
    here = f"/episodes/{episode.pk}/how-it-was"
    assert "Nobody has asked yet" in words(nurse.get(here))
    answered(episode, by=borough.nurse, now=NOW, said=Said({"p_ring": "1"}, "Nobody came."), proxy="family")
    page = words(nurse.get(here))
    assert "Answered 4 Mar 2026" in page
    assert "Family or a carer, for them" in page
    assert "Nobody came." not in page
    assert "Strongly disagree" not in page
    assert AccessEntry.objects.filter(route="episode_how_it_was", member=borough.nurse).exists()


@pytest.mark.parametrize(
    ("ended_days_ago", "timing"), [(None, "during"), (0, "at_the_end"), (69, "at_the_end"), (70, "twelve_weeks")]
)
def test_when_in_their_help_it_is_stands_ready(
    borough: Borough, it_is: Callable[[datetime], None], ended_days_ago: int | None, timing: str
) -> None:
    episode = seen(borough, at=NOW)
    if ended_days_ago is not None:
        end_episode(episode=episode, reason="completed", by=borough.nurse, now=NOW + timedelta(hours=2))
        it_is(NOW + timedelta(days=ended_days_ago, hours=2))
    page = words(as_(borough.nurse).get(f"/episodes/{episode.pk}/how-it-was"))
    assert f'value="{timing}" checked' in page


def test_a_practitioner_writes_down_what_they_say(borough: Borough, episode: Episode, nurse: Client) -> None:
    here = f"/episodes/{episode.pk}/how-it-was"
    asked = nurse.post(here, {**ASK, "proxy": "advocate"})
    assert asked["Location"].startswith(f"{here}/record?")
    page = words(nurse.get(asked["Location"]))
    assert page.count("<fieldset") == 6
    assert "(optional)</legend>" not in page
    done = nurse.post(
        asked["Location"], {"says_p_ring": "5", "says_p_once": "not_applicable", "comment": "Ring first."}
    )
    assert done["Location"] == here
    sheet = AnswerSheet.objects.get()
    assert (sheet.proxy, sheet.mode, sheet.comment, sheet.episode) == ("advocate", "in_person", "Ring first.", episode)
    assert set(sheet.answers.values_list("statement", "response", "no_response")) == {
        ("p_ring", 5, ""),
        ("p_once", None, "not_applicable"),
    }


def test_nothing_answered_and_answers_that_are_none_are_sent_back(episode: Episode, nurse: Client) -> None:
    path = f"/episodes/{episode.pk}/how-it-was/record?audience=person&timing=during&mode=phone"
    empty = nurse.post(path, {"comment": ""})
    assert (empty.status_code, "Nothing is answered yet." in words(empty)) == (422, True)
    wrong = nurse.post(path, {"says_p_ring": "9"})
    assert (wrong.status_code, "Choose one of the answers." in words(wrong)) == (422, True)
    assert not AnswerSheet.objects.exists()


@pytest.mark.parametrize(
    "query", ["", "audience=dog&timing=during&mode=phone", "audience=staff&timing=staff_round&mode=phone"]
)
def test_an_address_that_asks_for_nothing_leads_back(episode: Episode, nurse: Client, query: str) -> None:
    here = f"/episodes/{episode.pk}/how-it-was"
    assert nurse.get(f"{here}/record?{query}")["Location"] == here


def test_what_is_kept_apart_does_not_stand_on_the_page_of_the_episode(
    borough: Borough, episode: Episode, nurse: Client
) -> None:
    here = f"/episodes/{episode.pk}/how-it-was"
    asked = nurse.post(here, {**ASK, "apart": "on"})
    assert "kept apart from the record" in words(nurse.get(asked["Location"]))
    nurse.post(asked["Location"], {"says_p_ring": "2"})
    assert AnswerSheet.objects.get().episode is None
    nurse.get(here)
    assert "Nobody has asked yet, or the answers are kept apart" in words(nurse.get(here))


def test_who_would_rather_not_is_noted(episode: Episode, nurse: Client) -> None:
    here = f"/episodes/{episode.pk}/how-it-was"
    assert nurse.post(here, {**ASK, "way": "declined"})["Location"] == here
    assert "They would rather not" in words(nurse.get(here))
    assert AnswerSheet.objects.get().declined


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"audience": ""}, "Who is asked: choose one."),
        ({"audience": "staff"}, "Who is asked: choose one."),
        ({"timing": "staff_round"}, "When in their help: choose one."),
        ({"way": "telepathy"}, "How: choose one."),
        ({"proxy": "cat"}, "Does somebody answer for them: choose one."),
    ],
)
def test_what_cannot_be_asked_is_sent_back(episode: Episode, nurse: Client, changes: dict[str, str], said: str) -> None:
    answer = nurse.post(f"/episodes/{episode.pk}/how-it-was", {**ASK, **changes})
    assert (answer.status_code, said in words(answer)) == (422, True)
    assert not AnswerSheet.objects.exists()


def test_nobody_who_has_died_is_asked(borough: Borough, it_is: Callable[[datetime], None]) -> None:
    episode = seen(borough, at=NOW)
    end_episode(episode=episode, reason="died", by=borough.nurse, now=NOW + timedelta(hours=1))
    it_is(NOW + timedelta(days=1))
    nurse, here = as_(borough.nurse), f"/episodes/{episode.pk}/how-it-was"
    page = words(nurse.get(here))
    assert "The record says that they have died." in page
    assert 'value="carer" checked' in page
    assert nurse.post(here, {**ASK, "way": "paper"}).status_code == 422
    assert nurse.post(here, {**ASK, "way": "paper", "audience": "carer"}).status_code == 302


def test_the_coordinator_reads_and_does_not_ask(borough: Borough, episode: Episode) -> None:
    client, here = as_(borough.coordinator), f"/episodes/{episode.pk}/how-it-was"
    assert "Those who help them ask" in words(client.get(here))
    client.post(here, {**ASK, "way": "declined"})
    assert not AnswerSheet.objects.exists()


def test_a_form_on_paper_is_large_has_no_name_and_is_entered_by_its_code(
    borough: Borough, episode: Episode, nurse: Client
) -> None:
    given = nurse.post(f"/episodes/{episode.pk}/how-it-was", {**ASK, "way": "paper"})
    code = code_now()
    assert given["Location"] == f"/voice/forms/{code}"
    assert "until the end of 25 Mar 2026" in words(nurse.get(given["Location"]))
    waiting = words(nurse.get(f"/episodes/{episode.pk}/how-it-was"))
    assert "Waiting until the end of 25 Mar 2026" in waiting
    assert f'href="/voice/forms/{code}"' in waiting
    paper = words(nurse.get(f"/voice/forms/{code}/paper"))
    article = paper[paper.index("<article") : paper.index("</article>")]
    assert "Ashdown" not in paper
    assert "Mabel" not in paper
    assert article.count("vo-box") == 6 * 7
    assert code in article
    assert "by 25 Mar 2026" in article
    assert "http://testserver/say" in article
    found = nurse.get("/voice/forms", {"code": code.lower().replace("-", "")})
    assert found["Location"] == f"/voice/forms/{code}/answers"
    assert "Ashdown" not in words(nurse.get(found["Location"]))
    assert nurse.post(found["Location"], {}).status_code == 422
    saved = nurse.post(found["Location"], {"says_p_ring": "4"})
    assert saved["Location"] == "/voice/forms"
    assert AnswerSheet.objects.get().mode == "on_paper"
    assert nurse.get(found["Location"]).status_code == 404
    again = nurse.get("/voice/forms", {"code": code})
    assert (again.status_code, "no form with this code waits" in words(again)) == (422, True)


def test_a_form_kept_apart_is_entered_by_any_team_and_another_ones_is_not(borough: Borough, episode: Episode) -> None:
    apart = form(episode, by=borough.nurse, now=NOW, by_post=True, apart=True)
    tied = form(episode, by=borough.nurse, now=NOW, by_post=True)
    other = as_(borough.reablement_worker)
    assert other.get(f"/voice/forms/{apart}/answers").status_code == 200
    assert other.get(f"/voice/forms/{tied}/answers").status_code == 404
    assert other.post(f"/voice/forms/{tied}/answers", {"says_p_ring": "1"}).status_code == 404
    assert other.get("/voice/forms", {"code": tied}).status_code == 422


def test_a_form_that_has_run_out_is_not_there(
    borough: Borough, episode: Episode, it_is: Callable[[datetime], None]
) -> None:
    code = form(episode, by=borough.nurse, now=NOW, by_post=True)
    it_is(NOW + timedelta(days=22))
    nurse = as_(borough.nurse)
    for part in ("", "/paper", "/answers"):
        assert nurse.get(f"/voice/forms/{code}{part}").status_code == 404


def test_what_was_typed_comes_back_after_the_session_ended(episode: Episode, nurse: Client) -> None:
    path = f"/episodes/{episode.pk}/how-it-was/record?audience=person&timing=during&mode=phone"
    nurse.get(path)
    nurse.cookies.pop("homeward_session")
    nurse.post(path, {"says_p_ring": "2", "comment": "Slow."}, headers={"referer": f"http://testserver{path}"})
    nurse.force_login(episode.opened_by.__class__.objects.get(username="nia-nurse"))
    page = words(nurse.get(path))
    assert "Slow." in page
    assert 'name="says_p_ring" type="radio" value="2" checked' in page
