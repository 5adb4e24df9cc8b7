"""Holding a team meeting while it is changed, and which teams see the people on its list for how long."""

from collections.abc import Collection, Iterable
from datetime import datetime

from homeward.episodes.models.episode import EndReason, Episode
from homeward.episodes.models.meetings import Meeting, MeetingAction, MeetingItem
from homeward.episodes.models.stages import HandOff
from homeward.people.actions.relating import FOR_A_MEETING
from homeward.people.actions.relating_many import Pair, end_reasons_to_see, give_reasons_to_see

BECAUSE_OF_A_MEETING = FOR_A_MEETING
"""Why the teams of a meeting may see the record of somebody on its list."""


class MeetingClosed(ValueError):
    """Something was to be written in a meeting that is closed."""


class TakenOff(ValueError):
    """Something was to be written about somebody who was taken off the list."""


def held_meeting(meeting: Meeting) -> Meeting:
    """The meeting as it is now, locked until the transaction ends: whatever is written in one meeting waits its turn.

    An episode that is held as well is held after it.
    """
    return Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)


def held_while_open(meeting: Meeting) -> Meeting:
    """The same, of a meeting that goes on. Raises MeetingClosed after its end."""
    meeting = held_meeting(meeting)
    if meeting.closed_at is not None:
        raise MeetingClosed("This meeting is closed, so nothing can be changed in it.")
    return meeting


def held_item(item: MeetingItem) -> MeetingItem:
    """Somebody's place on the list as it is now, its meeting locked. Raises MeetingClosed and TakenOff."""
    held_while_open(item.meeting)
    item = MeetingItem.objects.select_related("meeting").get(pk=item.pk)
    if item.taken_off_at is not None:
        raise TakenOff("They were taken off the list. Put them back on it first.")
    return item


def open_to_its_teams(meeting: Meeting, episodes: Iterable[Episode], now: datetime) -> None:
    """Give every team of the meeting a reason to see these people; a team that has one keeps it."""
    teams = list(meeting.teams.values_list("pk", flat=True))
    pairs = [(episode.person_id, team) for episode in episodes for team in teams]
    give_reasons_to_see(pairs=pairs, because=BECAUSE_OF_A_MEETING, now=now)


def close_to_its_teams(meeting: Meeting, people: Collection[int], now: datetime) -> None:
    """End that reason again, for the teams that see these people for no other.

    A team goes on seeing somebody whom it helps or helped, who is on the list of another meeting of its own that is
    not closed, or for whom it still has something to do.
    """
    # Two meetings about one person that close at the same moment would each count on the other: one waits here.
    list(Episode.objects.select_for_update(no_key=True).filter(person_id__in=people).order_by("pk"))
    teams = list(meeting.teams.values_list("pk", flat=True))
    pairs = {(person, team) for person in people for team in teams}
    end_reasons_to_see(pairs=pairs - still_needed(people), because=BECAUSE_OF_A_MEETING, now=now)


def still_needed(people: Collection[int]) -> set[Pair]:
    """The people and teams for whom such a reason goes on."""
    helped = Episode.objects.filter(person_id__in=people).exclude(end_reason=EndReason.OPENED_IN_ERROR)
    handed = HandOff.objects.filter(episode__person_id__in=people)
    listed = MeetingItem.objects.filter(episode__person_id__in=people, taken_off_at=None, meeting__closed_at=None)
    to_do = MeetingAction.objects.filter(item__episode__person_id__in=people, done_at=None)
    return {
        *helped.values_list("person_id", "owning_team_id"),
        *handed.values_list("episode__person_id", "from_team_id"),
        *listed.values_list("episode__person_id", "meeting__teams"),
        *to_do.values_list("item__episode__person_id", "team_id"),
    }
