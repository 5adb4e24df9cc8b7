"""Getting in and out, in a real browser."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from homeward.partnership.models import Member
from homeward.site.checks.installing import browser as chromium
from tests.browser.conftest import as_root
from tests.support.borough import Borough

PASSWORD = "correct horse battery"


def test_a_coordinator_signs_in_with_one_click_and_out_again(
    page: Page, borough: Borough, sign_in: Callable[[Page, Member], None], check_accessibility: Callable[[Page], None]
) -> None:
    # given the sign-in page
    page.goto("/sign-in")
    check_accessibility(page)
    # when the coordinator's button is pressed
    sign_in(page, borough.coordinator)
    # then their name and the way out are at the top
    expect(page.get_by_role("navigation", name="Account")).to_contain_text(str(borough.coordinator))
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to Homeward")


def test_a_wrong_password_is_explained_and_the_error_leads_to_the_field(
    page: Page, borough: Borough, check_accessibility: Callable[[Page], None]
) -> None:
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="There is a problem")).to_be_visible()
    check_accessibility(page)
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("Email address or user name")).to_be_focused()


def test_signing_in_works_without_javascript_and_by_keyboard(page_without_javascript: Page, borough: Borough) -> None:
    page = page_without_javascript
    borough.nurse.set_password(PASSWORD)
    borough.nurse.save()
    page.goto("/sign-in")
    page.get_by_label("Email address or user name").focus()
    page.keyboard.type(borough.nurse.username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Account")).to_contain_text(str(borough.nurse))


def test_what_was_typed_outlives_the_session(
    page: Page, borough: Borough, sign_in: Callable[[Page, Member], None], check_accessibility: Callable[[Page], None]
) -> None:
    # given a coordinator who is writing down a call when their session ends
    sign_in(page, borough.coordinator)
    page.goto("/referrals/new")
    story = page.locator('textarea[name="reason"]')
    story.fill("Fell in the kitchen this morning")
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    # when they send it
    page.get_by_role("button", name="Put on the worklist").click()
    # then they are asked to sign in, told that nothing is lost, and led back to what they wrote
    expect(page.get_by_text("What you typed is safe")).to_be_visible()
    check_accessibility(page)
    page.locator(f'form[action$="/as/{borough.coordinator.pk}"] button').click()
    expect(page.get_by_text("You were signed out while typing")).to_be_visible()
    expect(story).to_have_value("Fell in the kitchen this morning")
    check_accessibility(page)


def test_pages_that_are_not_there_and_pages_about_us_are_accessible(
    page: Page, borough: Borough, sign_in: Callable[[Page, Member], None], check_accessibility: Callable[[Page], None]
) -> None:
    sign_in(page, borough.analyst)
    for address in ("/nowhere", "/accessibility", "/sign-out", "/"):
        page.goto(address)
        check_accessibility(page)


def test_the_back_button_shows_nobodys_page_after_signing_out_and_keeps_what_was_typed_before(
    browser_program: Browser, site: str, borough: Borough, sign_in: Callable[[Page, Member], None]
) -> None:
    # given a browser that keeps the pages it leaves, as people's own do and the driver's does not
    kept = "--disable-back-forward-cache"
    program = browser_program.browser_type.launch(
        executable_path=chromium(), args=as_root(), ignore_default_args=[kept]
    )
    page = program.new_page(base_url=site)
    sign_in(page, borough.coordinator)
    # when a form half filled in is left and come back to
    page.goto("/referrals/new")
    page.get_by_label("What has happened?").fill("Fell in the kitchen")
    page.goto("/worklist")
    page.evaluate("history.back()")
    # then it is as it was left
    expect(page.get_by_label("What has happened?")).to_have_value("Fell in the kitchen")
    expect(page.get_by_label("What has happened?")).to_be_visible()
    # and after signing out the way back leads to the door
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    page.evaluate("history.back()")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to Homeward")
    program.close()
