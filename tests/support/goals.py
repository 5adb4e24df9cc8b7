"""Goals as tests set, change and serve them."""

from datetime import timedelta
from typing import Any

from homeward.episodes.actions import record_visit
from homeward.episodes.actions.goal_setting import change_goal, set_goal
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
