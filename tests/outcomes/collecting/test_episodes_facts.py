"""One row for every spell of help: how long, how joined up, how people changed, and what was arranged after it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from homeward.episodes.actions.ending import end_episode
from homeward.episodes.actions.follow_ups import record_follow_up
from homeward.episodes.actions.goal_setting import rate_goal
from homeward.episodes.actions.hospital import note_stay
from homeward.episodes.actions.leaving import leave
from homeward.episodes.actions.onward import answer_onward
from homeward.episodes.actions.staging import note_told_again
from homeward.episodes.actions.visiting import record_visit
from homeward.episodes.models import Episode, FollowUp
from homeward.episodes.rules.goals import t_score
from homeward.outcomes.unit_costs import NO_COSTS
from homeward.referrals.models import Referral
from tests.outcomes.collecting.telling import only, picked, told
from tests.support.assessed import assessed, barthel, taken_over
from tests.support.borough import Borough
from tests.support.goals import tea
from tests.support.leaving import agreed, asked_for
from tests.support.planning import series_adder
from tests.support.stages import LATER, NOW, SEEN, accepted, give, move, seen
from tests.support.ward import admitted as on_the_ward

DAY = timedelta(days=1)
ENDED = NOW + 20 * DAY
LONG_AFTER = NOW + 200 * DAY
"""After every window is over, and the day of the follow-up."""


@pytest.fixture
def episode(borough: Borough) -> Episode:
    """Somebody rapid response saw an hour after NOW."""
    return seen(accepted(borough), borough)


def finished(episode: Episode, borough: Borough, *, outcome: str = "nfa_as_planned", sequel: str = "") -> None:
    """Help that finished as planned, with this outcome and what followed."""
    agreed(episode, by=borough.nurse, now=ENDED)
    said = {"reason": "completed", "outcome": outcome, "sequel": sequel or outcome}
    leave(episode=episode, by=borough.nurse, now=ENDED, **said)


def test_an_episode_just_opened_is_empty_where_nothing_has_happened(borough: Borough) -> None:
    one = accepted(borough)
    assert only("episodes", NOW) == {
        "partnership": "testshire",
        "origin": "live",
        "pathway": "rapid_response",
        "model": "crisis_response",
        "organisation": "RXX",
        "locality": "river",
        "source": "self_carer",
        "need": "fall",
        "age_band": "85_over",
        "ethnicity": "not_known",
        "deprivation": "1",
        "opened_on": date(2026, 4, 8),
        "opened_week": date(2026, 4, 6),
        "opened_month": date(2026, 4, 1),
        "began_on": None,
        "began_week": None,
        "began_month": None,
        "ended_on": None,
        "ended_week": None,
        "ended_month": None,
        "episode_id": str(one.episode_id),
        "person_id": str(one.person_id),
        "end_reason": "",
        "days": None,
        "stages": 1,
        "hand_offs": 0,
        "told_again": False,
        "contacts": 0,
        "assessments": 0,
        "repeat_assessments": 0,
        "hours_at_start": None,
        "hours_now": None,
        "hours_at_end": None,
        "hours_after": None,
        "barthel_first": None,
        "barthel_last": None,
        "frailty_first": None,
        "frailty_last": None,
        "goals": 0,
        "attainment_first": None,
        "attainment_last": None,
        "cost_pence": None,
        "instead_of_hospital": False,
        "admitted_within_7": None,
        "admitted_within_30": None,
    }


def test_its_days_run_from_the_first_contact_to_the_end(borough: Borough, episode: Episode) -> None:
    finished(episode, borough)
    row = only("episodes", LONG_AFTER)
    assert picked(row, "began_on", "ended_on", "days", "end_reason") == (
        date(2026, 4, 8),
        date(2026, 4, 28),
        20,
        "completed",
    )
    assert picked(row, "began_week", "ended_week", "ended_month") == (
        date(2026, 4, 6),
        date(2026, 4, 27),
        date(2026, 4, 1),
    )


def test_its_groups_are_those_it_was_opened_with(borough: Borough, episode: Episode) -> None:
    move(episode, borough, hand_to=borough.teams["reablement"])
    row = only("episodes", LONG_AFTER)
    assert picked(row, "pathway", "model", "organisation") == ("rapid_response", "crisis_response", "RXX")
    assert picked(row, "stages", "hand_offs", "told_again") == (2, 1, None)


@pytest.mark.parametrize(("said", "told_again"), [("yes", True), ("no", False), ("not_known", None)])
def test_whether_they_told_their_story_again(
    borough: Borough, episode: Episode, said: str, told_again: bool | None
) -> None:
    note_told_again(hand_off=give(episode, borough), told_again=said, by=borough.nurse, now=LATER)
    assert only("episodes", LONG_AFTER)["told_again"] is told_again


def test_contacts_and_cost_are_those_so_far(borough: Borough, episode: Episode) -> None:
    for hours, kind, minutes in ((2, "phone_or_video", 15), (3, "no_access", 10), (4, "face_to_face", None)):
        record_visit(
            episode=episode, kind=kind, started_at=NOW + timedelta(hours=hours), minutes=minutes,
            what_happened="Went there.", by=borough.nurse, now=LATER,
        )  # fmt: skip
    assert picked(only("episodes", LATER), "contacts", "cost_pence") == (3, 2500)
    assert only("episodes", LATER, unit_costs=NO_COSTS)["cost_pence"] is None


def test_scores_are_the_first_and_of_several_the_last(borough: Borough, episode: Episode) -> None:
    barthel(episode, borough, now=SEEN)
    row = only("episodes", LATER)
    assert picked(row, "assessments", "barthel_first", "barthel_last") == (1, 15.0, None)
    barthel(episode, borough, now=LATER, stairs="2")
    row = only("episodes", LATER)
    assert picked(row, "assessments", "repeat_assessments", "barthel_first", "barthel_last") == (2, 0, 15.0, 16.0)
    assert picked(row, "frailty_first", "frailty_last") == (None, None)


def test_what_another_organisation_assessed_before_is_the_first_though_taken_over_later(
    borough: Borough, episode: Episode
) -> None:
    barthel(episode, borough, now=SEEN)
    taken_over(episode, borough, assessed_on=date(2026, 4, 7), now=LATER)
    assert picked(only("episodes", LATER), "barthel_first", "barthel_last") == (13.0, 15.0)


def test_frailty_and_repeats_are_of_this_spell_of_help(borough: Borough, episode: Episode) -> None:
    assessed(episode, by=borough.nurse, now=LATER)
    row = only("episodes", LATER)
    assert picked(row, "frailty_first", "frailty_last", "barthel_first") == (5.0, 6.0, 13.0)
    assert picked(row, "assessments", "repeat_assessments") == (5, 0)


def test_goals_add_up_at_the_start_and_now(borough: Borough, episode: Episode) -> None:
    one = tea(episode, borough.nurse, now=LATER)
    tea(episode, borough.nurse, now=LATER, words="Walk to the shop.", baseline=-2)
    row = only("episodes", LATER)
    assert picked(row, "goals", "attainment_first", "attainment_last") == (2, t_score([-1, -2]), None)
    rate_goal(goal=one, level=1, by=borough.nurse, now=LATER)
    assert picked(only("episodes", LATER), "attainment_first", "attainment_last") == (40.0, 60.0)


def test_hours_are_of_the_visits_planned(borough: Borough, episode: Episode) -> None:
    add = series_adder(borough)
    add(episode, minutes=60, staff=2, from_on=NOW.date(), now=NOW)
    row = only("episodes", LATER)
    assert picked(row, "hours_at_start", "hours_now", "hours_at_end", "hours_after") == (14.0, 14.0, None, None)
    finished(episode, borough)
    row = only("episodes", LONG_AFTER)
    assert picked(row, "hours_at_start", "hours_now", "hours_at_end", "hours_after") == (14.0, None, 14.0, 0.0)


def test_hours_after_wait_for_the_answer_to_what_was_asked_for(borough: Borough, episode: Episode) -> None:
    request = asked_for(episode, by=borough.nurse, now=LATER, hours_per_week=Decimal("3.5"))
    finished(episode, borough, outcome="progress_support", sequel="lts_community")
    assert only("episodes", LONG_AFTER)["hours_after"] is None
    answer_onward(request=request, answer="arranged", provider="Willow Care", by=borough.nurse, now=ENDED)
    assert only("episodes", LONG_AFTER)["hours_after"] == 3.5


@pytest.mark.parametrize(("source", "instead"), [("ambulance_999", True), ("nhs_111", True), ("gp", False)])
def test_a_referral_by_999_or_111_is_instead_of_hospital(borough: Borough, source: str, instead: bool) -> None:
    accepted(borough)
    Referral.objects.update(source=source)
    assert picked(only("episodes", NOW), "source", "instead_of_hospital") == (source, instead)


@pytest.mark.parametrize(("came_from", "instead"), [("step_up_gp", True), ("step_down_ward", False)])
def test_a_step_up_to_the_ward_is_instead_of_hospital(borough: Borough, came_from: str, instead: bool) -> None:
    on_the_ward(borough, came_from=came_from)
    assert only("episodes", LONG_AFTER)["instead_of_hospital"] is instead


@pytest.mark.parametrize(
    ("admitted", "now", "within_7", "within_30"),
    [(7, 7, None, None), (7, 8, True, None), (8, 9, False, None), (8, 31, False, True), (31, 32, False, False)],
)
def test_a_stay_soon_after_is_known_once_the_days_are_over(
    borough: Borough, episode: Episode, admitted: int, now: int, within_7: bool | None, within_30: bool | None
) -> None:
    admitted_on = SEEN.date() + admitted * DAY
    note_stay(
        episode=episode, hospital="Riverside", admitted_on=admitted_on, by=borough.nurse, now=SEEN + admitted * DAY
    )
    row = only("episodes", SEEN + now * DAY)
    assert picked(row, "admitted_within_7", "admitted_within_30") == (within_7, within_30)


def test_help_that_ended_in_hospital_says_when(borough: Borough, episode: Episode) -> None:
    said: dict[str, Any] = {"reason": "admitted", "outcome": "admitted_hospital", "sequel": "admitted_hospital"}
    leave(episode=episode, happened_on=date(2026, 4, 15), by=borough.nurse, now=ENDED, **said)
    row = only("episodes", LONG_AFTER)
    assert picked(row, "admitted_within_7", "admitted_within_30", "hours_after") == (True, True, None)


@pytest.mark.parametrize(
    ("reason", "seven", "thirty"), [("admitted", False, True), ("died", False, False), ("completed", False, None)]
)
def test_without_a_noted_day_it_is_the_one_on_which_help_ended(
    borough: Borough, episode: Episode, reason: str, seven: bool | None, thirty: bool | None
) -> None:
    end_episode(episode=episode, reason=reason, by=borough.nurse, now=ENDED)
    assert picked(only("episodes", LONG_AFTER), "admitted_within_7", "admitted_within_30") == (seven, thirty)


@pytest.mark.parametrize(
    ("living_at", "been", "known"),
    [("home", False, False), ("home", True, None), ("home", None, None), ("not_reached", False, None)],
)
def test_what_they_say_twelve_weeks_on_tells_what_nobody_saw(
    borough: Borough, episode: Episode, living_at: str, been: bool | None, known: bool | None
) -> None:
    finished(episode, borough)
    row = only("episodes", ENDED + 11 * DAY)
    assert picked(row, "admitted_within_7", "admitted_within_30") == (False, None)
    record_follow_up(
        follow_up=FollowUp.objects.get(), living_at=living_at, been_in_hospital=been, by=borough.nurse,
        now=ENDED + 84 * DAY,
    )  # fmt: skip
    row = only("episodes", LONG_AFTER)
    assert picked(row, "admitted_within_7", "admitted_within_30") == (False, known)


def test_a_stay_noted_in_another_spell_of_help_counts_for_the_same_person(borough: Borough, episode: Episode) -> None:
    finished(episode, borough)
    again = accepted(borough).episode
    assert again is not None
    assert again.person_id == episode.person_id
    note_stay(episode=again, hospital="Riverside", admitted_on=date(2026, 5, 8), by=borough.nurse, now=LONG_AFTER)
    rows = {row["episode_id"]: row for row in told("episodes", LONG_AFTER)}
    assert rows[str(episode.pk)]["admitted_within_30"] is True
