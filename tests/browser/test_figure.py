"""The figure under a finger, a keyboard and a screen reader, without JavaScript."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.browser.pressing import go_on
from triage.web.ticks import NONE, NOT_SURE

pytestmark = pytest.mark.browser

APART, LARGE = 8, 44


@pytest.fixture
def figure(open_page):
    """Return a function that opens the question with the figure at a width."""

    def open_(width):
        page = open_page(width)
        page.goto("/question/who")
        for choice in ("me", NONE, NONE, "weak"):
            page.locator(f"input[value='{choice}']").press("Space")
            go_on(page, "Enter")
        assert page.url.endswith("/question/where")
        page.keyboard.press("Home")
        return page

    return open_


def spots(page):
    return page.locator(".guide-spot").all()


def colours(page):
    """For each region, by its checkbox, the colours of its parts; one when it is drawn alike everywhere."""
    return page.locator("[data-region]").evaluate_all(
        """boxes => boxes.map(box => [box.value, [...new Set(
            [...document.querySelectorAll(`[data-part="${box.dataset.region}"]`)].map(e => getComputedStyle(e).fill)
        )]])"""
    )


EMPTY = """svg => {
    const probe = svg.cloneNode(false), part = document.createElementNS(svg.namespaceURI, "g");
    part.setAttribute("class", "guide-part");
    probe.append(part);
    document.body.append(probe);
    const fill = getComputedStyle(part).fill;
    probe.remove();
    return fill;
}"""
"""The colour of a part that stands outside the question, where nothing can be ticked."""


def filled(page):
    """The places of which every part is filled."""
    empty = page.locator(".guide-drawing").evaluate(EMPTY)
    seen = [(value, fills) for value, fills in colours(page) if fills]
    assert all(len(fills) == 1 for _value, fills in seen)
    return {value for value, fills in seen if fills != [empty]}


def ticked(page):
    return set(page.locator("input[name=choice]:checked").evaluate_all("all => all.map(each => each.value)"))


def scrolled(page):
    return page.evaluate("scrollY")


@pytest.mark.parametrize("width", [320, 1280])
def test_a_press_on_a_place_ticks_its_box_fills_it_and_moves_nothing(figure, width):
    page = figure(width)
    for spot in spots(page):
        box = page.locator(f"#{spot.get_attribute('for')}")
        spot.scroll_into_view_if_needed()
        before = scrolled(page)
        spot.click()
        assert ticked(page) == filled(page) == {box.get_attribute("value")}
        assert page.locator(".guide-marked span:visible").count() == 1
        spot.click()
        assert ticked(page) == filled(page) == set()
        assert scrolled(page) == before


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("wrong", [False, True], ids=["fresh", "with an error"])
def test_places_are_large_and_stand_apart(figure, width, wrong):
    page = figure(width)
    if wrong:
        go_on(page, "Enter")
        assert page.locator(".nhsuk-error-message").count() == 1
    boxes = [(spot.get_attribute("for"), spot.bounding_box()) for spot in spots(page)]
    assert len(boxes) > 20
    for _, box in boxes:
        assert box["width"] >= LARGE and box["height"] >= LARGE
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
    for (one, a), (other, b) in combinations(boxes, 2):
        across = max(a["x"], b["x"]) - min(a["x"] + a["width"], b["x"] + b["width"])
        down = max(a["y"], b["y"]) - min(a["y"] + a["height"], b["y"] + b["height"])
        assert max(across, down) >= (APART - 0.2 if one != other else 0), (one, other)
    assert page.locator("html").evaluate("root => root.scrollWidth - root.clientWidth") <= 0


def test_the_keyboard_fills_the_figure_and_never_stops_on_it(figure):
    page = figure(1280)
    boxes = page.locator("input[name=choice]")
    boxes.first.focus()
    for place in range(boxes.count()):
        assert page.evaluate("document.activeElement.value") == boxes.nth(place).get_attribute("value")
        page.keyboard.press("Tab")
    page.locator("input[value='all_over']").press("Space")
    assert filled(page) == {value for value, seen in colours(page) if seen}
    page.locator("input[value='all_over']").press("Space")
    page.locator("input[value='neck']").press("Space")
    assert filled(page) == {"neck"}


@pytest.mark.parametrize("width", [320, 1280])
def test_after_a_press_on_a_place_the_keyboard_finds_its_focus_in_view(figure, width):
    page = figure(width)
    spots(page)[-1].click()
    for _ in range(4):
        page.keyboard.press("Tab")
        box = page.evaluate(
            "(({x, y, width, height}) => [x, y, width, height])(document.activeElement.getBoundingClientRect())"
        )
        row = page.evaluate(
            "(({x, y, width, height}) => [x, y, width, height])("
            "document.activeElement.nextElementSibling.getBoundingClientRect())"
        )
        assert box == row
        assert row[1] >= 0 and row[1] + row[3] <= 900


def test_the_accessible_name_of_each_box_is_its_visible_label_alone(figure):
    page = figure(1280)
    labels = page.locator(".nhsuk-checkboxes__label").all_inner_texts()
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    heard = [node["name"]["value"] for node in tree if node.get("role", {}).get("value") == "checkbox"]
    assert [name.casefold() for name in heard] == [label.casefold() for label in labels]
    assert not [
        node
        for node in tree
        if node.get("role", {}).get("value") in ("SvgRoot", "image", "LabelText") and not node["ignored"]
    ]
    told = " ".join(node["name"]["value"] for node in tree if not node["ignored"] and node.get("name"))
    assert "Tap a place" not in told


def test_without_a_stylesheet_there_is_a_plain_list(figure, open_page):
    page = figure(320)
    page.route("**/guide.css*", lambda route: route.abort())
    page.reload()
    assert not page.locator(".guide-figure").is_visible()
    for box in page.locator("input[name=choice]").all():
        assert box.is_visible()
    page.locator("input[value='hands']").check()
    assert ticked(page) == {"hands"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_forced_colours_what_is_marked_still_stands_out(figure, scheme):
    page = figure(1280)
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    page.locator("input[value='hands']").press("Space")
    assert filled(page) == {"hands"}
    fill, ground = (
        page.locator(selector).first.evaluate(f"each => getComputedStyle(each).{style}")
        for selector, style in ((".guide-part", "stroke"), ("body", "backgroundColor"))
    )
    assert fill != ground


def test_what_was_marked_is_seen_on_the_result_and_on_its_print(figure):
    page = figure(1280)
    page.locator("input[value='hands']").press("Space")
    while "/question/" in page.url:
        go_on(page, "Enter")
        if "/question/" in page.url:
            offered = page.locator("input[name=choice]").evaluate_all("all => all.map(each => each.value)")
            page.locator(f"input[value='{NONE if NONE in offered else NOT_SURE}']").press("Space")
    page.goto("/result/all-of-it")
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        parts = page.locator(".guide-told .guide-part")
        fills = parts.evaluate_all("all => all.map(e => [e.matches('.guide-filled'), getComputedStyle(e).fill])")
        dark = {fill for marked, fill in fills if marked}
        assert len(dark) == 1 and not dark & {fill for marked, fill in fills if not marked}
        assert page.locator(".guide-told figcaption").is_visible()
