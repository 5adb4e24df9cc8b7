"""Somebody answers by themselves on the nurse's device, and it leads nowhere else; also without a script."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from homeward.episodes.models import Episode
from homeward.partnership.models import Member
from homeward.voice.models import AnswerSheet
from tests.support.borough import Borough
from tests.support.episodes import episode_of
from tests.support.voice import form

SignIn = Callable[[Page, Member], None]
Check = Callable[[Page], None]


@pytest.fixture
def episode(borough: Borough) -> Episode:
    """The episode of somebody accepted by rapid response."""
    return episode_of(borough)


def test_a_device_is_handed_over_and_the_back_button_does_not_lead_to_the_record(
    page: Page, borough: Borough, episode: Episode, sign_in: SignIn, check_accessibility: Check
) -> None:
    sign_in(page, borough.nurse)
    page.goto(f"/people/{episode.person_id}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ashdown")
    page.goto(f"/episodes/{episode.pk}/how-it-was")
    page.get_by_label("They answer on this device, by themselves").check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(re.compile("/say/"))
    check_accessibility(page)
    page.get_by_role("link", name="Start").click()
    for number in range(1, 7):
        expect(page.get_by_text(f"Sentence {number} of")).to_be_visible()
        if number == 1:
            check_accessibility(page)
        if page.get_by_text("Sentence 6 of 6").count() == 0:
            page.get_by_role("button", name="Agree", exact=True).click()
        else:
            page.get_by_role("button", name="Leave this one out").click()
    check_accessibility(page)
    page.get_by_label("What should we do differently?").fill("Ring first.")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    check_accessibility(page)
    sheet = AnswerSheet.objects.get()
    assert (sheet.answers.filter(response=4).count(), sheet.comment) == (5, "Ring first.")
    for _ in range(14):
        page.go_back(wait_until="load")
        page.wait_for_timeout(100)
        assert "Ashdown" not in page.content(), page.url
        assert "Mabel" not in page.content(), page.url


def test_every_button_is_large_and_far_from_the_next(page: Page, borough: Borough, episode: Episode) -> None:
    code = form(episode, by=borough.nurse, now=timezone.now())
    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(f"/say/{code}/1")
        boxes = [one.bounding_box() for one in page.locator(".vo-buttons button").all()]
        assert len(boxes) == 7
        edges = [(box["y"], box["y"] + box["height"]) for box in boxes if box is not None]
        assert all(bottom - top >= 56 for top, bottom in edges)
        assert all(after[0] - before[1] >= 8 for before, after in pairwise(edges))


def test_it_is_answered_without_a_script_and_by_the_keyboard_alone(
    page_without_javascript: Page, borough: Borough, episode: Episode
) -> None:
    page, code = page_without_javascript, form(episode, by=borough.nurse, now=timezone.now())
    page.goto(f"/say/{code}")
    page.get_by_role("link", name="Start").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/1$"))
    page.get_by_role("button", name="Disagree", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/2$"))
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_role("button", name="Disagree ✓ your answer", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    page.goto(f"/say/{code}/last")
    page.get_by_role("button", name="Send my answers").click()
    page.wait_for_url(re.compile("/thank-you$"))
    assert AnswerSheet.objects.get().answers.get().response == 2
    page.goto(f"/say/{code}/1")
    expect(page.get_by_role("heading", level=1)).to_have_text("This was answered already, or its time has run out")
