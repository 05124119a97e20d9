"""A teacher's hour in a real browser, with a person's own answers in it: they are there, untouched, at the end."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.pressing import press, press_named
from tests.browser.tour import answer
from tests.pictures import PICTURES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CASE = "lids_that_drop_by_evening"


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [320, 1280])
def test_a_lesson_a_prediction_and_a_made_up_person_leave_ones_own_result_as_it_was(open_page, served, width):
    page, case = open_page(width), served.extensions["site"].case(CASE)
    answer(page, PICTURES["motor_neuron"])
    page.goto("/result")
    own = page.locator("main").inner_text()
    page.goto("/")
    press_named(page, "link", "For teachers")
    press_named(page, "link", "From signs to a group")
    assert overflow(page) <= 0
    press(page.locator(f".guide-plan a[href='/learn/cases/{CASE}']"))
    expect(page.locator("main")).not_to_contain_text("What this case teaches")
    page.locator("input[name=group][value=neuromuscular_junction]").check()
    page.locator(f"input[name=urgency][value={case.expects.urgency}]").check()
    page.locator("input[name=sure][value=sure]").check()
    page.locator("#for_1").select_option(index=3)
    press_named(page, "button", "See the match beside it")
    expect(page.locator("main")).to_contain_text("You and the rules agree on the group.")
    expect(page.locator("main")).to_contain_text("You and the rules agree on how soon.")
    assert overflow(page) <= 0
    press_named(page, "link", "Try these answers")
    press_named(page, "button", "Open with the answers filled in")
    expect(page.locator(".guide-made-up")).to_contain_text("Made-up person")
    press_named(page, "link", "See result")
    expect(page.locator("main")).to_contain_text("Neuromuscular junction diseases")
    press_named(page, "link", "Link to this made-up person")
    assert overflow(page) <= 0
    picture = page.locator("img.guide-qr")
    expect(picture).to_be_visible()
    assert picture.evaluate("each => each.complete && each.naturalWidth > 0")
    press(page.locator("a.guide-long").first)
    press_named(page, "button", "See the match")
    expect(page.locator(".guide-made-up")).to_be_visible()
    press_named(page, "button", "Clear this made-up person")
    page.goto("/result")
    expect(page.locator(".guide-made-up")).to_have_count(0)
    assert page.locator("main").inner_text() == own
