"""What a team meeting asks somebody to do: raised, done, or not needed any more."""

from datetime import date, datetime

from django.db import transaction

from homeward.episodes.actions.holding import NothingWritten
from homeward.episodes.actions.meeting_holding import close_to_its_teams, held_item, held_meeting
from homeward.episodes.models.meetings import MeetingAction, MeetingItem
from homeward.kit.london import london_date
from homeward.kit.text import storable
from homeward.partnership.models import Member, Team


class NotATeamOfTheMeeting(ValueError):
    """Something was given to a team that does not take part, and so cannot see the person."""


class OwnerIsNotInTheTeam(ValueError):
    """Something was given to a member of another team."""


class DueInThePast(ValueError):
    """Something was to be done by a day that has passed."""


class AlreadyFinished(ValueError):
    """Something was to be finished that somebody finished otherwise meanwhile."""


@transaction.atomic
def add_action(
    *, item: MeetingItem, what: str, team: Team, owner: Member | None = None, due_on: date, by: Member, now: datetime
) -> MeetingAction:
    """Give a team of the meeting, and a member of it where one is named, something to do by a London day.

    The same said twice is one action. Raises MeetingClosed, TakenOff, NothingWritten, NotATeamOfTheMeeting,
    OwnerIsNotInTheTeam and DueInThePast.
    """
    item, what = held_item(item), storable(what).strip()[:300]
    if not what:
        raise NothingWritten("Say what is to be done.")
    if not item.meeting.teams.filter(pk=team.pk).exists():
        raise NotATeamOfTheMeeting(f"{team} does not take part in this meeting. Choose a team that does.")
    if owner is not None and not owner.teams.filter(pk=team.pk).exists():
        raise OwnerIsNotInTheTeam(f"{owner} is not in {team}. Choose one of its members, or the team alone.")
    if due_on < london_date(now):
        raise DueInThePast("This day has passed. Give today or a day to come.")
    known = item.actions.filter(what=what, team=team, owner=owner, due_on=due_on, done_at=None).first()
    return known or MeetingAction.objects.create(
        item=item, what=what, team=team, owner=owner, due_on=due_on, by=by, at=now
    )


@transaction.atomic
def finish_action(*, action: MeetingAction, came_of_it: str, by: Member, now: datetime) -> MeetingAction:
    """Say that it is done, and what came of it. Saying the same twice changes nothing.

    It can be said after the meeting is closed. Raises NothingWritten without words, and AlreadyFinished.
    """
    return _finish(action, came_of_it, "Say what came of it, in a sentence.", by, now, dropped=False)


@transaction.atomic
def drop_action(*, action: MeetingAction, why: str, by: Member, now: datetime) -> MeetingAction:
    """Say that it is not needed any more, and why. Saying the same twice changes nothing.

    Raises NothingWritten without a reason, and AlreadyFinished.
    """
    return _finish(action, why, "Say why it is not needed any more.", by, now, dropped=True)


def _finish(
    action: MeetingAction, words: str, remedy: str, by: Member, now: datetime, *, dropped: bool
) -> MeetingAction:
    words = storable(words).strip()
    if not words:
        raise NothingWritten(remedy)
    meeting = held_meeting(action.item.meeting)
    action = MeetingAction.objects.select_related("item__episode").get(pk=action.pk)
    if action.done_at is not None:
        if (action.dropped, action.came_of_it) == (dropped, words):
            return action
        raise AlreadyFinished(f"{action.done_by} finished this meanwhile: {action.came_of_it}")
    action.done_at, action.done_by, action.came_of_it, action.dropped = now, by, words, dropped
    action.save()
    if meeting.closed_at is not None:
        close_to_its_teams(meeting, [action.item.episode.person_id], now)
    return action
