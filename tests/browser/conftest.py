"""A real browser on the real site, served on 127.0.0.1 and stopped at the end."""

from __future__ import annotations

import shutil
import threading
from dataclasses import replace

import pytest
from waitress import create_server

from tests.conftest import KEY
from triage.settings import Settings
from triage.store.limits import GUESSES, SAVES, Limit
from triage.web.app import create_app

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
CALM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
CALM += ["--disable-component-update", "--disable-sync"]


def chromium_program():
    """The path of the browser, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def served(database):
    """The site that is served."""
    return create_app(Settings((KEY,), database_url=database))


@pytest.fixture(scope="session")
def address(served):
    """The address of the site."""
    server = create_server(served, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture(scope="session")
def launch():
    """Return a function that starts Chromium without a window."""
    program = chromium_program()
    if program is None:
        pytest.skip("there is no Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield lambda **more: playwright.chromium.launch(executable_path=program, args=CALM, **more)


@pytest.fixture(scope="session")
def chromium(launch):
    """Chromium, without a window."""
    browser = launch()
    yield browser
    browser.close()


@pytest.fixture
def open_page(chromium, address, served):
    """Return a function that opens a fresh browser at a width; JavaScript is off unless asked for."""
    contexts = []
    guesses, saves = (Limit(each.at_once, each.every) for each in (GUESSES, SAVES))
    # the next test is somebody else, though from the same address
    served.extensions["keeper"] = replace(served.extensions["keeper"], guesses=guesses, saves=saves)

    def open_(width, javascript=False):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, base_url=address, java_script_enabled=javascript
        )
        contexts.append(context)
        page = context.new_page()
        page.hosts = set()
        page.on("request", lambda request: page.hosts.add(request.url.split("/")[2]))
        return page

    yield open_
    for context in contexts:
        context.close()
