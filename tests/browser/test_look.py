"""The look in a real browser: what is chosen, else what the device asks for, and paper stays light."""

from __future__ import annotations

import pytest

from tests.browser.pressing import press_named
from tests.web.test_stylesheet import THEMES

pytestmark = pytest.mark.browser

GROUND = "() => getComputedStyle(document.body).backgroundColor"
INK = "() => getComputedStyle(document.querySelector('h1')).color"

MOVING = """
() => [...document.querySelectorAll("*")].filter(e => ["", "::before", "::after"].some(part => {
  const style = getComputedStyle(e, part);
  return parseFloat(style.transitionDuration) > 0 || parseFloat(style.animationDuration) > 0;
})).length
"""


def rgb(colour):
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"


def choose(page, *labels):
    page.goto("/look?from=/about")
    for label in labels:
        page.get_by_label(label, exact=False).check(force=True)
    press_named(page, "button", "Use this look")
    assert page.url.endswith("/about")


@pytest.mark.parametrize(
    ("wish", "theme"), [({"color_scheme": "light"}, "light"), ({"color_scheme": "dark"}, "dark")], ids=["light", "dark"]
)
def test_without_a_choice_the_device_decides(open_page, wish, theme):
    page = open_page(1280)
    page.emulate_media(**wish)
    page.goto("/about")
    assert page.evaluate(GROUND) == rgb(THEMES[theme]["paper"]) and page.evaluate(INK) == rgb(THEMES[theme]["ink"])


@pytest.mark.parametrize(("label", "theme"), [("Light", "light"), ("Warm", "warm"), ("Dark", "dark")])
@pytest.mark.parametrize("device", ["light", "dark"])
def test_what_is_chosen_goes_before_the_device(open_page, label, theme, device):
    page = open_page(1280)
    page.emulate_media(color_scheme=device)
    choose(page, label)
    assert page.evaluate(GROUND) == rgb(THEMES[theme]["paper"]) and page.evaluate(INK) == rgb(THEMES[theme]["ink"])


def test_large_type_is_nearly_a_third_larger_and_goes_with_any_colour(open_page):
    page = open_page(1280)
    page.goto("/about")
    size = "() => parseFloat(getComputedStyle(document.body).fontSize)"
    before = page.evaluate(size)
    choose(page, "Large", "Dark")
    assert before >= 20 and page.evaluate(size) == pytest.approx(1.3 * before)
    assert page.evaluate(GROUND) == rgb(THEMES["dark"]["paper"])


def test_paper_is_printed_light_whatever_is_chosen(open_page):
    page = open_page(1280)
    choose(page, "Dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(INK) == rgb(THEMES["light"]["ink"])


def test_a_wish_for_more_contrast_darkens_what_was_soft(open_page):
    page = open_page(1280)
    page.emulate_media(contrast="more")
    page.goto("/question/who")
    assert page.evaluate("() => getComputedStyle(document.querySelector('.nhsuk-hint')).color") == rgb(
        THEMES["light"]["ink"]
    )


def test_nothing_moves_where_the_device_asks_for_stillness(open_page):
    page = open_page(1280)
    page.goto("/question/who")
    before = page.evaluate(MOVING)
    page.emulate_media(reduced_motion="reduce")
    assert before > 0 and page.evaluate(MOVING) == 0


def test_forced_colours_still_show_which_answer_is_chosen(open_page):
    page = open_page(1280)
    page.emulate_media(forced_colors="active")
    page.goto("/question/who")
    page.locator("input[type=radio]").first.check(force=True)
    drawn = page.locator(".nhsuk-radios__label").evaluate_all(
        "all => all.map(e => [getComputedStyle(e).outlineStyle, getComputedStyle(e, '::after').opacity])"
    )
    assert drawn[0] == ["solid", "1"] and set(map(tuple, drawn[1:])) == {("none", "0")}
