"""The person's own copy of what was agreed is given to them."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from homeward.episodes.actions.holding import held_open
from homeward.episodes.actions.planning import begin_plan
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.plan import HowGiven, PlanCopy
from homeward.partnership.models import Member

SENT_TWICE = timedelta(minutes=10)
"""The same copy given by the same member within this time is one form that was sent twice."""


class NothingToGive(ValueError):
    """A copy was to be given of a plan in which nothing is written."""


@transaction.atomic
def give_copy(*, episode: Episode, how: str, large_print: bool = False, by: Member, now: datetime) -> PlanCopy:
    """Write down that the person got their own copy; the same form sent twice is one copy.

    Raises EpisodeClosed after the end, and NothingToGive while neither a goal nor a plan is written down.
    """
    episode = held_open(episode)
    plan = begin_plan(episode=episode, by=by, now=now)
    written = plan.aims or plan.if_it_gets_worse or plan.who_to_call
    if not written and not episode.goals.filter(ended_at=None).exists() and not _visits_planned(episode):
        raise NothingToGive("Nothing is on this copy yet. Write down a goal or the plan first.")
    sent = plan.copies.filter(by=by, how=HowGiven(how), large_print=large_print, at__gte=now - SENT_TWICE)
    return sent.first() or PlanCopy.objects.create(plan=plan, how=HowGiven(how), large_print=large_print, by=by, at=now)


def _visits_planned(episode: Episode) -> bool:
    booked = episode.bookings.filter(visit=None, cancelled_at=None)
    return booked.exists() or episode.series.filter(Q(ended_on=None)).exists()
