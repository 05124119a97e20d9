"""Spelling: which of the known names was most probably meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

MANY = 5_000
"""Among more names than these nothing is looked for."""
MOST_SLIPS = 3
"""Two names with more slips than these between them are two names."""


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
    return difflib.get_close_matches(name, [each for each in names if is_near(name, each)], n=2, cutoff=0)


def is_near(a: str, b: str) -> bool:
    """Tell whether a slip or two makes one name of the other: in each part, in their order, between them."""
    if abs(len(a) - len(b)) > MOST_SLIPS:
        return False
    parts = [re.findall(r"[^\W_]+", each.lower()) for each in (a, b)]
    if one_slip(a, b) or (parts[0] and sorted(parts[0]) == sorted(parts[1])):
        return True
    if len(parts[0]) != len(parts[1]):
        return one_slip("".join(parts[0]), "".join(parts[1]))
    slips = [distance(x, y) if x != y else 0 for x, y in zip(*parts, strict=True)]
    lengths = (max(len(x), len(y)) for x, y in zip(*parts, strict=True))
    return sum(slips) <= MOST_SLIPS and all(slip <= length // 3 for slip, length in zip(slips, lengths, strict=True))


def distance(a: str, b: str) -> int:
    """Return how many signs to add, drop, change or swap with the next make one word of the other."""
    rows = [list(range(len(b) + 1))]
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            row.append(min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (x != y)))
            if i > 1 and j > 1 and (x, a[i - 2]) == (b[j - 2], y):
                row[-1] = min(row[-1], rows[-2][j - 2] + 1)
        rows.append(row)
    return rows[-1][-1]


def kindred(name: str, known: Iterable[str]) -> list[str]:
    """Return the known names, those first that share a part with a name."""
    parts = set(re.findall(r"[^\W_]{3,}", name.lower()))
    return sorted(set(known), key=lambda each: (not parts & set(re.findall(r"[^\W_]+", each.lower())), each))


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
