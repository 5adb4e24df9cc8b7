"""What is handed to those who count: every answer, and how many were asked, without a word or a name."""

from datetime import UTC, date, datetime, timedelta

import pytest

from homeward.episodes.models import Episode
from homeward.people.models import Person
from homeward.voice.actions import answer_round, note_declined, open_round
from homeward.voice.drafting import Said
from homeward.voice.history import AnswerGiven, Asked, answers_given, askings
from tests.support.borough import NOW, Borough
from tests.support.episodes import episode_of
from tests.support.voice import answered, asking, form

pytestmark = pytest.mark.django_db
LATE = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)
"""Half past midnight on 1 April in London."""


def test_an_answer_says_what_it_is_about_and_whom_to_band_it_by(borough: Borough, episode: Episode) -> None:
    Person.objects.filter(pk=episode.person_id).update(ethnic_category="A")
    sheet = answered(episode, by=borough.nurse, now=LATE, said=Said({"p_once": "4"}, "Words."), proxy="advocate")
    (one,) = answers_given()
    assert one == AnswerGiven(
        answer_id=sheet.answers.get().pk,
        sheet_id=sheet.pk,
        statement="p_once",
        theme="working_as_one",
        audience="person",
        timing="at_the_end",
        mode="in_person",
        by_proxy=True,
        response=4,
        agrees=True,
        answered_on=date(2026, 4, 1),
        pathway="rapid_response",
        organisation="RXX",
        episode_id=episode.pk,
        district="SE1",
        postcode="SE1 7EH",
        born_on=date(1940, 5, 6),
        ethnic_category="A",
    )
    assert "Words" not in str(one)
    assert "Ashdown" not in str(one)


def test_what_is_kept_apart_has_the_first_of_the_month_and_nobody(borough: Borough, episode: Episode) -> None:
    answered(episode, by=borough.nurse, now=NOW, said=Said({"p_once": "rather_not"}), apart=True)
    (one,) = answers_given()
    assert (one.answered_on, one.episode_id, one.district) == (date(2026, 3, 1), None, "SE1")
    assert (one.postcode, one.born_on, one.ethnic_category) == ("", None, "")
    assert (one.response, one.agrees, one.pathway) == (None, None, "rapid_response")


def test_staff_answers_have_organisation_and_month(borough: Borough) -> None:
    answer_round(said=Said({"s_time": "3"}), by=borough.reablement_worker, now=NOW)
    (one,) = answers_given()
    assert (one.audience, one.timing, one.mode, one.organisation) == ("staff", "staff_round", "online_staff", "E0999")
    assert (one.answered_on, one.pathway, one.district, one.agrees) == (date(2026, 3, 1), "", "", False)


def test_answers_come_month_by_month_in_chunks_and_none_twice(borough: Borough) -> None:
    for number in range(5):
        one = episode_of(borough, details={"family_name": f"Bell {number}", "nhs_number": ""})
        answered(one, by=borough.nurse, now=NOW + timedelta(days=31 * (5 - number)))
    found = list(answers_given(chunk=4))
    assert len(found) == len({one.answer_id for one in found}) == 30
    assert [one.answered_on for one in found] == sorted(one.answered_on for one in found)


def test_askings_count_those_who_did_not_answer_too(borough: Borough, episode: Episode) -> None:
    answered(episode, by=borough.nurse, now=NOW)
    note_declined(asking=asking(episode), by=borough.nurse, now=NOW)
    form(episode, by=borough.nurse, now=NOW, by_post=True, audience="carer")
    answer_round(said=Said({"s_time": "3"}), by=borough.nurse, now=NOW)
    open_round(by=borough.head, now=NOW.replace(month=5))
    march, may = date(2026, 3, 1), date(2026, 5, 1)
    staff = ("staff", "staff_round", "online_staff", "")
    assert set(askings()) == {
        Asked(march, "person", "at_the_end", "in_person", "rapid_response", "RXX", 2, 1),
        Asked(march, "carer", "at_the_end", "on_paper", "rapid_response", "RXX", 1, 0),
        Asked(march, *staff, "E0999", 2, 0),
        Asked(march, *staff, "RXX", 3, 1),
        Asked(may, *staff, "E0999", 2, 0),
        Asked(may, *staff, "RXX", 3, 0),
    }
