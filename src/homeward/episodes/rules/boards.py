"""Which part of their stay somebody is in, and what holds them up. Pure: what is known of one episode in, words out."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from homeward.episodes.rules.limits import Standing

FIRST_DAYS = 3
"""The first days of help: those in which goals and a plan come about. This service's own."""

GOALS_AFTER_DAYS = 3
"""From this many midnights after the first contact on, somebody without a goal is held up. This service's own."""

PLAN_AFTER_DAYS = 3
"""The same for a plan that was agreed with them. This service's own."""

NAMED_AFTER_DAYS = 1
"""The same for a worker they know by name. This service's own."""


class Part(StrEnum):
    """The part of the stay somebody is in, in the order the parts follow each other."""

    WAITING = "waiting"
    FIRST_DAYS = "first_days"
    HELPED = "helped"
    LIMIT = "limit"
    LEAVING = "leaving"


PART_NAMES: dict[Part, str] = {
    Part.WAITING: "Waiting for first visit",
    Part.FIRST_DAYS: "First days",
    Part.HELPED: "Being helped",
    Part.LIMIT: "Near or past the limit",
    Part.LEAVING: "Leaving",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StayFacts:
    """What is known of one open episode. Days are London midnights; None where something has not begun or is not known.

    `hospital_reason` says why somebody who is ready is still in hospital, `next_visit` that some visit is to come.
    """

    days_helped: int | None = None
    first_visit_late: bool = False
    leaving_agreed: bool = False
    limit: Standing | None = None
    free_weeks: Standing | None = None
    goals: int = 0
    plan_agreed: bool = False
    named_worker: bool = False
    next_visit: bool = False
    missed_visits: int = 0
    onward_waiting: int = 0
    review: str = ""
    on_ward_unsettled: bool = False
    in_hospital: bool = False
    hospital_days: int | None = None
    hospital_reason: str = ""
    actions_overdue: int = 0

    @property
    def seen(self) -> bool:
        """True once somebody has seen them face to face."""
        return self.days_helped is not None


def part_of(facts: StayFacts) -> Part:
    """The part of the stay: leaving once it is agreed, else near or past the limit, else the first days or later."""
    if facts.days_helped is None:
        return Part.WAITING
    if facts.leaving_agreed:
        return Part.LEAVING
    if facts.limit in (Standing.NEAR, Standing.PAST):
        return Part.LIMIT
    return Part.FIRST_DAYS if facts.days_helped < FIRST_DAYS else Part.HELPED


class Weight(StrEnum):
    """Whether something should have happened already, or is to be watched."""

    LATE = "late"
    WATCH = "soon"


@dataclass(frozen=True, slots=True)
class Block:
    """One thing that holds somebody up: its code, how much it weighs, and the words for it."""

    code: str
    weight: Weight
    says: str


@dataclass(frozen=True, slots=True)
class BlockRule:
    """One reason why a stay does not go on: when it holds, and what it says then."""

    code: str
    weight: Weight
    holds: Callable[[StayFacts], bool]
    says: Callable[[StayFacts], str]


def _since(facts: StayFacts, days: int) -> bool:
    return facts.days_helped is not None and facts.days_helped >= days


def _many(number: int, one: str, more: str) -> str:
    return one if number == 1 else more.format(number)


def _delayed(facts: StayFacts) -> str:
    days = facts.hospital_days or 0
    waited = f"ready for {days} day{'' if days == 1 else 's'}"
    return f"In hospital, {waited}: {facts.hospital_reason or 'no reason noted'}"


BLOCK_RULES: tuple[BlockRule, ...] = (
    BlockRule("first_visit_late", Weight.LATE, lambda f: f.first_visit_late, lambda f: "First visit is late"),
    BlockRule(
        "missed_visit",
        Weight.LATE,
        lambda f: f.missed_visits > 0,
        lambda f: _many(f.missed_visits, "A promised visit was missed", "{} promised visits were missed"),
    ),
    BlockRule("hospital_delayed", Weight.LATE, lambda f: f.in_hospital and (f.hospital_days or 0) > 0, _delayed),
    BlockRule("review_overdue", Weight.LATE, lambda f: f.review == "overdue", lambda f: "Senior review overdue"),
    BlockRule("past_limit", Weight.LATE, lambda f: f.limit is Standing.PAST, lambda f: "Past the limit of this help"),
    BlockRule(
        "action_overdue",
        Weight.LATE,
        lambda f: f.actions_overdue > 0,
        lambda f: _many(f.actions_overdue, "A meeting action is overdue", "{} meeting actions are overdue"),
    ),
    BlockRule(
        "no_plan", Weight.LATE, lambda f: _since(f, PLAN_AFTER_DAYS) and not f.plan_agreed, lambda f: "No plan agreed"
    ),
    BlockRule(
        "no_goals", Weight.LATE, lambda f: _since(f, GOALS_AFTER_DAYS) and f.goals == 0, lambda f: "No goals set"
    ),
    BlockRule(
        "no_named_worker",
        Weight.WATCH,
        lambda f: _since(f, NAMED_AFTER_DAYS) and not f.named_worker,
        lambda f: "No named worker",
    ),
    BlockRule(
        "onward_waiting",
        Weight.WATCH,
        lambda f: f.onward_waiting > 0,
        lambda f: _many(f.onward_waiting, "Waits for onward care", "Waits for onward care ({} requests)"),
    ),
    BlockRule(
        "unsettled", Weight.WATCH, lambda f: f.seen and f.on_ward_unsettled, lambda f: "Not settled on the @home ward"
    ),
    BlockRule("review_soon", Weight.WATCH, lambda f: f.review == "soon", lambda f: "Senior review due soon"),
    BlockRule(
        "free_weeks_over", Weight.WATCH, lambda f: f.free_weeks is Standing.PAST, lambda f: "Free weeks are over"
    ),
    BlockRule(
        "no_next_visit",
        Weight.WATCH,
        lambda f: f.seen and not f.next_visit and not f.leaving_agreed and not f.in_hospital,
        lambda f: "No next visit planned",
    ),
)
"""What can hold somebody up, the heaviest first."""


def blocks_of(facts: StayFacts) -> tuple[Block, ...]:
    """Everything that holds somebody up, the heaviest first; nothing for whom all goes as it should."""
    return tuple(Block(rule.code, rule.weight, rule.says(facts)) for rule in BLOCK_RULES if rule.holds(facts))
