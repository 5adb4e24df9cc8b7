"""What verify finds wrong with stays in hospital, and that it finds nothing in what the actions wrote."""

from datetime import timedelta
from typing import Any

import pytest

from homeward.episodes.models.episode import Episode
from homeward.episodes.models.hospital import DelayReason, HospitalStay
from homeward.episodes.queries.hospital import delays_by_day, in_hospital
from homeward.episodes.verify import code_lists as verify_code_lists
from homeward.episodes.verify import hospital as verify_hospital
from tests.support.borough import NOW, Borough
from tests.support.in_hospital import TODAY, admitted, days_ago, going_home, held_up, leave, ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(borough: Borough, episode: Episode) -> HospitalStay:
    return admitted(borough, episode)


def test_verify_finds_nothing_wrong_with_what_the_actions_wrote(borough: Borough, stay: HospitalStay) -> None:
    going_home(borough, stay)
    ready(borough, stay)
    held_up(borough, stay)
    leave(borough, stay, no_first_visit_why="None.")
    assert list(verify_hospital.problems()) == []
    assert list(verify_code_lists.problems()) == []


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        ({"admitted_on": TODAY}, "before they came in"),
        ({"destination": "short_term_bed"}, "destination belongs"),
        ({"left_at": NOW - timedelta(days=6)}, "leaves before"),
    ],
)
def test_verify_finds_a_stay_that_cannot_be(
    borough: Borough, stay: HospitalStay, broken: dict[str, Any], rule: str
) -> None:
    going_home(borough, stay)
    ready(borough, stay)
    leave(borough, stay, no_first_visit_why="None.")
    HospitalStay.objects.filter(pk=stay.pk).update(**broken)
    assert rule in " ".join(problem.rule for problem in verify_hospital.problems())


def test_an_unknown_code_is_kept_shown_as_unknown_and_found_by_verify(borough: Borough, stay: HospitalStay) -> None:
    ready(borough, stay)
    held_up(borough, stay)
    DelayReason.objects.update(code="D99")
    HospitalStay.objects.update(destination="D98")
    found = list(verify_code_lists.problems())
    assert [problem.subject.split(": ")[1] for problem in found] == ["'D98'", "'D99'"]
    assert "delay_reason.toml" in found[1].remedy
    [one] = in_hospital(borough.nurse, NOW)
    assert (one.delay_name, one.destination_name) == ("Unknown code: D99", "Unknown code: D98")
    assert delays_by_day(borough.nurse, days_ago(1), TODAY) == {days_ago(1): {"Unknown code": 1}}
