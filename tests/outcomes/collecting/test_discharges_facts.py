"""One row for every cluster of help that ended with an outcome: what followed, counted as ASCOF 2A does."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from homeward.episodes.actions.ending import end_episode
from homeward.episodes.actions.follow_ups import record_follow_up
from homeward.episodes.actions.leaving import leave, undo_leave
from homeward.episodes.actions.staging import move_stage
from homeward.episodes.actions.visiting import record_visit
from homeward.episodes.models import Episode, FollowUp
from homeward.referrals.actions import accept
from tests.outcomes.collecting.telling import only, picked, told
from tests.support.borough import URGENT_FALL, Borough, received
from tests.support.leaving import agreed, asked_for
from tests.support.stages import NOW

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ENDED = NOW + 20 * DAY
LONG_AFTER = NOW + 300 * DAY


def helped(borough: Borough, *, at: datetime = NOW, pathway: str = "reablement", **changes: Any) -> Episode:
    """Somebody accepted and seen at once on a pathway, reablement unless told otherwise."""
    one = received(borough, now=at, needed_at=at, **changes)
    one = accept(referral=one, pathway=pathway, reason="Known to need it.", by=borough.coordinator, now=at)
    assert one.episode is not None
    record_visit(
        episode=one.episode, kind="face_to_face", started_at=at, what_happened="Saw her.", by=borough.nurse, now=at
    )
    return Episode.objects.get(pk=one.episode.pk)


def left(
    episode: Episode, borough: Borough, *, at: datetime = ENDED, outcome: str = "nfa_as_planned", sequel: str = ""
) -> None:
    """Help that finished as planned."""
    agreed(episode, by=borough.nurse, now=at)
    said = {"reason": "completed", "outcome": outcome, "sequel": sequel or outcome}
    leave(episode=episode, by=borough.nurse, now=at, **said)


def unplanned(episode: Episode, borough: Borough, *, reason: str, outcome: str, on: date | None = None) -> None:
    """Help that ended for another reason."""
    said = {"reason": reason, "outcome": outcome, "sequel": outcome, "happened_on": on}
    leave(episode=episode, by=borough.nurse, now=ENDED, **said)


COUNTED = ("in_2a", "success_2a", "left_out_2a")


def test_a_discharge_carries_everything(borough: Borough) -> None:
    episode = helped(borough)
    left(episode, borough)
    assert only("discharges", ENDED) == {
        "partnership": "testshire",
        "origin": "live",
        "pathway": "reablement",
        "model": "reablement",
        "organisation": "E0999",
        "locality": "river",
        "source": "self_carer",
        "need": "fall",
        "age_band": "85_over",
        "ethnicity": "not_known",
        "deprivation": "1",
        "ended_on": date(2026, 4, 28),
        "ended_week": date(2026, 4, 27),
        "ended_month": date(2026, 4, 1),
        "twelve_weeks_on": date(2026, 7, 21),
        "twelve_weeks_week": date(2026, 7, 20),
        "twelve_weeks_month": date(2026, 7, 1),
        "discharge_id": str(episode.pk),
        "episode_id": str(episode.pk),
        "person_id": str(episode.person_id),
        "began_on": date(2026, 4, 8),
        "reason": "completed",
        "outcome": "nfa_as_planned",
        "sequel": "nfa_as_planned",
        "sequel_step": "4a",
        "new_client": None,
        "in_2a": True,
        "success_2a": True,
        "left_out_2a": "",
        "followed_up": None,
        "at_home_12_weeks": None,
        "destination": "home",
        "at_home": True,
        "hours_after": 0.0,
    }


def test_help_that_goes_on_or_ended_without_an_outcome_is_no_row(borough: Borough) -> None:
    helped(borough)
    end_episode(episode=helped(borough), reason="completed", by=borough.nurse, now=ENDED)
    assert told("discharges", LONG_AFTER) == []


@pytest.mark.parametrize(
    ("outcome", "sequel", "step", "counted"),
    [
        ("nfa_advice", "nfa_advice", "4a", (True, True, "")),
        ("progress_support", "st_low_level", "3", (True, True, "")),
        ("progress_support", "lts_community", "3", (True, False, "")),
        ("progress_support", "st_care_home", "3", (True, False, "")),
        ("nfa_nhs", "nfa_nhs", "4a", (False, False, "sequel_not_counted")),
        ("progress_assessment", "not_known", "6", (False, False, "unable_to_classify")),
    ],
)
def test_what_followed_decides_how_it_is_counted(
    borough: Borough, outcome: str, sequel: str, step: str, counted: tuple[bool, bool, str]
) -> None:
    left(helped(borough), borough, outcome=outcome, sequel=sequel)
    row = only("discharges", ENDED)
    assert picked(row, *COUNTED) == counted
    assert picked(row, "outcome", "sequel_step") == (outcome, step)
    assert row["sequel"] == (outcome if sequel == "not_known" else sequel)


@pytest.mark.parametrize(
    ("reason", "outcome", "on", "step", "place", "home"),
    [
        ("admitted", "admitted_hospital", date(2026, 4, 27), "2", "hospital", False),
        ("died", "nfa_deceased", date(2026, 4, 27), "1", "died", None),
        ("declined", "nfa_declined", None, "4a", "home", True),
    ],
)
def test_help_that_ended_otherwise_says_where_they_were(
    borough: Borough, reason: str, outcome: str, on: date | None, step: str, place: str, home: bool | None
) -> None:
    unplanned(helped(borough), borough, reason=reason, outcome=outcome, on=on)
    row = only("discharges", ENDED)
    assert picked(row, "reason", "outcome", "sequel", "sequel_step") == (reason, outcome, outcome, step)
    assert picked(row, "destination", "at_home") == (place, home)
    assert picked(row, *COUNTED) == (False, False, "sequel_not_counted")
    assert row["hours_after"] == (0.0 if reason == "declined" else None)


def test_who_died_is_not_asked_twelve_weeks_on(borough: Borough) -> None:
    unplanned(helped(borough), borough, reason="died", outcome="nfa_deceased", on=date(2026, 4, 27))
    row = only("discharges", LONG_AFTER)
    assert picked(row, "twelve_weeks_on", "twelve_weeks_week", "followed_up", "at_home_12_weeks") == (None,) * 4


@pytest.mark.parametrize("days", [7, 8])
def test_a_death_within_seven_days_after_the_end_is_what_followed(borough: Borough, days: int) -> None:
    left(helped(borough), borough)
    died_on = ENDED.date() + timedelta(days=days)
    record_follow_up(
        follow_up=FollowUp.objects.get(), living_at="died", died_on=died_on, by=borough.nurse, now=ENDED + 84 * DAY
    )
    row = only("discharges", LONG_AFTER)
    assert row["sequel"] == ("nfa_deceased" if days == 7 else "nfa_as_planned")
    assert picked(row, "followed_up", "at_home_12_weeks") == (True, False)


@pytest.mark.parametrize(
    ("pathway", "short_term"),
    [("reablement", True), ("supported_discharge", True), ("rapid_response", False), ("urgent_social_work", False)],
)
def test_only_help_to_become_independent_is_counted(borough: Borough, pathway: str, short_term: bool) -> None:
    left(helped(borough, pathway=pathway), borough)
    row = only("discharges", ENDED)
    expected = (True, True, "") if short_term else (False, False, "not_short_term_support")
    assert picked(row, *COUNTED) == expected
    assert picked(row, "sequel", "sequel_step", "new_client") == ("nfa_as_planned", "4a", None)


def test_support_begins_with_the_stage_that_is_such_support(borough: Borough) -> None:
    episode = helped(borough, pathway="rapid_response")
    move_stage(episode=episode, to="reablement", why="Weeks, not days.", by=borough.nurse, now=NOW + 2 * DAY)
    left(episode, borough)
    row = only("discharges", ENDED)
    assert picked(row, "pathway", "began_on", "in_2a") == ("reablement", date(2026, 4, 10), True)


@pytest.mark.parametrize(("gap", "rows"), [(7, 1), (8, 2)])
def test_help_again_within_seven_days_is_one_cluster_told_at_its_end(borough: Borough, gap: int, rows: int) -> None:
    first = helped(borough)
    left(first, borough, outcome="progress_reablement", sequel="st_max")
    second = helped(borough, at=ENDED + gap * DAY)
    assert second.person_id == first.person_id
    meanwhile = told("discharges", ENDED + gap * DAY)
    assert len(meanwhile) == rows - 1
    left(second, borough, at=ENDED + 30 * DAY)
    found = told("discharges", LONG_AFTER)
    assert len(found) == rows
    last = found[-1]
    assert last["discharge_id"] == str(second.pk)
    assert last["began_on"] == (NOW.date() if rows == 1 else second.first_contact_at.date())  # type: ignore[union-attr]
    assert picked(last, "outcome", *COUNTED) == ("nfa_as_planned", True, True, "")


def test_what_was_opened_in_error_was_no_help_and_joins_nothing(borough: Borough) -> None:
    leave(episode=helped(borough), reason="opened_in_error", by=borough.nurse, now=NOW + DAY)
    left(helped(borough, at=NOW + 5 * DAY), borough)
    assert only("discharges", ENDED)["began_on"] == date(2026, 4, 13)


def test_who_had_support_that_lasts_after_earlier_help_is_no_new_client(borough: Borough) -> None:
    left(helped(borough), borough, outcome="progress_support", sequel="lts_community")
    left(helped(borough, at=ENDED + 60 * DAY), borough, at=ENDED + 90 * DAY)
    first, second = told("discharges", LONG_AFTER)
    assert first["new_client"] is None
    assert picked(second, "new_client", *COUNTED) == (False, False, False, "not_a_new_client")


@pytest.mark.parametrize(("born_on", "why"), [(date(2008, 4, 29), "under_18"), (date(2008, 4, 27), "")])
def test_a_child_is_left_out_and_said_to_be(borough: Borough, born_on: date, why: str) -> None:
    left(helped(borough, details={"born_on": born_on}), borough)
    assert picked(only("discharges", ENDED), *COUNTED) == (not why, not why, why)


@pytest.mark.parametrize(
    ("lives_at", "place", "home"), [("care_home", "care_home", False), ("extra_care", "extra_care", True)]
)
def test_where_they_lived_is_what_triage_learnt(borough: Borough, lives_at: str, place: str, home: bool) -> None:
    left(helped(borough, answers={**URGENT_FALL, "lives_at": lives_at}), borough)
    assert picked(only("discharges", ENDED), "destination", "at_home") == (place, home)


def test_where_nobody_knows_where_they_lived_it_is_empty(borough: Borough) -> None:
    left(helped(borough, answers={}), borough)
    assert picked(only("discharges", ENDED), "destination", "at_home") == ("", None)


@pytest.mark.parametrize(
    ("living_at", "followed_up", "home"),
    [("home", True, True), ("care_home", True, False), ("not_reached", False, None)],
)
def test_twelve_weeks_on_somebody_asks(borough: Borough, living_at: str, followed_up: bool, home: bool | None) -> None:
    left(helped(borough), borough)
    due = ENDED + 84 * DAY
    assert picked(only("discharges", due), "followed_up", "at_home_12_weeks") == (None, None)
    assert picked(only("discharges", due + DAY), "followed_up", "at_home_12_weeks") == (False, None)
    record_follow_up(follow_up=FollowUp.objects.get(), living_at=living_at, by=borough.nurse, now=due)
    assert picked(only("discharges", due + DAY), "followed_up", "at_home_12_weeks") == (followed_up, home)


def test_after_an_end_that_was_taken_back_the_last_end_is_followed_up(borough: Borough) -> None:
    episode = helped(borough)
    left(episode, borough)
    again = ENDED + 90 * DAY
    record_follow_up(follow_up=FollowUp.objects.get(), living_at="home", by=borough.nurse, now=again - 6 * DAY)
    undo_leave(episode=episode, why="She still needed us.", by=borough.nurse, now=again - DAY)
    left(episode, borough, at=again)
    row = only("discharges", again)
    assert picked(row, "ended_on", "twelve_weeks_on", "followed_up") == (
        again.date(),
        again.date() + timedelta(days=84),
        None,
    )


def test_hours_after_are_not_known_while_a_request_waits(borough: Borough) -> None:
    episode = helped(borough)
    asked_for(episode, by=borough.nurse, now=NOW)
    left(episode, borough, outcome="progress_support", sequel="lts_community")
    assert only("discharges", ENDED)["hours_after"] is None


def test_help_that_ended_just_after_midnight_in_summer_is_of_the_new_month(borough: Borough) -> None:
    left(helped(borough), borough, at=datetime(2026, 4, 30, 23, 0, tzinfo=UTC))
    row = only("discharges", LONG_AFTER)
    assert picked(row, "ended_on", "ended_month", "twelve_weeks_on") == (
        date(2026, 5, 1),
        date(2026, 5, 1),
        date(2026, 7, 24),
    )
