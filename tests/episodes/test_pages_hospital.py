"""The pages about coming home from hospital."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from homeward.episodes.actions.ending import end_unseen
from homeward.episodes.actions.hospital import choose_pathway, note_delay, note_stay, say_ready
from homeward.episodes.actions.leaving_hospital import leave_hospital
from homeward.episodes.models.episode import Episode
from homeward.episodes.models.hospital import HospitalStay
from homeward.kit.london import LONDON, london_date
from homeward.partnership.models import Member
from homeward.people.models import AccessEntry, Person
from homeward.referrals.actions import accept
from tests.support.borough import Borough, make_borough, received

pytestmark = pytest.mark.django_db


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def episode(borough: Borough) -> Episode:
    return episode_of(borough)


def episode_of(borough: Borough, pathway: str = "rapid_response", **changes: Any) -> Episode:
    now = timezone.now() - timedelta(days=12)
    referral = accept(
        referral=received(borough, now=now, needed_at=now, **changes),
        pathway=pathway,
        reason="As agreed by phone.",
        by=borough.coordinator,
        now=now,
    )
    assert referral.episode is not None
    return referral.episode


def at(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def ago(days: int) -> Any:
    return london_date(timezone.now()) - timedelta(days=days)


def typed(days: int) -> str:
    return f"{ago(days):%d/%m/%Y}"


def moment(**delta: int) -> str:
    return f"{(timezone.now() + timedelta(**delta)).astimezone(LONDON):%Y-%m-%dT%H:%M}"


def step(client: Client, episode: Episode, name: str, **said: str) -> Any:
    return client.post(f"/episodes/{episode.pk}/hospital/{name}", said)


def in_hospital(borough: Borough, episode: Episode, ready: int | None = 4) -> HospitalStay:
    said = {"by": borough.nurse, "now": timezone.now()}
    stay = note_stay(episode=episode, hospital="Riverside", ward="Elm", admitted_on=ago(10), **said)
    if ready is not None:
        say_ready(stay=stay, ready_on=ago(ready), **said)
    return stay


def page(client: Client, episode: Episode) -> str:
    return client.get(f"/episodes/{episode.pk}/hospital").content.decode()


# ---------------------------------------------------------------- the way home, step by step


def test_somebody_comes_home_step_by_step(borough: Borough, episode: Episode) -> None:
    client = at(borough.nurse)
    assert "Note that they are in hospital" in page(client, episode)
    steps: list[tuple[str, dict[str, str], str]] = [
        ("stay", {"hospital": "Riverside", "ward": "Elm", "admitted_on": typed(10)}, "Riverside, Elm"),
        ("ready", {"ready_on": typed(4)}, "Waiting 4 days"),
        ("delay", {"code": "no_home_recovery", "from_on": typed(3)}, "Help at home to recover is not available yet"),
        ("pathway", {"destination": "home_recovery"}, "Pathway 1: home with help"),
        (
            "visit",
            {"what_for": "First visit at home", "from_at": moment(hours=3), "to_at": moment(hours=5)},
            "Booked</span>",
        ),
        ("leave", {"left_at": moment()}, "and left 4 days later"),
    ]
    for name, said, shown in steps:
        answered = step(client, episode, name, **said)
        assert answered.status_code == 302, (name, answered.content.decode())
        assert shown in page(client, episode), name
    assert "The first visit was booked before they left" in page(client, episode)
    step(client, episode, "put-back", why="Transport never came.")
    assert "Waiting 4 days" in page(client, episode)


@pytest.mark.parametrize(
    ("name", "said", "sentence"),
    [
        ("stay", {"hospital": "", "admitted_on": "1 1 2020"}, "say which hospital"),
        ("stay", {"hospital": "R", "admitted_on": "1 1 2099"}, "in the future"),
        ("correct-ready", {"ready_on": "1 1 2020", "why": "x"}, "cannot have been ready before"),
        ("unwell", {"on": "1 1 2020", "why": "A fever"}, "Give a day from then on"),
        ("unwell", {"on": "1 1 2020", "why": ""}, "write at least a few words"),
        ("pathway", {}, "choose one"),
        ("delay", {"code": "", "from_on": "1 1 2020"}, "choose the main thing"),
        ("delay", {"code": "transport", "from_on": "1 1 2020"}, "Nothing can have held them up"),
        ("visit", {"what_for": "x", "from_at": "2020-01-01T10:00", "to_at": "2020-01-01T12:00"}, "has passed"),
        ("leave", {"left_at": "2020-01-01T10:00"}, "Choose the discharge pathway"),
        ("died", {"died_at": "2099-01-01T10:00"}, "in the future"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    borough: Borough, episode: Episode, name: str, said: dict[str, str], sentence: str
) -> None:
    in_hospital(borough, episode)
    answered = step(at(borough.nurse), episode, name, **said)
    assert answered.status_code == 422
    assert sentence in answered.content.decode()


def test_leaving_without_a_first_visit_asks_why_and_links_to_booking(borough: Borough, episode: Episode) -> None:
    stay = in_hospital(borough, episode)
    choose_pathway(stay=stay, pathway=1, destination="home_recovery", by=borough.nurse, now=timezone.now())
    client = at(borough.nurse)
    answered = step(client, episode, "leave", left_at=moment())
    assert answered.status_code == 422
    assert 'href="#id_no_first_visit_why"' in answered.content.decode()
    assert f'href="/episodes/{episode.pk}/hospital/visit"' in answered.content.decode()
    step(client, episode, "leave", left_at=moment(), no_first_visit_why="Her son takes her to Leeds.")
    assert "No first visit was booked: Her son takes her to Leeds." in page(client, episode)


def test_reasons_that_fit_the_pathway_come_first_in_groups(borough: Borough, episode: Episode) -> None:
    stay = in_hospital(borough, episode)
    choose_pathway(stay=stay, pathway=3, destination="new_care_home", by=borough.nurse, now=timezone.now())
    shown = at(borough.nurse).get(f"/episodes/{episode.pk}/hospital/delay").content.decode()
    fits, other = shown.index('value="no_care_home"'), shown.index('value="no_home_recovery"')
    assert shown.index('optgroup label="Capacity"') < fits < shown.index('label="Capacity, other pathways"') < other
    assert shown.count("<option value=") == 38


def test_each_step_opens_with_what_is_known(borough: Borough, episode: Episode) -> None:
    in_hospital(borough, episode)
    client = at(borough.nurse)
    for name in (
        "stay",
        "ready",
        "correct-ready",
        "unwell",
        "pathway",
        "delay",
        "delay-over",
        "visit",
        "leave",
        "died",
    ):
        assert client.get(f"/episodes/{episode.pk}/hospital/{name}").status_code == 200, name
    assert 'value="Riverside"' in client.get(f"/episodes/{episode.pk}/hospital/stay").content.decode()
    assert client.get(f"/episodes/{episode.pk}/hospital/somersault").status_code == 404


def test_steps_without_a_stay_lead_back_to_the_page(borough: Borough, episode: Episode) -> None:
    client = at(borough.nurse)
    for name in ("ready", "leave", "put-back"):
        answered = client.get(f"/episodes/{episode.pk}/hospital/{name}")
        assert (answered.status_code, answered["Location"]) == (302, f"/episodes/{episode.pk}/hospital")


def test_an_ended_episode_is_read_and_has_no_forms(borough: Borough, episode: Episode) -> None:
    in_hospital(borough, episode)
    end_unseen(episode=episode, reason="admitted", by=borough.nurse, now=timezone.now())
    client = at(borough.nurse)
    shown = page(client, episode)
    assert "Riverside" in shown
    assert "/hospital/leave" not in shown
    assert "<form" not in shown.split("<main")[1]
    assert step(client, episode, "ready", ready_on=typed(1)).status_code == 302


def test_a_coordinator_reads_and_does_not_write(borough: Borough, episode: Episode) -> None:
    in_hospital(borough, episode)
    client = at(borough.coordinator)
    assert "/hospital/leave" not in page(client, episode)
    assert step(client, episode, "ready", ready_on=typed(1)).status_code == 403


def test_another_team_is_told_there_is_no_such_episode(borough: Borough, episode: Episode) -> None:
    assert at(borough.reablement_worker).get(f"/episodes/{episode.pk}/hospital").status_code == 404


def test_the_hospitals_accepted_assessment_is_listed_as_not_to_be_repeated(borough: Borough, episode: Episode) -> None:
    in_hospital(borough, episode)
    episode.assessments.create(
        tool="initial",
        tool_version="1",
        begun_at=timezone.now(),
        begun_by=borough.nurse,
        from_organisation="Riverside NHS Trust",
        assessor="A. Therapist",
        assessed_on=ago(5),
    )
    shown = page(at(borough.nurse), episode)
    assert "Accepted, so it is not repeated" in shown
    assert "Riverside NHS Trust</a>, A. Therapist" in shown
    assert f"/episodes/{episode.pk}/assessments/accept" in shown


def test_where_somebody_with_a_secret_address_is_stands_nowhere(borough: Borough, episode: Episode) -> None:
    in_hospital(borough, episode)
    note_stay(
        episode=episode, hospital="Hilltop", ward="Oak", admitted_on=ago(10), by=borough.nurse, now=timezone.now()
    )
    secret = {"restricted": True, "address": "", "postcode": "", "phone": "", "gp_practice": ""}
    Person.objects.filter(pk=episode.person_id).update(**secret)
    client = at(borough.nurse)
    for shown in (page(client, episode), client.get("/coming-home").content.decode()):
        assert "Hilltop" not in shown
        assert "Riverside" not in shown.split("<main")[1]


# ---------------------------------------------------------------- coming home


def test_everybody_in_hospital_is_listed_with_wait_reason_and_first_visit(borough: Borough, episode: Episode) -> None:
    stay = in_hospital(borough, episode)
    note_delay(stay=stay, code="no_home_recovery", from_on=ago(3), by=borough.nurse, now=timezone.now())
    newer = episode_of(borough, details={"family_name": "Bell", "nhs_number": ""})
    in_hospital(borough, newer, ready=None)
    shown = at(borough.nurse).get("/coming-home").content.decode()
    assert shown.index("Ashdown") < shown.index("Bell")
    assert "Waiting 4 days" in shown
    assert "Help at home to recover is not available yet" in shown
    assert "Not booked" in shown
    assert "<strong>1</strong> Help at home to recover" in shown
    assert AccessEntry.objects.filter(route="coming_home", people=episode.person).exists()


def test_who_has_left_is_not_listed(borough: Borough, episode: Episode) -> None:
    stay = in_hospital(borough, episode)
    said = {"stay": stay, "by": borough.nurse, "now": timezone.now()}
    choose_pathway(pathway=1, destination="home_recovery", **said)
    leave_hospital(left_at=timezone.now(), no_first_visit_why="None.", **said)
    shown = at(borough.nurse).get("/coming-home").content.decode()
    assert "Ashdown" not in shown
    assert "Of 1 who went home with help (pathway 1) in the last 4 weeks, <strong>1</strong> had no" in shown


def test_who_was_accepted_from_hospital_without_a_stay_is_listed_below(borough: Borough) -> None:
    episode_of(borough, pathway="supported_discharge", answers={"now_at": "hospital_ward", "ready_to_leave": True})
    shown = at(borough.head).get("/coming-home").content.decode()
    assert "stay not noted yet (1)" in shown
    assert "Ashdown" in shown


def test_nobody_else_sees_them(borough: Borough, episode: Episode) -> None:
    in_hospital(borough, episode)
    assert "Ashdown" not in at(borough.reablement_worker).get("/coming-home").content.decode()
    assert at(borough.commissioner).get("/coming-home").status_code == 403


def test_ten_people_cost_no_more_queries_than_one(
    borough: Borough, episode: Episode, django_assert_max_num_queries: Any
) -> None:
    in_hospital(borough, episode)
    for number in range(9):
        in_hospital(borough, episode_of(borough, details={"family_name": f"Person {number}", "nhs_number": ""}))
    client = at(borough.nurse)
    client.get("/coming-home")
    with django_assert_max_num_queries(16):
        client.get("/coming-home")
