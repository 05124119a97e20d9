"""What a teacher shows, prints and practises, walked without JavaScript on a phone and on a projector."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pressing import press, press_named
from tests.browser.targets import targets, too_close, too_small
from tests.web.states import SET

pytestmark = pytest.mark.browser
OPENED = "all => all.forEach(each => { each.open = true })"


def held(page):
    """Assert that the page that is open fits, and that all on it can be pressed with ease, folds open too."""
    for opened in (False, True):
        if opened:
            page.locator("main details").evaluate_all(OPENED)
        assert page.locator("html").evaluate("root => root.scrollWidth - root.clientWidth") <= 0, page.url
        found = targets(page)
        assert too_small(found) == [] and too_close(found) == [], page.url


@pytest.mark.parametrize("width", [320, 1280])
def test_two_look_alikes_are_chosen_and_seen_side_by_side(open_page, width):
    page = open_page(width)
    page.goto("/learn/compare")
    held(page)
    page.locator("#a").select_option("limb_girdle")
    page.locator("#b").select_option("trunk_and_breathing")
    press_named(page, "button", "Compare")
    expect(page.locator("h1")).to_have_text("Limb-girdle muscular dystrophy or late-onset Pompe disease?")
    held(page)


@pytest.mark.parametrize("width", [320, 1280])
def test_a_set_is_put_together_put_in_order_and_printed_without_typing(open_page, width):
    page = open_page(width)
    page.goto("/teach/set")
    held(page)
    page.locator("main details").evaluate_all(OPENED)
    boxes = page.locator("input[name=case]")
    for number in (0, 30, 60, 90):
        boxes.nth(number).check()
    page.locator("#signs").check()
    press_named(page, "button", "Put the set together")
    stories = page.locator(".guide-set strong")
    expect(stories).to_have_count(4)
    first, second = stories.nth(0).inner_text(), stories.nth(1).inner_text()
    press(page.get_by_role("link", name=re.compile("^Down")).first)
    expect(stories.nth(0)).to_have_text(second)
    expect(stories.nth(1)).to_have_text(first)
    held(page)
    for paper in ("sheet", "reflection", "key"):
        page.goto(f"/teach/set/{paper}?{SET}")
        held(page)


@pytest.mark.parametrize("width", [320, 1280])
def test_a_drill_is_gone_through_by_keyboard_and_the_late_ones_stand_first(open_page, width):
    page = open_page(width)
    page.goto("/teach/drill/1")
    for number in range(1, 11):
        expect(page.locator("h1")).to_have_text(f"Safety drill: story {number} of 10")
        if number == 1:
            held(page)
        page.locator("#call-4").press("Space")
        press_named(page, "button", "Answer", "Enter")
        expect(page.get_by_role("heading", name="Why")).to_be_visible()
        if number in (1, 10):
            held(page)
        press_named(page, "button", "Next story" if number < 10 else "See how it went", "Enter")
    expect(page.locator(".guide-quiet-alarm h2")).to_have_text("8 people would have waited too long")
    held(page)


@pytest.mark.parametrize("width", [320, 1280])
def test_one_answer_is_changed_and_what_moves_is_seen(open_page, width):
    page = open_page(width)
    page.goto("/learn/cases/tick_behind_the_ear/match")
    press_named(page, "link", "Break it: change one answer")
    held(page)
    page.locator("#flip-speed-years").check()
    press_named(page, "button", "Change it and see")
    expect(page.locator(".guide-note")).to_contain_text("Another group leads after the change")
    held(page)


@pytest.mark.parametrize(("width", "cards"), [(320, True), (768, True), (1280, False)])
def test_the_table_of_signs_fits_the_screen_and_is_cards_where_it_is_narrow(open_page, width, cards):
    page = open_page(width)
    page.goto("/rules")
    table = page.locator(".guide-grid")
    rows = table.locator("tbody tr")
    expect(rows.first).to_be_visible()
    assert page.locator("html").evaluate("root => root.scrollWidth - root.clientWidth") <= 0
    edges = table.evaluate("each => [each.getBoundingClientRect().left, each.getBoundingClientRect().right]")
    assert edges[0] >= 0 and edges[1] <= width
    empty, label = table.locator(".guide-grid-none").first, table.locator(".guide-grid-label").first
    if cards:
        expect(empty).to_be_hidden()
        expect(label).to_be_visible()
        assert table.locator("tbody tr").first.evaluate("each => getComputedStyle(each).display") == "block"
    else:
        expect(empty).to_be_visible()
        expect(label).to_be_hidden()
        assert len({cell["x"] for cell in (rows.nth(n).locator("td").nth(2).bounding_box() for n in range(5))}) == 1
