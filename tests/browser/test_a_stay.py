"""One stay, several stages: somebody moves on and changes hands, and nobody is referred again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from homeward.episodes.actions import record_visit
from homeward.episodes.models import Episode
from homeward.partnership.models import Member
from homeward.referrals.actions import accept
from homeward.referrals.models import Referral
from tests.support.borough import Borough, received

SignIn = Callable[[Page, Member], None]


@pytest.fixture
def episode(borough: Borough) -> Episode:
    """Somebody whom rapid response saw 44 hours ago: four hours are left."""
    then = timezone.now() - timedelta(hours=45)
    referral = accept(
        referral=received(borough, now=then, needed_at=then, what_matters="Cooking for my sister."),
        pathway="rapid_response",
        by=borough.coordinator,
        now=then,
    )
    assert referral.episode is not None
    record_visit(
        episode=referral.episode,
        kind="face_to_face",
        started_at=then + timedelta(hours=1),
        what_happened="Helped up. No injury.",
        by=borough.nurse,
        now=then + timedelta(hours=2),
    )
    return referral.episode


def test_somebody_moves_on_to_another_team_and_is_not_referred_again(
    page: Page, borough: Borough, episode: Episode, sign_in: SignIn, check_accessibility: Callable[[Page], None]
) -> None:
    def opened(heading: str) -> None:
        """The page that a link or a button leads to is there, whole, and breaks no rule."""
        expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        check_accessibility(page)

    # Given somebody whose two days of rapid response are nearly over, which the front door sees
    sign_in(page, borough.coordinator)
    page.goto("/worklist/limits")
    expect(page.get_by_text("Limit is near")).to_be_visible()
    check_accessibility(page)

    # when the nurse moves them on to reablement, and hands them over in the same step
    page.context.clear_cookies()
    sign_in(page, borough.nurse)
    page.goto("/caseload")
    page.get_by_role("link", name="Open stay of Mabel Ashdown").click()
    opened("Where they are in their stay")
    page.get_by_role("link", name="Move to another stage").click()
    opened("Move to another stage")
    page.get_by_role("button", name="Move to this stage").click()
    expect(page.get_by_role("alert").get_by_text("There is a problem")).to_be_visible()
    check_accessibility(page)
    page.get_by_label("Reablement, Riverside Council").check()
    page.get_by_label("Why do they move on?").fill("Safe at home. Wants to cook for her sister again.")
    page.get_by_label("Who owns their help from now on?").select_option("reablement")
    page.get_by_role("button", name="Move to this stage").click()
    expect(page.get_by_text("moved on to Reablement, owned by Reablement.")).to_be_visible()
    check_accessibility(page)

    # then the next team has them on its caseload, with the whole stay before them and weeks to go
    page.context.clear_cookies()
    sign_in(page, borough.reablement_worker)
    page.goto("/caseload")
    expect(page.get_by_text("0 of 42 days")).to_be_visible()
    page.get_by_role("link", name="Open stay of Mabel Ashdown").click()
    expect(page.get_by_role("list", name="Stages of this stay").get_by_role("listitem")).to_have_count(2)

    # and says whether they told their story again, names a worker, and extends the help with who pays
    page.get_by_role("link", name="Answer whether they told their story again").click()
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Name a worker").click()
    opened("Named worker")
    page.get_by_label("Who is their named worker?").select_option(str(borough.reablement_worker.pk))
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Extend the help").click()
    opened("Extend the help")
    later = timezone.now() + timedelta(days=60)
    page.get_by_label("Last day of the longer help").fill(f"{later.day} {later.month} {later.year}")
    page.get_by_label("Why must it last longer?").fill("The kitchen is adapted in seven weeks.")
    page.get_by_label("Pooled budget").check()
    page.get_by_role("button", name="Extend the help").click()
    expect(page.get_by_text("may last longer.")).to_be_visible()
    expect(page.get_by_role("cell", name="Pooled budget")).to_be_visible()
    page.get_by_role("link", name="Hand over to another team").click()
    opened("Hand over to another team")
    page.get_by_role("link", name="Cancel").click()
    opened("Where they are in their stay")
    assert Referral.objects.count() == Episode.objects.count() == 1
