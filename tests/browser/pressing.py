"""A press that leads to another page, and the wait for it: nothing looks at a page before all of it is there.

An address changes before its page can be read, so that a look right after a bare press may find nothing.
"""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import Locator, Page


def press(leads_on: Locator, key: str | None = None) -> None:
    """Click on this, or press a key on it, and wait until the page that it leads to is loaded."""
    with leads_on.page.expect_navigation():
        leads_on.press(key) if key else leads_on.click()


def press_named(page: Page, role: Literal["button", "link"], words: str, key: str | None = None) -> None:
    """Press the first button or link with exactly these words."""
    press(page.get_by_role(role, name=words, exact=True).first, key)


def go_on(page: Page, key: str | None = None) -> None:
    """Press Continue."""
    press_named(page, "button", "Continue", key)
