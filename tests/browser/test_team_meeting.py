"""A team meeting held in a real browser: called, its list made, decided with quorum, something done, closed."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from homeward.partnership.models import Member
from tests.support.borough import Borough
from tests.support.meetings import being_helped

SignIn = Callable[[Page, Member], None]
Check = Callable[[Page], None]


def came(page: Page, role: str, *, member: str = "", name: str = "") -> None:
    page.get_by_label("Role at this meeting").select_option(label=role)
    if member:
        page.get_by_label("Member (optional)").select_option(label=member)
    page.get_by_label("Or the name of somebody who does not sign in here (optional)").fill(name)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".hw-notice")).to_contain_text("Who came was saved.")


def test_a_team_talks_about_somebody_and_does_what_it_decided(
    page: Page, borough: Borough, sign_in: SignIn, check_accessibility: Check
) -> None:
    # given somebody helped for longer than two days, and a meeting called about them
    being_helped(borough, now=timezone.now() - timedelta(days=12))
    sign_in(page, borough.nurse)
    page.goto("/team-meetings")
    check_accessibility(page)
    page.get_by_role("link", name="Call a team meeting").click()
    check_accessibility(page)
    page.get_by_label("When it begins").fill("2030-01-08T14:00")
    page.get_by_label("Reablement").check()
    page.get_by_role("button", name="Call the meeting").click()
    page.get_by_role("button", name="Make the list from the caseload").click()
    expect(page.get_by_text("Help has lasted longer than its limit")).to_be_visible()
    expect(page.get_by_text("Cannot decide yet")).to_be_visible()
    check_accessibility(page)

    # when everybody it needs has come, the decision can be written, and somebody does not agree
    came(page, "Nursing, needed", member="Nia Example, nia nurse")
    came(page, "Therapy, needed", member="Ray Example, ray reablement")
    page.get_by_role("link", name="Begin with the first person").click()
    page.get_by_label("What was decided (optional)").fill("Reablement from Monday.")
    page.get_by_role("button", name="Save and stay here").click()
    expect(
        page.get_by_role("link", name="This meeting cannot decide yet. Nobody is there for Social work.")
    ).to_be_visible()
    check_accessibility(page)
    page.get_by_role("link", name="The whole list").click()
    came(page, "Social work, needed", name="Sue Worker, council")
    expect(page.get_by_text("Somebody is there in every role it needs.")).to_be_visible()
    page.get_by_role("link", name="Begin with the first person").click()
    page.get_by_label("What was said (optional)").fill("She wants to bake again.")
    page.get_by_label("What was decided (optional)").fill("Reablement from Monday.")
    page.get_by_role("button", name="Save and stay here").click()
    page.get_by_text("Somebody does not agree").click()
    page.get_by_label("Who does not agree").fill("Dr Lane")
    page.get_by_label("Why", exact=True).fill("Too early.")
    page.get_by_role("button", name="Keep it beside the decision").click()
    page.get_by_label("What is to be done").fill("Measure for a rail")
    page.get_by_label("Which team does it").select_option(label="Rapid response")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("Rapid response finds it among what it has to do.")).to_be_visible()
    check_accessibility(page)

    # then it is closed, the minutes say all of it, and what was to be done is done and counted
    page.get_by_role("link", name="The whole list").click()
    page.get_by_role("link", name="Close the meeting").click()
    check_accessibility(page)
    page.get_by_role("button", name="Close the meeting").click()
    page.get_by_role("link", name="Minutes to print").click()
    expect(page.get_by_text("Dr Lane does not agree:")).to_be_visible()
    check_accessibility(page)
    page.get_by_role("link", name="Team meetings", exact=True).first.click()
    page.get_by_role("link", name="Measure for a rail").click()
    check_accessibility(page)
    page.get_by_label("It is done").check()
    page.get_by_label("What came of it, or why it is not needed").fill("It is on the wall.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".meet-numbers")).to_contain_text("Done in time1")
    check_accessibility(page)
