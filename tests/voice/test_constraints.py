"""What the database itself refuses about sheets, answers, rounds and what was done, whoever writes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from homeward.episodes.models import Episode
from homeward.voice.actions import open_round, say_and_do
from homeward.voice.drafting import Said, answers_of, staff_sheet
from homeward.voice.models import Answer, AnswerSheet, SaidAndDone, SheetCode, StaffRound
from homeward.voice.reading import shelf
from tests.support.borough import NOW, Borough
from tests.support.constraints import names_of_constraints, refusal, refusal_to_add
from tests.support.voice import answered, form

pytestmark = pytest.mark.django_db

Tries = list[tuple[str, dict[str, Any]]]
ANY: Tries = [
    ("sheet_audience_is_known", {"audience": "dog"}),
    ("sheet_timing_is_known", {"timing": "never"}),
    ("sheet_mode_is_known", {"mode": "telepathy"}),
    ("sheet_proxy_is_known", {"proxy": "cat"}),
    ("sheet_says_what_was_asked", {"statements_version": ""}),
    ("sheet_of_staff_says_nothing_of_them", {"pathway": ""}),
    ("sheet_of_staff_says_nothing_of_them", {"timing": "staff_round"}),
    ("sheet_of_staff_says_nothing_of_them", {"mode": "online_staff"}),
    ("sheet_of_staff_says_nothing_of_them", {"audience": "staff"}),
    ("sheet_apart_from_a_record_has_no_day", {"offered_at": None}),
    ("sheet_apart_from_a_record_has_no_day", {"answered_at": None}),
    ("sheet_apart_from_a_record_has_no_day", {"answered_month": None}),
    ("sheet_apart_from_a_record_has_no_day", {"answered_at": NOW - timedelta(seconds=1)}),
    ("sheet_apart_from_a_record_has_no_day", {"episode": None}),
    ("sheet_district_only_apart_from_a_record", {"district": "SE1"}),
    ("sheet_months_are_months", {"asked_month": 199912}),
    ("sheet_months_are_months", {"asked_month": 202604}),
    ("sheet_months_are_months", {"answered_month": 299913}),
    ("sheet_without_an_answer_says_nothing", {"declined": True}),
    ("sheet_without_an_answer_says_nothing", {"answered_month": None, "answered_at": None, "comment": "Hm."}),
]
APART: Tries = [
    ("sheet_apart_from_a_record_has_no_day", {"offered_at": NOW}),
    ("sheet_apart_from_a_record_has_no_day", {"answered_at": NOW}),
]
STAFF: Tries = [
    ("sheet_of_staff_says_nothing_of_them", {"proxy": "staff"}),
    ("sheet_of_staff_says_nothing_of_them", {"pathway": "reablement"}),
    ("sheet_of_staff_says_nothing_of_them", {"district": "SE1"}),
    ("sheet_of_staff_says_nothing_of_them", {"mode": "in_person"}),
    ("sheet_of_staff_says_nothing_of_them", {"timing": "during"}),
    ("sheet_of_staff_says_nothing_of_them", {"answered_month": 202604}),
    ("sheet_of_staff_says_nothing_of_them", {"answered_month": None}),
    ("sheet_of_staff_says_nothing_of_them", {"audience": "person"}),
    ("sheet_apart_from_a_record_has_no_day", {"answered_at": NOW}),
    ("sheet_apart_from_a_record_has_no_day", {"offered_at": NOW}),
]
ANSWER: Tries = [
    ("answer_is_to_a_statement", {"statement": ""}),
    ("answer_is_on_the_scale_or_says_why_not", {"response": 0}),
    ("answer_is_on_the_scale_or_says_why_not", {"response": 6}),
    ("answer_is_on_the_scale_or_says_why_not", {"response": None}),
    ("answer_is_on_the_scale_or_says_why_not", {"no_response": "rather_not"}),
    ("answer_is_on_the_scale_or_says_why_not", {"response": None, "no_response": "bored"}),
]
ROUND: Tries = [
    ("staff_round_opened_by_someone", {"opened_by": None}),
    ("staff_round_opened_by_someone", {"opened_at": None}),
    ("staff_round_month_is_a_month", {"month": 199912}),
]
DONE: Tries = [
    ("said_and_done_says_both", {"said": ""}),
    ("said_and_done_says_both", {"done": ""}),
    ("said_and_done_withdrawn_by_someone", {"withdrawn_at": NOW}),
    ("said_and_done_withdrawn_by_someone", {"withdrawn_by": F("by")}),
]
TRIED_NAMES = {name for name, _ in (*ANY, *APART, *STAFF, *ANSWER, *ROUND, *DONE)} | {
    "sheet_code_has_a_key",
    "answer_once_for_each_statement",
}


def test_every_guard_of_this_room_is_tried() -> None:
    assert names_of_constraints("voice") == TRIED_NAMES


@pytest.mark.parametrize(("name", "values"), ANY)
def test_a_sheet_cannot_be_made_to_say(borough: Borough, episode: Episode, name: str, values: dict[str, Any]) -> None:
    answered(episode, by=borough.nurse, now=NOW)
    assert name in refusal(AnswerSheet.objects.all(), **values)


@pytest.mark.parametrize(("name", "values"), APART)
def test_a_sheet_apart_from_the_record_cannot_be_made_to_say(
    borough: Borough, episode: Episode, name: str, values: dict[str, Any]
) -> None:
    answered(episode, by=borough.nurse, now=NOW, apart=True)
    assert name in refusal(AnswerSheet.objects.all(), **values)


@pytest.mark.parametrize(("name", "values"), STAFF)
def test_a_sheet_of_staff_cannot_be_made_to_say(borough: Borough, name: str, values: dict[str, Any]) -> None:
    version = shelf().on(NOW.date())
    sheet = staff_sheet(organisation=borough.nurse.organisation, statements=version, month=202603, said=Said())
    sheet.save(force_insert=True)
    assert name in refusal(AnswerSheet.objects.all(), **values)


def test_a_sheet_of_staff_cannot_be_tied_to_an_episode(borough: Borough, episode: Episode) -> None:
    version = shelf().on(NOW.date())
    sheet = staff_sheet(organisation=borough.nurse.organisation, statements=version, month=202603, said=Said())
    sheet.episode, sheet.offered_at, sheet.answered_at = episode, NOW, NOW
    assert "sheet_of_staff_says_nothing_of_them" in refusal_to_add(sheet)


@pytest.mark.parametrize(("name", "values"), ANSWER)
def test_an_answer_cannot_be_made_to_say(borough: Borough, episode: Episode, name: str, values: dict[str, Any]) -> None:
    answered(episode, by=borough.nurse, now=NOW, said=Said({"p_ring": "4"}))
    assert name in refusal(Answer.objects.all(), **values)


def test_a_statement_is_answered_once_on_a_sheet(borough: Borough, episode: Episode) -> None:
    sheet = answered(episode, by=borough.nurse, now=NOW, said=Said({"p_ring": "4"}))
    again = next(answers_of(sheet, Said({"p_ring": "5"})))
    said = refusal_to_add(again)
    assert "answer_once_for_each_statement" in said or "statement" in said


@pytest.mark.parametrize(("name", "values"), ROUND)
def test_a_round_cannot_be_made_to_say(borough: Borough, name: str, values: dict[str, Any]) -> None:
    open_round(by=borough.head, now=NOW)
    assert name in refusal(StaffRound.objects.all(), **values)


@pytest.mark.parametrize(("name", "values"), DONE)
def test_what_was_done_cannot_be_made_to_say(borough: Borough, name: str, values: dict[str, Any]) -> None:
    say_and_do(said="You come late.", done="Rounds begin at 7.", since=NOW.date(), by=borough.head, now=NOW)
    assert name in refusal(SaidAndDone.objects.all(), **values)


def test_a_code_has_a_key(borough: Borough, episode: Episode) -> None:
    form(episode, by=borough.nurse, now=NOW)
    assert "sheet_code_has_a_key" in refusal(SheetCode.objects.all(), key="")
