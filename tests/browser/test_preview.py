"""The band of a draft in a real browser: narrow or wide, closed or open, it fits, and a keyboard opens it."""

from __future__ import annotations

import threading

import pytest
from waitress import create_server

from tests.conftest import HOUSEPLANT
from tests.rule_texts import as_one
from triage.preview.command import preview_app
from triage.settings import RULES

pytestmark = pytest.mark.browser


@pytest.fixture
def draft(tmp_path):
    """A copy of the shipped rules, somewhere with a long name."""
    file = tmp_path / ("a_draft_with_a_name_that_is_far_too_long_for_a_phone" + ".yaml")
    file.write_text(as_one(RULES), encoding="utf-8")
    return file


@pytest.fixture
def address(draft, tmp_path):
    """The address of its preview, in place of the site's."""
    app, _draft = preview_app(draft, HOUSEPLANT, tmp_path, tmp_path / "key")
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


def overflow(page):
    return page.locator("html").evaluate("root => root.scrollWidth - root.clientWidth")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_band_fits_and_opens_from_the_keyboard(open_page, draft, width):
    page = open_page(width)
    page.goto("/")
    assert "no errors" in page.locator(".guide-draft").inner_text()
    assert overflow(page) <= 0
    text = draft.read_text(encoding="utf-8").replace("kind: many", "kind: lots_and_lots_of_" + "x" * 200, 3)
    draft.write_text(text, encoding="utf-8")
    page.reload()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "nhsuk-skip-link"
    page.keyboard.press("Tab")
    assert overflow(page) <= 0
    assert not page.locator(".guide-draft-say").first.is_visible()
    page.keyboard.press("Enter")
    assert page.locator(".guide-draft-say").first.is_visible()
    assert page.locator(".guide-draft li").count() == 3
    assert overflow(page) <= 0
