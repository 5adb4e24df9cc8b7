"""What each role finds at the top of every page."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from homeward.partnership.models import Member
from homeward.partnership.rules import Role
from homeward.site.navigation import PLACES, navigation_for

pytestmark = pytest.mark.django_db


def test_every_place_of_the_navigation_exists() -> None:
    assert all(reverse(name) for _, name, _ in PLACES)


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (
            Role.COORDINATOR,
            [
                "Worklist",
                "Coming home",
                "Take a referral",
                "Messages to sort",
                "Flow board",
                "Service model",
                "You said, we did",
            ],
        ),
        (
            Role.PRACTITIONER,
            [
                "My caseload",
                "To do",
                "Coming home",
                "Team board",
                "Team meetings",
                "Take a referral",
                "Flow board",
                "Service model",
                "You said, we did",
            ],
        ),
        (
            Role.COMMISSIONER,
            ["Flow board", "Outcomes", "What changed", "What people say", "Service model", "You said, we did"],
        ),
        (Role.REFERRER, ["Make a referral", "My referrals", "Service model", "You said, we did"]),
        (Role.PRIVACY_OFFICER, ["Service model", "You said, we did"]),
    ],
)
def test_each_role_is_shown_where_it_may_go_and_no_more(
    make_member: Callable[..., Member], role: str, labels: list[str]
) -> None:
    assert [place.label for place in navigation_for(make_member(role))] == labels


def test_the_place_one_is_at_is_marked_also_on_the_pages_below_it(make_member: Callable[..., Member]) -> None:
    below = reverse("worklist") + "/rows"
    assert [place.label for place in navigation_for(make_member(), below) if place.current] == ["Worklist"]


def test_nobody_signed_in_sees_no_places() -> None:
    assert navigation_for(None) == []


def test_the_first_page_leads_to_the_first_place_of_the_role(signed_in_as: Callable[..., Client]) -> None:
    assert signed_in_as("practitioner").get("/")["Location"] == reverse("caseload")
