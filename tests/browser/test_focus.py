"""With a keyboard alone: focus is always seen, never hidden, and goes through everything that can be pressed."""

from __future__ import annotations

import pytest

from tests.browser.tour import errors, kept, questions, walk

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FOCUSED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const look = getComputedStyle(at), shown = at.closest("label") || at.labels?.[0] || at;
  const box = at.getBoundingClientRect(), twin = shown.getBoundingClientRect();
  const marked = [at, shown, at.nextElementSibling].filter(Boolean).some(each =>
    ["", "::before", "::after"].some(part => {
      const style = getComputedStyle(each, part || null);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none";
    }));
  return {
    what: at.outerHTML.slice(0, 120),
    marked,
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    key: [at.tagName, at.name, at.value, at.href, Math.round(box.top + scrollY)].join(" "),
  };
}"""


def stops(page):
    """Press Tab through the page and return each stop once."""
    found = []
    for _ in range(400):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None and not found:
            continue  # the last button pressed stood at the end: focus went out of the page and comes in again
        if stop is None or stop["key"] in [each["key"] for each in found]:
            return found
        found.append(stop)
    raise AssertionError(f"{page.url}: Tab never comes to an end")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("tour", [questions, kept, errors], ids=lambda tour: tour.__name__)
def test_focus_is_seen_and_never_hidden(open_page, tour, width):
    page = open_page(width, javascript=True)
    bad = {}

    def seen(name):
        page.reload() if name.startswith("question") else None
        found = stops(page)
        assert found, name
        bad.update({f"{name}: {stop['what']}": stop for stop in found if not (stop["marked"] and stop["inside"])})

    tour(page, seen)
    assert bad == {}


def test_the_first_stop_leads_past_the_header(open_page):
    page = open_page(1280, javascript=True)
    walk(page, {"who": "me"}, stop="main")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
