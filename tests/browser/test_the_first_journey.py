"""A referral walks through the whole service, in a real browser: received, triaged, accepted, visited, counted."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from homeward.outcomes.collecting import collect
from homeward.partnership.models import Member
from homeward.referrals.models import Referral
from homeward.referrals.rules.state import State
from tests.support.borough import Borough, received

SignIn = Callable[[Page, Member], None]
Check = Callable[[Page], None]


def open_all(page: Page) -> None:
    """Open every part of the page that is folded away, so that the accessibility check sees it."""
    folded = page.locator("details:not([open]) > summary")
    while folded.count():
        folded.first.click()


def test_a_fall_is_received_triaged_accepted_visited_and_counted(
    page: Page, borough: Borough, sign_in: SignIn, check_accessibility: Check
) -> None:
    # given a coordinator at the front door, with nobody waiting
    sign_in(page, borough.coordinator)
    expect(page.get_by_role("heading", level=1)).to_have_text("Worklist")
    expect(page.get_by_text("Nobody is waiting")).to_be_visible()
    check_accessibility(page)

    # when a daughter rings about her mother
    page.get_by_role("link", name="Take a referral").first.click()
    open_all(page)
    check_accessibility(page)
    page.get_by_label("What has happened?").fill("Mum slipped in the kitchen and cannot get up. She is not hurt.")
    page.get_by_label("Within 2 hours").check()
    page.get_by_label("What matters to them?").fill("I want to be up for my programme at four.")
    page.get_by_label("Main need").select_option("fall")
    page.get_by_label("First name").fill("Mabel")
    page.get_by_label("Family name").fill("Ashdown")
    page.get_by_label("Date of birth").fill("6 5 1940")
    page.get_by_label("NHS number").fill("999 000 0017")
    page.get_by_label("Own home, or with family").check()
    page.get_by_label("Who is asking?").select_option("self_carer")
    page.get_by_label("Their name", exact=False).first.fill("Rose Ashdown")
    page.get_by_role("button", name="Put on the worklist").click()

    # then the referral is there, its number kept though it does not add up, and triage says what to ask
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mabel Ashdown")
    expect(page.locator(".hw-notice")).to_contain_text("does not add up")
    expect(page.get_by_text("not verified", exact=True)).to_be_visible()
    expect(page.get_by_text("No pathway follows yet.")).to_be_visible()
    check_accessibility(page)

    # when the questions are answered
    for code in ("emergency_care", "mental_health_crisis", "hospital_tests", "intoxicated"):
        page.locator(f"input[name={code}][value=no]").check()
    page.get_by_role("button", name="Save answers and weigh again").click()

    # then rapid response follows, criterion by criterion
    expect(page.get_by_text("every criterion is met")).to_be_visible()
    expect(page.get_by_text("Rapid response: fits")).to_be_visible()
    open_all(page)
    check_accessibility(page)

    # when it is accepted, with the referrer on the phone
    accept = page.locator("form[action$='/decide/accept']")
    expect(accept.get_by_label("Rapid response")).to_be_checked()
    accept.get_by_label("I am telling the referrer now").check()
    accept.get_by_role("button", name="Accept").click()
    expect(page.locator(".hw-notice")).to_contain_text("Accepted. Rapid response will visit.")
    expect(page.get_by_text("Told", exact=True)).to_be_visible()
    open_all(page)
    check_accessibility(page)
    page.goto("/worklist")
    expect(page.get_by_role("row", name=re.compile("Mabel Ashdown"))).to_contain_text("Waiting for first visit")

    # and the nurse sees her, and writes it down
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, borough.nurse)
    expect(page.get_by_role("heading", level=1)).to_contain_text("My caseload")
    check_accessibility(page)
    page.get_by_role("link", name=re.compile("^Record a visit")).first.click()
    check_accessibility(page)
    page.get_by_label("Saw them face to face").check()
    page.get_by_label("What happened").fill("Helped up with two. No injury. Tea made.")
    page.get_by_role("button", name="Save the visit").click()
    expect(page.locator(".hw-notice")).to_contain_text("clock")
    assert Referral.objects.select_related("episode").get().state is State.SEEN
    page.goto(f"/people/{Referral.objects.get().person_id}")
    expect(page.get_by_text("Helped up with two.")).to_be_visible()
    check_accessibility(page)

    # then the head of service counts it, and sees the row behind the number
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, borough.head)
    page.goto("/outcomes")
    expect(page.get_by_role("button", name="Count now")).to_be_visible()
    check_accessibility(page)
    collect(now=timezone.now())  # the button starts a process of its own, which knows nothing of a test's database
    page.set_default_timeout(60_000)  # the first page loads the engine, which a busy machine takes its time over
    page.goto("/outcomes")
    expect(page.get_by_role("heading", name="At a glance")).to_be_visible()
    check_accessibility(page)
    page.goto("/outcomes/two_hour_response")
    check_accessibility(page)
    page.get_by_role("link", name=re.compile("^See what is behind")).first.click()
    expect(page.get_by_role("link", name=Referral.objects.get().person.full_name)).to_be_visible()
    check_accessibility(page)


def test_the_referral_form_and_triage_work_without_javascript(
    page_without_javascript: Page, borough: Borough, sign_in: SignIn
) -> None:
    page = page_without_javascript
    sign_in(page, borough.coordinator)
    page.goto("/referrals/new")
    page.get_by_role("button", name="Put on the worklist").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.get_by_role("link", name="What has happened? Say it in a sentence.")).to_be_visible()
    page.get_by_label("What has happened?").fill("Cannot manage at home.")
    page.get_by_label("Within 2 days").check()
    page.get_by_label("Family name").fill("Grey")
    page.get_by_label("Who is asking?").select_option("gp")
    page.get_by_role("button", name="Put on the worklist").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Grey")
    page.get_by_text("Decline", exact=True).first.click()
    page.locator("form[action$='/decide/decline'] textarea").fill("Lives in another borough.")
    page.locator("form[action$='/decide/decline'] button").click()
    expect(page.get_by_text("Declined. The referral is closed.")).to_be_visible()
    page.goto("/worklist?search=grey")
    expect(page.get_by_text("Nobody on the worklist matches.")).to_be_visible()


def test_the_worklist_refreshes_itself_when_a_referral_arrives(
    page: Page, borough: Borough, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("homeward.desk.pages.worklist.REFRESH_SECONDS", 1)
    sign_in(page, borough.coordinator)
    expect(page.get_by_text("Nobody is waiting")).to_be_visible()
    now = timezone.now()
    received(borough, now=now, needed_at=now - timedelta(minutes=100))
    row = page.get_by_role("row", name=re.compile("Mabel Ashdown"))
    expect(row).to_contain_text("Runs out soon")
    assert page.url.endswith("/worklist")


def test_a_search_narrows_the_worklist_by_keyboard_alone(page: Page, borough: Borough, sign_in: SignIn) -> None:
    now = timezone.now()
    received(borough, now=now, needed_at=now)
    received(borough, now=now, needed_at=now, details={"family_name": "Okafor", "nhs_number": ""})
    sign_in(page, borough.coordinator)
    page.get_by_label("Name, NHS number, postcode or HW number").focus()
    page.keyboard.type("okaf")
    expect(page.get_by_role("row", name=re.compile("Okafor"))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Ashdown"))).to_have_count(0)
    expect(page.get_by_label("Name, NHS number, postcode or HW number")).to_be_focused()
    assert "search=okaf" in page.url
