"""No state of the site has a fault that axe-core can find: WCAG 2.0 to 2.2 A and AA, best practice, contrast 7:1."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.tour import TOURS, emergency, kept, questions

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MORE = {"color-contrast-enhanced": {"enabled": True}, "label-content-name-mismatch": {"enabled": True}}
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "rules": MORE, "resultTypes": ["violations"]}
JOURNEYS = (questions, emergency, kept)
WAYS = {
    "320 px": ({"width": 320, "height": 800}, {}),
    "768 px": ({"width": 768, "height": 900}, {}),
    "400 percent zoom": ({"width": 320, "height": 256}, {}),
    "dark": ({"width": 1280, "height": 900}, {"color_scheme": "dark"}),
    "print": ({"width": 1280, "height": 900}, {"media": "print"}),
    "forced colours": ({"width": 1280, "height": 900}, {"forced_colors": "active"}),
}
"""The window and the media of each way to look at a page. A window of 1280 at 400 % has 320 px for the page."""


@pytest.fixture
def faults(open_page):
    """Return a function that takes a tour in a way and returns the faults of each state."""

    def faults_of(tour, window, media):
        page = open_page(window["width"], javascript=True)
        page.set_viewport_size(window)
        found = {}

        def seen(name):
            page.emulate_media(**media)  # only now: on paper there is nothing to press
            violations = Axe().run(page, options=OPTIONS).response["violations"]
            page.emulate_media(media="screen")
            if violations:
                found[name] = [(each["id"], [node["html"][:160] for node in each["nodes"]][:3]) for each in violations]

        tour(page, seen)
        return found

    return faults_of


@pytest.mark.parametrize("tour", TOURS, ids=lambda tour: tour.__name__)
def test_axe_finds_nothing_on_any_state(faults, tour):
    assert faults(tour, {"width": 1280, "height": 900}, {}) == {}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("tour", JOURNEYS, ids=lambda tour: tour.__name__)
def test_axe_finds_nothing_on_three_journeys_in_other_ways_to_look(faults, tour, way):
    assert faults(tour, *WAYS[way]) == {}
