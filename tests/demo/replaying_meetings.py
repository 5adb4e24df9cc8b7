"""Holding the made-up team meetings once more through the live service's actions."""

from collections.abc import Callable, Iterator
from typing import Any

from homeward.demo.care.meetings import TEAMS, Held
from homeward.demo.drafts import Directory
from homeward.episodes import models
from homeward.episodes.actions import attending, deciding, following, meeting
from homeward.episodes.actions.meeting_holding import open_to_its_teams
from homeward.episodes.models import Episode
from tests.demo.replaying_care import Act, Live, who


def acts_of_meetings(over: Held, live: Live, directory: Directory, episode: Callable[[Any], Episode]) -> Iterator[Act]:
    """Everything that was done for and in the meetings that are over."""
    for held in over.meetings:
        yield held.at, 0, lambda held=held: _call(held, live, directory)
        closed = {"by": held.closed_by, "now": held.closed_at}
        yield held.closed_at, 9, lambda held=held, closed=closed: meeting.close_meeting(meeting=live[held], **closed)
    for row in over.attendance:
        names = ("role", "member", "name", "present")
        said = {name: getattr(row, name) for name in names} | who(row)
        yield row.at, 1, lambda row=row, said=said: attending.note_attendance(meeting=live[row.meeting], **said)
    for item in over.items:
        yield item.at, 2, lambda item=item: _list(item, live, episode)
        said = {"discussion": item.discussion, "decision": item.decision, "by": item.decided_by, "now": item.decided_at}
        yield item.decided_at, 3, lambda item=item, said=said: deciding.decide(item=live[item], **said)
    for row in over.dissents:
        said = {"who": row.who, "says": row.says, **who(row)}
        yield row.at, 4, lambda row=row, said=said: deciding.dissent(item=live[row.item], **said)
    for row in over.actions:
        names = ("what", "team", "owner", "due_on")
        said = {name: getattr(row, name) for name in names} | who(row)
        yield row.at, 5, lambda row=row, said=said: live.keep(row, following.add_action(item=live[row.item], **said))
        if row.done_at:
            done = {"came_of_it": row.came_of_it, "by": row.done_by, "now": row.done_at}
            yield row.done_at, 10, lambda row=row, done=done: following.finish_action(action=live[row], **done)


def _call(held: models.Meeting, live: Live, directory: Directory) -> None:
    said = {name: getattr(held, name) for name in ("title", "starts_at", "place", "chair")}
    teams = [directory.teams[code] for code in TEAMS]
    live.keep(held, meeting.call_meeting(teams=teams, **said, **who(held)))


def _list(item: models.MeetingItem, live: Live, episode: Callable[[Any], Episode]) -> None:
    """Who was asked for is asked for.

    Who was listed by the agreed rules is put there as `build_list` does it: the rules look at everybody at the moment
    the list is made, and the sample holds a few people of many, so they would list others.
    """
    held, of = live[item.meeting], episode(item.episode)
    if item.request:
        words = item.request.removeprefix(f"{item.by}: ")
        live.keep(item, meeting.request_discussion(meeting=held, episode=of, request=words, **who(item)))
        return
    made = models.MeetingItem.objects.create(meeting=held, episode=of, listed_by=item.listed_by, by=item.by, at=item.at)
    open_to_its_teams(held, [of], item.at)
    live.keep(item, made)
