"""A referral's story before it is written: what was asked for, and each thing that was then done, with its time.

The same story can be written in bulk, or done step by step through the actions that the live service uses.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from homeward.pathways.schema import Answer
from homeward.referrals.drafting import Request
from homeward.referrals.rules.state import DecisionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing done: when it was written down, and by whom (a user name; empty for another system)."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(Step):
    """What was learnt at triage."""

    answers: Mapping[str, Answer | None] = field(default_factory=dict)
    need: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(Step):
    """A decision: `because` is an episode's end reason where one is closed unseen."""

    kind: DecisionKind
    pathway: str = ""
    reason: str = ""
    passed_to: str = ""
    because: str = ""
    time_not_appropriate: bool = False
    told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Step):
    """The referrer was told of a decision that was not told at once."""

    about: Decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited(Step):
    """A visit, or an attempt at one."""

    kind: str
    started_at: datetime
    what_happened: str
    next_step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrew(Step):
    """The last visit was written down wrongly and taken back."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended(Step):
    """The episode ended."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One referral, whole: the request, when it was received and by whom, and what followed in order of time."""

    request: Request
    received_at: datetime
    taken_by: str
    source_organisation: str
    steps: tuple[Step, ...] = ()

    def until(self, now: datetime) -> "Story":
        """The story as far as it has come by now."""
        done = sorted((step for step in self.steps if step.at <= now), key=lambda step: step.at)
        return Story(
            request=self.request,
            received_at=self.received_at,
            taken_by=self.taken_by,
            source_organisation=self.source_organisation,
            steps=tuple(done),
        )
