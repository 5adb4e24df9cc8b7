"""What people said is shown to nobody beside a name, and of fewer than five to nobody at all."""

from datetime import UTC, date, datetime

import pytest

from homeward.outcomes.collecting import collect
from homeward.outcomes.counting.asking import Cell
from homeward.outcomes.definitions import measure_called, measures
from homeward.outcomes.periods import Period
from homeward.outcomes.showing import SAID_IN_CONFIDENCE, shown, shown_exactly
from homeward.voice.drafting import Said
from tests.support.borough import NOW, make_borough
from tests.support.episodes import episode_of
from tests.support.pages import as_, words
from tests.support.voice import answered

VOICES = [one.code for one in measures() if one.table in SAID_IN_CONFIDENCE]


def test_there_are_measures_of_what_people_carers_and_staff_say() -> None:
    assert {"people_agree", "carers_agree", "staff_agree"} <= set(VOICES)


@pytest.mark.parametrize("code", VOICES)
def test_who_may_see_people_sees_no_small_number_of_what_they_said(code: str) -> None:
    measure, start = measure_called(code), date(2026, 3, 1)
    cell = Cell(start, (), 3, 4, 1, dict.fromkeys((one.code for one in measure.figures), 75.0))
    one = shown(cell, measure, period=Period.MONTH, last=start, counted_at=datetime(2026, 4, 2, tzinfo=UTC), exact=True)
    assert (one.numerator, one.denominator, one.excluded) == (None, None, None)
    assert set(one.figures.values()) == {None}
    assert not shown_exactly(measure, sees_rows=True)


def test_other_measures_are_shown_exactly_to_those_who_may_see_people() -> None:
    assert shown_exactly(measure_called("two_hour_response"), sees_rows=True)
    assert not shown_exactly(measure_called("two_hour_response"), sees_rows=False)


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
def test_no_row_of_what_somebody_said_is_shown_beside_their_name(monkeypatch: pytest.MonkeyPatch) -> None:
    borough = make_borough()
    episode = episode_of(borough)
    answered(episode, by=borough.nurse, now=NOW, said=Said({"p_ring": "1"}))
    collect(now=NOW)
    head = as_(borough.head)
    rows = "/outcomes/people_agree/rows?start=2026-03-01&period=month"
    assert head.get(rows).status_code == 404
    page = words(head.get("/outcomes/people_agree"))
    assert "/rows?" not in page
    assert "Ashdown" not in page
    # Were it not for that, it would be there to read.
    monkeypatch.setattr("homeward.outcomes.showing.SAID_IN_CONFIDENCE", frozenset())
    assert "Mabel Ashdown" in words(head.get(rows))
