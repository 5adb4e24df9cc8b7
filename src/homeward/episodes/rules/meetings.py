"""Who is put on the list of a team meeting, when the meeting can decide, and how its actions are followed through."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from homeward.pathways.schema import MeetingRule

LEFT_UNDECIDED = "left undecided"
"""Why somebody is listed whom an earlier meeting did not decide about. No code of a rule has a space in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the rules of a meeting look at, of one episode. None where it is not known, and then it lists nobody."""

    days_helped: int | None = None
    hand_offs: int | None = None
    no_access_visits: int | None = None
    days_since_visit: int | None = None
    frailty: int | None = None
    days_past_limit: int | None = None
    stages: int | None = None
    goals_no_better: int | None = None

    def value(self, fact: str) -> int | None:
        """The fact with this name."""
        known: int | None = getattr(self, fact)
        return known


def why_listed(rules: Iterable[MeetingRule], facts: Facts) -> tuple[str, ...]:
    """The codes of the rules that put somebody on the list, in the agreed order; none for whoever is not listed."""
    found = ((rule, facts.value(rule.fact)) for rule in rules)
    return tuple(rule.code for rule, value in found if value is not None and value >= rule.at_least)


def missing_roles(roles_needed: Iterable[str], present_roles: Iterable[str]) -> tuple[str, ...]:
    """The roles a meeting needs to decide and in which nobody is there, in the agreed order."""
    present = set(present_roles)
    return tuple(dict.fromkeys(role for role in roles_needed if role not in present))


def has_quorum(roles_needed: Iterable[str], present_roles: Iterable[str]) -> bool:
    """True when somebody is there in every role the meeting needs; always, where none is needed."""
    return not missing_roles(roles_needed, present_roles)


class ActionStanding(StrEnum):
    """How something a meeting asked for stands."""

    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    TO_DO = "to_do"
    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"
    DROPPED = "dropped"


STANDING_NAMES: dict[ActionStanding, str] = {
    ActionStanding.OVERDUE: "Overdue",
    ActionStanding.DUE_TODAY: "Due today",
    ActionStanding.TO_DO: "To do",
    ActionStanding.DONE_IN_TIME: "Done in time",
    ActionStanding.DONE_LATE: "Done late",
    ActionStanding.DROPPED: "Not needed any more",
}


def action_standing(*, due_on: date, done_on: date | None, dropped: bool, today: date) -> ActionStanding:
    """How an action stands on a London day: the day it is due on is still in time."""
    if dropped:
        return ActionStanding.DROPPED
    if done_on is not None:
        return ActionStanding.DONE_IN_TIME if done_on <= due_on else ActionStanding.DONE_LATE
    if today > due_on:
        return ActionStanding.OVERDUE
    return ActionStanding.DUE_TODAY if today == due_on else ActionStanding.TO_DO


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowThrough:
    """Of the actions raised in a period: how many were done in time or late, dropped, overdue, or are still to do."""

    raised: int
    done_in_time: int
    done_late: int
    dropped: int
    overdue: int
    to_do: int


def followed_through(standings: Iterable[ActionStanding]) -> FollowThrough:
    """Count actions by how they stand. Every action is counted once; `to_do` has those due today among it."""
    counted = list(standings)
    return FollowThrough(
        raised=len(counted),
        done_in_time=counted.count(ActionStanding.DONE_IN_TIME),
        done_late=counted.count(ActionStanding.DONE_LATE),
        dropped=counted.count(ActionStanding.DROPPED),
        overdue=counted.count(ActionStanding.OVERDUE),
        to_do=counted.count(ActionStanding.TO_DO) + counted.count(ActionStanding.DUE_TODAY),
    )
