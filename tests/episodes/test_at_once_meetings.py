"""Two people writing at the same moment at one team meeting, each through a connection of their own."""

from functools import partial

import pytest

from homeward.episodes.actions.attending import DecisionsRestOnThem, note_attendance
from homeward.episodes.actions.deciding import NoQuorum, WrittenMeanwhile, decide, discuss
from homeward.episodes.actions.following import add_action, finish_action
from homeward.episodes.actions.meeting import build_list, close_meeting, request_discussion
from homeward.episodes.actions.meeting_holding import MeetingClosed
from homeward.episodes.models import Meeting, MeetingAction, MeetingItem
from homeward.episodes.verify import meetings
from tests.support.at_once import at_once, while_unfinished
from tests.support.borough import Borough, make_borough
from tests.support.meetings import MAY, a_meeting, about, being_helped, everybody_comes

pytestmark = pytest.mark.django_db(transaction=True)
NOTHING = {"discussion": "", "decision": ""}


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def item(borough: Borough) -> MeetingItem:
    item = about(borough, being_helped(borough))
    everybody_comes(borough, item.meeting)
    return item


def test_the_second_who_writes_about_somebody_is_shown_what_the_first_wrote(
    borough: Borough, item: MeetingItem
) -> None:
    said = {"item": item, "opened": NOTHING, "now": MAY}
    refused = while_unfinished(
        partial(discuss, discussion="She fell.", by=borough.nurse, **said),
        partial(decide, discussion="Her son rang.", decision="Go on.", by=borough.head, **said),
    )
    assert isinstance(refused, WrittenMeanwhile)
    assert refused.fields == {"discussion": "She fell."}
    item.refresh_from_db()
    assert (item.discussion, item.decision) == ("She fell.", "")


def test_somebody_asked_for_by_many_and_found_by_the_rules_at_once_is_listed_once(borough: Borough) -> None:
    episode, meeting = being_helped(borough), a_meeting(borough)
    ask = partial(request_discussion, meeting=meeting, episode=episode, by=borough.nurse, now=MAY)
    done = at_once(
        partial(ask, request="Lonely."),
        partial(ask, request="Fell."),
        partial(build_list, meeting=meeting, by=borough.head, now=MAY),
    )
    assert not any(isinstance(one, Exception) for one in done), done
    item = MeetingItem.objects.get()
    assert sorted(item.request.split("\n\n")) == ["Nia Example: Fell.", "Nia Example: Lonely."]


def test_nothing_is_decided_in_a_meeting_that_is_being_closed(borough: Borough, item: MeetingItem) -> None:
    refused = while_unfinished(
        partial(close_meeting, meeting=item.meeting, by=borough.head, now=MAY),
        partial(decide, item=item, discussion="", decision="Go on.", by=borough.nurse, now=MAY),
    )
    assert isinstance(refused, MeetingClosed)
    assert Meeting.objects.get().closed_at == MAY


def test_nobody_goes_while_a_decision_that_needs_them_is_being_made(borough: Borough, item: MeetingItem) -> None:
    gone = {"meeting": item.meeting, "role": "nursing", "member": borough.nurse, "present": False, "by": borough.head}
    refused = while_unfinished(
        partial(decide, item=item, discussion="", decision="Go on.", by=borough.head, now=MAY),
        partial(note_attendance, now=MAY, **gone),
    )
    assert isinstance(refused, DecisionsRestOnThem)
    assert list(meetings.problems()) == []


def test_nothing_is_decided_while_somebody_it_needs_is_being_marked_as_gone(
    borough: Borough, item: MeetingItem
) -> None:
    gone = {"meeting": item.meeting, "role": "nursing", "member": borough.nurse, "present": False, "by": borough.head}
    refused = while_unfinished(
        partial(note_attendance, now=MAY, **gone),
        partial(decide, item=item, discussion="", decision="Go on.", by=borough.head, now=MAY),
    )
    assert isinstance(refused, NoQuorum)


def test_an_action_finished_as_the_meeting_closes_leaves_no_reason_to_see_behind(
    borough: Borough, item: MeetingItem
) -> None:
    team = borough.teams["reablement"]
    action = add_action(item=item, what="Ring", team=team, due_on=MAY.date(), by=borough.head, now=MAY)
    at_once(
        partial(close_meeting, meeting=item.meeting, by=borough.head, now=MAY),
        partial(finish_action, action=action, came_of_it="Rang.", by=borough.nurse, now=MAY),
    )
    assert MeetingAction.objects.get().done_at == MAY
    assert list(meetings.problems()) == []


def test_two_meetings_about_one_person_that_close_at_once_leave_no_reason_to_see_behind(
    borough: Borough, item: MeetingItem
) -> None:
    other = about(borough, item.episode, a_meeting(borough, title="Extra meeting"))
    while_unfinished(
        partial(close_meeting, meeting=item.meeting, by=borough.head, now=MAY),
        partial(close_meeting, meeting=other.meeting, by=borough.nurse, now=MAY),
    )
    assert not Meeting.objects.filter(closed_at=None).exists()
    assert list(meetings.problems()) == []
