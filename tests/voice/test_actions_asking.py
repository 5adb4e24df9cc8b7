"""Asking somebody: what is kept, what is kept apart, and what works once."""

from datetime import timedelta

import pytest
from django.conf import settings

from homeward.episodes.actions.ending import end_episode
from homeward.episodes.models import Episode
from homeward.people.models import Person
from homeward.voice.actions import (
    AnsweredAlready,
    CannotBeAsked,
    NothingSaid,
    keep_draft,
    note_declined,
    record_answers,
    record_many,
    refuse,
    send_answers,
)
from homeward.voice.drafting import MOST_COMMENT, AskedOtherwise, Said, answer_on, sheet_of
from homeward.voice.models import Answer, AnswerSheet, SheetCode
from homeward.voice.queries.episodes import form_with
from homeward.voice.reading import shelf
from homeward.voice.rules.answers import NotAnAnswer
from homeward.voice.verify import problems
from tests.support.borough import NOW, Borough
from tests.support.episodes import episode_of
from tests.support.leaving import seen
from tests.support.voice import AGREE, answered, asking, form

pytestmark = pytest.mark.django_db


def found(code: str) -> SheetCode:
    one = form_with(code)
    assert one is not None
    return one


def test_what_somebody_says_is_kept_statement_by_statement(borough: Borough, episode: Episode) -> None:
    sheet = answered(episode, by=borough.nurse, now=NOW, said=Said(AGREE, "  Come earlier.\0 "), proxy="family")
    sheet.refresh_from_db()
    assert {one.statement: one.response or one.no_response for one in sheet.answers.all()} == {
        "p_doing": 4, "p_told": 5, "p_family": "not_applicable", "p_once": 2, "p_ring": 3, "p_listened": "rather_not",
    }  # fmt: skip
    assert (sheet.comment, sheet.proxy, sheet.by_proxy) == ("Come earlier.", "family", True)
    assert (sheet.episode, sheet.offered_at, sheet.answered_at) == (episode, NOW, NOW)
    assert (sheet.asked_month, sheet.answered_month, sheet.district) == (202603, 202603, "")
    assert (sheet.pathway, sheet.organisation.code, sheet.statements_version) == ("rapid_response", "RXX", "2026.1")
    assert list(problems()) == []


def test_answers_kept_apart_have_the_month_and_the_district_and_no_way_back(borough: Borough, episode: Episode) -> None:
    sheet = answered(episode, by=borough.nurse, now=NOW, apart=True)
    sheet.refresh_from_db()
    kept = {name: value for name, value in vars(sheet).items() if not name.startswith("_")}
    assert kept == {
        "id": sheet.pk,
        "episode_id": None,
        "audience": "person",
        "timing": "at_the_end",
        "mode": "in_person",
        "proxy": "",
        "statements_version": "2026.1",
        "pathway": "rapid_response",
        "organisation_id": borough.organisations["trust"].pk,
        "district": "SE1",
        "asked_month": 202603,
        "answered_month": 202603,
        "offered_at": None,
        "answered_at": None,
        "declined": False,
        "comment": "",
    }


def test_ids_do_not_tell_in_which_order_answers_came(borough: Borough, episode: Episode) -> None:
    sheets = [answered(episode, by=borough.nurse, now=NOW, apart=True).pk for _ in range(12)]
    assert sheets != sorted(sheets)
    in_order_of_the_file = list(AnswerSheet.objects.order_by("pk").values_list("pk", flat=True))
    assert in_order_of_the_file == sorted(sheets)
    first = list(Answer.objects.filter(sheet=sheets[0]).values_list("pk", flat=True))
    assert max(Answer.objects.values_list("pk", flat=True)) - min(first) > 12 * len(AGREE)


def test_nothing_at_all_is_no_answer(borough: Borough, episode: Episode) -> None:
    with pytest.raises(NothingSaid):
        answered(episode, by=borough.nurse, now=NOW, said=Said({}, "  "))
    assert not AnswerSheet.objects.exists()
    assert answered(episode, by=borough.nurse, now=NOW, said=Said({}, "Thank you.")).answers.count() == 0


def test_what_is_not_asked_then_is_refused_and_nothing_of_it_kept(borough: Borough, episode: Episode) -> None:
    with pytest.raises(AskedOtherwise, match='"p_told" is not asked here'):
        answered(episode, by=borough.nurse, now=NOW, timing="twelve_weeks")
    with pytest.raises(NotAnAnswer):
        answered(episode, by=borough.nurse, now=NOW, said=Said({"p_ring": "4", "p_once": "9"}))
    assert not AnswerSheet.objects.exists()


def test_a_very_long_comment_is_cut_off(borough: Borough, episode: Episode) -> None:
    assert len(answered(episode, by=borough.nurse, now=NOW, said=Said({}, "x" * 9_999)).comment) == MOST_COMMENT


def test_a_refusal_counts_as_asked(borough: Borough, episode: Episode) -> None:
    sheet = note_declined(asking=asking(episode), by=borough.nurse, now=NOW)
    sheet.refresh_from_db()
    assert (sheet.declined, sheet.answered_month, sheet.asked_month) == (True, None, 202603)


def test_only_those_with_a_reason_to_see_the_person_ask_them(borough: Borough, episode: Episode) -> None:
    with pytest.raises(CannotBeAsked, match="None of your teams has a reason"):
        answered(episode, by=borough.reablement_worker, now=NOW)


def test_nobody_who_has_died_is_asked_and_their_carer_may_be(borough: Borough) -> None:
    episode = seen(borough, at=NOW)
    end_episode(episode=episode, reason="died", by=borough.nurse, now=NOW + timedelta(hours=1))
    later = NOW + timedelta(days=1)
    with pytest.raises(CannotBeAsked, match="they have died"):
        form(episode, by=borough.nurse, now=later)
    assert answered(episode, by=borough.nurse, now=later, audience="carer", said=Said({"c_ring": "5"})).pk


def test_a_form_is_answered_step_by_step_and_sent_once(borough: Borough, episode: Episode) -> None:
    code = found(form(episode, by=borough.nurse, now=NOW))
    keep_draft(code=code, statement="p_doing", answer="5", now=NOW)
    keep_draft(code=code, statement="p_told", answer="1", now=NOW)
    keep_draft(code=code, statement="p_told", answer="2", now=NOW)
    keep_draft(code=code, statement="p_doing", answer="", now=NOW)
    with pytest.raises(NotAnAnswer):
        keep_draft(code=code, statement="p_ring", answer="7", now=NOW)
    later = NOW + timedelta(hours=23)
    sheet = send_answers(code=code, comment="Fine.", now=later)
    assert [(one.statement, one.response) for one in sheet.answers.all()] == [("p_told", 2)]
    assert (sheet.answered_at, sheet.comment, sheet.mode) == (later, "Fine.", "own_device")
    assert not SheetCode.objects.exists()
    for again in (send_answers, refuse):
        with pytest.raises(AnsweredAlready):
            again(code=code, now=later)
    with pytest.raises(AnsweredAlready):
        keep_draft(code=code, statement="p_doing", answer="1", now=later)
    assert Answer.objects.count() == 1


@pytest.mark.parametrize(("by_post", "works"), [(False, timedelta(hours=24)), (True, timedelta(days=21, hours=14))])
def test_a_form_runs_out(borough: Borough, episode: Episode, by_post: bool, works: timedelta) -> None:
    last = NOW + works - timedelta(seconds=1)
    code = found(form(episode, by=borough.nurse, now=NOW, by_post=by_post))
    keep_draft(code=code, statement="p_ring", answer="5", now=last)
    with pytest.raises(AnsweredAlready):
        send_answers(code=code, now=last + timedelta(seconds=1))
    assert send_answers(code=code, now=last).answered_at == last


def test_what_has_run_out_is_removed_when_the_next_is_given(borough: Borough, episode: Episode) -> None:
    code = found(form(episode, by=borough.nurse, now=NOW))
    keep_draft(code=code, statement="p_ring", answer="5", now=NOW)
    form(episode, by=borough.nurse, now=NOW + timedelta(hours=25))
    assert not SheetCode.objects.filter(pk=code.pk).exists()
    assert AnswerSheet.objects.filter(answered_month=None).count() == 2
    assert not Answer.objects.exists()


def test_who_would_rather_not_leaves_nothing_of_what_they_had_chosen(borough: Borough, episode: Episode) -> None:
    code = found(form(episode, by=borough.nurse, now=NOW, apart=True))
    keep_draft(code=code, statement="p_ring", answer="1", now=NOW)
    sheet = refuse(code=code, now=NOW)
    assert sheet.declined
    assert not Answer.objects.exists()
    assert not SheetCode.objects.exists()


def test_the_database_alone_does_not_know_the_code(borough: Borough, episode: Episode) -> None:
    code = form(episode, by=borough.nurse, now=NOW)
    one = found(code)
    assert code.replace("-", "").startswith(one.key)
    assert code.replace("-", "")[10:] not in str(vars(one)) + str(vars(one.sheet))
    guessed = one.key + "000000"
    assert form_with(guessed) is None
    assert settings.SECRET_KEY not in code


def test_many_are_saved_at_once_as_one_by_one(borough: Borough) -> None:
    version = shelf().on(NOW.date())
    rows = []
    for number in range(7):
        episode = Episode.objects.select_related("person", "owning_team__organisation").get(
            pk=episode_of(borough, details={"family_name": f"Bell {number}", "nhs_number": ""}).pk
        )
        sheet = sheet_of(asking(episode, apart=number % 2 == 1), version, NOW)
        said = Said(AGREE, "Good.") if number else Said()
        if said.anything:
            answer_on(sheet, said, NOW)
        rows.append((sheet, said))
    assert record_many(rows=rows, chunk=3) == 7
    assert AnswerSheet.objects.filter(answered_month=202603).count() == 6
    one = AnswerSheet.objects.filter(episode__isnull=False, answered_month=202603).first()
    assert one is not None
    assert one.episode is not None
    single = record_answers(asking=asking(one.episode), said=Said(AGREE, "Good."), by=borough.nurse, now=NOW)
    for field in AnswerSheet._meta.get_fields():
        if field.name not in ("id", "answers", "code"):
            assert getattr(one, field.name) == getattr(single, field.name), field.name
    assert sorted(one.answers.values_list("statement", "response", "no_response")) == sorted(
        single.answers.values_list("statement", "response", "no_response")
    )
    assert list(problems()) == []


def test_no_district_is_known_of_somebody_whose_address_is_secret(borough: Borough, episode: Episode) -> None:
    Person.objects.filter(pk=episode.person_id).update(
        restricted=True, address="", postcode="", phone="", gp_practice=""
    )
    assert answered(episode, by=borough.nurse, now=NOW, apart=True).district == ""
