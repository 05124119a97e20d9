"""What can be pressed on a page, how large it is, and how far from its neighbours: measured by the browser."""

from __future__ import annotations

LEAST = 44
APART = 8

MEASURE = """
() => {
  const seen = e => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length > 0;
  const inText = e => {
    if (e.classList.contains("guide-word")) return true;
    if (e.tagName !== "A" || getComputedStyle(e).display !== "inline") return false;
    const block = e.closest("p, li, dd, td, th, div, h1, h2, h3, h4, main");
    return block.textContent.trim().length > e.textContent.trim().length;
  };
  const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")];
  return all.filter(seen).filter(e => !inText(e)).map(e => {
    const box = e.getBoundingClientRect();
    const name = e.labels && e.labels[0] ? e.labels[0].textContent : e.textContent;
    return {
      name: `${e.tagName.toLowerCase()} "${name.trim().replace(/\\s+/g, " ").slice(0, 40)}"`,
      left: box.left, top: box.top, right: box.right, bottom: box.bottom,
    };
  }).filter(box => box.right > 0);
}
"""


def targets(page):
    """Return every target of the page with its name and its edges; links inside running text are left out.

    So are words that lead to the glossary: they are text first, and all of them stand on a page of their own.
    """
    return page.evaluate(MEASURE)


def too_small(found):
    """Return the names and sizes of targets that are smaller than they must be."""
    sizes = [(each["name"], each["right"] - each["left"], each["bottom"] - each["top"]) for each in found]
    return [(name, round(wide, 1), round(high, 1)) for name, wide, high in sizes if min(wide, high) < LEAST - 0.05]


def too_close(found):
    """Return the pairs of targets that stand too near to each other, with the distance."""
    pairs = [
        (one["name"], other["name"], round(distance(one, other), 1))
        for place, one in enumerate(found)
        for other in found[place + 1 :]
    ]
    return [pair for pair in pairs if pair[2] < APART - 0.05]


def distance(one, other):
    """Return the gap between two boxes where they are further apart; negative where they overlap."""
    across = max(one["left"], other["left"]) - min(one["right"], other["right"])
    down = max(one["top"], other["top"]) - min(one["bottom"], other["bottom"])
    return max(across, down)
