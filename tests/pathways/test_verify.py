"""The partnership has the teams the service model names."""

import pytest

from homeward.partnership.models import Member, Organisation, Team
from homeward.pathways.reading import AGREED, agreed_versions, parse
from homeward.pathways.verify import problems, problems_of
from tests.support.borough import Borough, make_borough

pytestmark = pytest.mark.django_db


@pytest.fixture
def borough() -> Borough:
    return make_borough()


def test_a_borough_with_every_team_has_no_problem(borough: Borough) -> None:
    assert list(problems()) == []


def test_a_database_without_any_team_has_not_begun() -> None:
    assert list(problems()) == []


@pytest.mark.parametrize("code", ["front-door", "reablement"])
def test_a_team_that_is_not_there_is_named_with_its_place(borough: Borough, code: str) -> None:
    Team.objects.filter(code=code).update(code="renamed")
    found = list(problems())
    versions = [f"Version {model.version}," for model in agreed_versions()]
    assert [" ".join(problem.subject.split(" ")[:2]) for problem in found] == versions
    for problem in found:
        assert problem.room == "pathways"
        assert f'team "{code}"' in problem.subject
        assert problem.rule == "Every team the service model names exists"


def test_a_team_nobody_belongs_to_cannot_own_a_referral(borough: Borough) -> None:
    Member.objects.filter(teams__code="reablement").update(is_active=False)
    assert {problem.rule for problem in problems()} >= {"Every team the service model names has a member"}
    assert any('pathways "reablement", owner' in problem.subject for problem in problems())


def test_a_team_outside_the_joint_service_cannot_own_a_referral(borough: Borough) -> None:
    Organisation.objects.filter(code="E0999").update(takes_part=False)
    assert {problem.rule for problem in problems()} == {"Every team the service model names provides the joint service"}


def test_a_version_that_comes_into_force_later_is_looked_at_too(borough: Borough) -> None:
    text = (AGREED / "2025-04-01.toml").read_text(encoding="utf-8")
    later = parse(
        text.replace("in_force_from = 2025-04-01", "in_force_from = 2099-04-01").replace(
            'owner = "reablement"', 'owner = "new-team"'
        )
    )
    found = list(problems_of([*agreed_versions(), later]))
    assert ['team "new-team"' in problem.subject for problem in found] == [True]
