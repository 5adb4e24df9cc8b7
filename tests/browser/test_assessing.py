"""Assessing in a real browser: answers save themselves, and a line that failed to save says so."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from homeward.episodes.actions.assessing import answer, begin_assessment
from homeward.episodes.models.assessing import Assessment, AssessmentAnswer
from homeward.episodes.queries.assessing import answers_now
from homeward.partnership.models import Member
from homeward.referrals.actions import accept
from tests.support.borough import Borough, received

SignIn = Callable[[Page, Member], None]


@pytest.fixture
def falls(borough: Borough) -> Assessment:
    """A falls assessment just begun, of somebody a nurse has asked about walking aids before."""
    now = timezone.now() - timedelta(hours=1)
    episode = accept(
        referral=received(borough, now=now, needed_at=now), pathway="rapid_response", by=borough.coordinator, now=now
    ).episode
    assert episode is not None
    holistic = begin_assessment(episode=episode, tool="holistic", by=borough.nurse, now=now)
    answer(assessment=holistic, item="walking_aid", value="A frame.", opened=None, by=borough.nurse, now=now)
    return begin_assessment(episode=episode, tool="falls", by=borough.head, now=now)


def test_each_answer_saves_itself_and_what_was_told_before_is_kept_with_one_click(
    page: Page, borough: Borough, falls: Assessment, sign_in: SignIn, check_accessibility: Callable[[Page], None]
) -> None:
    sign_in(page, borough.head)
    page.goto(f"/assessments/{falls.pk}")
    page.locator("#q-unsteady").get_by_label("Yes").check()
    expect(page.locator("#said-unsteady")).to_contain_text("Saved ")
    assert answers_now(falls)["unsteady"].value is True
    # changed again on the same page: the page has seen its own answer
    page.locator("#q-unsteady").get_by_label("No", exact=True).check()
    expect(page.locator("#o_unsteady")).to_have_value(str(AssessmentAnswer.objects.latest("pk").pk))
    page.locator("#id_q_falls_count").fill("lots")
    page.locator("#id_q_falls_count").blur()
    expect(page.locator("#said-falls_count")).to_contain_text("Not saved. How many times?: give a number")
    page.locator("#id_q_falls_count").fill("2")
    page.locator("#id_q_falls_count").blur()
    expect(page.locator("#said-falls_count")).to_contain_text("Saved ")
    check_accessibility(page)
    keep = page.locator("#q-walking_aid").get_by_role("button", name="Keep this answer")
    expect(keep).to_have_accessible_name(re.compile(r"Keep this answer\s*: Which walking aid do they use"))
    keep.click()
    expect(page.locator("#said-walking_aid")).to_contain_text("kept by Hana Example")
    now = {code: row.value for code, row in answers_now(falls).items()}
    assert now == {"unsteady": False, "falls_count": 2, "walking_aid": "A frame."}


def test_a_colleagues_answer_meanwhile_is_shown_beside_ones_own_and_one_is_chosen(
    page: Page, borough: Borough, falls: Assessment, sign_in: SignIn, check_accessibility: Callable[[Page], None]
) -> None:
    sign_in(page, borough.head)
    page.goto(f"/assessments/{falls.pk}")
    answer(assessment=falls, item="unsteady", value=False, opened=None, by=borough.nurse, now=timezone.now())
    page.locator("#q-unsteady").get_by_label("Yes").check()
    said = page.locator("#said-unsteady")
    expect(said).to_contain_text("Nia Example answered this at")
    check_accessibility(page)
    assert answers_now(falls)["unsteady"].value is False
    said.get_by_role("button", name="Take mine").click()
    expect(page.locator("#said-unsteady")).to_contain_text("Hana Example")
    assert answers_now(falls)["unsteady"].value is True


def test_an_answer_that_could_not_be_sent_says_so_and_goes_with_the_next(
    browser_program: Browser, site: str, borough: Borough, falls: Assessment, sign_in: SignIn
) -> None:
    page = browser_program.new_context(base_url=site).new_page()  # not the watched one: what fails here is meant to
    sign_in(page, borough.head)
    page.goto(f"/assessments/{falls.pk}")
    page.route("**/assessments/**", lambda route: route.fulfill(status=502, body=""))
    page.locator("#q-unsteady").get_by_label("Yes").check()
    expect(page.locator("#said-unsteady")).to_contain_text("Not saved yet")
    page.unroute("**/assessments/**")
    page.locator("#q-worried_about_falling").get_by_label("Yes").check()
    expect(page.locator("#said-worried_about_falling")).to_contain_text("Saved ")
    assert {code: row.value for code, row in answers_now(falls).items()} == {
        "unsteady": True,
        "worried_about_falling": True,
    }
    page.context.close()
