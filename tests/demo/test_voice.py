"""People, carers and staff of the made-up borough say how it was, and what was done about it is written."""

from collections import Counter

import pytest

from homeward.demo.reading import words
from homeward.demo.year import front_door_began
from homeward.kit.london import london_date
from homeward.partnership.models import PhasedChange
from homeward.voice import verify
from homeward.voice.models import Answer, AnswerSheet, SaidAndDone, StaffRound
from homeward.voice.rules.answers import AGREES_FROM
from homeward.voice.rules.months import month_of
from tests.demo.conftest import NOW

pytestmark = pytest.mark.usefixtures("borough")


def agree(**of: object) -> float:
    """Per cent of valid answers that agree."""
    valid = Answer.objects.filter(response__isnull=False, **of)
    assert valid.count() > 30
    return 100 * valid.filter(response__gte=AGREES_FROM).count() / valid.count()


def test_every_promise_about_answers_holds() -> None:
    assert list(verify.problems()) == []


def test_most_people_agree_and_more_since_the_joint_front_door() -> None:
    began = month_of(front_door_began(london_date(NOW)))
    assert 78 <= agree(sheet__audience="person") <= 90
    for audience in ("person", "carer", "staff"):
        before = agree(sheet__audience=audience, sheet__answered_month__lt=began)
        assert agree(sheet__audience=audience, sheet__answered_month__gt=began + 1) > before, audience


def test_every_whole_month_has_enough_answers_to_be_shown() -> None:
    answered = AnswerSheet.objects.filter(audience="person", answered_month__isnull=False)
    by_month = Counter(answered.values_list("answered_month", flat=True))
    whole = sorted(by_month)[1:-1]
    assert len(whole) >= 10
    assert min(by_month[month] for month in whole) >= 20


def test_some_would_rather_not_some_never_answer_and_some_are_answered_for() -> None:
    sheets = AnswerSheet.objects.exclude(audience="staff")
    asked = sheets.count()
    assert 0.02 < sheets.filter(declined=True).count() / asked < 0.12
    assert 0.05 < sheets.filter(declined=False, answered_month=None).count() / asked < 0.4
    assert 0.03 < sheets.exclude(proxy="").count() / asked < 0.2
    assert 0.03 < sheets.exclude(comment="").count() / asked < 0.2
    assert set(sheets.values_list("timing", flat=True)) == {"during", "at_the_end", "twelve_weeks"}
    assert 0.03 < Answer.objects.filter(response=None).count() / Answer.objects.count() < 0.12


def test_staff_answered_in_every_round_and_none_twice() -> None:
    rounds = list(StaffRound.objects.all())
    assert [one.month for one in rounds] == [202609, 202603, 202509]
    for one in rounds:
        answered = AnswerSheet.objects.filter(audience="staff", answered_month=one.month).count()
        assert len(set(one.answered_by)) == len(one.answered_by) == answered
        assert 0.4 < answered / sum(one.asked.values()) < 0.9


def test_what_was_done_is_written_beside_what_was_said() -> None:
    entries = list(SaidAndDone.objects.select_related("change"))
    assert len(entries) == len(words("voice")["said_and_done"])
    assert any(one.change for one in entries)
    assert all(one.since <= london_date(one.at) <= london_date(NOW) for one in entries)


def test_one_change_began_everywhere_and_another_came_to_two_localities_first() -> None:
    changes = {one.title: one for one in PhasedChange.objects.all()}
    door = changes["Joint front door"]
    assert door.rebase
    assert door.days == [front_door_began(london_date(NOW))]
    falls = changes["Picked up after a fall"]
    assert not falls.rebase
    assert len(falls.days) == 2
    assert len({one.locality for one in falls.phases.all()}) == 4
    assert all(one.marked_at < NOW for one in changes.values())
