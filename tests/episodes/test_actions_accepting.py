"""The hospital's assessment is accepted instead of repeated, when it is whole and says whose it is."""

from datetime import date, timedelta
from typing import Any

import pytest

from homeward.episodes.actions.accepting import AcceptedWrong
from homeward.episodes.actions.assessing import AssessmentIncomplete, ToolUnknown
from homeward.episodes.models.assessing import Assessment
from homeward.episodes.models.episode import Episode
from homeward.episodes.queries.assessing import latest_scores
from homeward.episodes.rules.scoring import AnswerWrong
from homeward.episodes.verify.assessing import problems
from tests.support.assessed import WHOLE, opened, taken_over
from tests.support.borough import NOW, Borough, make_borough

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def episode(borough: Borough) -> Episode:
    return opened(borough)


def test_the_hospitals_assessment_is_accepted_and_not_repeated(borough: Borough, episode: Episode) -> None:
    one = taken_over(episode, borough)
    assert taken_over(episode, borough, now=LATER) == one
    assert [(row.item, row.value, row.source) for row in one.answers.all()] == [("total", 13, "accepted")]
    assert latest_scores(borough.nurse, [episode])[episode.pk]["barthel"][:2] == (13, "Moderately dependent on others")
    assert taken_over(episode, borough, answers=WHOLE) != one
    assert list(problems()) == []


@pytest.mark.parametrize(
    ("changes", "raised"),
    [
        ({"answers": {"total": 21}}, AnswerWrong),
        ({"answers": {"total": 13, "stairs": "1"}}, AnswerWrong),
        ({"answers": {"stairs": "1"}}, AssessmentIncomplete),
        ({"answers": {}}, AssessmentIncomplete),
        ({"answers": {"charm": "1"}}, ToolUnknown),
        ({"tool": "cfs", "answers": {"total": 5}}, ToolUnknown),
        ({"tool": "holistic", "answers": {}}, AssessmentIncomplete),
        ({"from_organisation": " "}, AcceptedWrong),
        ({"assessed_on": date(2026, 3, 5)}, AcceptedWrong),
    ],
)
def test_what_is_no_whole_assessment_is_not_accepted(
    borough: Borough, episode: Episode, changes: dict[str, Any], raised: type[Exception]
) -> None:
    with pytest.raises(raised):
        taken_over(episode, borough, **changes)
    assert Assessment.objects.count() == 0


def test_todays_assessment_of_the_hospital_can_be_accepted(borough: Borough, episode: Episode) -> None:
    assert taken_over(episode, borough, assessed_on=date(2026, 3, 4)).assessed_on == date(2026, 3, 4)
