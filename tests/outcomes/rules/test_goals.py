"""How far goals were reached, as facts say it."""

from datetime import date

import pytest

from homeward.episodes.models.goals import GoalEnd
from homeward.episodes.rules.goals import t_score
from homeward.outcomes.rules import goals
from homeward.outcomes.rules.goals import attainment, change, goal_met

ENDED, LAST_WEEK, TOO_LONG_AGO = date(2026, 4, 20), date(2026, 4, 13), date(2026, 4, 12)


@pytest.mark.parametrize(
    ("end_reason", "level", "rated_on", "ended_on", "met"),
    [
        ("", 0, ENDED, None, None),
        ("", 0, LAST_WEEK, ENDED, True),
        ("", -1, LAST_WEEK, ENDED, False),
        ("", 0, TOO_LONG_AGO, ENDED, None),
        ("", None, None, ENDED, None),
        ("met", None, None, ENDED, True),
        ("met", -1, ENDED, ENDED, True),
        ("partly", None, None, ENDED, False),
        ("partly", 0, ENDED, ENDED, True),
        ("partly", 0, TOO_LONG_AGO, ENDED, False),
        ("not_possible", None, None, ENDED, False),
        ("changed_mind", 2, ENDED, ENDED, None),
    ],
)
def test_a_goal_is_met_as_it_was_ended_or_as_it_was_rated_at_the_end(
    end_reason: str, level: int | None, rated_on: date | None, ended_on: date | None, met: bool | None
) -> None:
    assert goal_met(end_reason=end_reason, level=level, rated_on=rated_on, ended_on=ended_on) is met


def test_the_reasons_are_those_people_can_choose() -> None:
    known = {goals.MET, goals.PARTLY, goals.NOT_POSSIBLE, goals.CHANGED_MIND, goals.IN_ERROR}
    assert known == set(GoalEnd.values)


@pytest.mark.parametrize(("baseline", "level", "moved"), [(-2, 2, 4), (2, -2, -4), (-1, -1, 0), (-1, None, None)])
def test_change_is_the_last_level_less_the_baseline(baseline: int, level: int | None, moved: int | None) -> None:
    assert change(baseline, level) == moved


def test_scores_compare_the_same_goals_once_some_are_rated() -> None:
    found = attainment([(-1, 0), (-2, 1), (-1, None)])
    assert (found.first, found.last) == (t_score([-1, -2]), t_score([0, 1]))


def test_before_any_rating_there_is_a_score_at_the_baseline_alone() -> None:
    assert attainment([(-1, None)]) == goals.Attainment(40.0, None)
    assert attainment([]) == goals.Attainment(None, None)
