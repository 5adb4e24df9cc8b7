"""Take the pictures of the README anew: .venv/bin/python docs/pictures/make.py, while ./homeward demo is running.

It takes a made-up referral as the coordinator, so start from a borough made with --fresh.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
ADDRESS = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
LONDONER = {"locale": "en-GB", "timezone_id": "Europe/London", "viewport": {"width": 1280, "height": 1000}}


def worklist(page: Page) -> None:
    """The worklist, as the coordinator finds it."""
    page.goto(f"{ADDRESS}/sign-in")
    page.locator("form[action*='/sign-in/as/']").filter(has_text="coordinator").locator("button").click()
    page.wait_for_url("**/worklist")
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


with sync_playwright() as playwright:
    chromium = shutil.which("chromium")
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    window = playwright.chromium.launch(executable_path=chromium, args=as_root).new_context(**LONDONER).new_page()
    worklist(window)
    referral(window)
