"""The pages about team meetings: calling one, its list, writing, minutes, closing, and a person's own section."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from homeward.episodes.actions import end_episode
from homeward.episodes.actions.deciding import decide, discuss, dissent
from homeward.episodes.actions.following import add_action
from homeward.episodes.actions.meeting import close_meeting, take_off
from homeward.episodes.models import Attendance, Dissent, Meeting, MeetingAction, MeetingItem
from homeward.partnership.models import Member
from homeward.people.models import AccessedPerson
from tests.support.borough import Borough, make_borough
from tests.support.meetings import MAY, a_meeting, about, being_helped, everybody_comes

pytestmark = pytest.mark.django_db
NOW = MAY + timedelta(days=1)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture(autouse=True)
def it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def as_() -> Callable[[Member], Client]:
    def sign_in(member: Member) -> Client:
        client = Client()
        client.force_login(member)
        return client

    return sign_in


@pytest.fixture
def nurse(borough: Borough, as_: Callable[..., Client]) -> Client:
    return as_(borough.nurse)


@pytest.fixture
def item(borough: Borough) -> MeetingItem:
    return about(borough, being_helped(borough))


def page_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def sent(client: Client, address: str, **data: Any) -> str:
    """The page after a form was sent and all was well."""
    response = client.post(address, data, follow=True)
    assert response.status_code == 200, response.content.decode()
    assert response.redirect_chain
    return response.content.decode()


def refused(client: Client, address: str, **data: Any) -> str:
    response = client.post(address, data)
    assert response.status_code == 422
    return response.content.decode()


def for_(item: MeetingItem) -> str:
    return f"/team-meetings/people/{item.pk}"


# ---------------------------------------------------------------- meetings


def test_where_there_is_no_meeting_it_says_what_to_do(nurse: Client) -> None:
    page = page_of(nurse, "/team-meetings")
    assert "No meeting of your teams is called. Call one, and its list is made from the caseload." in page
    assert "Nothing is left to do." in page


def called(borough: Borough, **changes: Any) -> dict[str, Any]:
    return {
        "title": "Tuesday meeting",
        "starts_at": "2026-05-12T14:00",
        "place": "Room 2",
        "teams": [borough.teams["rapid-response"].pk, borough.teams["reablement"].pk],
        "chair": borough.nurse.pk,
        **changes,
    }


def test_a_meeting_is_called_and_its_list_made_from_the_caseload(borough: Borough, nurse: Client) -> None:
    being_helped(borough, now=MAY - timedelta(days=20))
    form = page_of(nurse, "/team-meetings/new")
    assert "Front door" not in form
    page = sent(nurse, "/team-meetings/new", **called(borough))
    meeting = Meeting.objects.get()
    assert meeting.starts_at.isoformat() == "2026-05-12T13:00:00+00:00"
    assert "Cannot decide yet" in page
    assert "<strong>Nursing, Therapy, Social work</strong>" in page
    listed = sent(nurse, f"/team-meetings/{meeting.pk}", do="list")
    assert "1 person was put on the list." in listed
    assert "Help has lasted longer than its limit" in listed
    assert "No visit for 10 days or more" in listed
    assert "Nobody new is to be put on the list." in sent(nurse, f"/team-meetings/{meeting.pk}", do="list")
    assert "Tuesday meeting, 12 May 2026, 14:00" in page_of(nurse, "/team-meetings")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "What it is called: give the meeting a name."),
        ({"starts_at": "soon"}, "When it begins: give a date and a time"),
        ({"teams": []}, "Which teams take part: choose one or more"),
        (
            {"teams": "reablement", "chair": "reablement_worker"},
            "Choose the teams that take part, your own among them.",
        ),
        ({"teams": "rapid-response", "chair": "reablement_worker"}, "Ray Example is in none of these teams."),
    ],
)
def test_what_is_wrong_with_a_call_is_said(borough: Borough, nurse: Client, changes: dict[str, Any], said: str) -> None:
    if isinstance(changes.get("teams"), str):
        changes = {"teams": [borough.teams[changes["teams"]].pk], "chair": getattr(borough, changes["chair"]).pk}
    page = refused(nurse, "/team-meetings/new", **called(borough, **changes))
    assert said in page
    assert "Room 2" in page
    assert not Meeting.objects.exists()


def test_who_came_is_noted_until_the_meeting_can_decide(borough: Borough, nurse: Client) -> None:
    meeting = a_meeting(borough)
    address, came = f"/team-meetings/{meeting.pk}", {"do": "attend", "present": "yes"}
    sent(nurse, address, **came, role="nursing", member=borough.nurse.pk)
    sent(nurse, address, **came, role="therapy", name="Theo, hospital")
    page = sent(nurse, address, **came, role="social_work", member=borough.head.pk)
    assert "Can decide" in page
    assert "Theo, hospital" in page
    page = sent(nurse, address, do="attend", present="no", role="therapy", member="", name="Theo, hospital")
    assert "Nobody is there for <strong>Therapy</strong>" in page
    assert Attendance.objects.count() == 3
    assert "Say who: choose a member, or write a name." in refused(nurse, address, **came, role="gp")
    assert "Role: choose one." in refused(nurse, address, **came, role="magician", name="Merlin")


# ---------------------------------------------------------------- one person at a meeting


def test_without_quorum_a_decision_is_refused_and_what_was_typed_stays(nurse: Client, item: MeetingItem) -> None:
    page = refused(nurse, for_(item), do="write", opened_with="{}", discussion="She fell.", decision="Add a visit.")
    assert "This meeting cannot decide yet. Nobody is there for Nursing, Therapy and Social work." in page
    assert "She fell." in page
    assert "Add a visit." in page
    sent(nurse, for_(item), do="write", opened_with="{}", discussion="She fell.", decision="")
    item.refresh_from_db()
    assert (item.discussion, item.decision) == ("She fell.", "")


def test_saving_leads_to_the_next_person_and_after_the_last_to_the_list(
    borough: Borough, nurse: Client, item: MeetingItem
) -> None:
    last = about(borough, being_helped(borough, family_name="Bell"), item.meeting)
    everybody_comes(borough, item.meeting)
    assert "1 of 2" in page_of(nurse, for_(item))
    said = {"do": "write", "opened_with": "{}", "discussion": "", "decision": "Go on.", "then": "next"}
    assert nurse.post(for_(item), said)["Location"] == for_(last)
    assert nurse.post(for_(last), said)["Location"] == f"/team-meetings/{item.meeting_id}"
    assert nurse.post(for_(last), said | {"then": "stay"})["Location"] == for_(last)
    assert "2 decided" in page_of(nurse, "/team-meetings")


def test_what_somebody_else_wrote_meanwhile_is_shown_and_can_be_put_together(
    borough: Borough, nurse: Client, item: MeetingItem
) -> None:
    page = page_of(nurse, for_(item))
    assert 'name="opened_with"' in page
    opened = '{"discussion": "", "decision": ""}'
    discuss(item=item, discussion="Her son rang.", by=borough.head, now=NOW)
    page = refused(nurse, for_(item), do="write", opened_with=opened, discussion="She fell.", decision="")
    assert "Somebody else wrote what was said while you had the page open." in page
    assert "What was said is now: Her son rang." in page
    assert ">She fell.</textarea>" in page
    opened = '{"discussion": "Her son rang.", "decision": ""}'
    sent(nurse, for_(item), do="write", opened_with=opened, discussion="Her son rang. She fell.", decision="")
    item.refresh_from_db()
    assert item.discussion == "Her son rang. She fell."


def test_somebody_disagrees_and_something_is_to_be_done(borough: Borough, nurse: Client, item: MeetingItem) -> None:
    everybody_comes(borough, item.meeting)
    assert "Somebody does not agree" not in page_of(nurse, for_(item))
    decide(item=item, discussion="", decision="Stop on Friday.", by=borough.nurse, now=NOW)
    assert "Why: write it" in refused(nurse, for_(item), do="dissent", who="Dr Lane", says="")
    page = sent(nurse, for_(item), do="dissent", who="Dr Lane", says="Too early.")
    assert "<strong>Dr Lane does not agree:</strong> Too early." in page
    team = borough.teams["reablement"].pk
    asked = {"do": "action", "what": "Order a rail", "team": team, "owner": "", "due_on": "8 5 2026"}
    assert "This day has passed" in refused(nurse, for_(item), **asked | {"due_on": "6 5 2026"})
    assert "is not in Reablement" in refused(nurse, for_(item), **asked | {"owner": borough.nurse.pk})
    page = sent(nurse, for_(item), **asked)
    assert "Reablement finds it among what it has to do." in page
    assert (Dissent.objects.count(), MeetingAction.objects.count()) == (1, 1)


def test_somebody_is_taken_off_with_a_reason(nurse: Client, item: MeetingItem) -> None:
    assert "Why: write a few words." in refused(nurse, for_(item), do="off", why="")
    page = sent(nurse, for_(item), do="off", why="Went home.")
    assert "Taken off the list (1)" in page
    assert "Nia Example: Went home." in page
    assert 'name="decision"' not in page_of(nurse, for_(item))


def test_a_form_that_the_page_does_not_have_changes_nothing(nurse: Client, item: MeetingItem) -> None:
    sent(nurse, for_(item), do="dance")


# ---------------------------------------------------------------- actions


def asked_for(borough: Borough, item: MeetingItem, **changes: Any) -> MeetingAction:
    said = {"what": "Order a rail", "team": borough.teams["rapid-response"], "due_on": MAY.date(), **changes}
    return add_action(item=item, by=borough.head, now=MAY, **said)


def test_what_is_to_be_done_is_found_overdue_finished_and_counted(
    borough: Borough, nurse: Client, item: MeetingItem
) -> None:
    action = asked_for(borough, item)
    page = page_of(nurse, "/team-meetings")
    assert "Overdue" in page
    assert "Order a rail" in page
    address = f"/team-meetings/actions/{action.pk}"
    assert "What became of it: choose one." in refused(nurse, address, words="")
    page = sent(nurse, address, how="done", words="It is on the wall.")
    assert "Nothing is left to do." in page
    assert "<div><dt>Done late</dt><dd>1</dd></div>" in page
    assert "It is on the wall." in page_of(nurse, address)
    dropped = asked_for(borough, item, what="Ring")
    sent(nurse, f"/team-meetings/actions/{dropped.pk}", how="dropped", words="She rang.")
    page = refused(nurse, f"/team-meetings/actions/{dropped.pk}", how="done", words="Rang.")
    assert "Nia Example finished this meanwhile: She rang." in page


# ---------------------------------------------------------------- minutes and closing


def test_minutes_say_who_came_what_was_decided_and_who_does_what(
    borough: Borough, nurse: Client, item: MeetingItem
) -> None:
    everybody_comes(borough, item.meeting)
    decide(item=item, discussion="Talked long.", decision="Stop on Friday.", by=borough.nurse, now=NOW)
    dissent(item=item, who="Dr Lane", says="Too early.", by=borough.nurse, now=NOW)
    asked_for(borough, item)
    off = about(borough, being_helped(borough, family_name="Bell"), item.meeting)
    take_off(item=off, why="Went home.", by=borough.nurse, now=NOW)
    page = page_of(nurse, f"/team-meetings/{item.meeting_id}/minutes")
    for words in (
        "Draft",
        "Sue Worker, council: Social work",
        "Talked long.",
        "Stop on Friday.",
        "Too early.",
        "Order",
    ):
        assert words in page
    assert "Mabel Bell (Nia Example: Went home.)" in page


def test_closing_says_who_is_left_and_afterwards_nothing_can_be_written(
    borough: Borough, nurse: Client, as_: Callable[..., Client], item: MeetingItem
) -> None:
    address = f"/team-meetings/{item.meeting_id}"
    assert "Nothing is decided about 1 of 1." in page_of(nurse, f"{address}/close")
    page = sent(nurse, f"{address}/close")
    assert "The meeting is closed." in page
    assert "Note who came" not in page
    assert 'name="decision"' not in page_of(nurse, for_(item))
    assert "This meeting is closed" in refused(nurse, for_(item), do="write", opened_with="{}", discussion="Late.")
    assert "It is closed already." in page_of(nurse, f"{address}/close")
    council = as_(borough.reablement_worker)
    assert "1 more person was on the list." in page_of(council, address)
    assert "Ashdown" not in page_of(council, address)
    assert "Ashdown" not in page_of(council, f"{address}/minutes")
    assert council.get(for_(item)).status_code == 404
    following = a_meeting(borough, title="Next", now=NOW)
    assert "1 person was not decided about at an earlier meeting." in page_of(nurse, f"/team-meetings/{following.pk}")
    page = sent(nurse, f"/team-meetings/{following.pk}", do="list")
    assert "Not decided at an earlier meeting" in page


# ---------------------------------------------------------------- a person's own section


def test_anybody_who_records_care_asks_for_somebody_to_be_discussed(borough: Borough, nurse: Client) -> None:
    episode = being_helped(borough)
    address = f"/episodes/{episode.pk}/meetings"
    assert "has not been on the list of a team meeting" in page_of(nurse, address)
    assert "Call a team meeting" in page_of(nurse, address)
    meeting = a_meeting(borough)
    assert "write a sentence" in refused(nurse, address, meeting=meeting.pk, request="")
    page = sent(nurse, address, meeting=meeting.pk, request="She is lonely.")
    assert "is on the list of Weekly team meeting, 7 May 2026, 11:00." in page
    assert "Asked for by Nia Example: She is lonely." in page


def test_the_section_shows_what_was_decided_and_is_to_be_done(
    borough: Borough, nurse: Client, as_: Callable[..., Client], item: MeetingItem
) -> None:
    everybody_comes(borough, item.meeting)
    decide(item=item, discussion="Talked.", decision="Stop on Friday.", by=borough.nurse, now=NOW)
    asked_for(borough, item)
    address = f"/episodes/{item.episode_id}/meetings"
    page = page_of(nurse, address)
    assert "Stop on Friday." in page
    assert "Order a rail" in page
    assert for_(item) in page
    reader = page_of(as_(borough.coordinator), address)
    assert "Stop on Friday." in reader
    assert for_(item) not in reader
    assert 'name="request"' not in reader
    posted = as_(borough.coordinator).post(address, {"meeting": item.meeting_id, "request": "Please."})
    assert posted.status_code == 403
    end_episode(episode=item.episode, reason="completed", by=borough.nurse, now=NOW)
    assert 'name="request"' not in page_of(nurse, address)


def test_looking_at_a_meeting_is_written_down_for_everyone_on_its_list(nurse: Client, item: MeetingItem) -> None:
    page_of(nurse, f"/team-meetings/{item.meeting_id}")
    seen = AccessedPerson.objects.filter(entry__route="team_meeting")
    assert set(seen.values_list("person_id", flat=True)) == {item.episode.person_id}


def test_a_long_list_costs_no_more_questions_than_a_short_one(
    borough: Borough, nurse: Client, item: MeetingItem, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(8):
        about(borough, being_helped(borough, family_name=f"P{number}"), item.meeting)
    page_of(nurse, f"/team-meetings/{item.meeting_id}")
    with django_assert_max_num_queries(24):
        page_of(nurse, f"/team-meetings/{item.meeting_id}")
    with django_assert_max_num_queries(24):
        page_of(nurse, f"/team-meetings/{item.meeting_id}/minutes")
    close_meeting(meeting=item.meeting, by=borough.head, now=NOW)
    for number in range(5):
        a_meeting(borough, title=f"Meeting {number}")
    with django_assert_max_num_queries(20):
        page_of(nurse, "/team-meetings")
