"""Somebody leaves well: what happens afterwards is agreed, help ends, the summary is printed, somebody asks again."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from homeward.episodes.models.leaving import FollowUp
from homeward.episodes.verify import problems
from homeward.partnership.models import Member
from tests.support.borough import Borough
from tests.support.leaving import seen


def test_help_ends_with_what_came_of_it_and_somebody_asks_again(
    page: Page,
    borough: Borough,
    sign_in: Callable[[Page, Member], None],
    check_accessibility: Callable[[Page], None],
) -> None:
    # Given somebody who has been helped for two weeks
    episode = seen(borough, at=timezone.now() - timedelta(days=14))
    sign_in(page, borough.nurse)
    page.goto(f"/episodes/{episode.pk}/leaving")
    check_accessibility(page)

    # When help is to end as planned, the plan for afterwards comes first
    page.get_by_role("link", name="End this help").click()
    page.get_by_label("Help finished as planned").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Nobody has agreed yet what happens after we leave.")).to_be_visible()
    check_accessibility(page)
    page.get_by_role("link", name="Agree it with Mabel first").click()
    page.get_by_label("What happens after we leave").fill("Her daughter comes each evening.\nThe walking frame stays.")
    page.get_by_label("The person", exact=True).check()
    check_accessibility(page)
    page.get_by_role("button", name="Save").click()

    # And care for afterwards is asked for
    page.get_by_role("link", name="Ask for care after our help").click()
    page.get_by_role("button", name="Ask for this care").click()
    check_accessibility(page)
    page.get_by_label("Kind of care").select_option("meals")
    page.get_by_label("Hours a week").fill("3.5")
    page.get_by_label("Needed from").fill("1 1 2027")
    page.get_by_label("Who is asked").fill("Brokerage team")
    page.get_by_label("Council").check()
    page.get_by_role("button", name="Ask for this care").click()

    # And it ends with what came of it
    page.get_by_role("link", name="End this help").click()
    page.get_by_label("Help finished as planned").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Low-level support that goes on").check()
    check_accessibility(page)
    page.get_by_role("button", name="End this help").click()

    # Then summaries wait to be sent, care waits to be arranged, and a day to ask is set
    expect(page.get_by_text("Rapid response has ended for Mabel Ashdown.")).to_be_visible()
    expect(page.get_by_text("A draft, not sent yet")).to_have_count(2)
    check_accessibility(page)
    page.get_by_role("link", name="Large print").click()
    check_accessibility(page)
    for address in ("/onward", "/follow-ups"):
        page.goto(address)
        expect(page.get_by_role("link", name="Mabel Ashdown", exact=True)).to_be_visible()
        check_accessibility(page)
    follow_up = FollowUp.objects.get()
    assert list(problems()) == []

    # And once somebody has asked, it is on the page
    page.goto(f"/follow-ups/{follow_up.pk}")
    check_accessibility(page)
    page.get_by_label("At home, or with family").check()
    page.get_by_label("No", exact=True).check()
    page.get_by_label("Why is it done before its day?").fill("She moves to her daughter.")
    page.get_by_role("button", name="Save the follow-up").click()
    expect(page.get_by_text("at home, or with family")).to_be_visible()
