"""Recording a visit and taking one back: what happens to the clock, and what is said about it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from homeward.episodes.models import Episode, Visit
from homeward.episodes.verify import problems as episode_problems
from homeward.partnership.held_inputs import Held, hold_input
from homeward.partnership.models import Member
from homeward.people.models import AccessedPerson
from homeward.referrals.actions import close_unseen
from homeward.referrals.models import Referral
from homeward.referrals.verify import problems as referral_problems
from tests.support.borough import NOW, Borough

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("it_is")]


def visit_form(**changes: str) -> dict[str, str]:
    typed = {
        "kind": "face_to_face",
        "started_at": "2026-03-04T11:00",
        "what_happened": "Helped her up. No injury.",
        "next_step": "Physio tomorrow.",
    }
    return {**typed, **changes}


def sent(client: Client, referral: Referral, **changes: str) -> Any:
    return client.post(f"/episodes/{referral.episode_id}/visits/new", visit_form(**changes), follow=True)


def words(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.parametrize(
    ("arrived", "said"),
    [
        ("2026-03-04T11:00", "The clock (2 hours) stopped. Seen after 1 hr: the standard is met."),
        ("2026-03-04T12:00", "The clock (2 hours) stopped. Seen after 2 hr: the standard is met."),
        ("2026-03-04T12:01", "The clock (2 hours) stopped. Seen after 2 hr 1 min: the standard is not met."),
    ],
)
def test_seeing_them_stops_the_clock_and_says_what_it_shows(
    borough: Borough, as_: Callable, accepted: Callable, arrived: str, said: str
) -> None:
    referral = accepted()
    response = sent(as_(borough.nurse), referral, started_at=arrived)
    assert response.redirect_chain == [(f"/people/{referral.person_id}", 302)]
    assert said in words(response)
    visit = Visit.objects.get()
    assert (visit.by, visit.next_step) == (borough.nurse, "Physio tomorrow.")
    assert Episode.objects.get().first_contact_at == visit.started_at


@pytest.mark.parametrize("kind", ["phone_or_video", "no_access"])
def test_anything_but_seeing_them_leaves_the_clock_running_and_says_so(
    borough: Borough, as_: Callable, accepted: Callable, kind: str
) -> None:
    response = sent(as_(borough.nurse), accepted(), kind=kind)
    assert "The clock (2 hours) is still running. Out of time: 12:00 today, 30 min ago." in words(response)
    assert "Only seeing them face to face stops it." in words(response)
    assert Episode.objects.get().first_contact_at is None


def test_a_later_visit_says_nothing_of_the_clock(
    borough: Borough, as_: Callable, accepted: Callable, visited: Callable
) -> None:
    referral = accepted()
    visited(referral)
    response = sent(as_(borough.nurse), referral, started_at="2026-03-04T12:15")
    assert "Visit recorded for Mabel Ashdown." in words(response)
    assert "clock stopped" not in words(response)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"kind": ""}, "How did it go: choose whether you saw them"),
        ({"kind": "telepathy"}, "How did it go: choose whether you saw them"),
        ({"started_at": ""}, "When you arrived: give the date and the time."),
        ({"started_at": "soon"}, "give a date and a time"),
        ({"started_at": "2026-03-04T12:40"}, "The visit is in the future. Give the time you arrived."),
        ({"started_at": "2026-03-04T09:59"}, "The visit is before help was asked for."),
        ({"what_happened": "  "}, "What happened: write at least a sentence"),
        ({"what_happened": "x" * 10_001}, "What happened: keep it under 10,000 characters."),
    ],
)
def test_what_cannot_be_is_refused_with_a_remedy_and_nothing_typed_is_lost(
    borough: Borough, as_: Callable, accepted: Callable, changes: dict[str, str], complaint: str
) -> None:
    response = sent(as_(borough.nurse), accepted(), **changes)
    assert response.status_code == 422
    assert complaint in words(response)
    assert "There is a problem" in words(response)
    assert "<title>Error: Record a visit to Mabel Ashdown" in words(response)
    assert "Physio tomorrow." in words(response)
    assert not Visit.objects.exists()


def test_the_form_opens_with_the_time_in_london_now(
    borough: Borough, as_: Callable, accepted: Callable, it_is: Callable[[datetime], None]
) -> None:
    referral = accepted()
    it_is(NOW + timedelta(days=120))
    page = words(as_(borough.nurse).get(f"/episodes/{referral.episode_id}/visits/new"))
    assert 'value="2026-07-02T11:00"' in page


def test_in_the_hour_that_comes_twice_a_visit_counts_as_the_later_of_the_two(
    borough: Borough, as_: Callable, accepted: Callable, it_is: Callable[[datetime], None]
) -> None:
    asked = datetime.fromisoformat("2026-10-25T00:10:00+00:00")
    referral = accepted(now=asked)
    it_is(asked + timedelta(hours=3))
    sent(as_(borough.nurse), referral, started_at="2026-10-25T01:30")
    assert Visit.objects.get().started_at == datetime.fromisoformat("2026-10-25T01:30:00+00:00")


def test_the_first_time_that_hour_comes_a_visit_just_made_can_be_written_down(
    borough: Borough, as_: Callable, accepted: Callable, it_is: Callable[[datetime], None]
) -> None:
    asked = datetime.fromisoformat("2026-10-25T00:10:00+00:00")
    referral = accepted(now=asked)
    it_is(asked + timedelta(minutes=25))
    sent(as_(borough.nurse), referral, started_at="2026-10-25T01:30")
    assert Visit.objects.get().started_at == datetime.fromisoformat("2026-10-25T00:30:00+00:00")


def test_the_same_form_sent_twice_is_one_visit(borough: Borough, as_: Callable, accepted: Callable) -> None:
    referral = accepted()
    client = as_(borough.nurse)
    sent(client, referral)
    sent(client, referral)
    assert Visit.objects.count() == 1


def test_an_episode_that_has_ended_takes_no_visit(borough: Borough, as_: Callable, accepted: Callable) -> None:
    referral = accepted()
    close_unseen(referral=referral, because="admitted", reason="In hospital.", by=borough.coordinator, now=NOW)
    client = as_(borough.nurse)
    assert "no visit can be added to it" in words(client.get(f"/episodes/{referral.episode_id}/visits/new"))
    response = sent(client, referral)
    assert response.status_code == 422
    assert "This episode has ended, so no visit can be added to it." in words(response)
    assert not Visit.objects.exists()


def test_what_must_be_known_before_knocking_is_on_the_page(borough: Borough, as_: Callable, accepted: Callable) -> None:
    referral = accepted(
        details={"needs_when_contacted": "Deaf. Text first.", "carer": "Rose, daughter"},
        flags=({"category": "Safety of visitors", "text": "Large dog"},),
        what_matters="My own chair.",
    )
    page = words(as_(borough.nurse).get(f"/episodes/{referral.episode_id}/visits/new"))
    for known in ("Deaf. Text first.", "Large dog", "My own chair.", "4 Made-up Row, SE1 7EH", "Rose, daughter"):
        assert known in page


def test_what_was_typed_when_the_session_ended_is_there_again(
    borough: Borough, as_: Callable, accepted: Callable
) -> None:
    path = f"/episodes/{accepted().episode_id}/visits/new"
    fields = {name: [value] for name, value in visit_form(what_happened="Typed for ten minutes.").items()}
    held = Held(action=path, fields=fields)
    hold_input(member_id=borough.nurse.pk, path=path, held=held, now=NOW + timedelta(minutes=140))
    client = as_(borough.nurse)
    client.cookies["homeward_held"] = "kept"
    assert "Typed for ten minutes." in words(client.get(path))


def test_the_visit_page_asks_few_questions(
    borough: Borough, as_: Callable, accepted: Callable, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    path = f"/episodes/{accepted().episode_id}/visits/new"
    client = as_(borough.nurse)
    client.get(path)
    # session, member, organisation; teams; episode; referrals of the person; seen lately; promised visits, series,
    # goals, workers; the plan
    with django_assert_num_queries(12):
        client.get(path)
    assert AccessedPerson.objects.filter(entry__route="visit_new").count() == 1


def withdrawn(client: Client, visit: Visit, why: str = "Wrong person") -> Any:
    return client.post(f"/visits/{visit.pk}/withdraw", {"why": why}, follow=True)


def test_whoever_recorded_a_visit_can_withdraw_it_and_the_clock_runs_again(
    borough: Borough, as_: Callable, accepted: Callable, visited: Callable
) -> None:
    visit = visited(accepted())
    response = withdrawn(as_(borough.nurse), visit)
    assert "The clock (2 hours) is running again. Out of time: 12:00 today, 30 min ago." in words(response)
    visit.refresh_from_db()
    assert (visit.withdrawn_by, visit.withdrawn_why) == (borough.nurse, "Wrong person")
    assert Episode.objects.get().first_contact_at is None


def test_withdrawing_the_first_of_two_visits_says_which_one_counts_now(
    borough: Borough, as_: Callable, accepted: Callable, visited: Callable
) -> None:
    referral = accepted()
    wrong = visited(referral)
    visited(referral, at=NOW + timedelta(minutes=130))
    response = withdrawn(as_(borough.nurse), wrong)
    assert "Another visit was first now. Seen after 2 hr 10 min: the standard is not met." in words(response)


def test_withdrawing_a_call_says_nothing_of_the_clock(
    borough: Borough, as_: Callable, accepted: Callable, visited: Callable
) -> None:
    response = withdrawn(as_(borough.nurse), visited(accepted(), kind="phone_or_video"))
    assert "Visit withdrawn. It stays on the record, struck through." in words(response)
    assert "running again" not in words(response)


def test_a_head_of_service_can_withdraw_what_others_recorded(
    borough: Borough, as_: Callable, accepted: Callable, visited: Callable
) -> None:
    visit = visited(accepted())
    withdrawn(as_(borough.head), visit)
    visit.refresh_from_db()
    assert visit.withdrawn_by == borough.head


def test_a_colleague_cannot_withdraw_it_and_is_not_offered_to(
    borough: Borough, as_: Callable, accepted: Callable, visited: Callable
) -> None:
    visit = visited(accepted(), by=borough.head)
    client = as_(borough.nurse)
    assert withdrawn(client, visit).status_code == 403
    assert f"/visits/{visit.pk}/withdraw" not in words(client.get(f"/people/{visit.episode.person_id}"))
    visit.refresh_from_db()
    assert visit.withdrawn_at is None


def test_withdrawing_needs_a_reason(borough: Borough, as_: Callable, accepted: Callable, visited: Callable) -> None:
    visit = visited(accepted())
    response = withdrawn(as_(borough.nurse), visit, why=" ")
    assert response.status_code == 422
    assert "Why was it recorded wrongly: write a few words." in words(response)
    visit.refresh_from_db()
    assert visit.withdrawn_at is None


def test_when_the_only_visit_is_withdrawn_after_the_end_somebody_must_go_again(
    borough: Borough, as_: Callable, accepted: Callable, visited: Callable
) -> None:
    referral = accepted()
    visit = visited(referral)
    client = as_(borough.nurse)
    client.post(f"/episodes/{referral.episode_id}/end", {"reason": "declined", "sequel": "nfa_declined"})
    assert Episode.objects.get().ended_at is not None
    response = withdrawn(client, visit)
    assert "the help that had ended is open again" in words(response)
    assert "Mabel Ashdown" in words(client.get("/caseload"))
    assert [*episode_problems(), *referral_problems()] == []


def test_withdrawing_an_attempt_does_not_open_a_closed_referral_again(
    borough: Borough, as_: Callable, accepted: Callable, visited: Callable
) -> None:
    referral = accepted()
    attempt = visited(referral, kind="no_access")
    close_unseen(
        referral=referral,
        because="not_reached",
        reason="No answer.",
        by=borough.coordinator,
        now=NOW + timedelta(hours=2),
    )
    withdrawn(as_(borough.nurse), attempt)
    assert Episode.objects.get().ended_at is not None


@pytest.fixture
def addresses(accepted: Callable, visited: Callable) -> list[str]:
    referral = accepted()
    visit = visited(referral)
    return [
        f"/episodes/{referral.episode_id}/visits/new",
        f"/episodes/{referral.episode_id}/end",
        f"/visits/{visit.pk}/withdraw",
    ]


def refused(client: Client, addresses: list[str]) -> set[int]:
    return {answer.status_code for address in addresses for answer in (client.get(address), client.post(address))}


def test_another_teams_worker_finds_nothing_there(borough: Borough, as_: Callable, addresses: list[str]) -> None:
    assert refused(as_(borough.reablement_worker), addresses) == {404}
    missing = ["/episodes/999999/visits/new", "/episodes/999999/end", "/visits/999999/withdraw"]
    assert refused(as_(borough.nurse), missing) == {404}


@pytest.mark.parametrize("who", ["coordinator", "commissioner", "gp"])
def test_those_who_record_no_care_are_refused(borough: Borough, as_: Callable, addresses: list[str], who: str) -> None:
    member: Member = getattr(borough, who)
    assert refused(as_(member), addresses) == {403}


def test_someone_signed_out_is_led_to_the_door(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        assert client.get(address)["Location"].startswith(reverse("account_login"))
