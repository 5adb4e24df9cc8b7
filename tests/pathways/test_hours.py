"""When a pathway takes people, in London time, on both sides of its opening and closing."""

from datetime import UTC, datetime, time

import pytest

from homeward.pathways.rules import takes_people_at
from homeward.pathways.schema import Hours

EVERY_DAY = Hours(opens=time(8), closes=time(20), days=(1, 2, 3, 4, 5, 6, 7))
ALL_DAY = Hours(opens=time(0), closes=time(0), days=(1, 2, 3, 4, 5, 6, 7))
WEEKDAYS = Hours(opens=time(8), closes=time(20), days=(1, 2, 3, 4, 5))


@pytest.mark.parametrize(
    ("moment", "hours", "taken"),
    [
        (datetime(2026, 3, 4, 7, 59, 59, tzinfo=UTC), EVERY_DAY, False),
        (datetime(2026, 3, 4, 8, 0, tzinfo=UTC), EVERY_DAY, True),
        (datetime(2026, 3, 4, 19, 59, 59, tzinfo=UTC), EVERY_DAY, True),
        (datetime(2026, 3, 4, 20, 0, tzinfo=UTC), EVERY_DAY, False),
        # in summer London is an hour ahead of UTC
        (datetime(2026, 7, 1, 6, 59, tzinfo=UTC), EVERY_DAY, False),
        (datetime(2026, 7, 1, 7, 0, tzinfo=UTC), EVERY_DAY, True),
        (datetime(2026, 7, 1, 19, 0, tzinfo=UTC), EVERY_DAY, False),
        (datetime(2026, 3, 4, 23, 59, 59, tzinfo=UTC), ALL_DAY, True),
        (datetime(2026, 3, 4, 0, 0, tzinfo=UTC), ALL_DAY, True),
        # Friday and Saturday
        (datetime(2026, 3, 6, 12, 0, tzinfo=UTC), WEEKDAYS, True),
        (datetime(2026, 3, 7, 12, 0, tzinfo=UTC), WEEKDAYS, False),
    ],
)
def test_a_pathway_takes_people_in_its_hours(moment: datetime, hours: Hours, taken: bool) -> None:
    assert takes_people_at(hours, moment) is taken
