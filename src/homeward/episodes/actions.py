"""Opening and ending episodes, and recording what happened at a visit."""

from datetime import datetime

from django.db import transaction
from django.db.models import Min

from homeward.episodes.models import EndReason, Episode, Visit
from homeward.episodes.rules import VisitKind, VisitTimeWrong, check_visit_time, stops_the_clock
from homeward.kit.text import storable
from homeward.partnership.models import Member, Team
from homeward.people.actions import end_reason_to_see, give_reason_to_see, reason_to_see_given
from homeward.people.models import Person

BECAUSE = "Episode of care"
"""Why the team of an episode may see the person's record."""


class EpisodeClosed(ValueError):
    """Something was to be written in an episode that has ended."""


class NobodyHasBeen(ValueError):
    """An episode was to end as if help had been given, and nobody has seen the person."""


class SomebodyHasBeen(ValueError):
    """An episode was to end unseen, and somebody has seen the person."""


class NothingWritten(ValueError):
    """A visit or a withdrawal without words."""


@transaction.atomic
def open_episode(
    *, person: Person, pathway: str, model_version: str, team: Team, needed_from: datetime, by: Member, now: datetime
) -> Episode:
    """Open an episode owned by a team and give that team a reason to see the person's record."""
    give_reason_to_see(person=person, team=team, because=BECAUSE, now=now)
    return Episode.objects.create(
        person=person,
        pathway=pathway,
        model_version=model_version,
        owning_team=team,
        needed_from=needed_from,
        opened_at=now,
        opened_by=by,
    )


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
    episode = _held(episode)
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
    episode = _held(visit.episode)
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


@transaction.atomic
def correct_need(*, episode: Episode, needed_from: datetime) -> None:
    """Set when help was needed from, after that was corrected.

    Raises VisitTimeWrong when somebody saw the person before: then one of the two times is wrong.
    """
    episode = _held(episode)
    if episode.first_contact_at is not None and episode.first_contact_at < needed_from:
        raise VisitTimeWrong("Somebody saw them before that time. Check both: this start, and the time of the visit.")
    episode.needed_from = needed_from
    episode.save(update_fields=["needed_from"])


@transaction.atomic
def end_episode(*, episode: Episode, reason: str, by: Member, now: datetime) -> None:
    """End an episode in which somebody saw the person, with a reason.

    Raises EpisodeClosed when it has ended already, and NobodyHasBeen before a first face-to-face visit: then it is the
    referral that is closed or opened again, so that its referrer is answered.
    """
    episode = _held(episode)
    if episode.ended_at is not None:
        raise EpisodeClosed("This episode has ended already.")
    if episode.first_contact_at is None:
        raise NobodyHasBeen("Nobody has seen this person yet. Close the referral instead, and say why.")
    _end(episode, reason, by, now)


@transaction.atomic
def end_unseen(*, episode: Episode, reason: str, by: Member, now: datetime) -> None:
    """End an episode before anybody saw the person; one that has ended already stays as it ended.

    A team whose only reason to see the person's record was an episode opened in error sees it no longer.
    Raises SomebodyHasBeen after a face-to-face visit, also one that is being written down at this very moment.
    """
    episode = _held(episode)
    if episode.first_contact_at is not None:
        raise SomebodyHasBeen("The person has been seen.")
    if episode.ended_at is None:
        _end(episode, reason, by, now)
        if reason == EndReason.OPENED_IN_ERROR:
            _take_back_reason_to_see(episode, now)


def _end(episode: Episode, reason: str, by: Member, now: datetime) -> None:
    episode.ended_at, episode.ended_by, episode.end_reason = now, by, EndReason(reason)
    episode.save()


def _take_back_reason_to_see(episode: Episode, now: datetime) -> None:
    person, team = episode.person, episode.owning_team
    given = reason_to_see_given(person=person, team=team, because=BECAUSE, at=episode.opened_at)
    helping = Episode.objects.filter(person=person, owning_team=team, ended_at=None)
    if given is not None and not helping.exists():
        end_reason_to_see(relationship=given, now=now)


def _held(episode: Episode) -> Episode:
    """The episode as it is now, locked until the transaction ends, so that two people's changes follow each other."""
    return Episode.objects.select_for_update(no_key=True).get(pk=episode.pk)


def _remember_first_contact(episode: Episode) -> None:
    contacts = [kind for kind in VisitKind if stops_the_clock(kind)]
    earliest = episode.visits.filter(kind__in=contacts, withdrawn_at=None).aggregate(at=Min("started_at"))["at"]
    if earliest != episode.first_contact_at:
        episode.first_contact_at = earliest
        episode.save(update_fields=["first_contact_at"])
