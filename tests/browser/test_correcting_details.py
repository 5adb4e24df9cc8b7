"""A mistyped address is put right on a person's record, in a real browser."""

from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page, expect

from homeward.partnership.models import Member
from tests.support.borough import Borough, received

SignIn = Callable[[Page, Member], None]
Check = Callable[[Page], None]


def test_a_mistyped_address_is_corrected_and_what_it_was_can_be_read(
    page: Page, borough: Borough, sign_in: SignIn, check_accessibility: Check
) -> None:
    # given someone whose address a later referral replaced with a wrong one
    now = timezone.now()
    person = received(borough, now=now, needed_at=now).person
    received(borough, now=now, needed_at=now, details={"address": "44 Mistyped Row"})

    # when the coordinator corrects it, first forgetting to say why the date of birth changes too
    sign_in(page, borough.coordinator)
    page.goto(f"/people/{person.pk}")
    page.get_by_role("link", name="Correct these details").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Correct details of Mabel Ashdown")
    check_accessibility(page)
    page.get_by_label("Address (optional)").fill("4 Made-up Row")
    page.get_by_label("Date of birth").fill("6 5 1941")
    page.get_by_role("button", name="Save the details").click()
    page.get_by_role("link", name="Why is it corrected?").click()
    expect(page.get_by_label("Why is it corrected?")).to_be_focused()
    check_accessibility(page)
    page.get_by_label("Why is it corrected?").fill("Misheard on the phone")
    page.get_by_role("button", name="Save the details").click()

    # then the record says how to reach her, and what it said before
    expect(page.locator(".hw-notice")).to_contain_text("The details were saved.")
    page.get_by_text("Earlier details (3)").click()
    expect(page.get_by_text("by Cora Example; before: 44 Mistyped Row.")).to_be_visible()
    check_accessibility(page)
