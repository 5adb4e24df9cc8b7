"""Help that ended says what came of it, what was agreed for afterwards, and when somebody asks again."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from homeward.episodes.models.episode import EndReason
from homeward.episodes.models.leaving import FollowUp, Leaving
from homeward.episodes.rules.leaving import OutcomeDoesNotFit, asks_for, check_outcome
from homeward.kit.problem import Problem


def problems() -> Iterator[Problem]:
    """Ended help whose outcome is missing or cannot be, without an agreed plan or a follow-up; outcomes of open help.

    Only episodes with something written about their leaving are looked at, and of those that ended only where somebody
    had been: help that was closed before anybody came has no outcome.
    """
    leavings = Leaving.objects.select_related("episode")
    seen_and_ended = leavings.filter(episode__ended_at__isnull=False).exclude(episode__first_contact_at=None)
    counted = seen_and_ended.exclude(episode__end_reason=EndReason.OPENED_IN_ERROR)
    for leaving in counted.iterator():
        if not _fits(leaving):
            yield _problem(
                "Help that ended has an outcome that goes with its reason",
                leaving,
                "Take the end back, and end it again.",
            )
    unagreed = counted.filter(episode__end_reason=EndReason.COMPLETED, agreed_at=None)
    for leaving in unagreed.iterator():
        yield _problem(
            "Help that finished as planned ended with an agreed plan for afterwards",
            leaving,
            "Take the end back, agree what happens afterwards, and end it again.",
        )
    for leaving in _without_follow_up(counted.exclude(outcome="")).iterator():
        yield _problem(
            "After help ended somebody asks how they are",
            leaving,
            "Take the end back, and end it again: that sets the day.",
        )
    for leaving in leavings.filter(~Q(outcome=""), episode__ended_at=None).iterator():
        yield _problem("Help that goes on has no outcome", leaving, "End the help again, with what came of it.")


def _without_follow_up(leavings: QuerySet[Leaving]) -> QuerySet[Leaving]:
    asks_later = [reason.value for reason in EndReason if asks_for(reason.value).follow_up]
    there = FollowUp.objects.filter(episode_id=OuterRef("episode_id"))
    return leavings.filter(~Exists(there), episode__end_reason__in=asks_later)


def _fits(leaving: Leaving) -> bool:
    try:
        check_outcome(leaving.episode.end_reason, leaving.outcome, leaving.sequel)
    except OutcomeDoesNotFit:
        return False
    return (leaving.happened_on is not None) == bool(asks_for(leaving.episode.end_reason).day)


def _problem(rule: str, leaving: Leaving, remedy: str) -> Problem:
    return Problem("episodes", rule, f"Episode {leaving.episode_id}", remedy)
