"""The team board, the to-do list and the flow board, opened as those who use them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from homeward.desk.flow_board import flow_board
from homeward.desk.to_do import Kind, to_do
from homeward.episodes.actions import end_episode
from homeward.episodes.actions.extending import name_worker
from homeward.episodes.actions.goal_setting import set_goal
from homeward.episodes.actions.staging import move_stage
from homeward.episodes.actions.ward import set_places
from homeward.episodes.models import (
    Booking,
    DelayReason,
    Episode,
    FollowUp,
    HospitalStay,
    Meeting,
    MeetingAction,
    MeetingItem,
    Plan,
    ReadyPeriod,
    SeriesStep,
    Stage,
    VisitSeries,
)
from homeward.episodes.queries.flow import flow
from homeward.kit.london import london_date
from homeward.kit.weeks import week_of
from homeward.partnership.models import Member
from homeward.people.models import AccessedPerson
from homeward.referrals.actions import accept
from homeward.referrals.models import Referral
from tests.support.borough import Borough, make_borough, received
from tests.support.leaving import asked_for
from tests.support.ward import admitted, nurse_of_the_ward, seen

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def as_(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def page(member: Member, address: str) -> str:
    answer = as_(member).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def missed(episode: Episode, by: Member, now: datetime) -> Booking:
    """A promise of yesterday that nobody kept."""
    return Booking.objects.create(
        episode=episode,
        what_for="Check the dressing",
        from_at=now - DAY,
        to_at=now - DAY + timedelta(hours=2),
        by=by,
        at=now,
    )


def asked_by_a_meeting(episode: Episode, by: Member, now: datetime) -> MeetingAction:
    """Something a meeting asked the owning team to do by yesterday."""
    meeting = Meeting.objects.create(
        title="Wednesday", starts_at=now - 3 * DAY, chair=by, model_version="2026.1", by=by, at=now - 4 * DAY
    )
    item = MeetingItem.objects.create(meeting=meeting, episode=episode, by=by, at=now - 3 * DAY)
    return MeetingAction.objects.create(
        item=item,
        what="Ring the GP about her tablets",
        team=episode.owning_team,
        due_on=london_date(now) - DAY,
        by=by,
        at=now - 3 * DAY,
    )


def looked_after_well(episode: Episode, by: Member, now: datetime) -> None:
    """A goal, an agreed plan, a named worker, and visits every day."""
    set_goal(episode=episode, words="Walk to the shop.", agreed_with="person", by=by, now=now)
    Plan.objects.create(episode=episode, begun_at=now, begun_by=by, agreed_at=now, agreed_by=by, agreed_with="person")
    name_worker(episode=episode, member=by, by=by, now=now)
    series = VisitSeries.objects.create(
        episode=episode, what_for="Wash and dress", window_from="08:00", window_to="10:00", by=by, at=now
    )
    SeriesStep.objects.create(
        series=series, from_on=london_date(now), days=[1, 2, 3, 4, 5, 6, 7], minutes=45, by=by, at=now
    )


def held_in_hospital(episode: Episode, by: Member, now: datetime) -> None:
    """In hospital, ready for two days, held up by something of the national list."""
    today = london_date(now)
    stay = HospitalStay.objects.create(
        episode=episode, hospital="Riverside General", admitted_on=today - 9 * DAY, by=by, at=now
    )
    ReadyPeriod.objects.create(stay=stay, ready_on=today - 2 * DAY, by=by, at=now)
    DelayReason.objects.create(stay=stay, code="medicines", from_on=today - 2 * DAY, by=by, at=now)


# ---------------------------------------------------------------- the team board


def test_the_board_says_what_holds_somebody_up_in_words(borough: Borough, now: datetime) -> None:
    episode = seen(borough, at=now - 4 * DAY)
    missed(episode, borough.nurse, now)
    asked_by_a_meeting(episode, borough.nurse, now)
    held_in_hospital(episode, borough.nurse, now)
    asked_for(episode, by=borough.nurse, now=now)
    said = page(borough.nurse, reverse("team_board"))
    for words in (
        "Near or past the limit",
        "A promised visit was missed",
        "Past the limit of this help",
        "A meeting action is overdue",
        "No plan agreed",
        "No goals set",
        "No named worker",
        "Waits for onward care",
        "In hospital, ready for 2 days:",
        "Nobody named yet",
    ):
        assert words in said, words
    assert "<strong>1</strong> held up" in said


def test_nothing_is_said_of_somebody_for_whom_all_goes_as_it_should(borough: Borough, now: datetime) -> None:
    episode = seen(borough, at=now - timedelta(hours=30))
    looked_after_well(episode, borough.nurse, now)
    said = page(borough.nurse, reverse("team_board"))
    assert 'class="board-block board-block' not in said.split('<div class="board">')[1]
    assert "Nia Example" in said
    assert "Next: " in said


def test_who_waits_past_their_clock_is_late(borough: Borough, now: datetime) -> None:
    before = now - timedelta(hours=3)
    referral = received(borough, now=before, needed_at=before)
    accept(referral=referral, pathway="rapid_response", by=borough.coordinator, now=before)
    said = page(borough.nurse, reverse("team_board"))
    assert "First visit is late" in said


def test_only_those_held_up_can_be_shown(borough: Borough, now: datetime) -> None:
    well, held = seen(borough, number=1, at=now - timedelta(hours=30)), seen(borough, number=2, at=now)
    looked_after_well(well, borough.nurse, now)
    missed(held, borough.nurse, now)
    said = page(borough.nurse, reverse("team_board") + "?held_up=yes")
    assert "Ashdown2" in said
    assert "Ashdown1" not in said


def test_a_board_is_of_one_team_of_the_viewers_and_of_no_other(borough: Borough, now: datetime) -> None:
    seen(borough, at=now)
    assert "Ashdown1" not in page(borough.reablement_worker, reverse("team_board") + "?team=rapid-response")
    assert "Ashdown1" in page(borough.head, reverse("team_board") + "?team=rapid-response")
    assert "Ashdown1" not in page(borough.head, reverse("team_board") + "?team=reablement")


def test_who_is_on_the_board_was_looked_at(borough: Borough, now: datetime) -> None:
    episode = seen(borough, at=now)
    page(borough.nurse, reverse("team_board"))
    assert AccessedPerson.objects.filter(entry__route="team_board", person=episode.person).exists()


def test_without_a_team_or_without_people_the_board_says_what_to_do(borough: Borough) -> None:
    assert "looks after nobody now" in page(borough.nurse, reverse("team_board"))
    borough.nurse.teams.clear()
    assert "You are not in a team yet" in page(borough.nurse, reverse("team_board"))


def test_the_board_asks_no_more_of_the_database_for_more_people(
    borough: Borough, now: datetime, django_assert_max_num_queries: Any
) -> None:
    for number in range(1, 9):
        episode = seen(borough, number=number, at=now - 2 * DAY)
        looked_after_well(episode, borough.nurse, now)
        missed(episode, borough.nurse, now)
        held_in_hospital(episode, borough.nurse, now)
    client = as_(borough.nurse)
    with django_assert_max_num_queries(36):
        client.get(reverse("team_board"))


# ---------------------------------------------------------------- to do


def test_everything_that_falls_due_is_on_one_list_overdue_first(borough: Borough, now: datetime) -> None:
    nurse_of_the_ward(borough)
    episode = seen(borough, number=1, at=now - timedelta(hours=42))
    missed(episode, borough.nurse, now)
    asked_by_a_meeting(episode, borough.nurse, now)
    asked_for(episode, by=borough.nurse, now=now)
    admitted(borough, number=2, at=now - timedelta(hours=30))
    ended = seen(borough, number=3, at=now - 90 * DAY)
    end_episode(episode=ended, reason="completed", by=borough.nurse, now=now - 84 * DAY)
    FollowUp.objects.get_or_create(
        episode=ended, due_on=london_date(now), defaults={"by": borough.nurse, "at": now - 84 * DAY}
    )
    found = to_do(borough.nurse, now)
    assert {task.kind for task in found} == set(Kind)
    assert [task.due_at for task in found] == sorted(task.due_at for task in found)
    overdue = [task.overdue(now) for task in found]
    assert overdue == sorted(overdue, reverse=True)
    said = page(borough.nurse, reverse("to_do"))
    for words in ("Promised visit missed: Check the dressing", "Ring the GP about her tablets", "Senior review"):
        assert words in said


def test_each_thing_to_do_leads_to_where_it_is_done(borough: Borough, now: datetime) -> None:
    nurse_of_the_ward(borough)
    episode = seen(borough, number=1, at=now - timedelta(hours=42))
    missed(episode, borough.nurse, now)
    asked_by_a_meeting(episode, borough.nurse, now)
    asked_for(episode, by=borough.nurse, now=now)
    admitted(borough, number=2, at=now - timedelta(hours=30))
    client = as_(borough.nurse)
    for task in to_do(borough.nurse, now):
        assert client.get(reverse(task.route, args=[task.pk])).status_code == 200, task


def test_what_is_due_on_a_day_is_in_time_until_that_day_is_over(borough: Borough, now: datetime) -> None:
    action = asked_by_a_meeting(seen(borough, at=now - timedelta(hours=2)), borough.nurse, now)
    for due_on, late in ((london_date(now), False), (london_date(now) - DAY, True)):
        MeetingAction.objects.filter(pk=action.pk).update(due_on=due_on)
        assert [task.overdue(now) for task in to_do(borough.nurse, now) if task.kind == Kind.ACTION] == [late]


def test_one_kind_of_thing_can_be_shown(borough: Borough, now: datetime) -> None:
    episode = seen(borough, at=now - timedelta(hours=2))
    missed(episode, borough.nurse, now)
    asked_by_a_meeting(episode, borough.nurse, now)
    said = page(borough.nurse, reverse("to_do") + "?kind=visit")
    assert "Check the dressing" in said
    assert "Ring the GP" not in said


def test_other_teams_things_are_not_on_the_list(borough: Borough, now: datetime) -> None:
    missed(seen(borough, at=now - timedelta(hours=2)), borough.nurse, now)
    assert to_do(borough.reablement_worker, now) == []
    assert "Nothing falls due for your teams." in page(borough.reablement_worker, reverse("to_do"))


# ---------------------------------------------------------------- the flow board


def a_busy_borough(borough: Borough, now: datetime) -> None:
    """People in every part of the service over the last weeks."""
    nurse_of_the_ward(borough)
    for number in range(1, 5):
        seen(borough, number=number, at=now - number * 5 * DAY)
    admitted(borough, number=5, at=now - 2 * DAY)
    moved = admitted(borough, number=6, at=now - 20 * DAY).stage.episode
    move_stage(episode=moved, to="reablement", why="Off oxygen.", by=borough.nurse, now=now - 15 * DAY)
    ended = seen(borough, number=7, at=now - 30 * DAY)
    end_episode(episode=ended, reason="completed", by=borough.nurse, now=now - 29 * DAY)
    held_in_hospital(seen(borough, number=8, at=now - DAY), borough.nurse, now)
    asked_by_a_meeting(seen(borough, number=9, at=now - DAY), borough.nurse, now)
    before = now - timedelta(hours=3)
    for number in (10, 11):
        details = {"nhs_number": "", "family_name": f"Waits{number}"}
        waiting = received(borough, now=before, needed_at=before, details=details)
        if number == 10:
            accept(referral=waiting, pathway="rapid_response", by=borough.coordinator, now=before)


def test_the_flow_board_counts_what_a_slow_count_of_every_row_says(borough: Borough, now: datetime) -> None:
    a_busy_borough(borough, now)
    board = flow_board(now)
    flow = board.flow
    episodes = list(Episode.objects.all())
    going_on = [one for one in episodes if one.ended_at is None]

    def in_week(moments: list[datetime], week: Any) -> int:
        return sum(week_of(london_date(at)) == week for at in moments)

    for i, week in enumerate(flow.weeks):
        assert flow.begun[i] == in_week([e.first_contact_at for e in episodes if e.first_contact_at], week)
        assert flow.ended[i] == in_week([e.ended_at for e in episodes if e.ended_at and e.first_contact_at], week)
        assert board.demand.by_week[i] == in_week([r.received_at for r in Referral.objects.all()], week)
    assert flow.waiting == sum(one.first_contact_at is None for one in going_on) == 1
    assert flow.helped == len(going_on) - 1
    for one in flow.pathways:
        theirs = [e for e in going_on if e.pathway == one.pathway.code]
        assert (one.helped + one.waiting, one.occupancy.taken) == (len(theirs), len(theirs))
        assert one.taken[-1] == len(theirs)
    assert (board.late_now, board.demand.undecided) == (1, 1)
    assert (flow.delays.now, flow.delays.days, flow.delays.by_day[-3:]) == (1, 2, (1, 1, 1))
    assert (flow.hand_offs.between_teams, flow.actions.raised, flow.actions.overdue) == (2, 1, 1)
    assert flow.went == (("Help finished as planned", 1),)


def test_each_stage_takes_a_place_on_its_own_pathway_while_it_lasts(borough: Borough, now: datetime) -> None:
    a_busy_borough(borough, now)
    flow = flow_board(now).flow
    for one in flow.pathways:
        for day, taken in zip(flow.days[:-1], one.taken[:-1], strict=True):
            counted = 0
            for episode in Episode.objects.prefetch_related("stages"):
                stages = list(episode.stages.all())
                ends = [*(stage.began_at for stage in stages[1:]), episode.ended_at]
                for stage, end in zip(stages, ends, strict=True):
                    begins_by = _last_minute(stage, day)
                    counted += stage.pathway == one.pathway.code and begins_by and (end is None or _after(end, day))
            assert taken == counted, (one.pathway.code, day)


def _last_minute(stage: Stage, day: Any) -> bool:
    local = timezone.localtime(stage.began_at)
    return local.date() < day or (local.date() == day and (local.hour, local.minute) < (23, 59))


def _after(end: datetime, day: Any) -> bool:
    local = timezone.localtime(end)
    return local.date() > day or (local.date() == day and (local.hour, local.minute) >= (23, 59))


def test_nobodys_name_is_on_the_flow_board(borough: Borough, now: datetime) -> None:
    a_busy_borough(borough, now)
    for member in (borough.commissioner, borough.head):
        said = page(member, reverse("flow"))
        assert "Ashdown" not in said
        assert "Mabel" not in said
    assert not AccessedPerson.objects.filter(entry__route="flow").exists()


def test_the_flow_board_refreshes_itself_and_only_itself(borough: Borough, now: datetime) -> None:
    whole = page(borough.commissioner, reverse("flow"))
    assert f'hx-get="{reverse("flow_now")}?live=1"' in whole
    part = page(borough.commissioner, reverse("flow_now") + "?live=1")
    assert part.lstrip().startswith('<div id="flow"')
    assert "<html" not in part


def test_an_empty_service_has_a_flow_board_too(borough: Borough) -> None:
    said = page(borough.analyst, reverse("flow"))
    assert "Nobody is held up." in said
    assert "Nobody has left in these weeks." in said
    assert "No meeting asked for anything in these weeks." in said


def test_places_nobody_confirmed_lately_are_flagged_until_their_team_confirms_them(
    borough: Borough, now: datetime
) -> None:
    nurse_of_the_ward(borough)
    link = f'href="{reverse("pathway_places", args=["home_ward"])}"'
    assert link in page(borough.nurse, reverse("flow"))
    assert link not in page(borough.commissioner, reverse("flow"))
    before = page(borough.nurse, reverse("flow")).count("days ago</span>")
    set_places(pathway="home_ward", from_on=london_date(now), places=24, why="As it is.", by=borough.nurse, now=now)
    after = page(borough.nurse, reverse("flow"))
    assert after.count("days ago</span>") == before - 1
    assert "of 24 places" in after


def test_the_flow_board_asks_no_more_of_the_database_for_more_people(
    borough: Borough, now: datetime, django_assert_max_num_queries: Any
) -> None:
    a_busy_borough(borough, now)
    client = as_(borough.commissioner)
    with django_assert_max_num_queries(22):
        client.get(reverse("flow_now"))


def test_nobody_is_counted_as_held_up_in_hospital_after_our_help_has_ended(borough: Borough, now: datetime) -> None:
    episode = seen(borough, at=now - 6 * DAY)
    today = london_date(now)
    stay = HospitalStay.objects.create(
        episode=episode, hospital="Riverside", admitted_on=today - 5 * DAY, by=borough.nurse, at=now
    )
    DelayReason.objects.create(stay=stay, code="medicines", from_on=today - 2 * DAY, by=borough.nurse, at=now)
    assert flow(now).delays.now == 1
    end_episode(episode=episode, reason="declined", by=borough.nurse, now=now)
    later = flow(now + DAY).delays
    assert (later.now, later.days, later.reasons, later.by_day[-4:]) == (0, 0, (), (1, 1, 0, 0))
