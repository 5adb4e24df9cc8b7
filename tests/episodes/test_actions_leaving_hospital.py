"""Leaving hospital: what must be known first, a death there, and a leaving taken back."""

from datetime import timedelta

import pytest

from homeward.episodes.actions import hospital as actions
from homeward.episodes.actions.holding import NothingWritten
from homeward.episodes.actions.leaving_hospital import (
    InHospitalAgain,
    NoFirstVisit,
    NoWhereTo,
    note_death_in_hospital,
    put_back,
)
from homeward.episodes.actions.planning import cancel_booking
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.hospital import HospitalStay, StayChange
from homeward.episodes.queries.hospital import in_hospital, left_without_first_visit, stays_of
from homeward.episodes.rules.hospital import DateImpossible
from tests.support.borough import NOW, Borough
from tests.support.in_hospital import TODAY, admitted, days_ago, going_home, held_up, leave, ready, visit_promised

pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(borough: Borough, episode: Episode) -> HospitalStay:
    return admitted(borough, episode)


def test_nobody_leaves_without_pathway_ready_day_and_first_visit(
    borough: Borough, episode: Episode, stay: HospitalStay
) -> None:
    with pytest.raises(NoWhereTo):
        leave(borough, stay)
    going_home(borough, stay)
    with pytest.raises(actions.NotReady):
        leave(borough, stay)
    ready(borough, stay)
    with pytest.raises(NoFirstVisit):
        leave(borough, stay)
    with pytest.raises(NoFirstVisit):
        leave(borough, stay, no_first_visit_why="  ")
    visit_promised(borough, episode)
    delay = held_up(borough, stay)
    leave(borough, stay)
    leave(borough, stay)
    stay.refresh_from_db()
    delay.refresh_from_db()
    assert (stay.left_at, stay.left_by, stay.no_first_visit_why) == (NOW, borough.nurse, "")
    assert delay.until_on == TODAY
    assert stays_of(borough.nurse, episode, NOW)[0].days_late == 5
    assert in_hospital(borough.nurse, NOW) == []
    with pytest.raises(actions.StayOver):
        leave(borough, stay, left_at=NOW - timedelta(hours=1))


@pytest.mark.parametrize(
    ("begins", "booked", "enough"),
    [
        (4, timedelta(0), True),
        (0, timedelta(0), True),  # at the moment they left
        (-0.1, timedelta(0), False),  # before they left
        (4, timedelta(seconds=59), True),  # in the same minute: the page asks for minutes
        (4, timedelta(minutes=1), False),  # promised after they had left
    ],
)
def test_the_first_visit_is_promised_before_they_leave_for_after_it(
    borough: Borough, episode: Episode, stay: HospitalStay, begins: float, booked: timedelta, enough: bool
) -> None:
    going_home(borough, stay)
    ready(borough, stay)
    visit_promised(borough, episode, hours=begins, now=NOW + booked)
    later = NOW + timedelta(minutes=3)
    if enough:
        leave(borough, stay, now=later)
    else:
        with pytest.raises(NoFirstVisit):
            leave(borough, stay, now=later)


def test_a_cancelled_visit_is_no_promise(borough: Borough, episode: Episode, stay: HospitalStay) -> None:
    going_home(borough, stay)
    ready(borough, stay)
    cancel_booking(booking=visit_promised(borough, episode), why="Moved.", by=borough.nurse, now=NOW)
    with pytest.raises(NoFirstVisit):
        leave(borough, stay)


def test_a_reason_stands_for_a_first_visit_and_is_counted(borough: Borough, stay: HospitalStay) -> None:
    going_home(borough, stay)
    ready(borough, stay)
    leave(borough, stay, no_first_visit_why="Stays with her son in Leeds.")
    assert left_without_first_visit(borough.nurse, TODAY, TODAY + timedelta(days=1)) == {1: (1, 1)}
    assert left_without_first_visit(borough.nurse, days_ago(1), TODAY) == {}


@pytest.mark.parametrize("left", [timedelta(minutes=6), timedelta(days=-6), timedelta(days=-11)])
def test_nobody_leaves_in_the_future_or_before_they_were_ready_or_came_in(
    borough: Borough, stay: HospitalStay, left: timedelta
) -> None:
    going_home(borough, stay)
    ready(borough, stay, ago=5)
    with pytest.raises(DateImpossible):
        leave(borough, stay, left_at=NOW + left, no_first_visit_why="None.")


def test_who_leaves_on_the_ready_day_before_midnight_in_london_has_waited_no_day(
    borough: Borough, episode: Episode, stay: HospitalStay
) -> None:
    going_home(borough, stay)
    ready(borough, stay, ago=1)
    leave(borough, stay, left_at=NOW - timedelta(hours=10, minutes=1), no_first_visit_why="None.")
    assert stays_of(borough.nurse, episode, NOW)[0].days_late == 0


def test_a_death_needs_no_pathway_and_ends_what_held_them_up(borough: Borough, stay: HospitalStay) -> None:
    ready(borough, stay)
    delay = held_up(borough, stay)
    note_death_in_hospital(stay=stay, died_at=NOW, by=borough.nurse, now=NOW)
    stay.refresh_from_db()
    delay.refresh_from_db()
    assert stay.died_in_hospital
    assert delay.until_on == TODAY
    assert left_without_first_visit(borough.nurse, TODAY, TODAY + timedelta(days=1)) == {}


def test_a_leaving_is_taken_back_with_a_reason(borough: Borough, stay: HospitalStay) -> None:
    going_home(borough, stay)
    ready(borough, stay)
    leave(borough, stay, no_first_visit_why="None.")
    said = {"stay": stay, "by": borough.head, "now": NOW}
    with pytest.raises(NothingWritten):
        put_back(why=" ", **said)
    put_back(why="The transport never came.", **said)
    put_back(why="The transport never came.", **said)
    stay.refresh_from_db()
    assert (stay.left_at, stay.left_by, stay.no_first_visit_why) == (None, None, "")
    assert StayChange.objects.get(field="left_at").why == "The transport never came."
    kept = dict(StayChange.objects.values_list("field", "before"))
    assert (kept["left_by"], kept["no_first_visit_why"]) == (str(borough.nurse), "None.")
    assert in_hospital(borough.nurse, NOW)[0].days == 5


def test_only_the_latest_stay_is_put_back(borough: Borough, episode: Episode, stay: HospitalStay) -> None:
    going_home(borough, stay)
    ready(borough, stay)
    leave(borough, stay, left_at=NOW - timedelta(days=2), no_first_visit_why="None.")
    with pytest.raises(DateImpossible, match="They left hospital on 2 March 2026"):
        admitted(borough, episode, ago=3)
    admitted(borough, episode, ago=2)
    with pytest.raises(InHospitalAgain):
        put_back(stay=stay, why="Mistake.", by=borough.nurse, now=NOW)
