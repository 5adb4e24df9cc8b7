"""What the database itself refuses about team meetings, whoever writes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from homeward.episodes.actions.attending import note_attendance
from homeward.episodes.actions.deciding import decide, dissent
from homeward.episodes.actions.following import add_action, finish_action
from homeward.episodes.models import Attendance, Dissent, MeetingAction, MeetingItem
from homeward.episodes.models.meetings import Meeting
from tests.support.borough import Borough, make_borough
from tests.support.constraints import refusal, refusal_to_add
from tests.support.meetings import MAY, about, being_helped, everybody_comes

pytestmark = pytest.mark.django_db
TRIED: list[tuple[type[Any], str, dict[str, Any]]] = [
    (Meeting, "meeting_has_a_title", {"title": ""}),
    (Meeting, "meeting_closed_by_someone", {"closed_at": MAY}),
    (Meeting, "meeting_closed_by_someone", {"closed_by": F("by")}),
    (Attendance, "attendance_is_of_somebody", {"member": None}),
    (Attendance, "attendance_is_of_somebody", {"name": "Somebody else"}),
    (MeetingItem, "meeting_decision_has_words_and_a_name", {"decision": ""}),
    (MeetingItem, "meeting_decision_has_words_and_a_name", {"decided_by": None}),
    (MeetingItem, "meeting_decision_has_words_and_a_name", {"decided_at": None}),
    (MeetingItem, "meeting_item_taken_off_has_a_reason", {"taken_off_at": MAY, "taken_off_why": "Decided already."}),
    (MeetingItem, "meeting_item_taken_off_has_a_reason", {
        "taken_off_at": MAY, "decision": "", "decided_at": None, "decided_by": None,
    }),
    (MeetingItem, "meeting_item_taken_off_has_a_reason", {"taken_off_why": "Never."}),
    (Dissent, "dissent_says_who_and_what", {"who": ""}),
    (Dissent, "dissent_says_who_and_what", {"says": ""}),
    (MeetingAction, "meeting_action_says_what", {"what": ""}),
    (MeetingAction, "meeting_action_done_by_someone", {"done_by": None}),
    (MeetingAction, "meeting_action_done_by_someone", {"done_at": None}),
    (MeetingAction, "meeting_action_done_by_someone", {"done_at": MAY - timedelta(seconds=1)}),
    (MeetingAction, "meeting_action_dropped_says_why", {"dropped": True, "came_of_it": ""}),
    (MeetingAction, "team", {"team": None}),
]  # fmt: skip
TWICE = {Attendance: "attendance_once_a_member", MeetingItem: "meeting_item_once_a_person"}
TRIED_NAMES = {name for _, name, _ in TRIED if "_" in name} | set(TWICE.values())


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture(autouse=True)
def meeting(borough: Borough) -> Meeting:
    """A meeting with one of everything: somebody came, decided, disagreed, and did something."""
    item = about(borough, being_helped(borough))
    everybody_comes(borough, item.meeting)
    item.meeting.attendance.filter(member=None).delete()
    note_attendance(meeting=item.meeting, role="social_work", member=borough.head, by=borough.head, now=MAY)
    decide(item=item, discussion="Talked.", decision="Go on.", by=borough.nurse, now=MAY)
    dissent(item=item, who="Dr Lane", says="Too early.", by=borough.nurse, now=MAY)
    team = borough.teams["reablement"]
    action = add_action(item=item, what="Order a rail", team=team, due_on=MAY.date(), by=borough.head, now=MAY)
    finish_action(action=action, came_of_it="Ordered.", by=borough.nurse, now=MAY)
    return item.meeting


@pytest.mark.parametrize(("model", "name", "values"), TRIED)
def test_the_record_of_a_meeting_cannot_be_made_to_say(model: type[Any], name: str, values: dict[str, Any]) -> None:
    assert name in refusal(model.objects.all(), **values)


@pytest.mark.parametrize("model", TWICE)
def test_nobody_stands_twice_at_one_meeting(model: type[Any]) -> None:
    row = model.objects.order_by("pk").first()
    row.pk = None
    said = refusal_to_add(row)
    assert TWICE[model] in said or "UNIQUE constraint failed" in said


def test_an_action_that_is_to_be_done_has_not_been_done_by_anybody(borough: Borough, meeting: Meeting) -> None:
    item = meeting.items.get()
    add_action(item=item, what="Ring", team=borough.teams["reablement"], due_on=MAY.date(), by=borough.head, now=MAY)
    to_do = MeetingAction.objects.filter(done_at=None)
    for values in ({"came_of_it": "Done."}, {"dropped": True, "came_of_it": "No."}, {"done_by": F("by")}):
        assert "meeting_action_done_by_someone" in refusal(to_do, **values)
