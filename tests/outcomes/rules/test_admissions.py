"""Whether help stood in for a hospital, and whether somebody went into one soon after."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from homeward.episodes.models.ward import CameFrom
from homeward.outcomes.rules.admissions import Stay, Watched, admitted_within, instead_of_hospital
from homeward.referrals.models import Source

SEEN = datetime(2026, 4, 8, 9, 0, tzinfo=UTC)
SEEN_ON = SEEN.date()


def day(number: int) -> date:
    """The day so many days after the first contact."""
    return SEEN_ON + timedelta(days=number)


@pytest.mark.parametrize("source", Source.values)
def test_only_999_and_111_say_what_they_would_have_done(source: str) -> None:
    assert instead_of_hospital(source, []) is (source in ("ambulance_999", "nhs_111"))


@pytest.mark.parametrize("came_from", CameFrom.values)
def test_a_step_up_to_the_home_ward_is_instead_of_hospital_and_a_step_down_is_not(came_from: str) -> None:
    assert instead_of_hospital("gp", [came_from]) is came_from.startswith("step_up")


def test_one_step_up_among_stays_is_enough() -> None:
    assert instead_of_hospital("gp", ["step_down_ward", "step_up_gp"]) is True


@pytest.mark.parametrize(
    ("known", "today", "within"),
    [
        # empty until the seventh day is over, for everybody
        ({"admitted_on": day(1)}, day(7), None),
        ({"admitted_on": day(1)}, day(8), True),
        ({}, day(7), None),
        ({}, day(8), False),
        # the seventh day still counts
        ({"stays": [Stay(day(7), None)]}, day(8), True),
        ({"stays": [Stay(day(8), None)]}, day(9), False),
        ({"admitted_on": day(7), "helped_until": day(7)}, day(8), True),
        # somebody looked after them to the end of it, or not
        ({"helped_until": day(7)}, day(8), False),
        ({"helped_until": day(6)}, day(8), None),
        # what they said later counts only when they were asked late enough
        ({"helped_until": day(2), "not_back_until": day(7)}, day(99), False),
        ({"helped_until": day(2), "not_back_until": day(6)}, day(99), None),
        # who died at home was not admitted
        ({"helped_until": day(2), "died_on": day(7)}, day(8), False),
        ({"helped_until": day(2), "died_on": day(8)}, day(9), None),
        # the stay they came home from is none, one that began that day and went on is
        ({"stays": [Stay(day(-3), SEEN - timedelta(hours=1))], "helped_until": day(2)}, day(8), None),
        ({"stays": [Stay(day(-3), None)]}, day(8), False),
        ({"stays": [Stay(day(0), SEEN)]}, day(8), False),
        ({"stays": [Stay(day(0), SEEN + timedelta(minutes=1))]}, day(8), True),
        ({"stays": [Stay(day(0), None)]}, day(8), True),
    ],
)
def test_within_seven_days_is_known_when_the_days_are_over_and_somebody_can_know(
    known: dict[str, Any], today: date, within: bool | None
) -> None:
    found = admitted_within(7, first_contact_at=SEEN, known=Watched(**known), today=today)
    assert found is within


def test_who_was_never_seen_has_no_days_to_count() -> None:
    assert admitted_within(7, first_contact_at=None, known=Watched(), today=day(99)) is None


def test_days_are_counted_from_the_london_day_of_the_contact() -> None:
    late = datetime(2026, 4, 8, 23, 0, tzinfo=UTC)  # the 9th in London
    watched = Watched(stays=[Stay(date(2026, 4, 16), None)])
    assert admitted_within(7, first_contact_at=late, known=watched, today=date(2026, 4, 17)) is True
    assert admitted_within(7, first_contact_at=late, known=watched, today=date(2026, 4, 16)) is None
