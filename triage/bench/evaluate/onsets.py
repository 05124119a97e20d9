"""Onsets and ages as phenopackets tell them: terms, ISO 8601 durations, ranges, weeks of pregnancy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

CONGENITAL = "Congenital onset"
BEFORE_BIRTH = "Fetal onset"
"""What every onset before birth is told as, whichever part of pregnancy it names."""
ONSETS = (
    (28 / 365, "Neonatal onset"),
    (1, "Infantile onset"),
    (6, "Childhood onset"),
    (16, "Juvenile onset"),
    (19, "Early young adult onset"),
    (40, "Young adult onset"),
    (60, "Middle age onset"),
    (200, "Late onset"),
)
"""Up to which age, in years, HPO names an onset so. Its limits of 5 and 15 years include that year."""
TERMS = {
    "HP:0030674": BEFORE_BIRTH,
    "HP:0011460": BEFORE_BIRTH,
    "HP:0011461": BEFORE_BIRTH,
    "HP:0034199": BEFORE_BIRTH,
    "HP:0034198": BEFORE_BIRTH,
    "HP:0034197": BEFORE_BIRTH,
    "HP:0003577": CONGENITAL,
    "HP:0003623": "Neonatal onset",
    "HP:0410280": "Pediatric onset",
    "HP:0003593": "Infantile onset",
    "HP:0011463": "Childhood onset",
    "HP:0003621": "Juvenile onset",
    "HP:0003581": "Adult onset",
    "HP:0011462": "Young adult onset",
    "HP:0025708": "Early young adult onset",
    "HP:0025709": "Intermediate young adult onset",
    "HP:0025710": "Late young adult onset",
    "HP:0003596": "Middle age onset",
    "HP:0003584": "Late onset",
}
"""The terms of HPO for an onset, release 2025-01-16; a term counts by its id, whatever it is called."""
DURATION = re.compile(r"^P(?=[\dT])(?:([\d.,]+)Y)?(?:([\d.,]+)M)?(?:([\d.,]+)W)?(?:([\d.,]+)D)?(?:T[\d.,HMS]+)?$")
"""An ISO 8601 duration; the smallest part may be a fraction."""
SIZES = (1.0, 1 / 12, 7 / 365, 1 / 365)
_ORDER = (BEFORE_BIRTH, CONGENITAL, *(name for _, name in ONSETS))


@dataclass(frozen=True)
class Telling:
    """Reads times; what cannot be read is told in `unread`, in words."""

    unread: list[str]

    def duration(self, element: Any, what: str) -> str | None:
        """Return the duration in a time element of either version; of a range, its start."""
        given = _map(element)
        start = _map(given.get("ageRange")).get("start")
        told = None
        for part in (given.get("age"), start):
            told = part if isinstance(part, str) else _map(part).get("iso8601duration", _map(part).get("age"))
            if isinstance(told, str) and years_of(told) is not None:
                return told
            if told is not None:
                break
        if given:
            shown = f"`{told}`" if isinstance(told, str) else f"`{', '.join(map(str, given))}`"
            self.unread.append(f"{what} is left out: {shown} is no ISO 8601 duration such as P50Y")
        return None


def onset_of(elements: Iterable[dict[str, Any]], telling: Telling) -> str | None:
    """Return the name of the earliest onset among time elements, or None where none tells one."""
    told = {name for element in elements if element and (name := _named(element, telling))}
    return next((name for name in (*_ORDER, *sorted(told)) if name in told), None)


def years_of(duration: str) -> float | None:
    """Return a duration in years, or None for what is no duration."""
    parts = DURATION.match(duration)
    try:
        numbers = [float((part or "0").replace(",", ".")) for part in parts.groups()] if parts else []
    except ValueError:
        return None
    return sum(number * size for number, size in zip(numbers, SIZES, strict=True)) if numbers else None


def _named(element: dict[str, Any], telling: Telling) -> str | None:
    term = _map(element.get("ontologyClass"))
    if term:
        name = TERMS.get(str(term.get("id")), str(term.get("label") or ""))
        if not name:
            telling.unread.append(f"an onset is left out: `{term.get('id')}` is no known term for an onset")
        return name or None
    if "gestationalAge" in element:
        return BEFORE_BIRTH
    duration = telling.duration(element, "an onset")
    years = None if duration is None else min(199.0, years_of(duration) or 0.0)
    if years is None:
        return None
    return CONGENITAL if years == 0 else next(name for limit, name in ONSETS if years < limit)


def _map(given: Any) -> dict[str, Any]:
    return given if isinstance(given, dict) else {}
