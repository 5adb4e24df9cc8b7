"""Collecting asks the database the same few questions, however many people there are."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from homeward.outcomes.collecting.tables import COLLECTED
from tests.outcomes.collecting.telling import told
from tests.support.assessed import assessed
from tests.support.borough import Borough
from tests.support.goals import tea
from tests.support.in_hospital import held_up_in_hospital
from tests.support.leaving import left_well
from tests.support.planning import series_adder
from tests.support.stages import LATER, NOW, accepted, give, move, seen

GROWING = {
    "referrals",
    "episodes",
    "stages",
    "contacts",
    "assessments",
    "goals",
    "discharges",
    "hospital_stays",
    "delays",
}
"""Tables that have more rows for more people."""


def a_story(borough: Borough) -> None:
    """Somebody with a little of everything, still helped, and somebody who has left."""
    episode = seen(accepted(borough), borough)
    series_adder(borough)(episode)
    assessed(episode, by=borough.nurse, now=LATER)
    tea(episode, borough.nurse, now=LATER)
    move(episode, borough)
    give(episode, borough, now=LATER + timedelta(hours=1))
    held_up_in_hospital(episode, by=borough.nurse, now=LATER + timedelta(days=20))
    left_well(borough, at=NOW)


@pytest.mark.parametrize("table", COLLECTED)
def test_the_number_of_queries_does_not_grow_with_the_rows(borough: Borough, table: str) -> None:
    now = LATER + timedelta(days=30)
    a_story(borough)
    with CaptureQueriesContext(connection) as before:
        rows = told(table, now)
    for _ in range(3):
        a_story(borough)
    with CaptureQueriesContext(connection) as after:
        more = told(table, now)
    assert len(more) > len(rows) or table not in GROWING
    assert len(after) == len(before)
