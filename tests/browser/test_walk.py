"""A person with a phone, a keyboard and no JavaScript gets from the first page to a result."""

from __future__ import annotations

import re

import pytest

from tests.browser.pressing import go_on, press, press_named
from tests.pictures import BREATHLESS, PICTURES
from tests.web.states import SET
from triage.web.ticks import NONE, NOT_SURE

pytestmark = pytest.mark.browser


def walk(page, answers, seen):
    page.goto("/question/who")
    for _ in range(40):
        seen(page)
        match = re.search(r"/question/([a-z_]+)", page.url)
        if match is None and page.url.endswith("/help-now"):
            press(page.locator("a.guide-go-on"), "Enter")
        elif match is None:
            return
        else:
            offered = page.locator("input[name=choice]").evaluate_all("all => all.map(each => each.value)")
            choice = answers.get(match[1], NONE if NONE in offered else NOT_SURE)
            for value in [choice] if isinstance(choice, str) else choice:
                page.locator(f"input[name=choice][value='{value}']").press("Space")
            go_on(page, "Enter")


def overflow(page):
    return page.locator("html").evaluate("root => root.scrollWidth - root.clientWidth")


def small_targets(page):
    """Whatever is smaller than 44 pixels and can be pressed, with its size."""
    return page.locator("main button, main .nhsuk-radios__label, main .nhsuk-checkboxes__label").evaluate_all(
        "all => all.map(e => [e.textContent.trim(), e.getBoundingClientRect().height]).filter(([t, h]) => h < 44)"
    )


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_scrolls_sideways_and_every_answer_is_large(open_page, width):
    page = open_page(width)

    def seen(page):
        assert overflow(page) <= 0, page.url
        assert small_targets(page) == [], page.url

    page.goto("/")
    seen(page)
    walk(page, PICTURES["neuromuscular_junction"] | {"danger": ["choking"]}, seen)
    results = ("/result", "/result/motor_neuron", "/result/all-of-it")
    for url in (*results, "/learn", "/learn/motor_neuron", "/about", "/cleared", "/nowhere"):
        page.goto(url)
        seen(page)


def test_the_whole_walk_asks_no_other_host_for_anything(open_page, address):
    page = open_page(1280)
    walk(page, BREATHLESS, lambda page: None)
    page.goto("/result")
    assert page.hosts == {address.split("/")[2]}


def test_the_result_opens_its_details_without_javascript(open_page):
    page = open_page(1280)
    walk(page, PICTURES["myopathies"], lambda page: None)
    page.goto("/result")
    details = page.locator("main details").first
    details.locator("summary").press("Enter")
    assert details.get_attribute("open") is not None


def test_a_link_with_a_code_fills_it_in_and_takes_it_out_of_the_address(open_page):
    page = open_page(320, javascript=True)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/resume#7KQ2-M9XD-4HTB-0WRA-8")
    assert page.locator("#code").input_value() == "7KQ2-M9XD-4HTB-0WRA-8"
    assert page.url.endswith("/resume")
    page.evaluate("location.hash = '7KQ2-M9XD-4HTB-0WRA-9'")  # as when the link is opened where the page stands already
    page.wait_for_function("document.getElementById('code').value.endsWith('9')")
    assert page.url.endswith("/resume")
    assert not [url for url in asked if "7KQ2" in url.split("#")[0]]


@pytest.mark.parametrize("width", [320, 1280])
def test_saving_coming_back_and_the_summary_fit_the_screen(open_page, width):
    page = open_page(width)
    walk(page, PICTURES["motor_neuron"], lambda page: None)
    page.goto("/save")
    press_named(page, "button", "Save my answers", "Enter")
    code = page.locator(".guide-code code").inner_text()
    for url in ("/saved", "/summary", "/rules", "/rules/groups", "/learn/cases", f"/teach/set/sheet?{SET}"):
        page.goto(url)
        assert overflow(page) <= 0, url
    page.goto("/resume")
    page.locator("#code").fill(code)
    press_named(page, "button", "Open my answers", "Enter")
    assert "Your answers are back" in page.locator("h1").inner_text()
    assert overflow(page) <= 0
