"""Deciding a referral, closing it, and undoing either."""

from datetime import datetime

from django.db import transaction

from homeward.episodes.actions import SomebodyHasBeen, end_unseen, open_episode
from homeward.episodes.models import EndReason, Episode
from homeward.kit.text import storable
from homeward.partnership.models import Member
from homeward.partnership.queries import team_called
from homeward.people.actions import give_reason_to_see
from homeward.referrals.actions.answering import decided
from homeward.referrals.actions.holding import (
    UNDECIDED,
    AlreadyDecided,
    ReasonNeeded,
    held,
    latest_answers,
    model_for,
    need_words,
    run_clock,
    run_until_decided,
)
from homeward.referrals.drafting import terms_on, weighed
from homeward.referrals.models import Referral
from homeward.referrals.rules.state import DecisionKind, State, reply_due_at, triage_due_at


class PathwayUnknown(ValueError):
    """A pathway that the service model in force does not have."""


@transaction.atomic
def accept(
    *,
    referral: Referral,
    pathway: str,
    reason: str = "",
    time_not_appropriate: bool = False,
    told: bool = False,
    by: Member,
    now: datetime,
) -> Referral:
    """Accept onto a pathway: its team becomes the owner, an episode opens, its clock runs from the same start.

    Raises AlreadyDecided, PathwayUnknown, and ReasonNeeded when the pathway is not the one triage suggests, or when the
    standard's time is set aside, and no reason is given.
    """
    referral = held(referral, *UNDECIDED)
    model = model_for(referral)
    if pathway not in {p.code for p in model.pathways}:
        raise PathwayUnknown(f'"{pathway}" is not a pathway of the service model in force. Choose one of the list.')
    suggested = weighed(model, referral, latest_answers(referral)).suggested or ""
    if (pathway != suggested or time_not_appropriate) and not storable(reason).strip():
        raise ReasonNeeded("Say why: this is not what the agreed criteria lead to.")
    agreed = model.pathway(pathway)
    team = team_called(agreed.owner)
    run_clock(referral, terms_on(agreed, referral, time_not_appropriate=time_not_appropriate))
    referral.episode = open_episode(
        person=referral.person,
        pathway=pathway,
        model_version=model.version,
        team=team,
        needed_from=referral.clock_start_at,
        by=by,
        now=now,
    )
    referral.accepted_at, referral.asked_at, referral.pathway = now, None, pathway
    referral.owning_team, referral.due_at = team, referral.breach_at
    referral.save()
    decided(referral, model, DecisionKind.ACCEPT, by, now, told, suggested=suggested, pathway=pathway, reason=reason)
    return referral


@transaction.atomic
def ask(*, referral: Referral, question: str, told: bool = False, by: Member, now: datetime) -> Referral:
    """Ask the referrer for more. The clock runs on, and the front door is due again when the reply should have come."""
    referral = held(referral, *UNDECIDED)
    need_words(question, "Say what you need to know.")
    model = model_for(referral)
    referral.asked_at, referral.due_at = now, reply_due_at(model.triage, now)
    referral.save()
    decided(referral, model, DecisionKind.ASK, by, now, told, reason=question)
    return referral


@transaction.atomic
def redirect(*, referral: Referral, to: str, reason: str, told: bool = False, by: Member, now: datetime) -> Referral:
    """Send the person to another service that fits better, and say which and why."""
    need_words(to, "Say which service they were passed to.")
    return _close(referral, UNDECIDED, DecisionKind.REDIRECT, reason, told, by, now, passed_to=to)


@transaction.atomic
def decline(*, referral: Referral, reason: str, told: bool = False, by: Member, now: datetime) -> Referral:
    """Decline a referral, with the reason the referrer is told."""
    return _close(referral, UNDECIDED, DecisionKind.DECLINE, reason, told, by, now)


@transaction.atomic
def close_unseen(
    *, referral: Referral, because: str, reason: str, told: bool = False, by: Member, now: datetime
) -> Referral:
    """Close an accepted referral before anyone saw the person; `because` is an episode's end reason."""
    _end_unseen(held(referral, State.WAITING_FOR_FIRST_VISIT).episode, because, by, now)
    return _close(referral, (State.WAITING_FOR_FIRST_VISIT,), DecisionKind.CLOSE, reason, told, by, now)


@transaction.atomic
def reopen(*, referral: Referral, reason: str, told: bool = False, by: Member, now: datetime) -> Referral:
    """Undo a decision: back to the front door for triage, with the clock running from its first start.

    An episode opened by the decision ends as opened in error. Raises AlreadyDecided when the person has been seen.
    """
    referral = held(referral, State.CLOSED, State.WAITING_FOR_FIRST_VISIT)
    need_words(reason, "Say why it is opened again.")
    _end_unseen(referral.episode, EndReason.OPENED_IN_ERROR, by, now)
    model = model_for(referral)
    referral.episode = referral.accepted_at = referral.asked_at = referral.closed_at = None
    referral.pathway = ""
    run_until_decided(referral)
    referral.owning_team = team_called(model.front_door)
    give_reason_to_see(person=referral.person, team=referral.owning_team, because="Referred to the service", now=now)
    referral.due_at = triage_due_at(model.triage, referral.clock_code, now)
    referral.save()
    decided(referral, model, DecisionKind.REOPEN, by, now, told, reason=reason)
    return referral


def _close(
    referral: Referral,
    states: tuple[State, ...],
    kind: DecisionKind,
    reason: str,
    told: bool,
    by: Member,
    now: datetime,
    passed_to: str = "",
) -> Referral:
    referral = held(referral, *states)
    need_words(reason, "Give the reason. The referrer will be told.")
    referral.closed_at, referral.asked_at = now, None
    referral.save()
    decided(referral, model_for(referral), kind, by, now, told, reason=reason, passed_to=passed_to)
    return referral


def _end_unseen(episode: Episode | None, because: str, by: Member, now: datetime) -> None:
    """End the episode of a referral that is closed or opened again. Raises AlreadyDecided when someone has been."""
    if episode is None:
        return
    try:
        end_unseen(episode=episode, reason=because, by=by, now=now)
    except SomebodyHasBeen:
        raise AlreadyDecided("The person has been seen, so this can no longer be undone.") from None
