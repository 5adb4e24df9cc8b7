"""What verify says of team meetings: nothing while all is well, and each broken promise by name."""

from datetime import timedelta

import pytest

from homeward.episodes.actions.deciding import decide
from homeward.episodes.actions.following import add_action
from homeward.episodes.actions.meeting import close_meeting
from homeward.episodes.models import Attendance, MeetingItem
from homeward.episodes.verify import PARTS, meetings
from homeward.people.models import Relationship
from tests.support.borough import Borough, make_borough
from tests.support.meetings import MAY, about, being_helped, everybody_comes

pytestmark = pytest.mark.django_db


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def item(borough: Borough) -> MeetingItem:
    item = about(borough, being_helped(borough))
    everybody_comes(borough, item.meeting)
    decide(item=item, discussion="", decision="Go on.", by=borough.nurse, now=MAY)
    team = borough.teams["reablement"]
    add_action(item=item, what="Order a rail", team=team, due_on=MAY.date(), by=borough.head, now=MAY)
    return item


def rules() -> list[str]:
    return [problem.rule for problem in meetings.problems()]


def test_meetings_are_among_what_is_checked() -> None:
    assert meetings.problems in PARTS


def test_while_all_is_well_nothing_is_said(borough: Borough, item: MeetingItem) -> None:
    assert rules() == []
    close_meeting(meeting=item.meeting, by=borough.head, now=MAY)
    assert rules() == []


def test_a_decision_without_everybody_it_needs_is_found(item: MeetingItem) -> None:
    Attendance.objects.filter(role="therapy").update(present=False)
    [problem] = meetings.problems()
    assert problem.rule == "A team meeting decides only with everybody it needs"
    assert problem.subject.endswith("nobody for therapy")


def test_so_is_one_that_was_made_before_they_came(item: MeetingItem) -> None:
    Attendance.objects.filter(role="therapy").update(at=MAY + timedelta(seconds=1))
    assert rules() == ["A team meeting decides only with everybody it needs"]


def test_an_action_of_a_team_without_members_is_found(borough: Borough, item: MeetingItem) -> None:
    for member in (borough.reablement_worker, borough.head):
        member.teams.remove(borough.teams["reablement"])
    assert rules() == ["What a team meeting asked for is somebody's to do"]


def test_somebody_listed_whom_a_team_cannot_see_is_found(borough: Borough, item: MeetingItem) -> None:
    Relationship.objects.filter(team=borough.teams["reablement"]).update(ended_at=MAY)
    assert rules() == ["Every team of a meeting sees who is on its list"]


def test_a_reason_to_see_that_outlives_its_meeting_is_found(borough: Borough, item: MeetingItem) -> None:
    close_meeting(meeting=item.meeting, by=borough.head, now=MAY)
    assert Relationship.objects.filter(team=borough.teams["reablement"], ended_at=None).exists()
    item.actions.update(done_at=MAY, done_by=borough.head)
    assert rules() == ["A team sees nobody because of a meeting that is over"]
