"""Recording what happened at a visit, and taking a visit back."""

from datetime import datetime

from django.db import transaction
from django.db.models import Min

from homeward.episodes.actions.holding import EpisodeClosed, NothingWritten, held
from homeward.episodes.models.episode import Episode, Visit
from homeward.episodes.rules.visits import VisitKind, check_visit_time, stops_the_clock
from homeward.kit.text import storable
from homeward.partnership.models import Member


@transaction.atomic
def record_visit(
    *,
    episode: Episode,
    kind: str,
    started_at: datetime,
    what_happened: str,
    next_step: str = "",
    by: Member,
    now: datetime,
) -> Visit:
    """Write down a visit. The first face-to-face one is the episode's first contact, and stops its clock.

    Raises EpisodeClosed after the end, VisitTimeWrong for an impossible time, NothingWritten without words.
    """
    episode = held(episode)
    if episode.ended_at is not None:
        raise EpisodeClosed("This episode has ended, so no visit can be added to it.")
    check_visit_time(started_at=started_at, needed_from=episode.needed_from, now=now)
    if not storable(what_happened).strip():
        raise NothingWritten("Say what happened, in a sentence.")
    visit = Visit.objects.create(
        episode=episode,
        kind=VisitKind(kind),
        started_at=started_at,
        what_happened=storable(what_happened).strip(),
        next_step=storable(next_step).strip(),
        by=by,
        recorded_at=now,
    )
    _remember_first_contact(episode)
    return visit


@transaction.atomic
def withdraw_visit(*, visit: Visit, why: str, by: Member, now: datetime) -> None:
    """Take back a visit written down wrongly. It stays to be read, and no longer counts; the clock runs on if it must.

    When nobody has seen the person after all, an episode that had ended is open again, so that somebody goes.
    Raises NothingWritten without a reason. Doing it twice changes nothing.
    """
    if not why.strip():
        raise NothingWritten("Say why the visit is withdrawn.")
    episode = held(visit.episode)
    visit.refresh_from_db()
    if visit.withdrawn_at is not None:
        return
    visit.withdrawn_at, visit.withdrawn_by, visit.withdrawn_why = now, by, why.strip()[:250]
    visit.save()
    had_been_seen = episode.first_contact_at is not None
    _remember_first_contact(episode)
    if had_been_seen and episode.first_contact_at is None and episode.ended_at is not None:
        episode.ended_at, episode.ended_by, episode.end_reason = None, None, ""
        episode.save()


def _remember_first_contact(episode: Episode) -> None:
    contacts = [kind for kind in VisitKind if stops_the_clock(kind)]
    earliest = episode.visits.filter(kind__in=contacts, withdrawn_at=None).aggregate(at=Min("started_at"))["at"]
    if earliest != episode.first_contact_at:
        episode.first_contact_at = earliest
        episode.save(update_fields=["first_contact_at"])
