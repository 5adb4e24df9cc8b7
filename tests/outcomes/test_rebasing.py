"""Which marked changes a chart shows, for the part of the service it is about."""

from datetime import date
from pathlib import Path

import pytest

from homeward.outcomes.rebasing import changes_for
from homeward.partnership.models import PhaseSaid
from tests.support.borough import make_borough
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
