"""Goals as tests set, change and serve them, and as the pages about them are sent."""

import json
from datetime import timedelta
from typing import Any

from homeward.episodes.actions import record_visit
from homeward.episodes.actions.goal_setting import change_goal, goal_details, set_goal
from homeward.episodes.models import Episode, Goal, Visit
from homeward.partnership.models import Member
from tests.support.borough import NOW

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
WORDS = "I want to make my own tea again."


def tea(episode: Episode, by: Member, **changes: Any) -> Goal:
    """A goal in the person's words, agreed with them at NOW."""
    words = {"words": WORDS, "agreed_with": "person", "now": NOW, **changes}
    return set_goal(episode=episode, by=by, **words)


def changed(goal: Goal, opened_with: dict[str, str], by: Member, minutes: int, **typed: str) -> Goal:
    """The goal, changed so many minutes after NOW by somebody whose page was opened with these details."""
    return change_goal(goal=goal, opened=opened_with, typed=opened_with | typed, by=by, now=NOW + minutes * MINUTE)


def visited(episode: Episode, by: Member, **changes: Any) -> Visit:
    """A visit a day after NOW."""
    return record_visit(
        episode=episode,
        by=by,
        **{
            "kind": "face_to_face",
            "started_at": NOW + DAY,
            "what_happened": "Practised in the kitchen.",
            "now": NOW + DAY,
            **changes,
        },
    )


def typed(**changes: str) -> dict[str, str]:
    """What is typed to write a goal down."""
    return {"words": WORDS, "agreed_with": "person", "baseline": "-1", **changes}


def edited(goal: Goal, **changes: str) -> dict[str, str]:
    """The form to change a goal as the page has it, with these fields typed over."""
    details = goal_details(goal)
    return {**details, "opened_with": json.dumps(details), **changes}
