"""Somebody in hospital comes home: from the list of those who wait to a first visit promised before they leave."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from homeward.kit.london import LONDON, london_date
from homeward.partnership.models import Member
from homeward.referrals.actions import accept
from tests.support.borough import Borough, received

SignIn = Callable[[Page, Member], None]
Check = Callable[[Page], None]


def test_a_person_comes_home_with_a_first_visit_promised(
    page: Page, borough: Borough, sign_in: SignIn, check_accessibility: Check
) -> None:
    given_somebody_accepted_from_hospital(borough)
    sign_in(page, borough.head)
    when_the_stay_and_the_ready_day_are_noted(page, check_accessibility)
    when_what_holds_them_up_and_where_they_go_are_chosen(page)
    then_leaving_without_a_first_visit_is_refused(page, check_accessibility)
    when_the_first_visit_is_booked(page)
    then_they_leave_and_are_on_the_list_no_more(page, check_accessibility)


def given_somebody_accepted_from_hospital(borough: Borough) -> None:
    now = timezone.now()
    referral = received(borough, now=now, needed_at=now)
    accept(referral=referral, pathway="supported_discharge", reason="Agreed.", by=borough.coordinator, now=now)


def when_the_stay_and_the_ready_day_are_noted(page: Page, check_accessibility: Check) -> None:
    page.get_by_role("link", name="Coming home").click()
    page.get_by_role("link", name="Mabel Ashdown").click()
    page.get_by_label("Hospital", exact=True).fill("Riverside")
    page.get_by_label("When they came into hospital").fill(days_ago(9))
    page.get_by_role("button", name="Save the stay").click()
    expect(page.get_by_text("Not ready yet")).to_be_visible()
    page.get_by_role("link", name="They are ready", exact=True).click()
    page.get_by_label("From which day").fill(days_ago(2))
    page.get_by_role("button", name="Save the day").click()
    expect(page.get_by_text("Waiting 2 days")).to_be_visible()
    check_accessibility(page)


def when_what_holds_them_up_and_where_they_go_are_chosen(page: Page) -> None:
    page.get_by_role("link", name="Choose").click()
    page.get_by_label("Home, another temporary place or hospice at home, with help to recover").check()
    page.get_by_role("button", name="Save where they are going").click()
    page.get_by_role("link", name="Note it").click()
    page.get_by_label("What is the main thing").select_option(label="Patient transport")
    page.get_by_role("button", name="Save what holds them up").click()
    expect(page.get_by_role("definition").filter(has_text="Patient transport")).to_be_visible()


def then_leaving_without_a_first_visit_is_refused(page: Page, check_accessibility: Check) -> None:
    page.get_by_role("button", name="They have left hospital").click()
    page.get_by_role("button", name="Save that they left").click()
    expect(page.get_by_role("alert").filter(has_text="No first visit is booked")).to_be_visible()
    check_accessibility(page)
    page.get_by_role("link", name="Back without saving").click()


def when_the_first_visit_is_booked(page: Page) -> None:
    page.get_by_label("We come between").fill(in_hours(3))
    page.get_by_label("and", exact=True).fill(in_hours(5))
    page.get_by_role("button", name="Book the visit").click()
    expect(page.get_by_text("Booked", exact=True)).to_be_visible()


def then_they_leave_and_are_on_the_list_no_more(page: Page, check_accessibility: Check) -> None:
    page.get_by_role("button", name="They have left hospital").click()
    page.get_by_role("button", name="Save that they left").click()
    expect(page.get_by_text("The first visit was booked before they left.")).to_be_visible()
    check_accessibility(page)
    page.get_by_role("link", name="Coming home").click()
    expect(page.get_by_role("link", name="Mabel Ashdown")).to_have_count(0)


def days_ago(number: int) -> str:
    return f"{london_date(timezone.now()) - timedelta(days=number):%d %m %Y}"


def in_hours(number: int) -> str:
    return f"{(timezone.now() + timedelta(hours=number)).astimezone(LONDON):%Y-%m-%dT%H:%M}"
