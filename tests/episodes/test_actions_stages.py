"""Moving through the stages of one episode, handing it over, extending it, and naming a worker."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from homeward.episodes.actions import EpisodeClosed, NothingWritten, end_episode, record_visit, withdraw_visit
from homeward.episodes.actions.extending import ExtensionTooShort, NotTheirTeam, extend, name_worker
from homeward.episodes.actions.leaving import agree_transition, transition_of, undo_leave
from homeward.episodes.actions.staging import (
    CannotHandOver,
    CannotMoveThere,
    MovedMeanwhile,
    NobodyHasBeenYet,
    WardNeedsAPlace,
    current_stage,
    hand_over,
    move_stage,
    note_told_again,
)
from homeward.episodes.models import Episode, Extension, HandOff, Leaving, NamedWorker, Stage
from homeward.episodes.queries import caseload_of
from homeward.episodes.queries.stages import (
    free_period_of,
    limit_of,
    may_be_named,
    near_their_limit,
    past_their_limit,
    state_of,
    stay_of,
    teams_that_help,
    with_limits,
)
from homeward.episodes.rules.limits import Standing
from homeward.episodes.rules.stages import MOVES, EpisodeState, Event
from homeward.episodes.verify import stages as verify
from homeward.people.queries import people_seen_by
from homeward.referrals.actions import accept, reopen
from homeward.referrals.models import Referral
from tests.support.borough import Borough, make_borough, received

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 4, 8, 9, 0, tzinfo=UTC)
"""A Wednesday a week after the service model of April 2026 came into force."""
SEEN = NOW + timedelta(hours=1)
LATER = NOW + timedelta(hours=30)


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def referral(borough: Borough) -> Referral:
    one = received(borough, now=NOW, needed_at=NOW)
    return accept(referral=one, pathway="rapid_response", by=borough.coordinator, now=NOW)


@pytest.fixture
def episode(borough: Borough, referral: Referral) -> Episode:
    """Somebody rapid response has seen."""
    assert referral.episode is not None
    see(referral.episode, borough)
    return as_it_is(referral.episode)


def see(episode: Episode, borough: Borough) -> Any:
    return record_visit(
        episode=episode, kind="face_to_face", started_at=SEEN, what_happened="Saw her.", by=borough.nurse, now=SEEN
    )


def as_it_is(episode: Episode) -> Episode:
    return Episode.objects.get(pk=episode.pk)


def move(episode: Episode, borough: Borough, to: str = "reablement", **changes: Any) -> Stage:
    fields: dict[str, Any] = {"why": "She needs weeks, not days.", "by": borough.nurse, "now": LATER}
    return move_stage(episode=episode, to=to, **fields | changes)


def give(episode: Episode, borough: Borough, to: str = "reablement", **changes: Any) -> HandOff:
    fields: dict[str, Any] = {"why": "They know her street.", "by": borough.nurse, "now": LATER}
    return hand_over(episode=episode, to_team=borough.teams[to], **fields | changes)


# ---------------------------------------------------------------- stages


def test_one_action_begins_the_next_stage_and_keeps_owner_clock_and_first_contact(
    borough: Borough, episode: Episode
) -> None:
    stage = move(episode, borough)
    after = as_it_is(episode)
    assert (after.pathway, after.model_version) == ("reablement", "2026.1")
    assert (after.owning_team, after.needed_from, after.first_contact_at) == (episode.owning_team, NOW, SEEN)
    assert (stage.began_at, stage.why, stage.by) == (LATER, "She needs weeks, not days.", borough.nurse)
    assert [one.pathway for one in episode.stages.all()] == ["rapid_response", "reablement"]
    assert HandOff.objects.count() == 0
    assert Referral.objects.count() == 1
    assert list(verify.problems()) == []


def test_moving_on_can_hand_over_in_the_same_step(borough: Borough, episode: Episode) -> None:
    assert people_seen_by(borough.reablement_worker).count() == 0
    move(episode, borough, hand_to=borough.teams["reablement"], how="written", told_again="no")
    hand_off = HandOff.objects.get()
    assert (hand_off.from_team.code, hand_off.to_team.code) == ("rapid-response", "reablement")
    assert (hand_off.how, hand_off.told_again, hand_off.at) == ("written", "no", LATER)
    assert as_it_is(episode).owning_team == borough.teams["reablement"]
    assert people_seen_by(borough.reablement_worker).count() == 1
    assert people_seen_by(borough.nurse).count() == 1
    assert list(caseload_of(borough.reablement_worker)) == [episode]
    assert list(verify.problems()) == []


def test_handing_to_the_team_that_owns_it_is_no_hand_over(borough: Borough, episode: Episode) -> None:
    move(episode, borough, hand_to=borough.teams["rapid-response"])
    assert HandOff.objects.count() == 0


def test_sent_twice_it_moves_once(borough: Borough, episode: Episode) -> None:
    reablement = borough.teams["reablement"]
    first = move(episode, borough, hand_to=reablement)
    again = move(episode, borough, hand_to=reablement, seen_in=episode.stages.first(), now=LATER + timedelta(seconds=1))
    assert again == first
    assert (Stage.objects.count(), HandOff.objects.count()) == (2, 1)


def test_whoever_looks_at_an_old_page_does_not_move_somebody_on_from_where_they_no_longer_are(
    borough: Borough, episode: Episode
) -> None:
    seen_in = current_stage(episode)
    move(episode, borough, seen_in=seen_in)
    with pytest.raises(MovedMeanwhile, match="Nia Example moved them"):
        move(episode, borough, "urgent_social_work", seen_in=seen_in, by=borough.head, now=LATER + timedelta(hours=1))
    assert as_it_is(episode).pathway == "reablement"


@pytest.mark.parametrize("to", ["rapid_response", "nowhere", ""])
def test_a_stage_the_agreed_model_does_not_lead_to_does_not_begin(borough: Borough, episode: Episode, to: str) -> None:
    with pytest.raises(CannotMoveThere):
        move(episode, borough, to)
    assert Stage.objects.count() == 1


def test_the_service_model_in_force_on_the_day_of_moving_decides(borough: Borough) -> None:
    day_before = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    one = received(borough, now=day_before, needed_at=day_before)
    one = accept(
        referral=one, pathway="urgent_social_work", reason="Asked for.", by=borough.coordinator, now=day_before
    )
    assert one.episode is not None
    assert one.episode.model_version == "2025.1"
    record_visit(
        episode=one.episode,
        kind="face_to_face",
        started_at=day_before,
        what_happened="Saw her.",
        by=borough.head,
        now=day_before,
    )
    with pytest.raises(CannotMoveThere):
        move(one.episode, borough, "supported_discharge", now=day_before + timedelta(minutes=31))
    moved = move(one.episode, borough, "supported_discharge", now=day_before + timedelta(minutes=29))
    assert moved.model_version == "2025.1"
    assert move(one.episode, borough, "reablement", now=NOW).model_version == "2026.1"
    assert list(verify.problems()) == []


def test_the_home_ward_begins_only_with_a_place_on_it(borough: Borough, episode: Episode) -> None:
    with pytest.raises(WardNeedsAPlace):
        move(episode, borough, "home_ward")
    assert move(episode, borough, "home_ward", with_place=True).pathway == "home_ward"


def test_before_anybody_has_been_the_front_door_changes_the_pathway(borough: Borough, referral: Referral) -> None:
    assert referral.episode is not None
    for refused in (move, give):
        with pytest.raises(NobodyHasBeenYet, match="front door"):
            refused(referral.episode, borough)
    with pytest.raises(NobodyHasBeenYet):
        lengthen(referral.episode, borough)
    assert (Stage.objects.count(), HandOff.objects.count(), Extension.objects.count()) == (1, 0, 0)


def test_after_the_end_nothing_moves(borough: Borough, episode: Episode) -> None:
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=LATER)
    for refused in (move, give, lengthen):
        with pytest.raises(EpisodeClosed):
            refused(episode, borough)
    with pytest.raises(EpisodeClosed):
        name_worker(episode=episode, member=borough.nurse, by=borough.nurse, now=LATER)


@pytest.mark.parametrize("why", ["", "  ", "\0"])
def test_nothing_moves_without_a_reason(borough: Borough, episode: Episode, why: str) -> None:
    with pytest.raises(NothingWritten):
        move(episode, borough, why=why)
    with pytest.raises(NothingWritten):
        give(episode, borough, why=why)
    with pytest.raises(NothingWritten):
        lengthen(episode, borough, why=why)


# ---------------------------------------------------------------- hand-offs


def test_a_hand_over_changes_the_owner_and_not_the_stage(borough: Borough, episode: Episode) -> None:
    hand_off = give(episode, borough, how="together")
    assert give(episode, borough, now=LATER + timedelta(minutes=1)) == hand_off
    assert HandOff.objects.count() == 1
    assert Stage.objects.count() == 1
    assert as_it_is(episode).owning_team == borough.teams["reablement"]
    assert people_seen_by(borough.reablement_worker).count() == 1
    assert list(verify.problems()) == []


def test_an_episode_goes_to_another_team_of_the_joint_service_only(borough: Borough, episode: Episode) -> None:
    with pytest.raises(CannotHandOver, match="owns this already"):
        give(episode, borough, "rapid-response")
    borough.organisations["council"].takes_part = False
    borough.organisations["council"].save()
    borough.teams["reablement"].refresh_from_db()
    with pytest.raises(CannotHandOver, match="does not provide"):
        give(episode, borough)
    assert {team.code for team in teams_that_help()} == {
        "front-door",
        "rapid-response",
        "supported-discharge",
        "home-ward",
    }


def test_it_can_go_there_and_back(borough: Borough, episode: Episode) -> None:
    give(episode, borough)
    give(episode, borough, "rapid-response", now=LATER + timedelta(hours=1))
    give(episode, borough, now=LATER + timedelta(hours=2))
    assert HandOff.objects.count() == 3
    assert list(verify.problems()) == []


def test_whoever_writes_last_is_the_latest_also_when_their_clock_is_behind(borough: Borough, episode: Episode) -> None:
    give(episode, borough)
    give(episode, borough, "home-ward", now=LATER - timedelta(seconds=1))
    assert as_it_is(episode).owning_team == borough.teams["home-ward"]
    lengthen(episode, borough)
    lengthen(episode, borough, until=NOW + timedelta(days=9), now=LATER - timedelta(seconds=1))
    assert ends_at(episode) == NOW + timedelta(days=9)
    name_worker(episode=episode, member=borough.nurse, by=borough.nurse, now=LATER)
    name_worker(episode=episode, member=borough.head, by=borough.nurse, now=LATER - timedelta(seconds=1))
    stay = stay_of(borough.nurse, episode)
    assert stay is not None
    assert stay.named_worker is not None
    assert stay.named_worker.member == borough.head
    assert list(verify.problems()) == []


def test_whether_they_told_their_story_again_is_written_when_it_is_known_also_after_the_end(
    borough: Borough, episode: Episode
) -> None:
    hand_off = give(episode, borough)
    assert hand_off.told_again == "not_known"
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=LATER)
    note_told_again(hand_off=hand_off, told_again="yes", by=borough.nurse, now=LATER)
    assert HandOff.objects.get().told_again == "yes"
    with pytest.raises(ValueError, match="perhaps"):
        note_told_again(hand_off=hand_off, told_again="perhaps", by=borough.nurse, now=LATER)


# ---------------------------------------------------------------- limits and extensions


def lengthen(episode: Episode, borough: Borough, **changes: Any) -> Extension:
    fields: dict[str, Any] = {
        "until": NOW + timedelta(days=5),
        "why": "One more therapy visit.",
        "funded_by": "nhs",
        "by": borough.nurse,
        "now": LATER,
    }
    return extend(episode=episode, **fields | changes)


def ends_at(episode: Episode) -> datetime:
    limit = limit_of(as_it_is(episode))
    assert limit is not None
    in_list = with_limits(Episode.objects.filter(pk=episode.pk)).get()
    assert in_list.help_ends_at == limit.ends_at
    again = limit_of(in_list)
    assert again == limit
    return limit.ends_at


def test_the_limit_runs_from_the_first_contact_then_from_the_new_stage_then_to_the_extension(
    borough: Borough, episode: Episode
) -> None:
    assert ends_at(episode) == SEEN + timedelta(hours=48)
    lengthen(episode, borough)
    assert ends_at(episode) == NOW + timedelta(days=5)
    move(episode, borough)
    assert ends_at(episode) == LATER + timedelta(hours=1008)
    lengthen(episode, borough, until=NOW + timedelta(days=60))
    lengthen(episode, borough, until=NOW + timedelta(days=70), funded_by="council", now=LATER + timedelta(hours=1))
    assert ends_at(episode) == NOW + timedelta(days=70)


def test_nobody_seen_has_no_limit_and_no_free_weeks(borough: Borough, referral: Referral) -> None:
    assert referral.episode is not None
    assert limit_of(referral.episode) is None
    assert free_period_of(referral.episode, LATER) is None
    assert with_limits(Episode.objects.all()).get().help_ends_at is None


def test_free_weeks_run_over_all_stages_from_the_first_contact(borough: Borough, episode: Episode) -> None:
    before = free_period_of(episode, LATER)
    move(episode, borough)
    after = free_period_of(as_it_is(episode), LATER)
    assert before == after
    assert after is not None
    assert after.ends_at == datetime(2026, 5, 20, 23, 0, tzinfo=UTC)


def test_a_model_that_does_not_speak_of_free_weeks_has_none(borough: Borough, episode: Episode) -> None:
    Episode.objects.update(model_version="2025.1")
    assert free_period_of(as_it_is(episode), LATER) is None


@pytest.mark.parametrize(
    ("until", "refused"),
    [
        (LATER, "That day is over"),
        (LATER - timedelta(days=1), "That day is over"),
        (SEEN + timedelta(hours=48), "lasts that long anyway"),
        (SEEN + timedelta(hours=48, seconds=1), ""),
    ],
)
def test_an_extension_lasts_longer_than_help_does_anyway(
    borough: Borough, episode: Episode, until: datetime, refused: str
) -> None:
    if not refused:
        assert lengthen(episode, borough, until=until).until == until
        return
    with pytest.raises(ExtensionTooShort, match=refused):
        lengthen(episode, borough, until=until)
    assert Extension.objects.count() == 0


def test_an_extension_says_who_pays_and_is_written_once(borough: Borough, episode: Episode) -> None:
    with pytest.raises(ValueError, match="lottery"):
        lengthen(episode, borough, funded_by="lottery")
    first = lengthen(episode, borough)
    assert lengthen(episode, borough, now=LATER + timedelta(seconds=2)) == first
    assert Extension.objects.count() == 1


def test_those_near_and_past_their_limit_are_listed_for_those_who_see_them(borough: Borough, episode: Episode) -> None:
    def listed(member: Any, now: datetime) -> list[Standing]:
        return [one.so_far.standing for one in near_their_limit(member, now) if one.so_far]

    near, past = SEEN + timedelta(hours=40), SEEN + timedelta(hours=48, seconds=1)
    assert listed(borough.head, near - timedelta(seconds=1)) == []
    assert listed(borough.head, near) == [Standing.NEAR]
    assert past_their_limit(borough.head, past - timedelta(seconds=1)).count() == 0
    assert listed(borough.coordinator, past) == [Standing.PAST]
    assert past_their_limit(borough.coordinator, past).count() == 1
    for nobody in (borough.reablement_worker, borough.gp, borough.analyst):
        assert near_their_limit(nobody, past) == []
        assert past_their_limit(nobody, past).count() == 0
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=LATER)
    assert near_their_limit(borough.head, past) == []


def test_free_weeks_that_end_soon_are_listed_though_the_stage_has_weeks_left(
    borough: Borough, episode: Episode
) -> None:
    move(episode, borough, now=NOW + timedelta(days=30))
    soon = NOW + timedelta(days=37)
    found = near_their_limit(borough.head, soon)
    assert [(one.so_far.standing, one.free.standing) for one in found if one.so_far and one.free] == [
        (Standing.WITHIN, Standing.NEAR)
    ]


# ---------------------------------------------------------------- the named worker


def test_the_named_worker_is_of_a_team_that_helps(borough: Borough, episode: Episode) -> None:
    assert may_be_named(episode) == [borough.head, borough.nurse]
    named = name_worker(episode=episode, member=borough.nurse, by=borough.head, now=LATER)
    assert name_worker(episode=episode, member=borough.nurse, by=borough.head, now=LATER) == named
    for other in (borough.reablement_worker, borough.gp, borough.coordinator):
        with pytest.raises(NotTheirTeam):
            name_worker(episode=episode, member=other, by=borough.head, now=LATER)
    give(episode, borough)
    name_worker(episode=episode, member=borough.reablement_worker, by=borough.head, now=LATER + timedelta(hours=1))
    name_worker(episode=episode, member=None, by=borough.head, now=LATER + timedelta(hours=2))
    assert [one.member for one in NamedWorker.objects.all()] == [borough.nurse, borough.reablement_worker, None]
    stay = stay_of(borough.head, episode)
    assert stay is not None
    assert stay.named_worker is not None
    assert stay.named_worker.member is None


def test_where_nobody_was_named_naming_nobody_writes_nothing(borough: Borough, episode: Episode) -> None:
    assert name_worker(episode=episode, member=None, by=borough.head, now=LATER) is None
    assert NamedWorker.objects.count() == 0


# ---------------------------------------------------------------- the stay, and what verify finds


def test_a_stay_is_its_stages_with_when_each_ended(borough: Borough, episode: Episode) -> None:
    move(episode, borough)
    later = LATER + timedelta(days=30)
    move(episode, borough, "urgent_social_work", now=later)
    stay = stay_of(borough.nurse, episode)
    assert stay is not None
    assert [(one.name, one.stage.began_at, one.until, one.is_now) for one in stay.stages] == [
        ("Rapid response", NOW, LATER, False),
        ("Reablement", LATER, later, False),
        ("Urgent social work", later, None, True),
    ]
    assert stay_of(borough.reablement_worker, episode) is None


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("stage", lambda one: Episode.objects.update(pathway="rapid_response")),
        ("stage", lambda one: Episode.objects.update(model_version="2025.1")),
        ("stage", lambda one: Stage.objects.all().delete()),
        ("handed to", lambda one: Episode.objects.update(owning_team=one.teams["supported-discharge"])),
        ("handed on by", lambda one: HandOff.objects.filter(to_team__code="home-ward").update(
            from_team=one.teams["supported-discharge"])),
        ("first stage", lambda one: Stage.objects.filter(why="").update(began_at=NOW - timedelta(seconds=1))),
        ("first stage", lambda one: Stage.objects.filter(why="").update(began_at=NOW + timedelta(seconds=1))),
        ("somebody in it", lambda one: type(one.head).objects.filter(teams__code="home-ward").update(is_active=False)),
    ],
)  # fmt: skip
def test_verify_finds_an_episode_that_is_not_where_its_stages_and_hand_offs_say(
    borough: Borough, episode: Episode, rule: str, change: Any
) -> None:
    move(episode, borough, hand_to=borough.teams["reablement"])
    give(episode, borough, "home-ward", now=LATER + timedelta(hours=1))
    assert list(verify.problems()) == []
    change(borough)
    found = list(verify.problems())
    assert [problem.subject for problem in found] == [f"Episode {episode.pk}"]
    assert rule in found[0].rule
    assert found[0].remedy


# ---------------------------------------------------------------- the table of moves


def happen(event: Event, episode: Episode, referral: Referral, borough: Borough, now: datetime) -> None:
    """Let something happen by the action that does it."""
    if event is Event.FIRST_CONTACT:
        see(episode, borough)
    elif event is Event.CONTACT_WITHDRAWN:
        wrong = episode.visits.get(withdrawn_at=None)
        withdraw_visit(visit=wrong, why="Another person.", by=borough.nurse, now=now)
    elif event is Event.MOVED_ON:
        move(episode, borough, now=now)
    elif event is Event.HANDED_OVER:
        give(episode, borough, now=now)
    elif event is Event.ENDED:
        end_episode(episode=episode, reason="completed", by=borough.nurse, now=now)
    elif event is Event.ENDED_UNSEEN:
        reopen(referral=referral, reason="Wrong pathway.", by=borough.coordinator, now=now)
    elif event is Event.END_TAKEN_BACK:
        undo_leave(episode=episode, why="By mistake.", by=borough.nurse, now=now)
    else:
        agree_to_leave(episode, borough, now, with_whom="person" if event is Event.LEAVING_AGREED else "")


def agree_to_leave(episode: Episode, borough: Borough, now: datetime, with_whom: str = "person") -> None:
    agree_transition(
        episode=episode,
        transition_plan="Her sister comes.",
        agreed_with=with_whom,
        ends_on=None,
        opened=transition_of(Leaving.objects.filter(episode=episode).first()),
        by=borough.nurse,
        now=now,
    )


def bring_to(state: EpisodeState, episode: Episode, borough: Borough) -> None:
    if state is EpisodeState.WAITING_FOR_FIRST_VISIT:
        return
    see(episode, borough)
    if state is EpisodeState.LEAVING_AGREED:
        agree_to_leave(episode, borough, SEEN)
    if state is EpisodeState.ENDED:
        end_episode(episode=episode, reason="completed", by=borough.nurse, now=SEEN)


NOT_TRIED = {
    (EpisodeState.WAITING_FOR_FIRST_VISIT, Event.CONTACT_WITHDRAWN),
    (EpisodeState.BEING_HELPED, Event.FIRST_CONTACT),
    (EpisodeState.LEAVING_AGREED, Event.FIRST_CONTACT),
}
"""What cannot happen at all: there is no visit to withdraw, and a second visit is not the first."""

DONE_ALREADY = {(state, Event.END_TAKEN_BACK) for state in EpisodeState if state is not EpisodeState.ENDED}
"""What is not refused, because it changes nothing: there is no end to take back."""


@pytest.mark.parametrize("event", [event for event in Event if event is not Event.OPENED])
@pytest.mark.parametrize("before", EpisodeState)
def test_what_happens_moves_an_episode_as_the_table_says_or_is_refused(
    borough: Borough, referral: Referral, before: EpisodeState, event: Event
) -> None:
    if (before, event) in NOT_TRIED:
        return
    assert referral.episode is not None
    episode = referral.episode
    assert state_of(as_it_is(episode)) is next(move.after for move in MOVES if move.on is Event.OPENED)
    bring_to(before, episode, borough)
    assert state_of(as_it_is(episode)) is before
    said = {move.after for move in MOVES if (move.before, move.on) == (before, event)}
    if said:
        happen(event, as_it_is(episode), Referral.objects.get(), borough, LATER)
        assert state_of(as_it_is(episode)) in said
        return
    if (before, event) in DONE_ALREADY:
        happen(event, as_it_is(episode), Referral.objects.get(), borough, LATER)
    else:
        with pytest.raises(ValueError, match=r"\.$"):
            happen(event, as_it_is(episode), Referral.objects.get(), borough, LATER)
    assert state_of(as_it_is(episode)) is before


def test_an_end_that_is_taken_back_leaves_what_was_agreed_before_it(borough: Borough, episode: Episode) -> None:
    agree_to_leave(episode, borough, LATER)
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=LATER)
    undo_leave(episode=episode, why="By mistake.", by=borough.nurse, now=LATER)
    assert state_of(as_it_is(episode)) is EpisodeState.LEAVING_AGREED
    move(episode, borough, now=LATER + timedelta(hours=1))
    assert state_of(as_it_is(episode)) is EpisodeState.BEING_HELPED
