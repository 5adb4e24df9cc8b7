"""Somebody whose help is about to end, and somebody whose help has ended well, for tests of pages."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from homeward.episodes.actions.leaving import agree_transition, leave
from homeward.episodes.actions.onward import request_onward
from homeward.episodes.actions.summaries import save_summary
from homeward.episodes.actions.visiting import record_visit
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.leaving import FollowUp, Leaving, OnwardRequest
from homeward.kit.london import london_date
from homeward.partnership.models import Member
from homeward.referrals.actions import accept
from tests.support.borough import Borough, received

PLAN = {"transition_plan": "Meals come at noon.", "agreed_with": "person_and_carer", "ends_on": "9 3 2026"}
"""What is typed into the plan for afterwards."""

ONWARD = {
    "service": "meals",
    "hours_per_week": "3.5",
    "starts_on": "10 3 2026",
    "sent_to": "Brokerage",
    "funded_by": "council",
    "weekly_cost": "",
    "details": "",
}
"""What is typed to ask for care after our help."""


def seen(borough: Borough, *, at: datetime, **changes: Any) -> Episode:
    """An episode of rapid response in which the nurse has seen the person."""
    referral = received(borough, now=at, needed_at=at, **changes)
    referral = accept(referral=referral, pathway="rapid_response", by=borough.coordinator, now=at)
    assert referral.episode is not None
    record_visit(
        episode=referral.episode, kind="face_to_face", started_at=at, what_happened="Saw her.", by=borough.nurse, now=at
    )
    return Episode.objects.get(pk=referral.episode.pk)


def agreed(episode: Episode, *, by: Member, now: datetime, **changes: Any) -> Leaving:
    """What happens afterwards, agreed with the person."""
    said: dict[str, Any] = {
        "transition_plan": "Her daughter comes each evening. The frame stays.",
        "agreed_with": "person",
        "ends_on": None,
        "opened": {},
    }
    return agree_transition(episode=episode, by=by, now=now, **said | changes)


def asked_for(episode: Episode, *, by: Member, now: datetime, **changes: Any) -> OnwardRequest:
    """Home care asked for after our help."""
    said: dict[str, Any] = {
        "service": "home_support_or_domiciliary_care",
        "details": "Mornings, to wash and dress.",
        "hours_per_week": Decimal("3.5"),
        "weekly_cost": Decimal("84.50"),
        "funded_by": "council",
        "starts_on": london_date(now) + timedelta(days=3),
        "sent_to": "Brokerage team",
    }
    return request_onward(episode=episode, by=by, now=now, **said | changes)


def about_to_leave(episode: Episode, *, by: Member, now: datetime) -> None:
    """One of each: a request that waits, a draft for the person, and a day to ask."""
    asked_for(episode, by=by, now=now)
    save_summary(episode=episode, audience="person", says="You walked to the shop.", opened="", by=by, now=now)
    FollowUp.objects.create(episode=episode, due_on=date(2026, 5, 27), by=by, at=now)


def left_well(borough: Borough, *, at: datetime, **changes: Any) -> Episode:
    """Help that finished as planned a day after it began, with a request that waits for an answer."""
    episode, ended_at = seen(borough, at=at, **changes), at + timedelta(days=1)
    agreed(episode, by=borough.nurse, now=at)
    asked_for(episode, by=borough.nurse, now=at)
    said = {"reason": "completed", "outcome": "nfa_as_planned", "sequel": "nfa_as_planned"}
    return leave(episode=episode, by=borough.nurse, now=ended_at, **said)
