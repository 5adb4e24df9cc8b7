"""A goal in the person's words, followed from the first words to the copy in her hand."""

import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from homeward.episodes.actions.goal_setting import change_goal, end_goal, goal_details, rate_goal, set_goal
from homeward.episodes.actions.goal_steps import add_step
from homeward.episodes.actions.plan_texts import edit_plan
from homeward.episodes.actions.planning import book
from homeward.episodes.actions.visiting import record_visit
from homeward.episodes.models import Episode, PlanCopy
from homeward.partnership.models import Member
from homeward.referrals.actions import accept
from tests.support.borough import Borough, received

SignIn = Callable[[Page, Member], None]
A4_IN_POINTS = (b"594", b"841")
STAFF_ONLY = "Two dogs. Ring before you come."


@pytest.fixture
def episode(borough: Borough) -> Episode:
    """Somebody helped since twelve days ago, with two goals, one of them ended, visits that served them, and a plan."""
    now = timezone.now()
    then, by = now - timedelta(days=12), borough.nurse
    referral = received(borough, now=then, needed_at=then)
    episode = accept(referral=referral, pathway="rapid_response", by=borough.coordinator, now=then).episode
    assert episode is not None
    tea = set_goal(
        episode=episode,
        words="I want to make my own tea again, in my own kitchen.",
        why_it_matters="I have done it every morning for sixty years.",
        agreed_with="person",
        levels={"-2": "Cannot stand at the worktop", "0": "Makes tea alone, sitting down once"},
        baseline=-2,
        hoped_by=(now + timedelta(days=10)).date(),
        by=by,
        now=then,
    )
    shop = set_goal(episode=episode, words="Get to the corner shop.", agreed_with="person_and_carer", by=by, now=then)
    for who, name, what in (
        ("person", "", "Stand at the sink for ten minutes each morning"),
        ("carer", "Rose", "Put the kettle where it can be reached"),
        ("team", "", "Practise carrying with the trolley"),
    ):
        add_step(goal=tea, who=who, who_name=name, what=what, by=by, now=then)
    for days, level, said in ((4, -1, "I filled the kettle."), (9, 0, "")):
        at = then + timedelta(days=days)
        visit = record_visit(
            episode=episode,
            kind="face_to_face",
            started_at=at,
            what_happened="Practised in the kitchen, steady throughout.",
            goals={tea: "Stood for eight minutes, filled the kettle half."},
            by=by,
            now=at,
        )
        rate_goal(goal=tea, level=level, said=said, visit=visit, by=by, now=at)
    end_goal(goal=shop, reason="changed_mind", by=by, now=now - timedelta(days=1))
    texts = {
        "aims": "We practise in your kitchen with you, a little more each time.\nWe do it with you, not for you.",
        "before_a_visit": STAFF_ONLY,
        "if_it_gets_worse": "If you feel dizzy, sit down and press your alarm.",
        "who_to_call": "Monday to Sunday, 8am to 8pm: 020 7946 0100.",
    }
    edit_plan(episode=episode, opened=dict.fromkeys(texts, ""), typed=texts, by=by, now=then)
    tomorrow = now + timedelta(days=1)
    book(
        episode=episode,
        what_for="Kitchen practice",
        from_at=tomorrow,
        to_at=tomorrow + timedelta(hours=2),
        worker=by,
        by=by,
        now=now,
    )
    return episode


def test_a_goal_is_written_down_rated_and_followed_and_its_copy_given(
    page: Page, borough: Borough, episode: Episode, sign_in: SignIn, check_accessibility: Callable[[Page], None]
) -> None:
    sign_in(page, borough.nurse)
    # Given the goals so far
    page.goto(f"/episodes/{episode.pk}/goals")
    expect(page.get_by_text("I want to make my own tea again")).to_have_count(3)
    check_accessibility(page)

    # When another is written down without words, and then with them
    page.get_by_role("link", name="Write down a goal").click()
    page.get_by_role("button", name="Save the goal").click()
    expect(page.get_by_role("alert")).to_contain_text("write it down as they say it")
    check_accessibility(page)
    page.get_by_label("What they want to be able to do").fill("I want to bath alone.")
    page.get_by_label("The person", exact=True).check()
    page.get_by_role("button", name="Save the goal").click()

    # Then it has a page, on which it is said who does what, and how far she got
    expect(page.get_by_text("Nobody has said yet who does what.")).to_be_visible()
    page.get_by_label("The team", exact=True).check()
    page.get_by_label("What they do").fill("Fit a rail")
    page.get_by_role("button", name="Add", exact=True).click()
    page.locator("li").filter(has_text="Fit a rail").get_by_role("button").first.click()
    expect(page.get_by_text("The step is done.")).to_be_visible()
    page.get_by_label("As hoped", exact=True).check()
    page.get_by_role("button", name="Save the rating").click()
    expect(page.get_by_text("1 level better than at the start.")).to_be_visible()
    check_accessibility(page)

    # And the goal with visits can be followed to each of them
    page.goto(f"/goals/{episode.goals.first().pk}")
    expect(page.get_by_text("Stood for eight minutes")).to_have_count(2)
    check_accessibility(page)
    page.get_by_role("link", name="End this goal").click()
    page.get_by_label("Met", exact=True).check()
    check_accessibility(page)

    # When the copy is given, it is noted
    page.goto(f"/episodes/{episode.pk}/copy?large=1")
    check_accessibility(page)
    page.get_by_role("button", name="They have it").click()
    expect(page.get_by_text("has their own copy")).to_be_visible()
    assert PlanCopy.objects.get().large_print is True


@pytest.mark.parametrize("address", ["copy", "copy?large=1"])
def test_what_is_printed_is_the_copy_alone_and_large_print_is_large(
    page: Page, borough: Borough, episode: Episode, sign_in: SignIn, address: str
) -> None:
    sign_in(page, borough.nurse)
    page.goto(f"/episodes/{episode.pk}/{address}")
    page.emulate_media(media="print")
    printed = page.locator("body").inner_text()
    for said in ("Your plan", "I want to make my own tea again", "press your alarm", "020 7946 0100", "Rose:"):
        assert said in printed
    for never in (STAFF_ONLY, "4 Made-up Row", "SE1 7EH", "Get to the corner shop", "They have it", "Service model"):
        assert never not in printed
    for element in page.locator("article.copy p, article.copy li").all():
        size = float(element.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")) * 72 / 96
        assert size >= (18 if "large" in address else 12)
    folder = os.environ.get("HOMEWARD_SCREENSHOTS")
    name = f"copy-{'large' if 'large' in address else 'ordinary'}.pdf"
    sheets = page.pdf(path=Path(folder) / name if folder else None, prefer_css_page_size=True)
    sizes = re.findall(rb"/MediaBox \[0 0 (\d+)[.\d]* (\d+)", sheets)
    assert set(sizes) == {A4_IN_POINTS}
    assert len(sizes) <= 3, "an empty sheet is printed"


def test_the_second_of_two_who_change_a_goal_sees_both_and_chooses(
    page: Page, borough: Borough, episode: Episode, sign_in: SignIn, check_accessibility: Callable[[Page], None]
) -> None:
    goal = episode.goals.first()
    assert goal is not None
    # Given a goal that the nurse has open
    sign_in(page, borough.nurse)
    page.goto(f"/goals/{goal.pk}/edit")
    # When her head of service changes its words meanwhile, and then she does
    was = goal_details(goal)
    hers = was | {"words": "I want to make tea for two.", "why_it_matters": "My sister comes on Sundays."}
    change_goal(goal=goal, opened=was, typed=hers, by=borough.head, now=timezone.now())
    page.get_by_label("What they want to be able to do").fill("I want to make tea for three.")
    page.get_by_role("button", name="Save the goal").click()
    # Then she sees both, and what she left alone is as it is now
    expect(page.get_by_role("alert")).to_contain_text("Someone else changed this goal")
    both = page.get_by_role("region", name="What they want to do")
    expect(both).to_contain_text("I want to make tea for two.")
    expect(both).to_contain_text("I want to make tea for three.")
    expect(page.get_by_label("Why it matters to them")).to_have_value("My sister comes on Sundays.")
    check_accessibility(page)
    page.get_by_role("button", name="Save the goal").click()
    expect(page.get_by_text("The goal was saved.")).to_be_visible()
    goal.refresh_from_db()
    assert (goal.words, goal.why_it_matters) == ("I want to make tea for three.", "My sister comes on Sundays.")
