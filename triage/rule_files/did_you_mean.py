"""Spelling: which of the known names was most probably meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

MANY = 5_000
"""Among more names than these nothing is looked for."""


def one_slip(a: str, b: str) -> bool:
    """Tell whether one key too many, too few, wrong or too early makes one word of the other."""
    shorter = min(len(a), len(b))
    head = next((i for i in range(shorter) if a[i] != b[i]), shorter)
    tail = next((i for i in range(shorter - head) if a[-1 - i] != b[-1 - i]), shorter - head)
    rests = a[head : len(a) - tail], b[head : len(b) - tail]
    return max(map(len, rests)) == 1 or (len(rests[0]) == 2 and rests[0] == rests[1][::-1])


def near(name: str, known: Iterable[str]) -> list[str]:
    """Return the known names that may have been meant, best first: at most two, or none."""
    names = sorted(set(known))
    if len(names) > MANY:
        return []
    slips = [each for each in names if one_slip(name, each)]
    return difflib.get_close_matches(name, slips, n=2, cutoff=0) or difflib.get_close_matches(name, names, n=1)


def words_in(lines: Iterable[str]) -> dict[str, int]:
    """Count the words of lines, in small letters. An underscore parts words."""
    counted: dict[str, int] = {}
    for line in lines:
        for word in re.findall(r"[^\W_]+", line.lower()):
            counted[word] = counted.get(word, 0) + 1
    return counted


def more_familiar(name: str, other: str, words: Mapping[str, int]) -> bool:
    """Tell whether more of what sets a name apart from another is made of words that stand elsewhere as well."""
    mine, theirs = (set(re.findall(r"[^\W_]+", each)) for each in (name, other))
    return _familiar(mine - theirs, words) > _familiar(theirs - mine, words)


def _familiar(parts: set[str], words: Mapping[str, int]) -> float:
    return sum(words.get(part, 0) > 1 for part in parts) / len(parts) if parts else 0.0
