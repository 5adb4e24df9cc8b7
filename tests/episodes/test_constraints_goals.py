"""What the database itself refuses about goals, their steps, ratings and changes, and the person's copies."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F, Model

from homeward.episodes.actions.copies import give_copy
from homeward.episodes.actions.goal_setting import rate_goal, set_goal
from homeward.episodes.actions.goal_steps import add_step
from homeward.episodes.actions.visiting import record_visit
from homeward.episodes.models.episode import VisitGoal
from homeward.episodes.models.goals import Goal, GoalChange, GoalRating, GoalStep
from homeward.episodes.models.plan import PlanCopy
from homeward.referrals.actions import accept
from tests.support.borough import NOW, Borough, make_borough, received
from tests.support.constraints import refusal, refusal_to_add

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)

TRIED: list[tuple[type[Model], str, dict[str, Any]]] = [
    (Goal, "goal_has_the_persons_words", {"words": ""}),
    (Goal, "goal_agreed_with_is_known", {"agreed_with": ""}),
    (Goal, "goal_agreed_with_is_known", {"agreed_with": "nobody"}),
    (Goal, "goal_baseline_is_a_level", {"baseline": -3}),
    (Goal, "goal_baseline_is_a_level", {"baseline": 3}),
    (Goal, "goal_end_has_a_reason_and_a_name", {"ended_at": LATER}),
    (Goal, "goal_end_has_a_reason_and_a_name", {"ended_at": LATER, "ended_by": F("by")}),
    (Goal, "goal_end_has_a_reason_and_a_name", {"ended_by": F("by")}),
    (Goal, "goal_end_has_a_reason_and_a_name", {"end_reason": "met"}),
    (Goal, "goal_end_is_known", {"ended_at": LATER, "ended_by": F("by"), "end_reason": "bored"}),
    (Goal, "goal_ends_after_it_is_set", {
        "ended_at": NOW - timedelta(seconds=1), "ended_by": F("by"), "end_reason": "met",
    }),
    (GoalStep, "goal_step_says_what", {"what": ""}),
    (GoalStep, "goal_step_who_is_known", {"who": "the cat"}),
    (GoalStep, "goal_step_who_is_known", {"who": ""}),
    (GoalRating, "goal_rating_is_a_level", {"level": -3}),
    (GoalRating, "goal_rating_is_a_level", {"level": 3}),
    (GoalChange, "goal_change_field_is_known", {"field": "colour"}),
    (GoalChange, "goal_change_changes_something", {"after": F("before")}),
    (PlanCopy, "plan_copy_how_is_known", {"how": "by_pigeon"}),
]  # fmt: skip
TRIED_NAMES: set[str] = {name for _, name, _ in TRIED} | {"visit_serves_a_goal_once"}
LET_IN: list[tuple[type[Model], dict[str, Any]]] = [
    (Goal, {"baseline": -2}),
    (Goal, {"baseline": 2}),
    (Goal, {"ended_at": NOW, "ended_by": F("by"), "end_reason": "met"}),
    (GoalRating, {"level": -2}),
    (GoalRating, {"level": 2}),
]


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def goal(borough: Borough) -> Goal:
    referral = accept(referral=received(borough), pathway="rapid_response", by=borough.coordinator, now=NOW)
    assert referral.episode is not None
    by = borough.nurse
    goal = set_goal(episode=referral.episode, words="Make my own tea.", agreed_with="person", by=by, now=NOW)
    add_step(goal=goal, who="person", what="Fills the kettle", by=by, now=NOW)
    rate_goal(goal=goal, level=0, by=by, now=NOW)
    GoalChange.objects.create(goal=goal, field="words", before="Tea.", after="Make my own tea.", by=by, at=NOW)
    give_copy(episode=referral.episode, how="printed", by=by, now=NOW)
    return goal


@pytest.mark.parametrize(("table", "name", "values"), TRIED)
def test_the_database_refuses(goal: Goal, table: Any, name: str, values: dict[str, Any]) -> None:
    assert name in refusal(table.objects.all(), **values)


@pytest.mark.parametrize(("table", "values"), LET_IN)
def test_the_database_takes_what_is_just_possible(goal: Goal, table: Any, values: dict[str, Any]) -> None:
    assert refusal(table.objects.all(), **values) == ""


def test_a_visit_serves_a_goal_once(borough: Borough, goal: Goal) -> None:
    visit = record_visit(
        episode=goal.episode,
        kind="face_to_face",
        started_at=NOW,
        what_happened="Saw her.",
        goals={goal: "Practised."},
        by=borough.nurse,
        now=NOW,
    )
    said = refusal_to_add(VisitGoal(visit=visit, goal=goal))
    # SQLite names the columns, PostgreSQL the constraint.
    assert "visit_serves_a_goal_once" in said or ("visit_id" in said and "goal_id" in said)
