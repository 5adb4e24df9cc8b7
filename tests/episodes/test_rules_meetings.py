"""Who is listed, when a meeting can decide, and how its actions stand: each rule at both edges."""

import dataclasses
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.episodes.rules.meetings import (
    LEFT_UNDECIDED,
    STANDING_NAMES,
    ActionStanding,
    Facts,
    action_standing,
    followed_through,
    has_quorum,
    missing_roles,
    why_listed,
)
from homeward.pathways.queries import service_model_version
from homeward.pathways.schema import MeetingRule

AGREED = service_model_version("2026.1")
assert AGREED is not None
assert AGREED.meetings is not None
RULES = AGREED.meetings.list_when
TODAY = date(2026, 5, 6)


def test_every_fact_a_rule_may_look_at_is_there() -> None:
    names = {field.name for field in dataclasses.fields(Facts)}
    assert names == set(get_args(MeetingRule.model_fields["fact"].annotation))


@pytest.mark.parametrize(
    ("facts", "listed"),
    [
        ({}, ()),
        ({"days_past_limit": 0}, ()),
        ({"days_past_limit": 1}, ("past_limit",)),
        ({"hand_offs": 1}, ()),
        ({"hand_offs": 2}, ("handed_over_twice",)),
        ({"hand_offs": 3}, ("handed_over_twice",)),
        ({"frailty": 6}, ()),
        ({"frailty": 7}, ("severe_frailty",)),
        ({"frailty": None}, ()),
        ({"no_access_visits": 2}, ()),
        ({"no_access_visits": 3}, ("cannot_get_in",)),
        ({"days_since_visit": 9}, ()),
        ({"days_since_visit": 10}, ("not_visited",)),
        ({"goals_no_better": 0}, ()),
        ({"goals_no_better": 1}, ("goals_no_better",)),
        ({"stages": 9, "days_helped": 900}, ()),
        (
            {"goals_no_better": 2, "frailty": 8, "hand_offs": 2},
            ("handed_over_twice", "severe_frailty", "goals_no_better"),
        ),
    ],
)  # fmt: skip
def test_somebody_is_listed_by_the_agreed_rules(facts: dict[str, int | None], listed: tuple[str, ...]) -> None:
    assert why_listed(RULES, Facts(**facts)) == listed


def test_a_rule_may_look_at_any_fact_and_at_nought() -> None:
    rules = [
        MeetingRule(code="all", text="Everybody seen", fact="days_helped", at_least=0),
        MeetingRule(code="third", text="Third stage", fact="stages", at_least=3),
    ]
    assert why_listed(rules, Facts(days_helped=0, stages=2)) == ("all",)
    assert why_listed(rules, Facts(days_helped=None, stages=3)) == ("third",)


def test_nobody_is_listed_where_nothing_was_agreed() -> None:
    assert why_listed((), Facts(frailty=9, hand_offs=9)) == ()


def test_being_left_undecided_is_no_code_that_a_service_model_can_use() -> None:
    with pytest.raises(ValueError, match="pattern"):
        MeetingRule(code=LEFT_UNDECIDED, text="Left", fact="stages", at_least=1)


@pytest.mark.parametrize(
    ("needed", "present", "missing"),
    [
        ([], [], ()),
        ([], ["gp"], ()),
        (["nursing"], [], ("nursing",)),
        (["nursing", "therapy"], ["therapy", "gp"], ("nursing",)),
        (["nursing", "therapy"], ["therapy", "nursing", "nursing"], ()),
        (["nursing", "nursing"], ["gp"], ("nursing",)),
    ],
)
def test_a_meeting_can_decide_when_every_role_it_needs_is_there(
    needed: list[str], present: list[str], missing: tuple[str, ...]
) -> None:
    assert missing_roles(needed, present) == missing
    assert has_quorum(needed, present) is (missing == ())


@pytest.mark.parametrize(
    ("due", "done", "dropped", "standing"),
    [
        (1, None, False, "to_do"),
        (0, None, False, "due_today"),
        (-1, None, False, "overdue"),
        (0, 0, False, "done_in_time"),
        (0, -5, False, "done_in_time"),
        (-1, 0, False, "done_late"),
        (-9, 0, True, "dropped"),
        (9, -1, True, "dropped"),
    ],
)
def test_an_action_stands_by_the_day_it_is_due(due: int, done: int | None, dropped: bool, standing: str) -> None:
    done_on = None if done is None else TODAY + timedelta(days=done)
    found = action_standing(due_on=TODAY + timedelta(days=due), done_on=done_on, dropped=dropped, today=TODAY)
    assert found == standing


@given(st.lists(st.sampled_from(ActionStanding)))
def test_every_action_raised_is_counted_once(standings: list[ActionStanding]) -> None:
    found = followed_through(standings)
    assert found.raised == len(standings)
    assert found.raised == found.done_in_time + found.done_late + found.dropped + found.overdue + found.to_do
    assert found.to_do == sum(one in ("to_do", "due_today") for one in standings)


def test_every_standing_has_a_name() -> None:
    assert set(STANDING_NAMES) == set(ActionStanding)
