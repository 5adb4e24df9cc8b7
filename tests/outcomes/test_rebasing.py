"""Which marked changes a chart shows, for the part of the service it is about."""

from datetime import date
from pathlib import Path

import pytest

from homeward.outcomes.rebasing import changes_for
from homeward.partnership.models import PhaseSaid
from tests.support.borough import Borough, make_borough
from tests.support.changes import marked

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
FEBRUARY, APRIL, JUNE = date(2026, 2, 1), date(2026, 4, 1), date(2026, 6, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("where", "days"),
    [
        ((), [FEBRUARY, APRIL]),
        ((("locality", ("north",)),), [FEBRUARY, APRIL]),
        ((("locality", ("south",)),), [FEBRUARY, JUNE]),
        ((("locality", ("east",)),), [FEBRUARY]),
        ((("pathway", ("reablement",)),), [FEBRUARY]),
        ((("pathway", ("rapid_response", "reablement")),), [FEBRUARY, APRIL]),
    ],
)
def test_a_chart_shows_what_began_in_its_part_of_the_service(
    home: Path, where: tuple[tuple[str, tuple[str, ...]], ...], days: list[date]
) -> None:
    (home / "areas.csv").write_text(
        "# source: made up\n# date: 2026-01-01\n"
        "postcode_start,locality,locality_name,deprivation_fifth\nSE1,north,North side,2\nSE2,south,South side,2\n",
        encoding="utf-8",
    )
    head = make_borough().head
    marked(head, pathways=(), phases=(PhaseSaid("", FEBRUARY),))
    marked(head, phases=(PhaseSaid("north side", APRIL), PhaseSaid("south", JUNE)))
    assert [one.on for one in changes_for(where, *YEAR)] == days


@pytest.fixture
def borough(db: None) -> Borough:
    return make_borough()


def phased(*phases: tuple[str, date]) -> dict[str, tuple[PhaseSaid, ...]]:
    return {"phases": tuple(PhaseSaid(place, day) for place, day in phases)}


@pytest.mark.parametrize(
    ("day", "shown"),
    [(date(2025, 12, 31), False), (YEAR[0], True), (YEAR[1], True), (date(2027, 1, 1), False)],
)
def test_a_change_is_shown_from_the_first_day_to_the_last(borough: Borough, day: date, shown: bool) -> None:
    marked(borough.head, **phased(("", day)))
    assert bool(changes_for((), *YEAR)) is shown


def test_a_change_of_several_phases_is_shown_once_from_the_first(borough: Borough) -> None:
    change = marked(borough.head, **phased(("North", date(2026, 3, 2)), ("South", date(2026, 4, 6))))
    assert [(one.pk, one.on) for one in changes_for((), *YEAR)] == [(change.pk, date(2026, 3, 2))]


def test_changes_come_in_order_of_their_day(borough: Borough) -> None:
    late = marked(borough.head, **phased(("", date(2026, 4, 6))))
    early = marked(borough.head, title="Home ward grows", rebase=False, **phased(("", date(2026, 3, 2))))
    found = changes_for((), *YEAR)
    assert [(one.pk, one.rebase) for one in found] == [(early.pk, False), (late.pk, True)]
