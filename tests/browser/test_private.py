"""Private in a real browser: no other host, nothing that stays behind, and Back shows nothing after clearing."""

from __future__ import annotations

import logging
import re

import pytest

from tests.browser.pressing import go_on, press_named
from tests.browser.test_effort import fill
from tests.pictures import PICTURES

pytestmark = pytest.mark.browser

PERSON = PICTURES["neuromuscular_junction"] | {"danger": ["saddle"]}
CANARIES = ("saddle", "lid_changes", "with_use", "weeks_months")

LEFT_BEHIND = """
async () => ({
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  cookies: document.cookie,
})
"""
NOTHING = {"local": 0, "session": 0, "databases": 0, "caches": 0, "workers": 0, "cookies": ""}


def to_the_result(page):
    page.goto("/")
    press_named(page, "link", "Start: all on a few pages")
    while not page.url.endswith("/check"):
        if page.url.endswith("/help-now"):
            press_named(page, "link", "Go on with the questions")
        else:
            fill(page, PERSON)
            go_on(page)
    press_named(page, "link", "See result")
    assert page.url.endswith("/result")


def test_a_whole_journey_tells_nobody_and_leaves_nothing(open_page, address, caplog, capfd):
    page = open_page(1280, javascript=True)
    sent = []
    page.on("request", lambda request: sent.append((request.url, request.all_headers())))
    with caplog.at_level(logging.DEBUG):
        to_the_result(page)
        press_named(page, "link", "Text and colours")
        page.get_by_label("Dark").check(force=True)
        press_named(page, "button", "Use this look")
        assert page.url.endswith("/result")
        page.goto("/summary")
        page.goto("/nowhere")
    assert page.hosts == {address.split("/")[2]}
    assert page.evaluate(LEFT_BEHIND) == NOTHING
    cookies = page.context.cookies()
    names = {re.sub("-[0-9a-f]{6}$", "", cookie["name"]) for cookie in cookies}
    assert names == {"answers-neuromuscular", "session", "look"}
    assert all(cookie["expires"] == -1 and cookie["httpOnly"] and cookie["sameSite"] == "Lax" for cookie in cookies)
    assert len(sent) > 10 and not any(headers.get("referer") for _, headers in sent)
    said = capfd.readouterr()
    heard = "\n".join([caplog.text, said.out, said.err, *(url for url, _ in sent), *map(str, cookies)])
    assert not [canary for canary in CANARIES if canary in heard]


@pytest.fixture
def remembering(launch):
    """A Chromium that keeps pages whole for Back and Forward, as people's browsers do."""
    browser = launch(ignore_default_args=["--disable-back-forward-cache"])
    yield browser
    browser.close()


@pytest.mark.parametrize("javascript", [False, True])
def test_back_after_clearing_shows_no_answer(open_page, javascript):
    back_shows_nothing(open_page(1280, javascript))


def test_back_after_clearing_shows_no_answer_where_the_browser_keeps_pages_whole(remembering, address):
    context = remembering.new_context(base_url=address)
    back_shows_nothing(context.new_page())
    context.close()


def back_shows_nothing(page):
    to_the_result(page)
    press_named(page, "link", "Summary for the doctor")
    page.goto("/question/eyes?return=check")
    assert page.locator("input:checked").count() > 1
    press_named(page, "button", "Clear my answers")
    assert page.url.endswith("/cleared")
    seen = []
    for _ in range(10):
        page.go_back(wait_until="commit")
        page.locator("footer p").last.wait_for()
        seen.append(page.url.split("/", 3)[3])
        assert page.locator("input:checked").count() == 0, seen
        assert page.get_by_role("button", name="Clear my answers").count() == 0, seen
        assert page.locator("h1").inner_text() not in ("Check your answers", "Your result"), seen
    assert seen[-1] == "" and "questions" in seen and "question/who" in seen
