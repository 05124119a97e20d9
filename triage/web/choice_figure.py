"""The figure of a question among its choices: its labels belong to the checkboxes, which stay where they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from markupsafe import Markup

Draw = Callable[[Mapping[str, str]], str]
"""Draws a figure, given the id of the input for each region."""

CHOICES = re.compile(r'<div class="nhsuk-(checkboxes|radios)"[^>]*>\n')
INPUT = re.compile(r' id="([^"]+)"[^>]* value="([^"]+)"')


def with_figure(page: Markup, items: Iterable[Mapping[str, Any]], draw: Draw) -> Markup:
    """Put a figure before the choices of a rendered question, and tell each input which region it is."""
    regions = {item["value"]: item["region"] for item in items if item.get("region")}
    ids = {regions[value]: id for id, value in INPUT.findall(page) if value in regions}
    for value, region in regions.items():
        old = Markup(' value="{}"').format(value)
        page = Markup(page.replace(old, old + Markup(' data-region="{}"').format(region), 1))
    return Markup(CHOICES.sub(lambda found: found[0] + str(draw(ids)), str(page), count=1))
