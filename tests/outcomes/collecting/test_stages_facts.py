"""One row for every stage: on which pathway, how long, and whether longer than agreed."""

from datetime import date, datetime, timedelta

import pytest

from homeward.episodes.actions.ending import end_episode
from homeward.episodes.models import Stage
from tests.outcomes.collecting.telling import only, picked, told
from tests.support.borough import Borough
from tests.support.stages import LATER, NOW, SEEN, accepted, lengthen, move, seen

LIMIT = SEEN + timedelta(hours=48)
SECOND = timedelta(seconds=1)


def test_each_stage_carries_everything(borough: Borough) -> None:
    episode = seen(accepted(borough), borough)
    move(episode, borough, hand_to=borough.teams["reablement"])
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=NOW + timedelta(days=20))
    first, second = told("stages", NOW + timedelta(days=30))
    stage = Stage.objects.get(episode=episode, pathway="rapid_response")
    assert first == {
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
        "began_on": date(2026, 4, 8),
        "began_week": date(2026, 4, 6),
        "began_month": date(2026, 4, 1),
        "ended_on": date(2026, 4, 9),
        "ended_week": date(2026, 4, 6),
        "ended_month": date(2026, 4, 1),
        "stage_id": str(stage.pk),
        "episode_id": str(episode.pk),
        "place": 1,
        "days": 1,
        "limit_days": 2,
        "over_limit": False,
        "extended": False,
    }
    assert picked(second, "pathway", "model", "organisation") == ("reablement", "reablement", "E0999")
    assert picked(second, "began_on", "ended_on") == (date(2026, 4, 9), date(2026, 4, 28))
    assert picked(second, "place", "days", "limit_days", "over_limit") == (2, 19, 42, False)


def test_before_anybody_has_been_no_limit_runs(borough: Borough) -> None:
    accepted(borough)
    row = only("stages", NOW + timedelta(days=9))
    assert picked(row, "ended_on", "ended_week", "ended_month", "days", "over_limit") == (None,) * 5
    assert row["limit_days"] == 2


@pytest.mark.parametrize(("now", "over"), [(LIMIT, False), (LIMIT + SECOND, True)])
def test_a_stage_that_goes_on_is_over_its_limit_after_the_moment_of_it(
    borough: Borough, now: datetime, over: bool
) -> None:
    seen(accepted(borough), borough)
    assert only("stages", now)["over_limit"] is over


@pytest.mark.parametrize(("now", "over"), [(NOW + timedelta(days=5), False), (NOW + timedelta(days=5) + SECOND, True)])
def test_longer_help_that_was_agreed_takes_the_limits_place(borough: Borough, now: datetime, over: bool) -> None:
    lengthen(seen(accepted(borough), borough), borough)
    assert picked(only("stages", now), "extended", "over_limit", "limit_days") == (True, over, 2)


def test_of_several_extensions_the_last_that_was_agreed_holds(borough: Borough) -> None:
    episode = seen(accepted(borough), borough)
    lengthen(episode, borough)
    lengthen(episode, borough, until=NOW + timedelta(days=9), now=LATER + timedelta(days=1))
    assert only("stages", NOW + timedelta(days=9))["over_limit"] is False


def test_a_later_stage_is_timed_from_its_own_beginning(borough: Borough) -> None:
    episode = seen(accepted(borough), borough)
    move(episode, borough)
    rows = told("stages", LATER + timedelta(days=42))
    assert [row["over_limit"] for row in rows] == [False, False]
    assert [row["over_limit"] for row in told("stages", LATER + timedelta(days=42, seconds=1))] == [False, True]


def test_a_pathway_that_no_agreed_version_knows_has_no_limit_and_no_kind(borough: Borough) -> None:
    episode = seen(accepted(borough), borough)
    episode.stages.update(pathway="night_sitting")
    row = only("stages", NOW + timedelta(days=99))
    assert picked(row, "pathway", "model", "limit_days", "over_limit") == ("night_sitting", "", None, None)
