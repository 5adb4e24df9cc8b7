"""Letting help last longer than its limit, and naming the worker a person knows."""

from datetime import datetime

from django.db import transaction

from homeward.episodes.actions.holding import NothingWritten, held_open
from homeward.episodes.actions.staging import NobodyHasBeenYet, after, current_stage
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.stages import Extension, NamedWorker
from homeward.episodes.models.written import Funder
from homeward.episodes.queries.stages import limit_of, may_be_named
from homeward.kit.text import storable
from homeward.partnership.models import Member


class ExtensionTooShort(ValueError):
    """An extension that would end in the past, or before help ends anyway."""


class NotTheirTeam(ValueError):
    """Somebody was to be the named worker whose team has no part in the person's care."""


@transaction.atomic
def extend(*, episode: Episode, until: datetime, why: str, funded_by: str, by: Member, now: datetime) -> Extension:
    """Let the stage an episode is in last until a later moment, with the reason and who pays for it.

    Sent twice, it is written once. Raises EpisodeClosed, NobodyHasBeenYet, ExtensionTooShort, NothingWritten without a
    reason, and ValueError for a funder nobody knows.
    """
    episode = held_open(episode)
    if episode.first_contact_at is None:
        raise NobodyHasBeenYet("Nobody has seen this person yet, so there is no help to extend.")
    why = storable(why).strip()
    if not why:
        raise NothingWritten("Say why the help must last longer, in a sentence.")
    stage, funder = current_stage(episode), Funder(funded_by)
    last = stage.extensions.last()
    if last is not None and (last.until, last.why, last.funded_by, last.by_id) == (until, why, funder, by.pk):
        return last
    limit = limit_of(episode)
    if until <= now:
        raise ExtensionTooShort("That day is over. Give a day to come.")
    if limit is not None and until <= limit.ends_at:
        raise ExtensionTooShort("The help lasts that long anyway. Give a later day.")
    return Extension.objects.create(stage=stage, until=until, why=why, funded_by=funder, by=by, at=after(last, now))


@transaction.atomic
def name_worker(*, episode: Episode, member: Member | None, by: Member, now: datetime) -> NamedWorker | None:
    """Say whom the person knows as their worker from now on; None: nobody for now. Sent twice, it is written once.

    Raises EpisodeClosed, and NotTheirTeam for somebody in no team that may see the person.
    """
    episode = held_open(episode)
    if member is not None and member not in may_be_named(episode):
        raise NotTheirTeam(f"{member} is in no team that helps this person. Choose somebody who is.")
    last = episode.named_workers.last()
    if last is None and member is None:
        return None
    if last is not None and last.member_id == (member.pk if member else None):
        return last
    return NamedWorker.objects.create(episode=episode, member=member, by=by, at=after(last, now))
