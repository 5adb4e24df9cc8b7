"""Calling a team meeting, making its list, who sees whom because of it, who came, and closing it."""

from datetime import timedelta
from typing import Any

import pytest

from homeward.episodes.actions import EpisodeClosed, NothingWritten, end_episode, record_visit
from homeward.episodes.actions.attending import DecisionsRestOnThem, RoleNotAgreed, note_attendance
from homeward.episodes.actions.deciding import decide
from homeward.episodes.actions.following import add_action, finish_action
from homeward.episodes.actions.meeting import (
    AlreadyDiscussed,
    ChairIsNotInATeam,
    NoTeams,
    build_list,
    call_meeting,
    close_meeting,
    request_discussion,
    take_off,
)
from homeward.episodes.actions.meeting_holding import BECAUSE_OF_A_MEETING, MeetingClosed
from homeward.episodes.models import Attendance, Episode, Meeting, MeetingItem
from homeward.episodes.queries import episodes_seen_by
from homeward.episodes.queries.meetings import left_undecided
from homeward.episodes.rules.meetings import LEFT_UNDECIDED
from homeward.people.actions import give_reason_to_see
from homeward.people.models import Relationship
from tests.support.borough import NOW, Borough, make_borough
from tests.support.meetings import MAY, a_meeting, about, being_helped, everybody_comes

pytestmark = pytest.mark.django_db
LATER = MAY + timedelta(days=1, hours=2)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


def sees(borough: Borough, who: str, episode: Episode) -> bool:
    member = type(borough.nurse).objects.get(pk=getattr(borough, who).pk)
    return episodes_seen_by(member).filter(pk=episode.pk).exists()


def past_its_limit(borough: Borough, *, days: int = 5, **details: Any) -> Episode:
    """Somebody helped by rapid response for longer than 48 hours, visited a moment ago."""
    return being_helped(borough, now=MAY - timedelta(days=days), **details)


# ---------------------------------------------------------------- calling


def test_a_meeting_keeps_the_roles_it_needs_as_they_are_agreed_now(borough: Borough) -> None:
    meeting = a_meeting(borough)
    assert meeting.quorum == ["nursing", "therapy", "social_work"]
    assert meeting.model_version == "2026.1"
    assert {team.code for team in meeting.teams.all()} == {"rapid-response", "reablement"}


def test_before_the_partners_agreed_on_meetings_one_can_be_held_and_needs_nobody(borough: Borough) -> None:
    meeting = a_meeting(borough, now=NOW)
    assert (meeting.quorum, meeting.model_version) == ([], "2025.1")
    episode = being_helped(borough, now=NOW)
    assert build_list(meeting=meeting, by=borough.head, now=NOW + timedelta(days=90)) == []
    item = about(borough, episode, meeting, now=NOW)
    assert decide(item=item, discussion="", decision="Go on.", by=borough.nurse, now=NOW).decided_by == borough.nurse
    note_attendance(meeting=meeting, role="member", member=borough.nurse, by=borough.nurse, now=NOW)


def test_a_form_sent_twice_calls_one_meeting(borough: Borough) -> None:
    assert a_meeting(borough) == a_meeting(borough)
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"title": "  "}, NothingWritten),
        ({"teams": []}, NoTeams),
        ({"teams": "reablement", "by": "nurse"}, NoTeams),
        ({"chair": "coordinator"}, ChairIsNotInATeam),
    ],
)
def test_a_meeting_that_nobody_could_hold_is_not_called(
    borough: Borough, changes: dict[str, Any], refused: type[Exception]
) -> None:
    said = {"title": "Weekly", "starts_at": MAY, "place": "", "chair": "head", "teams": "rapid-response", "by": "nurse"}
    said |= changes
    said["teams"] = [borough.teams[said["teams"]]] if said["teams"] else []
    said |= {name: getattr(borough, said[name]) for name in ("chair", "by")}
    with pytest.raises(refused):
        call_meeting(now=MAY, **said)
    assert not Meeting.objects.exists()


# ---------------------------------------------------------------- the list


def test_the_list_is_made_of_those_the_agreed_rules_name(borough: Borough) -> None:
    long = past_its_limit(borough, days=11)
    lately = past_its_limit(borough, family_name="Bell")
    fine = being_helped(borough, family_name="Croft")
    elsewhere = being_helped(borough, now=MAY - timedelta(days=60), pathway="urgent_social_work", family_name="Dee")
    new = build_list(meeting=a_meeting(borough), by=borough.head, now=MAY)
    assert {item.episode: item.listed_by for item in new} == {
        long: ["past_limit", "not_visited"],
        lately: ["past_limit"],
    }
    assert [item.episode for item in MeetingItem.objects.all()] == [long, lately]
    assert fine not in {item.episode for item in new}
    assert elsewhere not in {item.episode for item in new}


def test_made_again_the_list_takes_in_who_is_new_and_lists_nobody_twice(borough: Borough) -> None:
    meeting = a_meeting(borough)
    off, stays = past_its_limit(borough), past_its_limit(borough, family_name="Bell")
    first = {item.episode: item for item in build_list(meeting=meeting, by=borough.head, now=MAY)}
    take_off(item=first[off], why="Moves on tomorrow.", by=borough.nurse, now=MAY)
    asked = about(borough, past_its_limit(borough, family_name="Croft"), meeting)
    new = past_its_limit(borough, family_name="Dee")
    assert [item.episode for item in build_list(meeting=meeting, by=borough.nurse, now=MAY)] == [new]
    assert build_list(meeting=meeting, by=borough.nurse, now=MAY) == []
    asked.refresh_from_db()
    assert asked.listed_by == ["past_limit"]
    assert asked.request == "Nia Example: She is worried about the stairs."
    assert meeting.items.filter(taken_off_at=None).count() == 3
    later = {item.episode: item for item in meeting.items.all()}
    build_list(meeting=meeting, by=borough.nurse, now=MAY + timedelta(days=9))
    assert MeetingItem.objects.get(pk=later[stays].pk).listed_by == ["past_limit", "not_visited"]
    assert MeetingItem.objects.get(pk=later[off].pk).taken_off_why == "Nia Example: Moves on tomorrow."


def test_only_somebody_of_its_teams_makes_the_list(borough: Borough) -> None:
    past_its_limit(borough)
    meeting = a_meeting(borough, "rapid-response")
    with pytest.raises(NoTeams):
        build_list(meeting=meeting, by=borough.reablement_worker, now=MAY)


def test_nobody_lets_themselves_into_another_teams_records_by_calling_a_meeting_with_it(borough: Borough) -> None:
    theirs, later = being_helped(borough, pathway="reablement"), MAY + timedelta(days=60)
    meeting = a_meeting(borough, chair=borough.nurse, by=borough.nurse)
    assert build_list(meeting=meeting, by=borough.nurse, now=later) == []
    assert not episodes_seen_by(borough.nurse).filter(pk=theirs.pk).exists()
    [item] = build_list(meeting=meeting, by=borough.reablement_worker, now=later)
    assert item.episode == theirs
    assert episodes_seen_by(borough.nurse).filter(pk=theirs.pk).exists()


def test_everybody_who_asks_is_named_with_their_words_once(borough: Borough) -> None:
    meeting, episode = a_meeting(borough), being_helped(borough)
    about(borough, episode, meeting)
    about(borough, episode, meeting)
    item = request_discussion(
        meeting=meeting, episode=episode, request=" Her son calls\0 daily. ", by=borough.head, now=MAY
    )
    assert item.request == "Nia Example: She is worried about the stairs.\n\nHana Example: Her son calls daily."
    take_off(item=item, why="Twice on it.", by=borough.nurse, now=MAY)
    assert about(borough, episode, meeting).taken_off_at is None


def test_without_a_reason_or_after_the_end_nobody_is_put_on_the_list(borough: Borough) -> None:
    meeting, episode = a_meeting(borough), being_helped(borough)
    with pytest.raises(NothingWritten):
        request_discussion(meeting=meeting, episode=episode, request=" ", by=borough.nurse, now=MAY)
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=LATER)
    with pytest.raises(EpisodeClosed):
        about(borough, episode, meeting)


def test_who_was_decided_about_stays_on_the_list(borough: Borough) -> None:
    item = about(borough, being_helped(borough))
    with pytest.raises(NothingWritten):
        take_off(item=item, why="", by=borough.nurse, now=MAY)
    everybody_comes(borough, item.meeting)
    decide(item=item, discussion="", decision="Go on.", by=borough.nurse, now=MAY)
    with pytest.raises(AlreadyDiscussed):
        take_off(item=item, why="Enough.", by=borough.nurse, now=MAY)


# ---------------------------------------------------------------- who sees whom because of it


def test_every_team_of_the_meeting_sees_who_is_listed_until_it_is_closed(borough: Borough) -> None:
    episode = past_its_limit(borough)
    assert not sees(borough, "reablement_worker", episode)
    meeting = a_meeting(borough)
    build_list(meeting=meeting, by=borough.head, now=MAY)
    assert sees(borough, "reablement_worker", episode)
    assert Relationship.objects.get(team=borough.teams["reablement"]).because == BECAUSE_OF_A_MEETING
    close_meeting(meeting=meeting, by=borough.head, now=LATER)
    assert not sees(borough, "reablement_worker", episode)
    assert sees(borough, "nurse", episode)


def test_who_is_taken_off_is_seen_by_the_other_teams_no_longer(borough: Borough) -> None:
    item = about(borough, being_helped(borough))
    assert sees(borough, "reablement_worker", item.episode)
    take_off(item=item, why="Not needed.", by=borough.nurse, now=MAY)
    assert not sees(borough, "reablement_worker", item.episode)


def test_a_team_of_two_meetings_sees_them_until_both_are_closed(borough: Borough) -> None:
    episode = being_helped(borough)
    one, two = about(borough, episode), about(borough, episode, a_meeting(borough, title="Extra meeting"))
    close_meeting(meeting=one.meeting, by=borough.head, now=LATER)
    assert sees(borough, "reablement_worker", episode)
    close_meeting(meeting=two.meeting, by=borough.head, now=LATER)
    assert not sees(borough, "reablement_worker", episode)


def test_a_team_that_came_to_help_them_meanwhile_goes_on_seeing_them(borough: Borough) -> None:
    episode = being_helped(borough)
    item = about(borough, episode)
    Episode.objects.filter(pk=episode.pk).update(owning_team=borough.teams["reablement"])
    close_meeting(meeting=item.meeting, by=borough.head, now=LATER)
    assert sees(borough, "reablement_worker", episode)


@pytest.mark.parametrize("because", ["Referred to the service", "Episode of care"])
def test_a_stronger_reason_to_see_them_does_not_end_with_the_meeting(borough: Borough, because: str) -> None:
    item, team = about(borough, being_helped(borough)), borough.teams["reablement"]
    for _ in range(2):
        give_reason_to_see(person=item.episode.person, team=team, because=because, now=MAY)
    close_meeting(meeting=item.meeting, by=borough.head, now=LATER)
    assert sees(borough, "reablement_worker", item.episode)
    assert Relationship.objects.get(team=team, ended_at=None).because == because
    assert Relationship.objects.get(team=team, because=BECAUSE_OF_A_MEETING).ended_at == MAY


def test_a_team_sees_them_until_it_has_done_what_it_was_asked(borough: Borough) -> None:
    item = about(borough, being_helped(borough))
    action = add_action(
        item=item, what="Try the stairs", team=borough.teams["reablement"], due_on=MAY.date(), by=borough.head, now=MAY
    )
    close_meeting(meeting=item.meeting, by=borough.head, now=LATER)
    assert sees(borough, "reablement_worker", item.episode)
    finish_action(action=action, came_of_it="She can.", by=borough.reablement_worker, now=LATER)
    assert not sees(borough, "reablement_worker", item.episode)


# ---------------------------------------------------------------- closing, and the next meeting


def test_a_closed_meeting_is_only_read(borough: Borough) -> None:
    item = about(borough, being_helped(borough))
    meeting = item.meeting
    close_meeting(meeting=meeting, by=borough.head, now=LATER)
    close_meeting(meeting=meeting, by=borough.nurse, now=LATER + timedelta(days=1))
    meeting.refresh_from_db()
    assert (meeting.closed_by, meeting.closed_at) == (borough.head, LATER)
    for write in (
        lambda: build_list(meeting=meeting, by=borough.head, now=LATER),
        lambda: about(borough, item.episode, meeting),
        lambda: take_off(item=item, why="Late.", by=borough.head, now=LATER),
        lambda: everybody_comes(borough, meeting),
    ):
        with pytest.raises(MeetingClosed):
            write()


def test_who_was_left_undecided_is_on_the_list_of_the_next_meeting(borough: Borough) -> None:
    left, decided, off = (being_helped(borough, family_name=name) for name in ("Ashdown", "Bell", "Croft"))
    meeting = a_meeting(borough)
    items = [about(borough, episode, meeting) for episode in (left, decided, off)]
    everybody_comes(borough, meeting)
    decide(item=items[1], discussion="", decision="Go on.", by=borough.head, now=LATER)
    take_off(item=items[2], why="Went home.", by=borough.head, now=LATER)
    other = a_meeting(borough, "urgent-social-work", now=LATER)
    following = a_meeting(borough, "rapid-response", now=LATER)
    assert not left_undecided(following).exists()
    close_meeting(meeting=meeting, by=borough.head, now=LATER)
    assert [one.episode for one in left_undecided(following)] == [left]
    assert not left_undecided(other).exists()
    [item] = build_list(meeting=following, by=borough.nurse, now=LATER)
    assert (item.episode, item.listed_by) == (left, [LEFT_UNDECIDED])
    assert item.request == "Nia Example: She is worried about the stairs."
    assert not left_undecided(following).exists()
    close_meeting(meeting=following, by=borough.head, now=LATER + timedelta(days=2))
    third = a_meeting(borough, now=LATER + timedelta(days=3))
    assert [one.meeting for one in left_undecided(third)] == [following]
    end_episode(episode=left, reason="completed", by=borough.nurse, now=LATER + timedelta(days=4))
    assert not left_undecided(third).exists()


# ---------------------------------------------------------------- who came


def test_the_last_note_of_who_came_holds_and_stands_once(borough: Borough) -> None:
    meeting = a_meeting(borough)
    for role, present in (("gp", True), ("gp", True), ("nursing", True), ("nursing", False)):
        note_attendance(meeting=meeting, role=role, member=borough.nurse, present=present, by=borough.head, now=MAY)
    for name in ("Dr Lane", " dr lane "):
        note_attendance(meeting=meeting, role="gp", name=name, by=borough.head, now=MAY)
    assert sorted(Attendance.objects.values_list("role", "name", "present")) == [
        ("gp", "Dr Lane", True),
        ("nursing", "", False),
    ]


def test_attending_needs_an_agreed_role_and_somebody(borough: Borough) -> None:
    meeting = a_meeting(borough)
    with pytest.raises(RoleNotAgreed):
        note_attendance(meeting=meeting, role="magician", member=borough.nurse, by=borough.head, now=MAY)
    with pytest.raises(NothingWritten):
        note_attendance(meeting=meeting, role="gp", name=" ", by=borough.head, now=MAY)


def test_on_whom_a_decision_rests_cannot_be_said_to_have_stayed_away(borough: Borough) -> None:
    item = about(borough, being_helped(borough))
    everybody_comes(borough, item.meeting)
    note_attendance(meeting=item.meeting, role="gp", name="Dr Lane", by=borough.head, now=MAY)
    decide(item=item, discussion="", decision="Go on.", by=borough.head, now=MAY)
    stays_away = {"present": False, "by": borough.head, "now": LATER}
    note_attendance(meeting=item.meeting, role="gp", name="Dr Lane", **stays_away)
    with pytest.raises(DecisionsRestOnThem):
        note_attendance(meeting=item.meeting, role="nursing", member=borough.nurse, **stays_away)
    note_attendance(meeting=item.meeting, role="nursing", name="Another nurse", by=borough.head, now=LATER)
    with pytest.raises(DecisionsRestOnThem):
        note_attendance(meeting=item.meeting, role="nursing", member=borough.nurse, **stays_away)


def test_a_visit_lets_somebody_off_the_rule_about_visits(borough: Borough) -> None:
    episode = being_helped(borough, now=MAY - timedelta(days=12), pathway="reablement")
    spoke = {"what_happened": "Rang.", "by": borough.nurse, "started_at": MAY, "now": MAY}
    record_visit(episode=episode, kind="phone_or_video", **spoke)
    meeting = a_meeting(borough)
    [item] = build_list(meeting=meeting, by=borough.head, now=MAY)
    assert item.listed_by == ["not_visited"]
    record_visit(episode=episode, kind="face_to_face", **spoke)
    assert build_list(meeting=a_meeting(borough, title="Next"), by=borough.head, now=MAY) == []
