"""One row for every referral: whose groups it counts in, how soon somebody came, and what the standard says."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from homeward.episodes.actions.visiting import record_visit, withdraw_visit
from homeward.episodes.models import Episode, Visit
from homeward.outcomes.areas import NO_AREAS
from homeward.referrals.actions import accept, close_unseen, decline, redirect
from homeward.referrals.models import Referral
from tests.outcomes.collecting.telling import only, picked, told
from tests.support.borough import NOW, Borough, received

LATER = NOW + timedelta(days=40)
MINUTE = timedelta(minutes=1)


def accepted(borough: Borough, *, at: datetime = NOW, **changes: Any) -> Referral:
    one = received(borough, now=at, needed_at=at, **changes)
    return accept(referral=one, pathway="rapid_response", by=borough.coordinator, now=at)


def visited(borough: Borough, episode: Episode | None, at: datetime, kind: str = "face_to_face") -> Visit:
    assert episode is not None
    return record_visit(
        episode=episode, kind=kind, started_at=at, what_happened="Went there.", by=borough.nurse, now=at
    )


def test_a_referral_that_was_seen_carries_everything(borough: Borough) -> None:
    one = accepted(borough, details={"ethnic_category": "M"})
    seen_at = NOW + 95 * MINUTE
    visited(borough, one.episode, seen_at)
    assert only("referrals", LATER) == {
        "partnership": "testshire",
        "origin": "live",
        "pathway": "rapid_response",
        "model": "crisis_response",
        "organisation": "RXX",
        "locality": "river",
        "source": "self_carer",
        "need": "fall",
        "age_band": "85_over",
        "ethnicity": "black",
        "deprivation": "1",
        "received_on": date(2026, 3, 4),
        "received_week": date(2026, 3, 2),
        "received_month": date(2026, 3, 1),
        "clock_start_on": date(2026, 3, 4),
        "clock_start_week": date(2026, 3, 2),
        "clock_start_month": date(2026, 3, 1),
        "clock_stop_on": date(2026, 3, 4),
        "clock_stop_week": date(2026, 3, 2),
        "clock_stop_month": date(2026, 3, 1),
        "decided_on": date(2026, 3, 4),
        "decided_week": date(2026, 3, 2),
        "decided_month": date(2026, 3, 1),
        "referral_id": str(one.pk),
        "episode_id": str(one.episode_id),
        "person_id": str(one.person_id),
        "received_at": NOW,
        "clock_start_at": NOW,
        "first_contact_at": seen_at,
        "state": "seen",
        "triage_outcome": "accepted",
        "clock_code": "05",
        "wait_minutes": 95,
        "wait_midnights": 0,
        "start_days": 0,
        "standard_met": True,
        "excluded_because": "",
        "contacts": 1,
    }


def test_a_referral_nobody_decided_is_empty_where_nothing_is_known(borough: Borough) -> None:
    received(borough, need="", details={"born_on": None, "postcode": "", "ethnic_category": ""})
    row = only("referrals", NOW)
    groups = picked(row, "pathway", "model", "need", "locality", "deprivation", "age_band", "ethnicity")
    assert groups == ("", "", "", "not_known", "not_known", "not_known", "not_known")
    assert picked(row, "clock_stop_on", "clock_stop_week", "clock_stop_month", "first_contact_at") == (None,) * 4
    assert picked(row, "decided_on", "wait_minutes", "wait_midnights", "start_days", "standard_met") == (None,) * 5
    assert picked(row, "episode_id", "triage_outcome", "state", "contacts") == (
        "",
        "undecided",
        "waiting_for_triage",
        0,
    )
    assert row["excluded_because"] == "not_seen_still_in_time"


@pytest.mark.parametrize(
    ("act", "outcome", "state", "decided"),
    [
        (lambda one, by, at: decline(referral=one, reason="Not here", by=by, now=at), "declined", "closed", True),
        (
            lambda one, by, at: redirect(referral=one, to="999", reason="Pain", by=by, now=at),
            "redirected",
            "closed",
            True,
        ),
        (lambda one, by, at: None, "undecided", "waiting_for_triage", False),
    ],
)
def test_triage_is_over_when_it_came_to_something(
    borough: Borough, act: Any, outcome: str, state: str, decided: bool
) -> None:
    next_day = NOW + timedelta(days=1)
    act(received(borough), borough.coordinator, next_day)
    row = only("referrals", LATER)
    assert picked(row, "triage_outcome", "state") == (outcome, state)
    assert row["decided_on"] == (next_day.date() if decided else None)


def test_closed_before_a_visit_it_was_accepted_all_the_same(borough: Borough) -> None:
    one = accepted(borough)
    next_day = NOW + timedelta(days=1)
    close_unseen(referral=one, because="declined", reason="Does not want it", by=borough.coordinator, now=next_day)
    row = only("referrals", LATER)
    assert picked(row, "triage_outcome", "decided_on", "state") == ("accepted", NOW.date(), "closed")
    assert row["excluded_because"] == "closed_before_a_visit"


def test_contacts_are_those_that_reached_somebody_and_were_not_withdrawn(borough: Borough) -> None:
    one = accepted(borough)
    visited(borough, one.episode, NOW + 10 * MINUTE, kind="no_access")
    visited(borough, one.episode, NOW + 20 * MINUTE, kind="phone_or_video")
    visited(borough, one.episode, NOW + 30 * MINUTE)
    wrong = visited(borough, one.episode, NOW + 40 * MINUTE)
    withdraw_visit(visit=wrong, why="Another person", by=borough.nurse, now=NOW + 50 * MINUTE)
    assert only("referrals", LATER)["contacts"] == 2


@pytest.mark.parametrize(
    ("seen_at", "midnights"),
    [(datetime(2026, 3, 29, 22, 59, tzinfo=UTC), 1), (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), 2)],
)
def test_midnights_are_londons_over_the_change_of_the_clock(
    borough: Borough, seen_at: datetime, midnights: int
) -> None:
    one = accepted(borough, at=datetime(2026, 3, 28, 23, 59, tzinfo=UTC))
    visited(borough, one.episode, seen_at)
    row = only("referrals", LATER)
    assert picked(row, "wait_midnights", "start_days") == (midnights, midnights)
    assert row["clock_stop_on"] == date(2026, 3, 28) + timedelta(days=midnights)


def test_a_referral_just_after_midnight_in_summer_is_of_the_new_month(borough: Borough) -> None:
    received(borough, now=datetime(2026, 4, 30, 22, 59, tzinfo=UTC))
    received(borough, now=datetime(2026, 4, 30, 23, 0, tzinfo=UTC))
    rows = told("referrals", datetime(2026, 5, 1, 9, 0, tzinfo=UTC))
    assert [row["received_month"] for row in rows] == [date(2026, 4, 1), date(2026, 5, 1)]


def test_of_somebody_whose_address_is_secret_no_place_is_known(borough: Borough) -> None:
    received(borough, details={"restricted": True})
    assert picked(only("referrals", NOW), "locality", "deprivation") == ("not_known", "not_known")


def test_without_a_list_of_areas_every_place_is_not_known(borough: Borough) -> None:
    received(borough)
    assert picked(only("referrals", NOW, areas=NO_AREAS), "locality", "deprivation") == ("not_known", "not_known")


@pytest.mark.parametrize(("born_on", "band"), [(date(1941, 3, 5), "75_84"), (date(1941, 3, 4), "85_over")])
def test_age_is_that_of_the_day_of_receipt(borough: Borough, born_on: date, band: str) -> None:
    received(borough, details={"born_on": born_on})
    assert only("referrals", LATER)["age_band"] == band
