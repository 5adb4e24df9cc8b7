"""Ending an episode, after help was given or before anybody came; and taking an end back."""

from datetime import datetime

from django.db import transaction

from homeward.episodes.actions.holding import EpisodeClosed, held
from homeward.episodes.actions.opening import BECAUSE
from homeward.episodes.actions.planning import close_plan
from homeward.episodes.models.episode import EndReason, Episode
from homeward.episodes.models.leaving import FollowUp, Leaving, LeavingChange, LeavingChangeKind, Summary
from homeward.kit.london import london_date
from homeward.partnership.models import Member
from homeward.people.actions import end_reason_to_see, reason_to_see_given


class NobodyHasBeen(ValueError):
    """An episode was to end as if help had been given, and nobody has seen the person."""


class SomebodyHasBeen(ValueError):
    """An episode was to end unseen, and somebody has seen the person."""


@transaction.atomic
def end_episode(*, episode: Episode, reason: str, by: Member, now: datetime) -> None:
    """End an episode in which somebody saw the person, with a reason.

    Raises EpisodeClosed when it has ended already, and NobodyHasBeen before a first face-to-face visit: then it is the
    referral that is closed or opened again, so that its referrer is answered.
    """
    episode = held(episode)
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
    episode = held(episode)
    if episode.first_contact_at is not None:
        raise SomebodyHasBeen("The person has been seen.")
    if episode.ended_at is None:
        _end(episode, reason, by, now)
        if reason == EndReason.OPENED_IN_ERROR:
            _take_back_reason_to_see(episode, now)


def take_back_end(*, episode: Episode, why: str, by: Member, now: datetime) -> None:
    """Open an episode again that had ended, with the reason. It is held by whoever calls; an open one stays as it is.

    What was said of the end is kept as a LeavingChange: reason, outcome, summaries not sent yet, and when the follow-up
    was due. Those summaries and that follow-up then go, because they speak of an end that was none; what was sent or
    done stays. Visits that were cancelled with the end stay cancelled: somebody plans again.
    """
    if episode.ended_at is None:
        return
    leaving = Leaving.objects.filter(episode=episode).first()
    drafts = Summary.objects.filter(episode=episode, sent_at=None)
    to_do = FollowUp.objects.filter(episode=episode, done_at=None)
    before = {
        "ended_at": episode.ended_at.isoformat(),
        "ended_by": str(episode.ended_by),
        "end_reason": episode.end_reason,
        "follow_ups": [follow_up.due_on.isoformat() for follow_up in to_do],
        "summaries": {draft.audience: draft.says for draft in drafts},
        **(outcome_of(leaving) if leaving else {}),
    }
    LeavingChange.objects.create(
        episode=episode, kind=LeavingChangeKind.UNDONE, before=before, why=why[:250], by=by, at=now
    )
    drafts.delete()
    to_do.delete()
    if leaving is not None:
        _forget_outcome(leaving)
    episode.ended_at, episode.ended_by, episode.end_reason = None, None, ""
    episode.save(update_fields=["ended_at", "ended_by", "end_reason"])


def outcome_of(leaving: Leaving) -> dict[str, str]:
    """What came of the help as text by field, as the history keeps it."""
    day = leaving.happened_on.isoformat() if leaving.happened_on else ""
    return {"outcome": leaving.outcome, "sequel": leaving.sequel, "happened_on": day}


def _forget_outcome(leaving: Leaving) -> None:
    """Without outcome what is left is the transition plan; where there is none either, nothing is left."""
    if not leaving.transition_plan:
        leaving.delete()
        return
    leaving.outcome, leaving.sequel, leaving.happened_on = "", "", None
    leaving.save(update_fields=["outcome", "sequel", "happened_on"])


def _end(episode: Episode, reason: str, by: Member, now: datetime) -> None:
    episode.ended_at, episode.ended_by, episode.end_reason = now, by, EndReason(reason)
    episode.save()
    close_plan(episode=episode, on=london_date(now), by=by, why="The help ended.", now=now)


def _take_back_reason_to_see(episode: Episode, now: datetime) -> None:
    person, team = episode.person, episode.owning_team
    given = reason_to_see_given(person=person, team=team, because=BECAUSE, at=episode.opened_at)
    helping = Episode.objects.filter(person=person, owning_team=team, ended_at=None)
    if given is not None and not helping.exists():
        end_reason_to_see(relationship=given, now=now)
