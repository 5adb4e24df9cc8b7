"""What people note of a stay in hospital, when they are ready to leave, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest

from homeward.episodes.actions import hospital as actions
from homeward.episodes.actions.ending import end_unseen
from homeward.episodes.actions.holding import EpisodeClosed, NothingWritten
from homeward.episodes.actions.plan_texts import edit_plan
from homeward.episodes.actions.planning import book
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.hospital import HospitalStay, StayChange
from homeward.episodes.models.leaving import LeavingChange, Summary
from homeward.episodes.models.plan import Plan
from homeward.episodes.queries.hospital import in_hospital
from homeward.episodes.rules.hospital import DateImpossible
from homeward.referrals.secrecy import forget_whereabouts
from tests.support.borough import NOW, Borough
from tests.support.episodes import episode_of
from tests.support.in_hospital import TODAY, admitted, days_ago, held_up, ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(borough: Borough, episode: Episode) -> HospitalStay:
    return admitted(borough, episode)


def test_a_stay_noted_twice_is_one_and_what_it_said_before_is_kept(
    borough: Borough, episode: Episode, stay: HospitalStay
) -> None:
    again = actions.note_stay(
        episode=episode,
        hospital=" Riverside ",
        ward="Oak",
        admitted_on=days_ago(10),
        expected_on=TODAY,
        by=borough.head,
        now=NOW,
    )
    assert again.pk == stay.pk
    assert (again.hospital, again.ward, again.expected_on) == ("Riverside", "Oak", TODAY)
    kept = StayChange.objects.get()
    assert (kept.field, kept.before, kept.after, kept.by) == ("ward", "Elm", "Oak", borough.head)


@pytest.mark.parametrize(
    "wrong",
    [
        {"hospital": "  "},
        {"admitted_on": TODAY + timedelta(days=1)},
        {"expected_on": days_ago(11)},
    ],
)
def test_a_stay_that_cannot_be_is_refused(borough: Borough, episode: Episode, wrong: dict[str, Any]) -> None:
    said = {"hospital": "Riverside", "admitted_on": days_ago(10), **wrong}
    with pytest.raises((NothingWritten, DateImpossible)):
        actions.note_stay(episode=episode, by=borough.nurse, now=NOW, **said)
    assert not HospitalStay.objects.exists()


def test_of_somebody_whose_whereabouts_are_secret_no_hospital_is_kept(borough: Borough) -> None:
    stay = admitted(borough, episode_of(borough, details={"restricted": True}))
    assert "Riverside" not in (stay.hospital, stay.ward)
    assert stay.ward == ""
    assert [one.place for one in in_hospital(borough.nurse, NOW)] == [""]


def test_a_hospital_is_forgotten_when_whereabouts_become_secret(
    borough: Borough, episode: Episode, stay: HospitalStay
) -> None:
    actions.note_stay(episode=episode, hospital="Hilltop", admitted_on=days_ago(10), by=borough.nurse, now=NOW)
    other = admitted(borough, episode_of(borough, details={"family_name": "Bell", "nhs_number": ""}))
    forget_whereabouts(episode.person)
    stay.refresh_from_db()
    other.refresh_from_db()
    assert (stay.hospital, stay.ward, other.hospital, other.ward) == (actions.KEPT_SECRET, "", "Riverside", "Elm")
    assert not StayChange.objects.exists()


def test_where_they_live_is_taken_out_of_the_plan_and_of_papers_when_it_becomes_secret(
    borough: Borough, episode: Episode
) -> None:
    said: dict[str, Any] = {"by": borough.nurse, "now": NOW}
    where = "Key safe at 4 Made-up Row, SE1 7EH."
    blank = dict.fromkeys(("before_a_visit", "aims"), "")
    edit_plan(episode=episode, opened=blank, typed={"before_a_visit": "Ring first.", "aims": "Tea."}, **said)
    now_says = {"before_a_visit": "Ring first.", "aims": "Tea."}
    edit_plan(episode=episode, opened=now_says, typed={"before_a_visit": where, "aims": "Tea alone."}, **said)
    book(episode=episode, what_for=f"First visit. {where}", from_at=NOW, to_at=NOW + timedelta(hours=2), **said)
    draft = Summary.objects.create(episode=episode, audience="gp", says=where, by=borough.nurse, at=NOW)
    LeavingChange.objects.create(
        episode=episode, kind="plan", before={"transition_plan": where}, by=borough.nurse, at=NOW
    )
    forget_whereabouts(episode.person, also=("4 Made-up Row", "SE1 7EH"))
    draft.refresh_from_db()
    plan, hidden = Plan.objects.get(episode=episode), "Key safe at [withheld], [withheld]."
    assert (plan.before_a_visit, plan.aims) == (hidden, "Tea alone.")
    assert {(one.before, one.after) for one in plan.changes.all()} == {
        ("", "Ring first."),
        ("Ring first.", hidden),
        ("", "Tea."),
        ("Tea.", "Tea alone."),
    }
    assert episode.bookings.get().what_for == f"First visit. {hidden}"
    assert draft.says == hidden
    assert LeavingChange.objects.get().before == {"transition_plan": hidden}


def test_nothing_is_noted_in_an_episode_that_has_ended(borough: Borough, episode: Episode, stay: HospitalStay) -> None:
    end_unseen(episode=episode, reason="admitted", by=borough.nurse, now=NOW)
    with pytest.raises(EpisodeClosed):
        ready(borough, stay)
    with pytest.raises(EpisodeClosed):
        admitted(borough, episode)


def test_said_twice_they_are_ready_once_and_another_day_must_be_corrected(borough: Borough, stay: HospitalStay) -> None:
    ready(borough, stay)
    ready(borough, stay)
    assert stay.ready_periods.count() == 1
    with pytest.raises(actions.ReadyAlready):
        ready(borough, stay, ago=4)


@pytest.mark.parametrize("ago", [11, -1])
def test_nobody_is_ready_before_they_came_in_or_in_the_future(borough: Borough, stay: HospitalStay, ago: int) -> None:
    with pytest.raises(DateImpossible):
        ready(borough, stay, ago=ago)


def test_unwell_again_ends_the_wait_and_a_new_ready_day_begins_it(borough: Borough, stay: HospitalStay) -> None:
    ready(borough, stay, ago=8)
    delay = held_up(borough, stay, ago=7)
    actions.unwell_again(stay=stay, on=days_ago(6), why="A fever.", by=borough.nurse, now=NOW)
    [one] = in_hospital(borough.nurse, NOW)
    assert (one.ready_on, one.days, one.delay) == (None, None, None)
    delay.refresh_from_db()
    assert delay.until_on == days_ago(6)
    with pytest.raises(DateImpossible):
        ready(borough, stay, ago=7)
    ready(borough, stay, ago=2)
    [one] = in_hospital(borough.nurse, NOW)
    assert (one.ready_on, one.days) == (days_ago(2), 2)


def test_who_is_not_ready_cannot_be_unwell_again_or_held_up(borough: Borough, stay: HospitalStay) -> None:
    with pytest.raises(actions.NotReady):
        actions.unwell_again(stay=stay, on=TODAY, why="A fever.", by=borough.nurse, now=NOW)
    with pytest.raises(actions.NotReady):
        held_up(borough, stay)
    ready(borough, stay)
    with pytest.raises(NothingWritten):
        actions.unwell_again(stay=stay, on=TODAY, why=" ", by=borough.nurse, now=NOW)


def test_a_ready_day_is_corrected_with_a_reason_and_the_earlier_day_is_kept(
    borough: Borough, stay: HospitalStay
) -> None:
    ready(borough, stay, ago=5)
    held_up(borough, stay, ago=3)
    said = {"stay": stay, "by": borough.nurse, "now": NOW}
    with pytest.raises(NothingWritten):
        actions.correct_ready(ready_on=days_ago(4), why="", **said)
    with pytest.raises(DateImpossible):
        actions.correct_ready(ready_on=days_ago(2), why="Later than the delay.", **said)
    actions.correct_ready(ready_on=days_ago(4), why="The ward round was on Saturday.", **said)
    assert in_hospital(borough.nurse, NOW)[0].days == 4
    kept = StayChange.objects.get(field="ready_on")
    assert (kept.before, kept.after) == (days_ago(5).isoformat(), days_ago(4).isoformat())
