"""The stay, and the forms that change it, opened as those who use them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from homeward.episodes.actions import end_episode, record_visit
from homeward.episodes.actions.extending import extend, name_worker
from homeward.episodes.actions.staging import current_stage, hand_over, move_stage
from homeward.episodes.models import Episode, Extension, HandOff, NamedWorker, Stage
from homeward.partnership.models import Member
from homeward.people.models import AccessedPerson
from homeward.referrals.actions import accept
from tests.support.borough import Borough, make_borough, received

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 4, 8, 9, 0, tzinfo=UTC)
SEEN = NOW + timedelta(hours=1)
TODAY = NOW + timedelta(hours=30)
MOVE = {"to": "reablement", "why": "Wants to cook again.", "hand_to": "", "how": "together", "told_again": "not_known"}
HAND_OVER = {"to_team": "reablement", "why": "Their round.", "how": "written", "told_again": "no"}
EXTEND = {"until": "12 4 2026", "why": "The rail is fitted on Saturday.", "funded_by": "council"}


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture(autouse=True)
def it_is(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_clock(TODAY)
    return set_clock


@pytest.fixture
def unseen(borough: Borough) -> Episode:
    referral = received(borough, now=NOW, needed_at=NOW)
    referral = accept(referral=referral, pathway="rapid_response", by=borough.coordinator, now=NOW)
    assert referral.episode is not None
    return referral.episode


@pytest.fixture
def episode(borough: Borough, unseen: Episode) -> Episode:
    record_visit(
        episode=unseen, kind="face_to_face", started_at=SEEN, what_happened="Saw her.", by=borough.nurse, now=SEEN
    )
    unseen.refresh_from_db()
    return unseen


def as_(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def shown(client: Client, route: str, *args: Any, status: int = 200) -> str:
    answer = client.get(reverse(route, args=args))
    assert answer.status_code == status
    return answer.content.decode()


def sent(client: Client, route: str, episode: Episode, data: dict[str, str], *args: Any) -> tuple[int, str]:
    """What became of a form: the status, and the page it led to or that says what is wrong."""
    answer = client.post(reverse(route, args=[episode.pk, *args]), data)
    if answer.status_code == 302:
        assert answer["Location"] == reverse("episode", args=[episode.pk])
        return 302, client.get(answer["Location"]).content.decode()
    return answer.status_code, answer.content.decode()


def test_the_stay_of_somebody_nobody_has_seen_says_what_comes_first(borough: Borough, unseen: Episode) -> None:
    page = shown(as_(borough.nurse), "episode", unseen.pk)
    assert "Waiting for first visit" in page
    assert "After the first visit they can move to another stage" in page
    assert reverse("stage_move", args=[unseen.pk]) not in page
    assert "Runs from the first visit" in page
    for route in ("stage_move", "hand_over", "extend"):
        refused = shown(as_(borough.nurse), route, unseen.pk)
        assert "the front door changes the pathway" in refused
        assert '<form method="post"' not in refused


def test_the_stay_says_stages_owner_limit_and_free_weeks(borough: Borough, episode: Episode) -> None:
    page = shown(as_(borough.nurse), "episode", episode.pk)
    assert "Being helped" in page
    assert "First seen 8 Apr 2026, 11:00" in page
    assert "29 of 48 hours, 19 hr left. Until 10 Apr 2026, 11:00" in page
    assert "Until the end of 20 May 2026, 42 days left" in page
    assert "Rapid response, Riverside NHS Trust" in page
    assert "Nobody is named yet" in page
    assert "Nobody has handed them over" in page
    assert "The help was not extended" in page
    assert AccessedPerson.objects.filter(entry__route="episode_stay", person=episode.person).count() == 1


def test_a_coordinator_looks_and_changes_nothing(borough: Borough, episode: Episode) -> None:
    page = shown(as_(borough.coordinator), "episode", episode.pk)
    assert "Being helped" in page
    for route in ("stage_move", "hand_over", "extend", "named_worker"):
        assert reverse(route, args=[episode.pk]) not in page


def test_somebody_moves_on_with_one_form_and_keeps_their_owner(borough: Borough, episode: Episode) -> None:
    client = as_(borough.nurse)
    form = shown(client, "stage_move", episode.pk)
    assert "Reablement, Riverside Council" in form
    assert reverse("ward_admit", args=[episode.pk]) in form
    assert 'value="home_ward"' not in form
    status, page = sent(client, "stage_move", episode, MOVE)
    assert status == 302
    assert "Mabel Ashdown moved on to Reablement, owned by Rapid response." in page
    assert "Wants to cook again." in page
    assert "8 Apr 2026 to 9 Apr 2026, 1 day 6 hr" in page
    assert HandOff.objects.count() == 0


def test_moving_on_and_handing_over_is_one_form(borough: Borough, episode: Episode) -> None:
    status, page = sent(as_(borough.head), "stage_move", episode, MOVE | {"hand_to": "reablement", "told_again": "yes"})
    assert status == 302
    assert "owned by Reablement." in page
    assert "Riverside NHS Trust to Riverside Council" in page
    assert "Yes" in page
    assert shown(as_(borough.reablement_worker), "episode", episode.pk)


def test_a_form_sent_twice_moves_once_and_says_so_both_times(borough: Borough, episode: Episode) -> None:
    client = as_(borough.nurse)
    data = MOVE | {"seen_in": str(current_stage(episode).pk), "hand_to": "reablement"}
    for _ in range(2):
        status, page = sent(client, "stage_move", episode, data)
        assert status == 302
        assert "moved on to Reablement, owned by Reablement." in page
    assert (Stage.objects.count(), HandOff.objects.count()) == (2, 1)


def test_who_comes_too_late_is_told_and_sees_where_they_are_now(borough: Borough, episode: Episode) -> None:
    data = MOVE | {"seen_in": str(current_stage(episode).pk), "to": "supported_discharge"}
    moved = move_stage(
        episode=episode, to="reablement", why="Stairs.", by=borough.head, now=TODAY - timedelta(minutes=1)
    )
    status, page = sent(as_(borough.nurse), "stage_move", episode, data)
    assert status == 422
    assert "Hana Example moved them to another stage meanwhile" in page
    assert f'value="{moved.pk}"' in page
    assert "Wants to cook again." in page
    assert 'value="urgent_social_work"' in page
    assert 'value="supported_discharge"' not in page
    assert Stage.objects.count() == 2


@pytest.mark.parametrize(
    ("route", "data", "says"),
    [
        ("stage_move", MOVE | {"to": ""}, "Which stage comes next: choose one."),
        ("stage_move", MOVE | {"to": "home_ward"}, "Which stage comes next: choose one."),
        ("stage_move", MOVE | {"why": " "}, "Why do they move on: write a sentence"),
        ("stage_move", MOVE | {"hand_to": "nobody"}, "choose a team from the list"),
        ("stage_move", MOVE | {"how": "pigeon"}, "How does the next team learn about them: choose one."),
        ("hand_over", HAND_OVER | {"to_team": ""}, "Which team takes over: choose one from the list."),
        ("hand_over", HAND_OVER | {"to_team": "rapid-response"}, "Rapid response owns this already"),
        ("hand_over", HAND_OVER | {"why": ""}, "Why are they handed over: write a sentence"),
        ("extend", EXTEND | {"until": "10 4 2026"}, ""),
        ("extend", EXTEND | {"until": "9 4 2026"}, "lasts that long anyway"),
        ("extend", EXTEND | {"until": "8 4 2026"}, "That day is over"),
        ("extend", EXTEND | {"until": "12 4 2062"}, "more than a year away"),
        ("extend", EXTEND | {"until": "soon"}, "write it as day, month and year"),
        ("extend", EXTEND | {"funded_by": ""}, "Who pays for it: choose one."),
        ("extend", EXTEND | {"why": ""}, "Why must it last longer: write a sentence"),
        ("named_worker", {"member": "0"}, "choose somebody from the list"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_keeps_what_was_typed(
    borough: Borough, episode: Episode, route: str, data: dict[str, str], says: str
) -> None:
    status, page = sent(as_(borough.nurse), route, episode, data)
    if not says:
        assert status == 302
        return
    assert status == 422
    assert "There is a problem" in page
    assert says in page.replace("&#39;", "'")
    assert (Stage.objects.count(), HandOff.objects.count(), Extension.objects.count()) == (1, 0, 0)


def test_a_hand_over_sent_twice_is_one(borough: Borough, episode: Episode) -> None:
    client = as_(borough.nurse)
    for _ in range(2):
        status, page = sent(client, "hand_over", episode, HAND_OVER)
        assert status == 302
        assert "Reablement owns the help of Mabel Ashdown from now on." in page
    assert HandOff.objects.count() == 1


def test_whether_they_told_their_story_again_is_answered_later(borough: Borough, episode: Episode) -> None:
    given = hand_over(
        episode=episode, to_team=borough.teams["reablement"], why="Their round.", by=borough.nurse, now=SEEN
    )
    client = as_(borough.reablement_worker)
    assert "Not known yet" in shown(client, "episode", episode.pk)
    assert "Handed over from Rapid response to Reablement" in shown(client, "told_again", episode.pk, given.pk)
    status, _ = sent(client, "told_again", episode, {"told_again": "yes"}, given.pk)
    assert status == 302
    assert HandOff.objects.get().told_again == "yes"
    other = Episode.objects.exclude(pk=episode.pk).first()
    assert other is None
    shown(client, "told_again", episode.pk, given.pk + 1, status=404)


def test_help_is_extended_to_the_end_of_a_day_with_who_pays(borough: Borough, episode: Episode) -> None:
    client = as_(borough.nurse)
    for _ in range(2):
        status, page = sent(client, "extend", episode, EXTEND)
        assert status == 302
    assert Extension.objects.get().until == datetime(2026, 4, 12, 23, 0, tzinfo=UTC)
    assert "The end of 12 Apr 2026" in page
    assert "The rail is fitted on Saturday." in page
    assert "Council" in page
    assert "1 of 4 days as extended" in page


def test_a_worker_is_named_and_changed(borough: Borough, episode: Episode) -> None:
    client = as_(borough.nurse)
    status, page = sent(client, "named_worker", episode, {"member": str(borough.nurse.pk)})
    assert status == 302
    assert "Nia Example, nia nurse, since 9 Apr 2026" in page
    status, page = sent(client, "named_worker", episode, {"member": ""})
    assert "Nobody is the named worker of Mabel Ashdown." in page
    assert NamedWorker.objects.count() == 2


def test_a_stay_that_ended_is_read_and_not_changed(borough: Borough, episode: Episode) -> None:
    given = hand_over(
        episode=episode, to_team=borough.teams["supported-discharge"], why="Nights.", by=borough.nurse, now=SEEN
    )
    end_episode(episode=episode, reason="completed", by=borough.nurse, now=TODAY - timedelta(hours=1))
    client = as_(borough.nurse)
    page = shown(client, "episode", episode.pk)
    assert "Help finished as planned" in page
    assert reverse("told_again", args=[episode.pk, given.pk]) in page
    for route in ("stage_move", "hand_over", "extend", "named_worker"):
        assert reverse(route, args=[episode.pk]) not in page
        assert "so nothing can be changed in it" in shown(client, route, episode.pk)
        status, said = sent(client, route, episode, MOVE | HAND_OVER | EXTEND | {"member": str(borough.nurse.pk)})
        assert status == 422
        assert "This episode has ended" in said


def test_a_long_stay_costs_no_more_questions_than_a_short_one(
    borough: Borough, episode: Episode, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_(borough.nurse)
    name_worker(episode=episode, member=borough.nurse, by=borough.head, now=SEEN)
    teams = [borough.teams[code] for code in ("reablement", "urgent-social-work", "rapid-response")]
    for number, code in enumerate(["reablement", "urgent_social_work", "rapid_response"], start=1):
        at = SEEN + timedelta(hours=number)
        move_stage(episode=episode, to=code, why=code, hand_to=teams[number - 1], by=borough.head, now=at)
        extend(episode=episode, until=at + timedelta(days=90), why=code, funded_by="nhs", by=borough.head, now=at)
    shown(client, "episode", episode.pk)
    # session, member, organisation, teams; episode; limit; stay: may see, stages, extensions, who decided them, where
    # those work, hand-offs, worker; state: leaving, stage; who looked lately; warnings
    with django_assert_num_queries(17):
        shown(client, "episode", episode.pk)


# ---------------------------------------------------------------- the list for those who look over the whole service


def test_those_past_their_limit_are_counted_on_the_worklist_and_listed(
    borough: Borough, episode: Episode, it_is: Callable
) -> None:
    for member in (borough.coordinator, borough.head):
        it_is(SEEN + timedelta(hours=48))
        assert "<strong>0</strong> past the limit of help" in shown(as_(member), "worklist")
        it_is(SEEN + timedelta(hours=48, seconds=1))
        assert "<strong>1</strong> past the limit of help" in shown(as_(member), "worklist")
        page = shown(as_(member), "limits")
        assert "Mabel Ashdown" in page
        assert "Past the limit" in page
        assert "48 hours, limit 48" in page
        assert reverse("episode", args=[episode.pk]) in page
    assert AccessedPerson.objects.filter(entry__route="limits").count() == 2


def test_where_all_is_well_the_list_says_so(borough: Borough, episode: Episode) -> None:
    assert "Nobody’s help is near its limit" in shown(as_(borough.head), "limits")


def test_the_caseload_shows_the_stage_its_limit_and_free_weeks_that_end(
    borough: Borough, episode: Episode, it_is: Callable
) -> None:
    move_stage(episode=episode, to="reablement", why="Stairs.", by=borough.nurse, now=TODAY)
    it_is(TODAY + timedelta(days=20))
    page = shown(as_(borough.nurse), "caseload")
    assert "20 of 42 days" in page
    assert "Reablement" in page
    assert "Free weeks" not in page
    it_is(SEEN + timedelta(days=40))
    page = shown(as_(borough.nurse), "caseload")
    assert "Free weeks end soon" in page
    assert "3 days left" in page
    record = shown(as_(borough.nurse), "record", episode.person_id)
    assert reverse("episode", args=[episode.pk]) in record
    assert "In Reablement since 9 Apr 2026, 16:00." in record


def test_moves_and_hand_offs_are_part_of_the_story_on_the_record(borough: Borough, episode: Episode) -> None:
    reablement = borough.teams["reablement"]
    at = TODAY - timedelta(hours=1)
    move_stage(episode=episode, to="reablement", why="Stairs.", hand_to=reablement, by=borough.nurse, now=at)
    give_back = {"to_team": borough.teams["rapid-response"], "why": "Fell again.", "told_again": "yes"}
    hand_over(episode=episode, how="written", by=borough.head, now=TODAY, **give_back)
    page = shown(as_(borough.nurse), "record", episode.person_id)
    assert "Moved on to reablement" in page
    assert "Handed over from Rapid response to Reablement" in page
    assert page.count("Stairs.") == 1
    assert "Handed over from Reablement to Rapid response" in page
    assert "Fell again." in page
    assert "In writing only. Told their story again: yes" in page
