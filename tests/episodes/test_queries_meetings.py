"""What the rules of a meeting look at, and which meetings and places on their lists a viewer sees."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from homeward.episodes.actions import record_visit, withdraw_visit
from homeward.episodes.actions.meeting import close_meeting
from homeward.episodes.models import Episode, Goal, GoalRating, HandOff, Stage
from homeward.episodes.queries.meeting_facts import meeting_facts
from homeward.episodes.queries.meetings import (
    discussions_of,
    item_seen_by,
    items_of,
    meetings_seen_by,
    open_meetings_about,
    with_counts,
)
from homeward.episodes.rules.meetings import Facts
from homeward.partnership.models import Member
from tests.support.borough import Borough, make_borough
from tests.support.meetings import MAY, a_meeting, about, being_helped

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


def as_now(member: Member) -> Member:
    return Member.objects.get(pk=member.pk)


def facts_of(borough: Borough, episode: Episode, *, after: timedelta) -> Facts:
    found = dict(meeting_facts(as_now(borough.nurse), [episode.owning_team], MAY + after))
    return found[episode]


# ---------------------------------------------------------------- the facts


def test_nobody_has_been_so_days_count_from_the_opening_and_no_limit_runs(borough: Borough) -> None:
    episode = being_helped(borough, seen=False)
    found = facts_of(borough, episode, after=10 * DAY)
    assert found == Facts(hand_offs=0, no_access_visits=0, days_since_visit=10, stages=1, goals_no_better=0)


@pytest.mark.parametrize(("after", "past"), [(2 * DAY, 0), (2 * DAY + timedelta(hours=14), 1), (12 * DAY, 10)])
def test_days_are_london_days_and_the_limit_is_the_pathways(borough: Borough, after: timedelta, past: int) -> None:
    found = facts_of(borough, being_helped(borough), after=after)
    assert found.days_past_limit == past


def test_only_being_with_the_person_is_a_visit_and_withdrawn_ones_count_for_nothing(borough: Borough) -> None:
    episode = being_helped(borough)
    words = {"episode": episode, "what_happened": "Tried.", "by": borough.nurse}
    for days, kind in (
        (2, "no_access"),
        (3, "no_access"),
        (4, "phone_or_video"),
        (5, "no_access"),
        (6, "face_to_face"),
    ):
        visit = record_visit(kind=kind, started_at=MAY + days * DAY, now=MAY + days * DAY, **words)
        if days > 4:
            withdraw_visit(visit=visit, why="Wrong person.", by=borough.nurse, now=MAY + days * DAY)
    found = facts_of(borough, episode, after=7 * DAY)
    assert (found.no_access_visits, found.days_since_visit, found.days_helped) == (2, 7, 7)


def test_hand_offs_stages_and_goals_are_counted(borough: Borough) -> None:
    episode = being_helped(borough)
    written = {"by": borough.nurse, "at": MAY}
    for to_team in ("reablement", "rapid-response"):
        HandOff.objects.create(
            episode=episode,
            from_team=borough.teams["supported-discharge"],
            to_team=borough.teams[to_team],
            why="Needs them.",
            how="together",
            **written,
        )
    Stage.objects.create(episode=episode, pathway="reablement", model_version="2026.1", began_at=MAY + DAY, **written)
    goal = Goal.objects.create(episode=episode, words="To bake.", agreed_with="person", **written)
    GoalRating.objects.create(goal=goal, level=-2, **written)
    found = facts_of(borough, episode, after=2 * DAY)
    assert (found.hand_offs, found.stages, found.goals_no_better) == (2, 2, 1)


def test_nobody_of_another_team_is_told_facts(borough: Borough) -> None:
    episode = being_helped(borough)
    teams = [episode.owning_team]
    assert meeting_facts(as_now(borough.reablement_worker), teams, MAY) == []
    assert meeting_facts(as_now(borough.coordinator), teams, MAY) == []
    assert meeting_facts(as_now(borough.reablement_worker), [*teams, borough.teams["reablement"]], MAY) == []


def test_thirty_people_cost_no_more_questions_than_two(
    borough: Borough, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        being_helped(borough, family_name=f"Person{number}", now=MAY - number * DAY)
    nurse = as_now(borough.nurse)
    with django_assert_max_num_queries(12):
        assert len(meeting_facts(nurse, [borough.teams["rapid-response"]], MAY + DAY)) == 12


# ---------------------------------------------------------------- who sees what


def test_a_meeting_is_seen_by_its_teams_and_its_list_by_who_may_see_the_person(borough: Borough) -> None:
    item = about(borough, being_helped(borough))
    meeting = item.meeting
    for who in ("nurse", "reablement_worker", "head"):
        assert list(meetings_seen_by(as_now(getattr(borough, who)))) == [meeting]
        assert list(items_of(as_now(getattr(borough, who)), meeting)) == [item]
    for who in ("coordinator", "commissioner", "gp"):
        assert not meetings_seen_by(as_now(getattr(borough, who))).exists()
        assert item_seen_by(as_now(getattr(borough, who)), item.pk) is None
    close_meeting(meeting=meeting, by=borough.head, now=MAY)
    assert meetings_seen_by(as_now(borough.reablement_worker)).exists()
    assert list(items_of(as_now(borough.reablement_worker), meeting)) == []
    assert item_seen_by(as_now(borough.reablement_worker), item.pk) is None
    assert item_seen_by(as_now(borough.nurse), item.pk) == item


def test_what_was_said_is_part_of_the_record_of_whoever_sees_the_person(borough: Borough) -> None:
    item = about(borough, being_helped(borough), a_meeting(borough, "rapid-response"))
    assert list(discussions_of(as_now(borough.coordinator), item.episode)) == [item]
    assert list(discussions_of(as_now(borough.reablement_worker), item.episode)) == []


def test_somebody_can_be_talked_about_where_their_team_meets_or_ones_own(borough: Borough) -> None:
    episode = being_helped(borough, pathway="reablement")
    theirs, own = a_meeting(borough, "reablement"), a_meeting(borough, "rapid-response", title="Ours")
    a_meeting(borough, "urgent-social-work", title="Neither's")
    closed = a_meeting(borough, title="Closed")
    close_meeting(meeting=closed, by=borough.head, now=MAY)
    assert set(open_meetings_about(as_now(borough.nurse), episode)) == {theirs, own}


def test_a_meeting_knows_how_many_are_on_its_list(borough: Borough) -> None:
    item = about(borough, being_helped(borough))
    about(borough, being_helped(borough, family_name="Bell"), item.meeting)
    item.taken_off_at, item.taken_off_why = MAY, "Went home."
    item.save()
    [meeting] = with_counts(meetings_seen_by(as_now(borough.nurse)))
    assert (meeting.listed, meeting.decided) == (1, 0)
