"""One row for every answer, by codes: what was said, by whom and how, and nothing that leads to who said it."""

from datetime import date, timedelta

import pytest

from homeward.episodes.models import Episode
from homeward.outcomes.facts import TABLES
from homeward.voice.actions import answer_round, open_round
from homeward.voice.drafting import Said
from tests.outcomes.collecting.telling import only, picked, told
from tests.support.borough import NOW, Borough
from tests.support.episodes import episode_of
from tests.support.goals import DAY, visited
from tests.support.voice import AGREE, answered

LATER = NOW + 60 * DAY


@pytest.fixture
def episode(borough: Borough) -> Episode:
    """Somebody rapid response has seen."""
    found = episode_of(borough)
    visited(found, borough.nurse)
    return found


def test_an_answer_carries_everything(borough: Borough, episode: Episode) -> None:
    answered(episode, by=borough.nurse, now=NOW + 9 * DAY, said=Said({"p_told": "4"}, "Come earlier."))
    row = only("answers", LATER)
    assert set(row) == {field.name for field in TABLES["answers"].fields}
    answer = row.pop("answer_id")
    assert answer.isdecimal()
    assert row == {
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
        "answered_on": date(2026, 3, 13),
        "answered_week": date(2026, 3, 9),
        "answered_month": date(2026, 3, 1),
        "episode_id": str(episode.pk),
        "statement": "p_told",
        "theme": "information",
        "audience": "person",
        "timing": "at_the_end",
        "mode": "in_person",
        "by_proxy": False,
        "response": 4,
        "agrees": True,
    }


def test_each_answer_is_a_row_and_one_that_does_not_apply_neither_agrees_nor_not(
    borough: Borough, episode: Episode
) -> None:
    answered(episode, by=borough.nurse, now=NOW + 9 * DAY)
    rows = {row["statement"]: row for row in told("answers", LATER)}
    assert set(rows) == set(AGREE)
    said = {code: picked(row, "response", "agrees") for code, row in rows.items()}
    assert said == {
        "p_doing": (4, True),
        "p_told": (5, True),
        "p_family": (None, None),
        "p_once": (2, False),
        "p_ring": (3, False),
        "p_listened": (None, None),
    }


def test_somebody_who_answers_for_them_is_told_apart(borough: Borough, episode: Episode) -> None:
    answered(episode, by=borough.nurse, now=NOW + 9 * DAY, said=Said({"p_told": "4"}), proxy="family")
    assert only("answers", LATER)["by_proxy"] is True


def test_an_answer_apart_from_the_record_has_its_month_and_no_groups_of_the_person(
    borough: Borough, episode: Episode
) -> None:
    answered(episode, by=borough.nurse, now=NOW + 9 * DAY, said=Said({"p_told": "4"}), apart=True)
    row = only("answers", LATER)
    assert picked(row, "episode_id", "answered_on", "source", "need") == ("", date(2026, 3, 1), "", "")
    assert picked(row, "age_band", "ethnicity", "pathway") == ("not_known", "not_known", "rapid_response")


def test_what_staff_say_has_their_organisation_and_the_month(borough: Borough) -> None:
    open_round(by=borough.head, now=NOW)
    answer_round(said=Said({"s_time": "5"}), by=borough.nurse, now=NOW + timedelta(days=3))
    row = only("answers", LATER)
    assert picked(row, "audience", "timing", "mode", "agrees") == ("staff", "staff_round", "online_staff", True)
    assert picked(row, "answered_on", "organisation", "pathway", "episode_id") == (date(2026, 3, 1), "RXX", "", "")
    assert picked(row, "age_band", "locality") == ("not_known", "not_known")
