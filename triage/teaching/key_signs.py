"""Key signs: the few by which two pictures are told apart first, of all that separate them."""

from __future__ import annotations

from dataclasses import replace

from triage.core.contrast import Contrast, ContrastSign
from triage.rule_files.look_alikes import Twin

MOST = 3
"""So many are seen at once; all others stand in a fold."""


def key_signs(found: Contrast, twins: tuple[Twin, ...] = ()) -> tuple[ContrastSign, ...]:
    """Return the signs of one picture alone to look for first.

    Of look-alikes these are the sign that each of the twins names first, then what else they name; of any others, and
    among the rest, those that set the two furthest apart.
    """
    foremost = {twin.signs[0] for twin in twins}
    named = {sign for twin in twins for sign in twin.signs}

    def order(sign: ContrastSign) -> tuple[bool, bool, int]:
        return sign.finding.id not in foremost, sign.finding.id not in named, -sign.parts

    return tuple(sorted((*found.of_first, *found.of_second), key=order)[:MOST])


def without(found: Contrast, signs: tuple[ContrastSign, ...]) -> Contrast:
    """Return the contrast less some of the signs that separate the two."""
    first, second = (tuple(sign for sign in some if sign not in signs) for some in (found.of_first, found.of_second))
    return replace(found, of_first=first, of_second=second)
