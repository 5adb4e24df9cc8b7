"""Staff rounds: who may answer, once; and that nothing stored leads from the answers to a member."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from homeward.partnership.models import Member
from homeward.voice.actions import AnsweredAlready, NotAsked, NothingSaid, answer_round, open_round
from homeward.voice.drafting import AskedOtherwise, Said
from homeward.voice.models import Answer, AnswerSheet, StaffRound
from homeward.voice.queries.rounds import has_answered, round_is_open
from tests.support.borough import NOW, Borough

pytestmark = pytest.mark.django_db
SAID = Said({"s_time": "2", "s_heard": "4"}, "More cars.")
MAY = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
STAFF = ("nurse", "coordinator", "reablement_worker", "head", "privacy_officer")


def test_staff_of_the_joint_service_answer_once_a_round(borough: Borough) -> None:
    for who in STAFF:
        answer_round(said=SAID, by=getattr(borough, who), now=NOW)
        assert has_answered(getattr(borough, who), NOW.date())
    for who in ("commissioner", "gp"):
        with pytest.raises(NotAsked):
            answer_round(said=SAID, by=getattr(borough, who), now=NOW)
    with pytest.raises(AnsweredAlready):
        answer_round(said=SAID, by=borough.nurse, now=NOW + timedelta(days=20))
    assert AnswerSheet.objects.count() == len(STAFF)
    autumn = NOW.replace(month=9)
    assert not has_answered(borough.nurse, autumn.date())
    answer_round(said=SAID, by=borough.nurse, now=autumn)
    assert AnswerSheet.objects.filter(asked_month=202609).count() == 1


def test_a_round_knows_how_many_were_asked(borough: Borough) -> None:
    answer_round(said=SAID, by=borough.nurse, now=NOW)
    assert StaffRound.objects.get().asked == {"E0999": 2, "RXX": 3}
    Member.objects.filter(pk=borough.privacy_officer.pk).update(is_active=False)
    answer_round(said=SAID, by=borough.head, now=NOW)
    assert StaffRound.objects.get().asked == {"E0999": 2, "RXX": 2}


def test_outside_the_agreed_months_a_head_of_service_opens_a_round(borough: Borough) -> None:
    assert not round_is_open(MAY.date())
    with pytest.raises(NotAsked):
        answer_round(said=SAID, by=borough.nurse, now=MAY)
    with pytest.raises(NotAsked):
        open_round(by=borough.nurse, now=MAY)
    open_round(by=borough.head, now=MAY)
    again = open_round(by=borough.head, now=MAY + timedelta(days=1))
    assert again.opened_at == MAY
    answer_round(said=SAID, by=borough.nurse, now=MAY)
    assert not round_is_open(MAY.replace(month=6).date())


def test_what_cannot_be_is_refused_and_does_not_count_as_answered(borough: Borough) -> None:
    with pytest.raises(NothingSaid):
        answer_round(said=Said(), by=borough.nurse, now=NOW)
    with pytest.raises(AskedOtherwise):
        answer_round(said=Said({"p_ring": "4"}), by=borough.nurse, now=NOW)
    assert not has_answered(borough.nurse, NOW.date())
    assert not AnswerSheet.objects.exists()


def test_a_sheet_of_staff_holds_the_organisation_and_the_month_and_nothing_else_of_them(borough: Borough) -> None:
    answer_round(said=SAID, by=borough.nurse, now=NOW)
    sheet = AnswerSheet.objects.values().get()
    del sheet["id"]
    assert sheet == {
        "episode_id": None,
        "audience": "staff",
        "timing": "staff_round",
        "mode": "online_staff",
        "proxy": "",
        "statements_version": "2026.1",
        "pathway": "",
        "organisation_id": borough.organisations["trust"].pk,
        "district": "",
        "asked_month": 202603,
        "answered_month": 202603,
        "offered_at": None,
        "answered_at": None,
        "declined": False,
        "comment": "More cars.",
    }


def test_neither_table_of_answers_has_a_member_a_time_or_a_number_that_counts_up(borough: Borough) -> None:
    for who in STAFF:
        answer_round(said=SAID, by=getattr(borough, who), now=NOW)
    for model in (AnswerSheet, Answer):
        related = {field.related_model for field in model._meta.get_fields() if field.is_relation}
        assert Member not in related
        ids = list(model.objects.values_list("pk", flat=True))
        assert max(ids) - min(ids) > 1_000_000
    # In SQLite the id is the place in the file itself: there is no other number of the row that counts up.
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in (AnswerSheet._meta.db_table, Answer._meta.db_table):
                cursor.execute(f"SELECT count(*) FROM {table} WHERE rowid <> id")
                assert cursor.fetchone() == (0,)


def test_the_same_is_stored_whoever_answered_and_in_whichever_order(borough: Borough) -> None:
    """Two worlds in which the same two answered, each what the other did in the other world, look the same."""
    first, second = borough.nurse, borough.head
    cars, time = Said({"s_time": "1"}, "Cars."), Said({"s_time": "5"}, "Time.")
    seen = []
    for order in (((first, cars), (second, time)), ((second, cars), (first, time)), ((second, time), (first, cars))):
        AnswerSheet.objects.all().delete()
        StaffRound.objects.all().delete()
        for member, said in order:
            answer_round(said=said, by=member, now=NOW)
        seen.append(everything_stored())
    assert seen[0] == seen[1] == seen[2]


def test_no_table_of_any_room_changes_but_sheets_answers_and_the_round(borough: Borough) -> None:
    before = counts()
    answer_round(said=SAID, by=borough.nurse, now=NOW)
    changed = {name for name, count in counts().items() if count != before[name]}
    assert changed == {"AnswerSheet", "Answer", "StaffRound"}


def everything_stored() -> list[Any]:
    """All rows of this room but their random ids, as sorted text."""
    sheets = [
        [
            sheet.organisation.code,
            sheet.asked_month,
            sheet.comment,
            sorted(sheet.answers.values_list("statement", "response")),
        ]
        for sheet in AnswerSheet.objects.all()
    ]
    rounds = list(StaffRound.objects.values("month", "opened_by", "opened_at", "asked", "answered_by"))
    return [sorted(map(json.dumps, sheets)), json.dumps(rounds)]


def counts() -> dict[str, int]:
    return dict(_counts())


def _counts() -> Iterator[tuple[str, int]]:
    for model in apps.get_models():
        yield model.__name__, model._default_manager.count()
