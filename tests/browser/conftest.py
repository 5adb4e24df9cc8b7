"""A browser on a small borough: each journey gets its own data, its own browser window, and is watched throughout.

Whatever page a journey visits, it fails when a request leaves this machine, when the Content-Security-Policy is
broken, or when the page's own script fails. `check_accessibility(page)` adds the accessibility rules.
With HOMEWARD_SCREENSHOTS set to a folder, a picture of every page checked is kept there.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from homeward.partnership.models import Member
from homeward.site.checks.installing import browser as chromium
from tests.support.borough import Borough, make_borough

# Playwright's own event loop runs in this thread, which Django would otherwise take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

HERE = {"localhost", "127.0.0.1"}
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--disable-dev-shm-usage",
]
LONDONER: Any = {"locale": "en-GB", "timezone_id": "Europe/London", "viewport": {"width": 1280, "height": 900}}
EXPECTED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
"""What the console says when a journey asks for a page it may not have; the journey itself asserts on the page."""


def as_root() -> list[str]:
    """What Chromium needs to run for the superuser, as in a build."""
    return ["--no-sandbox"] if os.geteuid() == 0 else []


@pytest.fixture(scope="session")
def browser_program() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.fail("Chromium is not installed. On Debian or Ubuntu: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=[*QUIET, *as_root()])
        yield launched
        launched.close()


@pytest.fixture
def borough(transactional_db: None) -> Borough:
    """The small borough of tests/support, with one-click sign-in for everybody in it."""
    made = make_borough()
    for member in vars(made).values():
        if isinstance(member, Member):
            member.demo_sign_in = True
            member.save()
    return made


@pytest.fixture
def site(live_server: object, borough: Borough, settings: object) -> str:
    """The address of the served borough, without a slash at the end."""
    settings.HOMEWARD_DEMO = True  # type: ignore[attr-defined]
    return str(live_server.url)  # type: ignore[attr-defined]


@pytest.fixture
def page(browser_program: Browser, site: str) -> Iterator[Page]:
    """A window of 1280 by 900 on the site, watched: at the end nothing may have gone elsewhere or gone wrong."""
    yield from _watched(browser_program.new_context(base_url=site, **LONDONER))


@pytest.fixture
def page_without_javascript(browser_program: Browser, site: str) -> Iterator[Page]:
    """A window in which no script runs."""
    yield from _watched(browser_program.new_context(base_url=site, java_script_enabled=False, **LONDONER))


def _watched(context: BrowserContext) -> Iterator[Page]:
    trouble: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and not EXPECTED.match(message.text):
            trouble.append(f"console: {message.text}")

    def asked(address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in HERE:
            trouble.append(f"left this machine: {address}")

    context.on("request", lambda request: asked(request.url))
    context.on("console", heard)
    context.on("weberror", lambda error: trouble.append(f"script: {error.error}"))
    context.set_default_timeout(10_000)
    window = context.new_page()
    yield window
    context.close()
    assert trouble == []


@pytest.fixture
def sign_in(site: str) -> Callable[[Page, Member], None]:
    """Sign in on the sign-in page with one click: `sign_in(page, borough.coordinator)`."""

    def do(page: Page, member: Member) -> None:
        page.goto(f"{site}/sign-in")
        page.locator(f'form[action$="/as/{member.pk}"] button').click()
        page.wait_for_url(lambda address: "/sign-in" not in address)

    return do


@pytest.fixture
def check_accessibility() -> Callable[[Page], None]:
    """Fail when the page breaks an accessibility rule, or scrolls sideways at 320 pixels."""
    axe = Axe()

    def check(page: Page) -> None:
        found = axe.run(page).response["violations"]
        assert [_in_words(violation) for violation in found] == [], page.url
        size = page.viewport_size
        page.set_viewport_size({"width": 320, "height": 800})
        width = _settled_width(page)
        _picture(page, "320")
        page.set_viewport_size(size or {"width": 1280, "height": 900})
        _picture(page, "1280")
        assert width <= 320, f"{page.url} is {width} pixels wide on a screen of 320"

    return check


def _settled_width(page: Page) -> int:
    """How wide the page is once its menu has folded itself to the new size, which it does a moment later."""
    for _ in range(30):
        width = int(page.evaluate("document.scrollingElement.scrollWidth"))
        if width <= 320:
            return width
        page.wait_for_timeout(100)
    return width


def _in_words(violation: dict[str, object]) -> str:
    places = [node["target"] for node in violation["nodes"]]  # type: ignore[index, attr-defined]
    return f"{violation['id']}: {violation['help']} at {places}"


def _picture(page: Page, width: str) -> None:
    folder = os.environ.get("HOMEWARD_SCREENSHOTS")
    if folder:
        name = re.sub(r"[^a-z0-9]+", "-", page.title().lower()).strip("-")
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
