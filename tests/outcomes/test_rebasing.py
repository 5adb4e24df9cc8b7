"""Which phased changes a chart shows: for the part of the service looked at, each once."""

from datetime import date

import pytest

from homeward.outcomes.rebasing import changes_for
from homeward.partnership.models import PhaseSaid
from tests.support.borough import Borough, make_borough
from tests.support.changes import marked

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 2, 1), date(2026, 4, 30)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


def phased(*phases: tuple[str, date]) -> dict[str, tuple[PhaseSaid, ...]]:
    return {"phases": tuple(PhaseSaid(place, day) for place, day in phases)}


@pytest.mark.parametrize(
    ("day", "shown"),
    [(date(2026, 1, 31), False), (FIRST, True), (LAST, True), (date(2026, 5, 1), False)],
)
def test_a_change_is_shown_from_the_first_day_to_the_last(borough: Borough, day: date, shown: bool) -> None:
    marked(borough.head, **phased(("", day)))
    assert bool(changes_for((), FIRST, LAST)) is shown


def test_a_change_of_several_phases_is_shown_once_from_the_first(borough: Borough) -> None:
    change = marked(borough.head, **phased(("North", date(2026, 3, 2)), ("South", date(2026, 4, 6))))
    assert [(one.pk, one.on) for one in changes_for((), FIRST, LAST)] == [(change.pk, date(2026, 3, 2))]


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ((), 1),
        ((("pathway", ("rapid_response",)),), 1),
        ((("pathway", ("home_ward",)),), 0),
        ((("pathway", ("home_ward", "rapid_response")),), 1),
    ],
)
def test_of_one_pathway_only_what_touches_it_is_shown(
    borough: Borough, where: tuple[tuple[str, tuple[str, ...]], ...], count: int
) -> None:
    marked(borough.head, **phased(("", date(2026, 3, 2))))
    assert len(changes_for(where, FIRST, LAST)) == count


def test_changes_come_in_order_of_their_day(borough: Borough) -> None:
    late = marked(borough.head, **phased(("", date(2026, 4, 6))))
    early = marked(borough.head, title="Home ward grows", rebase=False, **phased(("", date(2026, 3, 2))))
    found = changes_for((), FIRST, LAST)
    assert [(one.pk, one.rebase) for one in found] == [(early.pk, False), (late.pk, True)]
