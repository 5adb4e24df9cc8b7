"""The person's own copy: given, written down once, and named as old when something on it changed."""

from datetime import time, timedelta
from typing import Any

import pytest

from homeward.episodes.actions.copies import NothingToGive, give_copy
from homeward.episodes.actions.goal_setting import goal_details, rate_goal
from homeward.episodes.actions.goal_steps import add_step, finish_step
from homeward.episodes.actions.tapering import add_series, change_pace, drop_step, end_series
from homeward.episodes.models import Episode, Plan, PlanCopy
from homeward.episodes.queries.copies import copy_for
from tests.support.borough import NOW, Borough
from tests.support.goals import DAY, MINUTE, changed, tea, visited

pytestmark = pytest.mark.django_db


def test_a_copy_given_is_written_down_once_and_begins_the_plan_it_is_of(borough: Borough, episode: Episode) -> None:
    with pytest.raises(NothingToGive, match="Write down a goal"):
        give_copy(episode=episode, how="printed", by=borough.nurse, now=NOW)
    assert not Plan.objects.exists()
    tea(episode, borough.nurse)
    copy = give_copy(episode=episode, how="printed", large_print=True, by=borough.nurse, now=NOW)
    assert give_copy(episode=episode, how="printed", large_print=True, by=borough.nurse, now=NOW + MINUTE) == copy
    assert give_copy(episode=episode, how="read_out", by=borough.nurse, now=NOW + MINUTE) != copy
    assert PlanCopy.objects.count() == 2
    assert (copy.plan.episode, copy.by, copy.at, copy.large_print) == (episode, borough.nurse, NOW, True)


def test_what_changed_since_the_copy_was_given_is_named(borough: Borough, episode: Episode) -> None:
    goal = tea(episode, borough.nurse)
    step = add_step(goal=goal, who="team", what="Rings", by=borough.nurse, now=NOW)

    def since() -> list[str]:
        found = copy_for(borough.nurse, episode, now=NOW)
        assert found is not None
        return found.changed_since

    assert since() == []
    give_copy(episode=episode, how="printed", by=borough.nurse, now=NOW)
    assert since() == []
    rate_goal(goal=goal, level=0, by=borough.nurse, now=NOW + MINUTE)
    assert since() == ["how far a goal has got"]
    finish_step(step=step, now=NOW + MINUTE)
    assert since() == ["how far a goal has got", "who does what"]
    changed(goal, goal_details(goal), borough.head, 2, words="Tea for two.")
    tea(episode, borough.nurse, words="Shop.", now=NOW + 2 * MINUTE)
    assert since() == ["the goals", "how far a goal has got", "who does what"]
    give_copy(episode=episode, how="printed", by=borough.nurse, now=NOW + DAY)
    assert since() == []


def test_a_copy_is_old_once_visits_end_or_a_change_is_taken_back_and_once_a_visit_before_it_is_written_down(
    borough: Borough, episode: Episode
) -> None:
    goal, said = tea(episode, borough.nurse), {"by": borough.nurse, "now": NOW}
    pace: dict[str, Any] = {"days": [1, 2], "minutes": 30, "times_a_day": 1}
    window = {"window_from": time(8), "window_to": time(10)}
    series = add_series(episode=episode, what_for="Tea", from_on=NOW.date(), **pace, **window, **said)
    later = {**pace, "days": [1], "from_on": NOW.date() + timedelta(days=7), "why": "Does more."}
    step, _ = change_pace(series=series, **later, **said)

    def give_new_one(after: timedelta) -> None:
        give_copy(episode=episode, how="printed", by=borough.nurse, now=NOW + after)
        assert since(after) == []

    def since(now: timedelta) -> list[str]:
        found = copy_for(borough.nurse, episode, now=NOW + now)
        assert found is not None
        return found.changed_since

    give_new_one(MINUTE)
    drop_step(step=step, by=borough.nurse, now=NOW + 2 * MINUTE)
    assert since(3 * MINUTE) == ["when we come"]
    give_new_one(60 * MINUTE)
    end_series(series=series, on=NOW.date(), why="Manages.", by=borough.nurse, now=NOW + 60 * MINUTE + MINUTE)
    assert since(60 * MINUTE + 2 * MINUTE) == ["when we come"]
    give_new_one(DAY)
    visited(episode, borough.nurse, goals={goal: "Poured."}, ratings={goal: 0}, now=NOW + DAY + MINUTE)
    assert since(DAY + 60 * MINUTE) == ["how far a goal has got"]
