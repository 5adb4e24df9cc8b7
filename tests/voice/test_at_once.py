"""Two who answer with the same code, or one who answers twice, at the same moment."""

from functools import partial
from typing import Any

import pytest

from homeward.voice.actions import AnsweredAlready, answer_round, send_answers
from homeward.voice.drafting import Said
from homeward.voice.models import Answer, AnswerSheet, StaffRound
from homeward.voice.queries.episodes import form_with
from tests.support.at_once import at_once
from tests.support.borough import NOW, make_borough
from tests.support.episodes import episode_of
from tests.support.voice import form

pytestmark = pytest.mark.django_db(transaction=True)


def refused(results: list[Any]) -> list[type]:
    return [type(result) for result in results if isinstance(result, Exception)]


def test_of_two_who_send_with_one_code_one_is_taken() -> None:
    borough = make_borough()
    code = form_with(form(episode_of(borough), by=borough.nurse, now=NOW))
    assert code is not None
    send = partial(send_answers, code=code, now=NOW)
    results = at_once(partial(send, said=Said({"p_ring": "5"})), partial(send, said=Said({"p_ring": "1"})))
    assert refused(results) == [AnsweredAlready]
    assert Answer.objects.count() == 1


def test_who_answers_a_round_twice_at_once_is_counted_once() -> None:
    borough = make_borough()
    said = Said({"s_time": "4"})
    results = at_once(*(partial(answer_round, said=said, by=borough.nurse, now=NOW) for _ in range(2)))
    assert refused(results) == [AnsweredAlready]
    assert AnswerSheet.objects.count() == 1


def test_of_two_members_who_answer_at_once_both_are_taken() -> None:
    borough = make_borough()
    said = Said({"s_time": "4"})
    results = at_once(*(partial(answer_round, said=said, by=by, now=NOW) for by in (borough.nurse, borough.head)))
    assert refused(results) == []
    assert AnswerSheet.objects.count() == 2
    assert len(StaffRound.objects.get().answered_by) == 2
