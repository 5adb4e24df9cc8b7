"""Three ways to use the same pages: with a pointer, with the keyboard alone, and where no script runs.

A journey is written once, for a hand; each hand does it in its own way.
"""

import re
from collections.abc import Callable
from typing import Literal

from playwright.sync_api import Locator, Page, expect

Role = Literal["link", "button"]
Said = str | re.Pattern[str]

MOST_TABS = 400
"""More stops than any page has: going round twice without arriving is a fault of the page."""

FOCUSED = "one => one === document.activeElement"

LEADS_TO_A_PAGE = """one => !one.closest('[hx-get], [hx-post]')
    && (Boolean(one.closest('a[href]')) || (one.type === 'submit' && Boolean(one.form)))"""
"""Whether pressing it opens a page, rather than changing the one that is open."""


def as_said(name: Said, *, exact: bool = False) -> re.Pattern[str]:
    """A name as it is read out: what is said only to those who listen may stand a space away from what is seen."""
    if isinstance(name, re.Pattern):
        return name
    pattern = re.escape(name).replace(":", r"\s*:")
    return re.compile(f"^{pattern}$" if exact else pattern)


class Pointer:
    """A hand with a mouse, or a thumb; it is the same without a script."""

    def __init__(self, page: Page, look: Callable[[Page], None] | None = None) -> None:
        self.page, self._look = page, look

    def look(self) -> None:
        """Check the page that is open for accessibility, where this hand is the one that does."""
        if self._look is not None:
            self._look(self.page)

    def go(self, address: str) -> None:
        """Open an address, and look."""
        answered = self.page.goto(address)
        assert answered is not None
        assert answered.status == 200, address
        self.look()

    def sees(self, text: Said) -> None:
        """The page says this somewhere that can be seen."""
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()

    def press(self, name: Said, *, role: Role = "button", exact: bool = False) -> None:
        """Press a button, or follow a link, by its name."""
        self._press(self.page.get_by_role(role, name=as_said(name, exact=exact)).first)
        self.page.wait_for_load_state()

    def follow(self, name: Said, *, exact: bool = False) -> None:
        """Follow a link by its name, and look at what it leads to."""
        self.press(name, role="link", exact=exact)
        self.look()

    def choose(self, label: Said, *, exact: bool = False) -> None:
        """Choose a radio button or tick a box by its label."""
        self._choose(self.page.get_by_label(label, exact=exact).first)

    def choose_value(self, item: str, value: str) -> None:
        """Choose the radio button with this value in a group whose name ends in this."""
        self._choose(self.page.locator(f"input[type=radio][name$='_{item}'][value='{value}']"))

    def leave_out(self, label: Said) -> None:
        """Take the tick out of a box by its label."""
        there = self.page.get_by_label(label).first
        self._leave_out(there)
        expect(there).not_to_be_checked()

    def pick(self, label: Said, option: str) -> None:
        """Pick an option of a list by its words."""
        self._pick(self.page.get_by_label(label).first, option)

    def write(self, label: Said, text: str, *, exact: bool = False) -> None:
        """Write into a field by its label, in place of what it says."""
        self._write(self.page.get_by_label(label, exact=exact).first, text)

    def _press(self, there: Locator) -> None:
        there.click()

    def _choose(self, there: Locator) -> None:
        there.check()

    def _leave_out(self, there: Locator) -> None:
        there.uncheck()

    def _pick(self, there: Locator, option: str) -> None:
        there.select_option(label=option)

    def _write(self, there: Locator, text: str) -> None:
        there.fill(text)


class Keyboard(Pointer):
    """A hand that has nothing but keys: Tab to arrive, Enter, Space and arrows to act."""

    def _press(self, there: Locator) -> None:
        self._arrive(there)
        if not there.evaluate(LEADS_TO_A_PAGE):
            self.page.keyboard.press("Enter")
            return
        with self.page.expect_navigation():  # a key, unlike a click, does not wait for what it set off
            self.page.keyboard.press("Enter")

    def _choose(self, there: Locator) -> None:
        if there.get_attribute("type") == "radio":
            self._arrive_in_group(there)
        else:
            self._arrive(there)
        if not there.is_checked():
            self.page.keyboard.press("Space")
        expect(there).to_be_checked()

    def _leave_out(self, there: Locator) -> None:
        self._arrive(there)
        self.page.keyboard.press("Space")

    def _pick(self, there: Locator, option: str) -> None:
        self._arrive(there)
        self.page.keyboard.press("Home")
        for _ in range(there.locator("option").count()):
            if there.evaluate("one => one.selectedOptions[0]?.label.trim()") == option:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no key leads to {option}")

    def _write(self, there: Locator, text: str) -> None:
        self._arrive(there)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.type(text)

    def _arrive(self, there: Locator) -> None:
        expect(there).to_be_visible()
        for _ in range(MOST_TABS):
            if there.evaluate(FOCUSED):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not arrive at {there}")

    def _arrive_in_group(self, there: Locator) -> None:
        """Tab stops once for a group of radio buttons; the arrows go round in it."""
        name = there.get_attribute("name")
        in_group = f"one => document.activeElement.type === 'radio' && document.activeElement.name === '{name}'"
        for _ in range(MOST_TABS):
            if there.evaluate(in_group):
                break
            self.page.keyboard.press("Tab")
        for _ in range(40):
            if there.evaluate(FOCUSED):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no key leads to {there}")
