"""Codes: 80 random bits that a person can read out, write down and type again.

Sixteen characters in four groups, then one check character: `7KQ2-M9XD-4HTB-0WRA-8`. The letters I, L, O and U
are never used; whoever types them means 1, 1, 0 and V. The check character catches every single wrong
character and every two that changed places.
"""

from __future__ import annotations

import re
import secrets
import unicodedata

from triage.store.errors import Mistyped

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 80
LENGTH = BITS // 5
LONGEST_TYPED = 500

_LOOK_ALIKES = {ord("I"): "1", ord("L"): "1", ord("O"): "0", ord("U"): "V"}
_SEPARATORS = frozenset("._:|/")
_GROUPS = re.compile(r"(?<![0-9A-Za-z])(?=((?:[0-9A-Za-z]{4}-{0,3}){4}[0-9A-Za-z])(?![0-9A-Za-z]))")


def new_code() -> str:
    """Return a fresh random code."""
    number = secrets.randbits(BITS)
    places = range(BITS - 5, -1, -5)
    return _shown("".join(ALPHABET[number >> place & 31] for place in places))


def read_code(typed: str) -> str:
    """Return the code that someone typed, or the one that stands in what they pasted, as it was shown to them.

    Raises Mistyped where there is none, or more than one.
    """
    if len(typed) > LONGEST_TYPED:
        raise Mistyped
    text = unicodedata.normalize("NFKC", typed)
    whole = _code_of("".join(c for c in text if not _separates(c)))
    found = {whole} if whole else _inside(text)
    if len(found) != 1:
        raise Mistyped
    return found.pop()


def _inside(text: str) -> set[str]:
    """The codes that stand in a text: whole words, in four groups or in none."""
    plain = "".join("-" if _separates(c) else c for c in text)
    codes = (_code_of(match[1].replace("-", "")) for match in _GROUPS.finditer(plain))
    return {code for code in codes if code}


def _code_of(signs: str) -> str | None:
    """The code that these signs are, or None."""
    signs = signs.upper().translate(_LOOK_ALIKES)
    if len(signs) != LENGTH + 1 or not set(signs) <= set(ALPHABET):
        return None
    code = _shown(signs[:LENGTH])
    return code if code[-1] == signs[LENGTH] else None


def _separates(character: str) -> bool:
    """Spaces, dashes of any kind, dots, and marks that cannot be seen."""
    return character in _SEPARATORS or unicodedata.category(character) in {"Zs", "Cc", "Cf", "Pd", "Sm"}


def _shown(signs: str) -> str:
    groups = [signs[start : start + 4] for start in range(0, LENGTH, 4)]
    return "-".join([*groups, _check_character(signs)])


def _check_character(signs: str) -> str:
    """Sum over the field of 32 elements, each place with its own factor: 2, 4, 8, ..."""
    total = 0
    for sign in reversed(signs):
        total = _doubled(total ^ ALPHABET.index(sign))
    return ALPHABET[total]


def _doubled(element: int) -> int:
    element <<= 1
    return element ^ 0b100101 if element & 32 else element
