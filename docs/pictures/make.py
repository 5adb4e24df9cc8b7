"""Take the pictures of the README anew: .venv/bin/python docs/pictures/make.py, while ./homeward demo is running.

It takes a made-up referral as the coordinator, so start from a borough made with --fresh. Give an address and names of
pictures to take only those: make.py http://127.0.0.1:8000 plan flow_board.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
ADDRESS = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
LONDONER = {"locale": "en-GB", "timezone_id": "Europe/London", "viewport": {"width": 1280, "height": 1000}}


def look_around_as(page: Page, role: str) -> None:
    """Sign in with one click as somebody made up."""
    page.context.clear_cookies()
    page.goto(f"{ADDRESS}/sign-in")
    page.locator("form[action*='/sign-in/as/']").filter(has_text=role).locator("button").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def worklist(page: Page) -> None:
    """The worklist, as the coordinator finds it."""
    look_around_as(page, "coordinator")
    page.goto(f"{ADDRESS}/worklist")
    page.screenshot(path=HERE / "worklist.png")


def referral(page: Page) -> None:
    """A referral just taken and asked about, before it is decided."""
    page.goto(f"{ADDRESS}/referrals/new")
    page.get_by_label("What has happened?").fill("Fell in the kitchen. Not hurt, but cannot get up alone.")
    page.get_by_label("What matters to them?").fill("To sleep in my own bed tonight.")
    page.get_by_label("Family name").fill("Penhallow")
    page.get_by_label("First name").fill("Winifred")
    page.get_by_label("Date of birth").fill("3 4 1938")
    for choice in ("Within 2 hours", "Own home, or with family", "Where they live", "Agreed to share for their care"):
        page.get_by_label(choice).check()
    page.get_by_label("Main need").select_option(label="Fall")
    page.get_by_label("Who is asking?").select_option(label="The person, family or carer")
    page.get_by_role("button", name="Put on the worklist").click()
    page.wait_for_url("**/referrals/*")
    address = page.url
    for question in ("emergency_care", "mental_health_crisis", "hospital_tests", "intoxicated"):
        page.locator(f"[name={question}][value=no]").check()
    page.get_by_role("button", name="Save answers and weigh again").click()
    page.goto(address)
    page.screenshot(path=HERE / "referral.png", full_page=True, clip={"x": 0, "y": 0, "width": 1280, "height": 1150})


def plan(page: Page) -> None:
    """What was agreed with somebody, and visits that have become fewer and will again."""
    look_around_as(page, "Reablement worker")
    page.goto(f"{ADDRESS}/team-board")
    stays = page.locator("main a[href*='/episodes/']").evaluate_all("links => links.map(link => link.href)")
    for stay in stays:
        page.goto(f"{stay}/plan")
        hours = page.locator(".plan-hours")
        fell_and_will = len(set(hours.last.locator("strong").all_inner_texts())) == 3 if hours.count() == 2 else False
        if fell_and_will and page.locator(".plan-texts").count():
            break
    else:
        raise LookupError("nobody has a plan that has shrunk and will again")
    top = page.locator("h1").evaluate("heading => heading.getBoundingClientRect().top + scrollY") - 20
    bottom = page.locator(".plan-chart").evaluate("chart => chart.getBoundingClientRect().bottom + scrollY") + 50
    part = {"x": 0, "y": top, "width": 1280, "height": bottom - top}
    page.screenshot(path=HERE / "plan.png", full_page=True, clip=part)


def team_board(page: Page) -> None:
    """Who is where in their stay on the @home ward, and what holds them up, as its nurse sees it."""
    look_around_as(page, "@home ward nurse")
    page.goto(f"{ADDRESS}/team-board")
    page.screenshot(path=HERE / "team_board.png", full_page=True, clip={"x": 0, "y": 0, "width": 1280, "height": 860})


def flow_board(page: Page) -> None:
    """The whole service in numbers, on one screen."""
    look_around_as(page, "Head of intermediate care")
    page.goto(f"{ADDRESS}/flow")
    page.screenshot(path=HERE / "flow_board.png", clip={"x": 0, "y": 0, "width": 1280, "height": 860})


def outcomes(page: Page) -> None:
    """The framework: the headline measures at a glance, as the head of service sees them."""
    look_around_as(page, "Head of intermediate care")
    page.goto(f"{ADDRESS}/outcomes")
    third_row = page.locator(".outcomes-tile").nth(8)
    bottom = third_row.evaluate("tile => tile.getBoundingClientRect().bottom + scrollY") + 20
    page.screenshot(path=HERE / "outcomes.png", full_page=True, clip={"x": 0, "y": 0, "width": 1280, "height": bottom})


def control_chart(page: Page) -> None:
    """One measure's control chart, with the changes in it and what it says."""
    look_around_as(page, "Head of intermediate care")
    page.goto(f"{ADDRESS}/outcomes/two_hour_response?period=month")
    said = page.locator(".outcomes-said")
    said.wait_for()
    top = page.locator("h1").evaluate("heading => heading.getBoundingClientRect().top + scrollY") - 20
    bottom = said.evaluate("text => text.getBoundingClientRect().bottom + scrollY") + 5
    part = {"x": 0, "y": top, "width": 1280, "height": bottom - top}
    page.screenshot(path=HERE / "control_chart.png", full_page=True, clip=part)


PICTURES = {one.__name__: one for one in (worklist, referral, plan, team_board, flow_board, outcomes, control_chart)}


with sync_playwright() as playwright:
    chromium = shutil.which("chromium")
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    window = playwright.chromium.launch(executable_path=chromium, args=as_root).new_context(**LONDONER).new_page()
    for name in sys.argv[2:] or PICTURES:
        PICTURES[name](window)
