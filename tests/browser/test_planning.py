"""A plan in a real browser: a visit written down on a phone in a few touches, and two who write the plan at once."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from homeward.episodes.actions.goal_setting import set_goal
from homeward.episodes.actions.plan_texts import edit_plan
from homeward.episodes.models import Episode, GoalRating, Plan, Visit
from homeward.partnership.models import Member
from homeward.referrals.actions import accept
from tests.support.borough import Borough, received
from tests.support.planned import TEXTS, planned

SignIn = Callable[[Page, Member], None]
Check = Callable[[Page], None]


@pytest.fixture
def episode(borough: Borough) -> Episode:
    """Somebody with a goal and a plan that began two weeks ago."""
    now = timezone.now()
    long_ago = now - timedelta(days=15)
    referral = received(borough, now=long_ago, needed_at=long_ago)
    found = accept(referral=referral, pathway="rapid_response", by=borough.coordinator, now=long_ago).episode
    assert found is not None
    words = "I want to dress on my own, so that nobody has to come before I have had my tea."
    set_goal(episode=found, words=words, agreed_with="person", by=borough.nurse, now=long_ago)
    planned(found, by=borough.nurse, now=now)
    return found


def test_a_usual_visit_takes_six_touches_on_a_phone(
    page: Page, borough: Borough, episode: Episode, sign_in: SignIn, check_accessibility: Check
) -> None:
    # given a nurse with a phone, at the plan of somebody whose promised visit was missed
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, borough.nurse)
    page.goto(f"/episodes/{episode.pk}/plan")
    expect(page.get_by_text("Was promised")).to_be_visible()
    check_accessibility(page)
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("link", name="Record the visit").click()
    expect(page.get_by_label("Which visit was it?")).to_have_value(re.compile("booking-"))
    expect(page.get_by_label("How long it took")).to_have_value("45")
    level = page.get_by_label("How far are they now?")
    expect(level).to_be_hidden()

    # when she writes down a usual visit, the touches are counted
    touches: list[Callable[[], None]] = [
        lambda: page.get_by_label("Saw them face to face").check(),
        lambda: page.get_by_label("What happened").fill("Dressed at the sink. I did her feet."),
        lambda: page.get_by_role("checkbox", name=re.compile("^I want to dress")).check(),
        lambda: level.select_option("0") and None,
        lambda: page.get_by_label("Who went with you?").select_option(label="Hana Example") and None,
        lambda: page.get_by_role("button", name="Save the visit").click(),
    ]
    assert len(touches) <= 6
    for number, touch in enumerate(touches, start=1):
        if number == len(touches):
            check_accessibility(page)
            page.set_viewport_size({"width": 360, "height": 740})
        touch()

    # then all of it is in the story, and the promise is kept
    expect(page.locator(".hw-notice")).to_contain_text("Visit recorded")
    expect(page.get_by_text("Together with Hana Example")).to_be_visible()
    visit = Visit.objects.get()
    assert (visit.minutes, visit.booking.what_for, GoalRating.objects.get().level) == (45, "Check the rails", 0)
    page.goto(f"/episodes/{episode.pk}/plan")
    expect(page.get_by_text("Was promised")).to_have_count(0)


def test_two_who_write_the_plan_at_once_lose_nothing(
    page: Page, borough: Borough, episode: Episode, sign_in: SignIn, check_accessibility: Check
) -> None:
    # given a nurse who has the plan open, while somebody else saves the same part
    sign_in(page, borough.nurse)
    page.goto(f"/episodes/{episode.pk}/plan/edit")
    theirs = {**TEXTS, "aims": "She does her own feet now."}
    edit_plan(episode=episode, opened=TEXTS, typed=theirs, by=borough.head, now=timezone.now())

    # when she saves hers
    page.get_by_label("What we will do together").fill("We stand by; she sits on the stool.")
    page.get_by_label("Who to call").fill("020 7946 0009")
    page.get_by_role("button", name="Save the plan").click()

    # then she sees both beside each other, puts them together, and nothing else she wrote is lost
    expect(page.get_by_role("heading", name="Nothing is saved yet")).to_be_visible()
    expect(page.get_by_text("Hana Example, Riverside NHS Trust")).to_be_visible()
    check_accessibility(page)
    page.get_by_label("Use what I put together below").check()
    page.get_by_role("button", name="Save the plan").click()
    expect(page.locator(".hw-notice")).to_contain_text("Plan saved.")
    plan = Plan.objects.get()
    assert plan.aims == "She does her own feet now.\n\nWe stand by; she sits on the stool."
    assert plan.who_to_call == "020 7946 0009"
    expect(page.get_by_text("Changed since it was agreed")).to_be_visible()


def test_a_visit_is_written_down_without_a_script(
    page_without_javascript: Page, borough: Borough, episode: Episode, sign_in: SignIn
) -> None:
    page = page_without_javascript
    sign_in(page, borough.nurse)
    page.goto(f"/episodes/{episode.pk}/visits/new")
    page.get_by_label("Saw them face to face").check()
    page.get_by_label("What happened").fill("Dressed alone.")
    page.get_by_label("What was done for it").fill("Watched her dress.")
    page.get_by_role("button", name="Save the visit").click()
    expect(page.get_by_text("Watched her dress.")).to_be_visible()
