"""One row for every completed assessment: answers given and kept, what was asked again, and the score."""

from datetime import date, timedelta

from homeward.episodes.actions.assessing import (
    answer,
    begin_assessment,
    complete_assessment,
    keep_answer,
    withdraw_assessment,
)
from homeward.episodes.models import Episode
from homeward.episodes.models.assessing import Assessment
from homeward.episodes.schema.tools import Value
from tests.outcomes.collecting.telling import Row, only, picked, told
from tests.support.assessed import barthel, taken_over
from tests.support.borough import NOW, Borough
from tests.support.episodes import episode_of

LATER = NOW + timedelta(days=2)
HOUR = timedelta(hours=1)


def answered(episode: Episode, borough: Borough, tool: str, hours: int, **given: Value) -> Assessment:
    """An assessment begun so many hours after NOW, with these answers."""
    one = begin_assessment(episode=episode, tool=tool, by=borough.nurse, now=NOW + hours * HOUR)
    for item, value in given.items():
        answer(assessment=one, item=item, value=value, opened=None, by=borough.nurse, now=NOW + hours * HOUR)
    return one


def done(one: Assessment, borough: Borough, hours: int) -> Assessment:
    return complete_assessment(assessment=one, by=borough.nurse, now=NOW + hours * HOUR)


def by_tool() -> dict[str, Row]:
    return {row["tool"]: row for row in told("assessments", LATER)}


def test_an_assessment_carries_everything(borough: Borough) -> None:
    episode = episode_of(borough)
    made = barthel(episode, borough)
    assert only("assessments", LATER) == {
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
        "completed_on": date(2026, 3, 4),
        "completed_week": date(2026, 3, 2),
        "completed_month": date(2026, 3, 1),
        "assessment_id": str(made.pk),
        "episode_id": str(episode.pk),
        "tool": "barthel",
        "accepted": False,
        "answers": 10,
        "kept_answers": 0,
        "repeat": False,
        "score": 15.0,
    }


def test_what_is_not_complete_or_was_taken_back_is_no_row(borough: Borough) -> None:
    episode = episode_of(borough)
    answered(episode, borough, "holistic", 0, walking_aid="A frame")
    withdraw_assessment(assessment=barthel(episode, borough), why="Another person", by=borough.nurse, now=NOW)
    assert told("assessments", LATER) == []


def test_another_organisations_assessment_is_accepted_on_the_day_it_was_taken_over(borough: Borough) -> None:
    taken_over(episode_of(borough), borough)
    row = only("assessments", LATER)
    assert picked(row, "accepted", "completed_on", "answers", "score") == (True, NOW.date(), 1, 13.0)


def test_asking_again_with_another_tool_is_a_repeat(borough: Borough) -> None:
    episode = episode_of(borough)
    done(answered(episode, borough, "holistic", 1, walking_aid="A frame", eyesight="poorly"), borough, 1)
    done(answered(episode, borough, "falls", 2, fell_past_year=False, walking_aid="A frame"), borough, 2)
    rows = by_tool()
    assert picked(rows["falls"], "repeat", "answers", "kept_answers", "score") == (True, 2, 0, None)
    assert rows["holistic"]["repeat"] is False


def test_an_answer_that_was_kept_is_no_repeat(borough: Borough) -> None:
    episode = episode_of(borough)
    done(answered(episode, borough, "holistic", 1, walking_aid="A frame"), borough, 1)
    falls = answered(episode, borough, "falls", 2, fell_past_year=False)
    keep_answer(assessment=falls, item="walking_aid", by=borough.nurse, now=NOW + 2 * HOUR)
    done(falls, borough, 2)
    assert picked(by_tool()["falls"], "repeat", "answers", "kept_answers") == (False, 2, 1)


def test_what_was_asked_in_an_assessment_still_open_is_asked_again_in_the_next(borough: Borough) -> None:
    episode = episode_of(borough)
    answered(episode, borough, "holistic", 1, walking_aid="A frame")
    done(answered(episode, borough, "falls", 2, fell_past_year=False, walking_aid="A frame"), borough, 2)
    assert only("assessments", LATER)["repeat"] is True


def test_the_same_tool_twice_looks_for_change_and_is_no_repeat(borough: Borough) -> None:
    episode = episode_of(borough)
    barthel(episode, borough)
    barthel(episode, borough, now=NOW + HOUR, stairs="2")
    assert [row["repeat"] for row in told("assessments", LATER)] == [False, False]


def test_another_spell_of_help_may_ask_again(borough: Borough) -> None:
    first, second = episode_of(borough), episode_of(borough)
    done(answered(first, borough, "holistic", 1, walking_aid="A frame"), borough, 1)
    done(answered(second, borough, "falls", 2, fell_past_year=False, walking_aid="A frame"), borough, 2)
    assert by_tool()["falls"]["repeat"] is False


def test_an_answer_that_was_taken_back_is_none(borough: Borough) -> None:
    episode = episode_of(borough)
    one = answered(episode, borough, "holistic", 1, walking_aid="A frame", eyesight="poorly")
    last = one.answers.filter(item="eyesight").get()
    answer(assessment=one, item="eyesight", value=None, opened=last.pk, by=borough.nurse, now=NOW + 2 * HOUR)
    done(one, borough, 3)
    assert only("assessments", LATER)["answers"] == 1


def test_a_tool_that_is_no_longer_here_gives_no_score(borough: Borough) -> None:
    made = barthel(episode_of(borough), borough)
    Assessment.objects.filter(pk=made.pk).update(tool_version="0.1")
    assert picked(only("assessments", LATER), "tool", "answers", "score", "repeat") == ("barthel", 10, None, False)
