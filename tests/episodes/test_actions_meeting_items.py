"""What is said and decided about somebody at a team meeting, who disagrees, and what is to be done."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from homeward.episodes.actions import NothingWritten
from homeward.episodes.actions.deciding import NoQuorum, NotDecidedYet, WrittenMeanwhile, decide, discuss, dissent
from homeward.episodes.actions.following import (
    AlreadyFinished,
    DueInThePast,
    NotATeamOfTheMeeting,
    OwnerIsNotInTheTeam,
    add_action,
    drop_action,
    finish_action,
)
from homeward.episodes.actions.meeting import close_meeting, take_off
from homeward.episodes.actions.meeting_holding import MeetingClosed, TakenOff
from homeward.episodes.models import Dissent, MeetingAction, MeetingItem
from homeward.episodes.queries.meetings import actions_to_do, follow_through
from homeward.episodes.rules.meetings import FollowThrough
from homeward.partnership.models import Member
from tests.support.borough import Borough, make_borough
from tests.support.meetings import MAY, a_meeting, about, being_helped, everybody_comes

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOTHING = {"discussion": "", "decision": ""}


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def item(borough: Borough) -> MeetingItem:
    return about(borough, being_helped(borough))


@pytest.fixture
def can_decide(borough: Borough, item: MeetingItem) -> MeetingItem:
    everybody_comes(borough, item.meeting)
    return item


def as_now(member: Member) -> Member:
    return Member.objects.get(pk=member.pk)


# ---------------------------------------------------------------- saying and deciding


def test_without_quorum_nothing_is_decided_and_the_missing_roles_are_named(borough: Borough, item: MeetingItem) -> None:
    with pytest.raises(NoQuorum, match=r"Nobody is there for Nursing, Therapy and Social work\.$"):
        decide(item=item, discussion="Talked.", decision="Go on.", by=borough.nurse, now=MAY)
    item.refresh_from_db()
    assert (item.discussion, item.decision, item.decided_at) == ("", "", None)


def test_without_quorum_what_was_said_can_be_written(borough: Borough, item: MeetingItem) -> None:
    discuss(item=item, discussion=" Talked about the stairs.\0 ", by=borough.nurse, now=MAY)
    item.refresh_from_db()
    assert item.discussion == "Talked about the stairs."


def test_a_decision_says_who_wrote_it_and_when_and_can_be_reworded_until_the_close(
    borough: Borough, can_decide: MeetingItem
) -> None:
    item = decide(item=can_decide, discussion="Talked.", decision="Go on.", by=borough.nurse, now=MAY)
    assert (item.discussion, item.decision, item.decided_by, item.decided_at) == (
        "Talked.",
        "Go on.",
        borough.nurse,
        MAY,
    )
    again = decide(item=item, discussion="Talked long.", decision="Go on.", by=borough.head, now=MAY + DAY)
    assert (again.discussion, again.decided_by, again.decided_at) == ("Talked long.", borough.nurse, MAY)
    other = decide(item=item, discussion="Talked long.", decision="Stop.", by=borough.head, now=MAY + DAY)
    assert (other.decision, other.decided_by, other.decided_at) == ("Stop.", borough.head, MAY + DAY)
    with pytest.raises(NothingWritten):
        decide(item=item, discussion="", decision=" ", by=borough.head, now=MAY)


def test_what_two_people_write_about_one_person_at_once_is_shown_to_the_second(
    borough: Borough, can_decide: MeetingItem
) -> None:
    discuss(item=can_decide, discussion="She fell again.", opened=NOTHING, by=borough.nurse, now=MAY)
    with pytest.raises(WrittenMeanwhile) as refused:
        decide(item=can_decide, discussion="Her son rang.", decision="Go on.", opened=NOTHING, by=borough.head, now=MAY)
    assert refused.value.fields == {"discussion": "She fell again."}
    assert "Somebody else wrote what was said" in str(refused.value)
    item = decide(item=can_decide, discussion="", decision="Go on.", opened=NOTHING, by=borough.head, now=MAY)
    assert (item.discussion, item.decision) == ("She fell again.", "Go on.")
    same = discuss(item=can_decide, discussion="She fell again.", opened=NOTHING, by=borough.head, now=MAY)
    assert same.discussion == "She fell again."


def test_who_does_not_agree_stands_beside_the_decision_once(borough: Borough, can_decide: MeetingItem) -> None:
    said = {"who": "Dr Lane", "says": "Too early.", "by": borough.nurse, "now": MAY}
    with pytest.raises(NotDecidedYet):
        dissent(item=can_decide, **said)
    decide(item=can_decide, discussion="", decision="Discharge on Friday.", by=borough.nurse, now=MAY)
    assert dissent(item=can_decide, **said) == dissent(item=can_decide, **said)
    with pytest.raises(NothingWritten):
        dissent(item=can_decide, **said | {"says": " "})
    assert Dissent.objects.count() == 1


# ---------------------------------------------------------------- what is to be done


def asked_for(borough: Borough, item: MeetingItem, **changes: Any) -> MeetingAction:
    said = {
        "what": "Order a rail",
        "team": borough.teams["reablement"],
        "owner": borough.reablement_worker,
        "due_on": (MAY + DAY).date(),
        "by": borough.head,
        "now": MAY,
        **changes,
    }
    return add_action(item=item, **said)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"what": " "}, NothingWritten),
        ({"team": "urgent-social-work", "owner": None}, NotATeamOfTheMeeting),
        ({"owner": "nurse"}, OwnerIsNotInTheTeam),
        ({"due_on": (MAY - DAY).date()}, DueInThePast),
    ],
)
def test_what_nobody_could_do_is_not_asked_for(
    borough: Borough, item: MeetingItem, changes: dict[str, Any], refused: type[Exception]
) -> None:
    if changes.get("team"):
        changes = {**changes, "team": borough.teams[changes["team"]]}
    if changes.get("owner"):
        changes = {**changes, "owner": getattr(borough, changes["owner"])}
    with pytest.raises(refused):
        asked_for(borough, item, **changes)
    assert not MeetingAction.objects.exists()


def test_an_action_may_be_due_today_and_sent_twice_is_one(borough: Borough, item: MeetingItem) -> None:
    today = asked_for(borough, item, due_on=MAY.date(), owner=None)
    assert asked_for(borough, item, due_on=MAY.date(), owner=None) == today
    assert asked_for(borough, item, due_on=MAY.date()) != today
    finish_action(action=today, came_of_it="Ordered.", by=borough.nurse, now=MAY)
    assert asked_for(borough, item, due_on=MAY.date(), owner=None) != today


@pytest.mark.parametrize("finish", [finish_action, drop_action])
def test_an_action_ends_once_with_words(borough: Borough, item: MeetingItem, finish: Callable[..., Any]) -> None:
    word = "came_of_it" if finish is finish_action else "why"
    action = asked_for(borough, item)
    with pytest.raises(NothingWritten):
        finish(action=action, **{word: " "}, by=borough.nurse, now=MAY)
    for _ in range(2):
        finish(action=action, **{word: "It fits."}, by=borough.nurse, now=MAY)
    with pytest.raises(AlreadyFinished, match=r"Nia Example finished this meanwhile: It fits\."):
        finish(action=action, **{word: "It does not."}, by=borough.head, now=MAY)
    other, named = (drop_action, "why") if finish is finish_action else (finish_action, "came_of_it")
    with pytest.raises(AlreadyFinished):
        other(action=action, **{named: "It fits."}, by=borough.nurse, now=MAY)
    action.refresh_from_db()
    assert (action.came_of_it, action.dropped, action.done_by) == ("It fits.", finish is drop_action, borough.nurse)


def test_after_the_close_or_when_taken_off_only_actions_can_be_finished(
    borough: Borough, can_decide: MeetingItem
) -> None:
    action = asked_for(borough, can_decide)
    off = about(borough, being_helped(borough, family_name="Bell"), can_decide.meeting)
    take_off(item=off, why="Went home.", by=borough.nurse, now=MAY)
    with pytest.raises(TakenOff):
        discuss(item=off, discussion="Still here.", by=borough.nurse, now=MAY)
    close_meeting(meeting=can_decide.meeting, by=borough.head, now=MAY)
    for write in (
        lambda: discuss(item=can_decide, discussion="Late.", by=borough.nurse, now=MAY),
        lambda: decide(item=can_decide, discussion="", decision="Late.", by=borough.nurse, now=MAY),
        lambda: dissent(item=can_decide, who="I", says="No.", by=borough.nurse, now=MAY),
        lambda: asked_for(borough, can_decide, what="Late"),
    ):
        with pytest.raises(MeetingClosed):
            write()
    finish_action(action=action, came_of_it="Ordered.", by=borough.nurse, now=MAY + DAY)


# ---------------------------------------------------------------- who has to do what, and what came of it


def test_a_team_finds_what_it_is_to_do_overdue_first(borough: Borough, item: MeetingItem) -> None:
    later = asked_for(borough, item, what="Later", due_on=(MAY + 3 * DAY).date())
    first = asked_for(borough, item, what="First")
    today = asked_for(borough, item, what="Today", due_on=(MAY + 2 * DAY).date())
    asked_for(borough, item, what="Another team's", team=borough.teams["rapid-response"], owner=None)
    done = asked_for(borough, item, what="Done")
    finish_action(action=done, came_of_it="Yes.", by=borough.nurse, now=MAY)
    found = actions_to_do(as_now(borough.reablement_worker), MAY + 2 * DAY)
    assert [one.action for one in found] == [first, today, later]
    assert [one.name for one in found] == ["Overdue", "Due today", "To do"]
    assert [one.action.what for one in actions_to_do(as_now(borough.nurse), MAY)] == ["Another team's"]
    assert actions_to_do(as_now(borough.commissioner), MAY) == []


def test_what_became_of_actions_is_counted_for_the_teams_that_raised_them(borough: Borough, item: MeetingItem) -> None:
    until = MAY + 10 * DAY
    for number, finish in enumerate((0, 1, 2, None)):
        action = asked_for(borough, item, what=f"Number {number}")
        if finish is not None:
            finish_action(action=action, came_of_it="Yes.", by=borough.nurse, now=MAY + finish * DAY)
    drop_action(action=asked_for(borough, item, what="Drop"), why="Died.", by=borough.nurse, now=MAY)
    asked_for(borough, item, what="Long", due_on=until.date())
    asked_for(borough, item, what="Next period", due_on=until.date(), now=until)
    elsewhere = about(borough, being_helped(borough, family_name="B"), a_meeting(borough, "urgent-social-work"))
    asked_for(borough, elsewhere, team=borough.teams["urgent-social-work"], owner=None)
    found = follow_through(as_now(borough.nurse), MAY, until, now=MAY + 5 * DAY)
    assert found == FollowThrough(raised=6, done_in_time=2, done_late=1, dropped=1, overdue=1, to_do=1)
    assert follow_through(as_now(borough.head), MAY, until, now=MAY + 5 * DAY).raised == 7
    assert follow_through(as_now(borough.commissioner), MAY, until, now=MAY).raised == 0
