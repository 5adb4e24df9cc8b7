"""What lists and other rooms ask about assessments, and what verify finds in them."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from homeward.episodes.actions.assessing import (
    ToolUnknown,
    answer,
    begin_assessment,
    complete_assessment,
    keep_answer,
)
from homeward.episodes.models.assessing import Assessment, AssessmentAnswer
from homeward.episodes.models.episode import Episode
from homeward.episodes.queries.assessing import assessment_seen, assessments_seen, before, frailty_of, latest_scores
from homeward.episodes.reading.tools import CARRIED
from homeward.episodes.verify.assessing import problems
from tests.support.assessed import barthel, begun, opened, taken_over
from tests.support.borough import NOW, Borough, make_borough

pytestmark = pytest.mark.django_db
SOON, LATER = NOW + timedelta(minutes=20), NOW + timedelta(hours=2)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def episode(borough: Borough) -> Episode:
    return opened(borough)


def test_an_older_assessment_accepted_later_is_not_the_latest_score(borough: Borough, episode: Episode) -> None:
    barthel(episode, borough)
    taken_over(episode, borough, now=LATER)
    total, _, at = latest_scores(borough.nurse, [episode])[episode.pk]["barthel"]
    assert (total, at) == (15, NOW)
    newest, oldest = assessments_seen(borough.nurse, episode)
    assert (newest.score.total, oldest.score.total) == (15, 13)
    assert before(newest, [newest, oldest]) == oldest
    assert before(oldest, [newest, oldest]) is None


def test_the_latest_frailty_of_a_person_is_known_in_all_their_episodes(
    borough: Borough, episode: Episode, django_assert_max_num_queries: Any
) -> None:
    for level, now in (("5", NOW), ("7", SOON)):
        one = begin_assessment(episode=episode, tool="cfs", by=borough.nurse, now=now)
        answer(assessment=one, item="level", value=level, opened=None, by=borough.nurse, now=now)
        complete_assessment(assessment=one, by=borough.nurse, now=now)
    still_open = begin_assessment(episode=episode, tool="cfs", by=borough.nurse, now=LATER)
    answer(assessment=still_open, item="level", value="9", opened=None, by=borough.nurse, now=LATER)
    again, other = opened(borough), opened(borough, nhs_number="", family_name="Bell")
    with django_assert_max_num_queries(3):
        assert frailty_of([episode.pk, again.pk, other.pk]) == {episode.pk: 7, again.pk: 7}
    with django_assert_max_num_queries(4):
        scores = latest_scores(borough.nurse, [episode, again, other])
    assert scores == {episode.pk: {"cfs": (7, "Severely frail", SOON)}, again.pk: {}, other.pk: {}}


def test_scores_are_seen_by_those_with_a_reason(borough: Borough, episode: Episode) -> None:
    one = barthel(episode, borough)
    for member, sees in [(borough.nurse, True), (borough.head, True), (borough.reablement_worker, False),
                         (borough.gp, False), (borough.analyst, False)]:  # fmt: skip
        assert bool(latest_scores(member, [episode])) is sees
        assert bool(assessments_seen(member, episode)) is sees
        assert (assessment_seen(member, one.pk) is not None) is sees


def test_verify_finds_what_nobody_can_read_or_score(borough: Borough, episode: Episode) -> None:
    one = barthel(episode, borough)
    assert list(problems()) == []
    AssessmentAnswer.objects.filter(item="stairs").update(item="ladders")
    assert [problem.rule for problem in problems()] == [
        "Every answer is to an item of its tool",
        "A complete assessment with a scored tool has a score",
    ]
    Assessment.objects.filter(pk=one.pk).update(tool_version="0.9")
    found = list(problems())
    assert [problem.subject for problem in found] == [f'Assessment {one.pk}: "barthel" version 0.9']
    assert all(problem.remedy for problem in found)


def test_verify_finds_an_answer_kept_from_another_person(borough: Borough, episode: Episode) -> None:
    told = answer(
        assessment=begun(episode, borough), item="unsteady", value=True, opened=None, by=borough.nurse, now=NOW
    )
    again = begun(opened(borough), borough)
    kept = keep_answer(assessment=again, item="unsteady", by=borough.nurse, now=SOON)
    assert list(problems()) == []
    other = begun(opened(borough, nhs_number="", family_name="Bell"), borough)
    AssessmentAnswer.objects.filter(pk=told.pk if told else 0).update(assessment=other)
    assert [problem.subject for problem in problems()] == [f"Answer {kept.pk}"]


def test_an_assessment_keeps_the_version_it_was_made_with_when_a_site_loads_a_higher_one(
    borough: Borough, episode: Episode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = begun(episode, borough, "must")
    answer(assessment=old, item="score", value=2, opened=None, by=borough.nurse, now=NOW)
    complete_assessment(assessment=old, by=borough.nurse, now=NOW)
    text = (CARRIED / "must.toml").read_text().replace('version = "1"', 'version = "2"').replace("max = 6", "max = 60")
    (tmp_path / "must.toml").write_text(text)
    monkeypatch.setenv("HOMEWARD_TOOLS", str(tmp_path))
    new = begun(episode, borough, "must")
    assert (old.tool_version, new.tool_version) == ("1", "2")
    answer(assessment=new, item="score", value=20, opened=None, by=borough.nurse, now=SOON)
    monkeypatch.setenv("HOMEWARD_TOOLS", str(tmp_path / "gone"))
    newest = next(one for one in assessments_seen(borough.nurse, episode) if one.assessment == new)
    assert (newest.tool, newest.name, newest.answers["score"].value) == (None, "must", 20)
    with pytest.raises(ToolUnknown, match="is not here any more"):
        complete_assessment(assessment=new, by=borough.nurse, now=SOON)
