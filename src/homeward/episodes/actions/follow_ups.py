"""Asking how somebody is, weeks after our help ended."""

from datetime import date, datetime

from django.db import transaction

from homeward.episodes.actions.holding import held
from homeward.episodes.models.leaving import FollowUp, LivingAt
from homeward.episodes.rules.follow_ups import is_early
from homeward.kit.london import london_date
from homeward.kit.text import storable
from homeward.partnership.models import Member


class FollowUpDone(ValueError):
    """A follow-up was to be recorded that somebody else has recorded."""


class FollowUpWrong(ValueError):
    """What was found at a follow-up cannot be kept like this; `field` says which part."""

    def __init__(self, field: str, said: str) -> None:
        self.field = field
        super().__init__(said)


@transaction.atomic
def record_follow_up(
    *,
    follow_up: FollowUp,
    living_at: str,
    been_in_hospital: bool | None = None,
    said: str = "",
    died_on: date | None = None,
    why_early: str = "",
    by: Member,
    now: datetime,
) -> FollowUp:
    """Write down where somebody is some weeks on, whether they were in hospital, and what they say.

    More than a week before its day it needs a reason, which is kept with what they said. The same form sent twice
    changes nothing. Raises FollowUpWrong, and FollowUpDone when somebody else has done it.
    """
    held(follow_up.episode)
    follow_up.refresh_from_db()
    living_at, said = LivingAt(living_at), storable(said).strip()
    if follow_up.done_at is not None:
        if follow_up.done_by_id == by.pk and follow_up.living_at == living_at:
            return follow_up
        raise FollowUpDone(f"{follow_up.done_by} has recorded this follow-up already. Nothing was changed.")
    _check_death(follow_up, living_at, died_on, now)
    if is_early(follow_up.due_on, london_date(now)) and living_at != LivingAt.DIED:
        why_early = storable(why_early).strip()
        if not why_early:
            raise FollowUpWrong("why_early", "This is more than a week before its day. Say why it is done now.")
        said = f"{said}\n\nAsked before its day: {why_early}".strip()
    follow_up.living_at, follow_up.said = living_at, said
    follow_up.died_on = died_on if living_at == LivingAt.DIED else None
    follow_up.been_in_hospital = been_in_hospital
    follow_up.done_at, follow_up.done_by = now, by
    follow_up.save()
    return follow_up


def _check_death(follow_up: FollowUp, living_at: LivingAt, died_on: date | None, now: datetime) -> None:
    if living_at != LivingAt.DIED or died_on is None:
        return
    if died_on > london_date(now):
        raise FollowUpWrong("died_on", "Day they died: this is in the future. Check the date.")
    ended_at = follow_up.episode.ended_at
    if ended_at is not None and died_on < london_date(ended_at):
        raise FollowUpWrong("died_on", "Day they died: this is before our help ended. Check the date.")
