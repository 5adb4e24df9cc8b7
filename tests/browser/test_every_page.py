"""Every page there is to look at, checked for accessibility, at 320 pixels too, and without a script."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from homeward.episodes.actions import record_visit
from homeward.exchange.actions import arrived, take_in
from homeward.partnership.models import Member
from homeward.referrals.actions import accept, ask
from homeward.referrals.models import Arrival
from tests.support.borough import Borough, received
from tests.support.in_hospital import held_up_in_hospital

SignIn = Callable[[Page, Member], None]


@pytest.fixture
def pages(borough: Borough) -> dict[str, list[str]]:
    """The addresses each member may open, in a borough where each has something on it."""
    now = timezone.now()
    seen = received(borough, now=now - timedelta(hours=3), needed_at=now - timedelta(hours=3), what_matters="My cat.")
    seen = accept(referral=seen, pathway="rapid_response", by=borough.coordinator, now=now - timedelta(hours=2))
    visit = record_visit(
        episode=seen.episode,
        kind="face_to_face",
        started_at=now - timedelta(hours=1),
        what_happened="Helped up. No injury.",
        by=borough.nurse,
        now=now,
    )
    held_up_in_hospital(seen.episode, by=borough.nurse, now=now)
    sent = received(
        borough,
        now=now,
        needed_at=now,
        details={"family_name": "Bell", "nhs_number": ""},
        arrival=Arrival.WEB,
        source="gp",
        source_organisation=borough.organisations["gp"],
        flags=({"category": "Safeguarding", "code": "", "text": "Speak to him alone."},),
    )
    ask(referral=sent, question="Can he stand?", by=borough.coordinator, now=now)
    message = take_in(arrived=arrived(b'{"resourceType": "Patient"}'), sender=None, now=now).message
    return {
        "coordinator": [
            "/worklist",
            "/worklist/answers",
            "/worklist?search=nobody",
            f"/referrals/{sent.pk}",
            f"/referrals/{sent.pk}/decide/redirect",
            f"/referrals/{seen.pk}",
            "/messages",
            f"/messages/{message.pk}",
            "/service-model",
            "/account/confirm",
        ],
        "nurse": [
            "/caseload",
            f"/people/{seen.person_id}",
            f"/people/{seen.person_id}/details",
            f"/episodes/{seen.episode.pk}/visits/new",
            f"/episodes/{seen.episode.pk}/end",
            f"/visits/{visit.pk}/withdraw",
            "/coming-home",
            f"/episodes/{seen.episode.pk}/hospital",
            f"/episodes/{seen.episode.pk}/hospital/delay",
            f"/episodes/{seen.episode.pk}/hospital/pathway",
            f"/episodes/{seen.episode.pk}/hospital/leave",
        ],
        "gp": ["/my-referrals", "/referrals/new"],
        "commissioner": ["/outcomes"],
        "privacy_officer": ["/account/password"],
    }


@pytest.mark.parametrize("who", ["coordinator", "nurse", "gp", "commissioner", "privacy_officer"])
def test_each_page_breaks_no_accessibility_rule(
    page: Page,
    borough: Borough,
    pages: dict[str, list[str]],
    who: str,
    sign_in: SignIn,
    check_accessibility: Callable[[Page], None],
) -> None:
    sign_in(page, getattr(borough, who))
    for address in pages[who]:
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        check_accessibility(page)


@pytest.mark.parametrize("who", ["coordinator", "nurse", "gp"])
def test_each_page_is_whole_without_a_script(
    page_without_javascript: Page, borough: Borough, pages: dict[str, list[str]], who: str, sign_in: SignIn
) -> None:
    page = page_without_javascript
    sign_in(page, getattr(borough, who))
    for address in pages[who]:
        answered = page.goto(address)
        assert answered is not None
        assert answered.status == 200, address
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("link", name="Service model")).to_be_visible()
