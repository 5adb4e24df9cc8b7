"""The service model as every partner reads it."""

from collections.abc import Callable
from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from homeward.partnership.rules import Role
from homeward.pathways import queries, wording
from homeward.pathways.pages import service_model as page
from homeward.pathways.reading import agreed_versions
from homeward.pathways.schema import Hours, Standard
from tests.support.borough import make_borough

MODEL = "/service-model"


def shown(client: Client, address: str = MODEL) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_every_role_of_every_partner_can_read_it(signed_in_as: Callable[..., Client], role: Role) -> None:
    assert "One intermediate care service" in shown(signed_in_as(role))


@pytest.mark.django_db
def test_someone_signed_out_is_led_to_the_door(client: Client) -> None:
    assert client.get(MODEL)["Location"].startswith(reverse("account_login"))


@pytest.mark.django_db
def test_it_says_whom_each_pathway_is_for_how_soon_and_who_owns_it(signed_in_as: Callable[..., Client]) -> None:
    make_borough()
    client = signed_in_as(Role.COMMISSIONER)
    text = shown(client)
    model = agreed_versions()[-1]
    for pathway in model.pathways:
        assert pathway.summary in text
        for criterion in pathway.criteria:
            assert criterion.text in text
            assert criterion.source in text
    assert "Seen face to face within 2 hours (120 minutes)" in text
    assert "At least 70% of people." in text
    assert "8am to 8pm, every day" in text
    assert "Up to 48 hours" in text
    assert "Rapid response, Riverside NHS Trust" in text
    assert "Decided within 15 minutes" in text


@pytest.mark.django_db
def test_it_says_what_may_come_next_how_much_room_there_is_and_who_meets(signed_in_as: Callable[..., Client]) -> None:
    text = " ".join(shown(signed_in_as(Role.COMMISSIONER)).split())
    assert "Supported discharge, Reablement, Urgent social work or @home ward" in text
    for pathway in agreed_versions()[-1].pathways:
        assert f"{pathway.places} people at once" in text
    assert " people at once, 80% of the places planned to be taken" in text
    assert "At least every day" in text
    assert "For 6 weeks (42 days) from the first visit" in text
    assert "12 weeks (84 days) after the end" in text
    assert "<li>Nursing: needed for a decision</li>" in text
    assert "<li>GP practice</li>" in text
    assert "Handed over twice or more" in text
    assert "Nobody’s risk of falling is scored" in text


@pytest.mark.django_db
def test_a_version_that_did_not_speak_of_stays_and_meetings_says_nothing_of_them(
    signed_in_as: Callable[..., Client],
) -> None:
    text = shown(signed_in_as(Role.COMMISSIONER), MODEL + "?version=2025.1")
    assert "Any other pathway" in text
    for silent in ("Room for", "The whole stay", "The team meeting", "looks over each person"):
        assert silent not in text


@pytest.mark.parametrize(
    ("hours", "words"),
    [(None, ""), (12, "At least every 12 hours"), (24, "At least every day"), (48, "At least every 2 days")],
)
def test_how_often_a_senior_clinician_looks_is_said_in_days_or_hours(hours: int | None, words: str) -> None:
    pathway = agreed_versions()[-1].pathway("home_ward").model_copy(update={"review_hours": hours})
    assert wording.review_in_words(pathway) == words


@pytest.mark.parametrize(
    ("places", "planned", "words"),
    [
        (None, None, ""),
        (1, None, "1 person at once"),
        (1200, None, "1,200 people at once"),
        (30, 0, "30 people at once, 0% of the places planned to be taken"),
    ],
)
def test_room_is_said_in_people(places: int | None, planned: int | None, words: str) -> None:
    changes = {"places": places, "places_planned_percent": planned}
    pathway = agreed_versions()[-1].pathway("home_ward").model_copy(update=changes)
    assert wording.places_in_words(pathway) == words


def test_days_are_weeks_where_they_are_whole_weeks() -> None:
    assert [wording.days_in_words(days) for days in (1, 7, 10, 84)] == [
        "1 day",
        "1 week (7 days)",
        "10 days",
        "12 weeks (84 days)",
    ]


@pytest.mark.django_db
def test_the_nine_national_needs_stand_apart_from_the_partnerships_own(signed_in_as: Callable[..., Client]) -> None:
    text = shown(signed_in_as(Role.REFERRER))
    assert "The nine national needs for urgent community response" in text
    national, own = text.index("The nine national needs"), text.index("Added by this partnership")
    assert national < text.index("Urgent catheter care") < own < text.index("Regaining daily living skills")


@pytest.mark.django_db
def test_a_version_no_longer_in_force_says_so_and_one_nobody_agreed_is_not_found(
    signed_in_as: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = agreed_versions()[0]
    agreement = first.agreement.model_copy(update={"in_force_from": date(2020, 1, 1)})
    older = first.model_copy(update={"version": "2020.1", "title": "Four separate services", "agreement": agreement})
    for module in (queries, page):
        monkeypatch.setattr(module, "agreed_versions", lambda: (older, *agreed_versions()))
    client = signed_in_as(Role.ANALYST)
    text = shown(client, MODEL + "?version=2020.1")
    assert "Four separate services" in text
    assert "This is not the version in force today." in text
    assert "This is not the version in force today." not in shown(client)
    assert client.get(MODEL + "?version=1066").status_code == 404


@pytest.mark.django_db
def test_the_page_asks_for_the_teams_and_nothing_more(
    signed_in_as: Callable[..., Client], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in_as(Role.COMMISSIONER)
    shown(client)
    # session, member, organisation; teams
    with django_assert_num_queries(4):
        shown(client)


@pytest.mark.parametrize(
    ("standard", "sentence", "short"),
    [
        (Standard(clock="05"), "Seen face to face within 2 hours (120 minutes)", "Within 2 hours"),
        (Standard(clock="06"), "Seen face to face within 2 days (at most 2 midnights)", "Within 2 days"),
        (Standard(clock="09", promise_minutes=1440), "within 24 hours. This is a local promise", "Within 24 hours"),
        (Standard(clock="09", promise_minutes=90), "within 90 minutes. This is a local promise", "Within 90 minutes"),
        (Standard(clock="09", promise_minutes=60), "within 1 hour. This is a local promise", "Within 1 hour"),
    ],
)
def test_a_standard_in_words(standard: Standard, sentence: str, short: str) -> None:
    assert sentence in wording.standard_in_words(standard)
    assert wording.standard_in_short(standard) == short


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (Hours(opens=time(8), closes=time(20), days=(1, 2, 3, 4, 5, 6, 7)), "8am to 8pm, every day"),
        (Hours(opens=time(8, 30), closes=time(12), days=(5, 1, 2, 3, 4)), "8:30am to midday, Monday to Friday"),
        (Hours(opens=time(0), closes=time(23, 59), days=(6, 7)), "midnight to 11:59pm, Saturday, Sunday"),
        (Hours(opens=time(12, 15), closes=time(13), days=(3,)), "12:15pm to 1pm, Wednesday"),
    ],
)
def test_hours_in_words(hours: Hours, words: str) -> None:
    assert wording.hours_in_words(hours) == words


@pytest.mark.parametrize(
    ("limit_hours", "words"),
    [(48, "Up to 48 hours"), (1008, "Up to 6 weeks"), (168, "Up to 1 week"), (96, "Up to 4 days")],
)
def test_a_limit_in_words(limit_hours: int, words: str) -> None:
    pathway = agreed_versions()[0].pathways[0].model_copy(update={"limit_hours": limit_hours})
    assert wording.limit_in_words(pathway) == words
