"""Which part of the stay somebody is in, and each thing that can hold them up: with both edges."""

from dataclasses import replace
from typing import Any

import pytest

from homeward.episodes.rules.boards import BLOCK_RULES, Part, StayFacts, Weight, blocks_of, part_of
from homeward.episodes.rules.limits import Standing

WELL = StayFacts(days_helped=5, limit=Standing.WITHIN, goals=1, plan_agreed=True, named_worker=True, next_visit=True)
"""Somebody for whom all goes as it should."""


def codes(**changes: Any) -> list[str]:
    return [block.code for block in blocks_of(replace(WELL, **changes))]


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"days_helped": None}, Part.WAITING),
        ({"days_helped": None, "limit": Standing.PAST, "leaving_agreed": True}, Part.WAITING),
        ({"days_helped": 0}, Part.FIRST_DAYS),
        ({"days_helped": 2}, Part.FIRST_DAYS),
        ({"days_helped": 3}, Part.HELPED),
        ({"days_helped": 1, "limit": Standing.NEAR}, Part.LIMIT),
        ({"limit": Standing.PAST}, Part.LIMIT),
        ({"limit": None}, Part.HELPED),
        ({"leaving_agreed": True}, Part.LEAVING),
        ({"leaving_agreed": True, "limit": Standing.PAST}, Part.LEAVING),
    ],
)
def test_somebody_is_in_one_part_of_their_stay(changes: dict[str, Any], part: Part) -> None:
    assert part_of(replace(WELL, **changes)) is part


def test_nothing_holds_up_somebody_for_whom_all_goes_as_it_should() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"goals": 0, "days_helped": 2}, []),
        ({"goals": 0, "days_helped": 3}, ["no_goals"]),
        ({"plan_agreed": False, "days_helped": 2}, []),
        ({"plan_agreed": False, "days_helped": 3}, ["no_plan"]),
        ({"named_worker": False, "days_helped": 0}, []),
        ({"named_worker": False, "days_helped": 1}, ["no_named_worker"]),
        ({"next_visit": False}, ["no_next_visit"]),
        ({"next_visit": False, "leaving_agreed": True}, []),
        ({"next_visit": False, "in_hospital": True}, []),
        ({"missed_visits": 1}, ["missed_visit"]),
        ({"limit": Standing.NEAR}, []),
        ({"limit": Standing.PAST}, ["past_limit"]),
        ({"free_weeks": Standing.NEAR}, []),
        ({"free_weeks": Standing.PAST}, ["free_weeks_over"]),
        ({"review": "later"}, []),
        ({"review": "soon"}, ["review_soon"]),
        ({"review": "overdue"}, ["review_overdue"]),
        ({"on_ward_unsettled": True}, ["unsettled"]),
        ({"onward_waiting": 1}, ["onward_waiting"]),
        ({"actions_overdue": 1}, ["action_overdue"]),
        ({"in_hospital": True}, []),
        ({"in_hospital": True, "hospital_days": 0}, []),
        ({"in_hospital": True, "hospital_days": 1}, ["hospital_delayed"]),
        ({"first_visit_late": True}, ["first_visit_late"]),
        ({"goals": 0, "plan_agreed": False, "named_worker": False, "next_visit": False, "days_helped": None}, []),
    ],
)
def test_each_thing_that_holds_somebody_up_is_named(changes: dict[str, Any], expected: list[str]) -> None:
    assert codes(**changes) == expected


def test_every_rule_is_tried_above() -> None:
    tried = {code for case in _expected() for code in case}
    assert tried == {rule.code for rule in BLOCK_RULES}


def _expected() -> list[list[str]]:
    marks = test_each_thing_that_holds_somebody_up_is_named.pytestmark  # type: ignore[attr-defined]
    return [case[1] for case in marks[0].args[1]]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"missed_visits": 1}, "A promised visit was missed"),
        ({"missed_visits": 3}, "3 promised visits were missed"),
        ({"actions_overdue": 2}, "2 meeting actions are overdue"),
        ({"onward_waiting": 2}, "Waits for onward care (2 requests)"),
        (
            {"in_hospital": True, "hospital_days": 1, "hospital_reason": "Waits for transport"},
            "In hospital, ready for 1 day: Waits for transport",
        ),
        ({"in_hospital": True, "hospital_days": 4}, "In hospital, ready for 4 days: no reason noted"),
    ],
)
def test_what_holds_somebody_up_is_said_in_words(changes: dict[str, Any], says: str) -> None:
    assert [block.says for block in blocks_of(replace(WELL, **changes))] == [says]


def test_what_should_have_happened_stands_before_what_is_to_be_watched() -> None:
    weights = [rule.weight for rule in BLOCK_RULES]
    assert weights == sorted(weights, key=lambda weight: weight is not Weight.LATE)
