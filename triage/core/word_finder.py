"""Phrases: find listed words and names in a text, whole words only, the longest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
"""A word: letters and digits, with an apostrophe inside. A hyphen parts two words."""

_GAP = re.compile(r"[\s-]+")
"""Apart, with a hyphen, or over the end of a line, it is the same phrase."""


@dataclass(frozen=True, slots=True)
class FoundPhrase:
    """Where a phrase stands in a text, and what it was listed under."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class _Listed:
    words: tuple[str, ...]
    phrase: str
    key: str

    def stands_as(self, written: str) -> bool:
        """Whether a piece of text is this phrase; an abbreviation in it must stand in its capitals."""
        if _GAP.sub(" ", written).lower() != self.phrase:
            return False
        pairs = zip(self.words, TOKEN.findall(written), strict=True)
        return all(ours == theirs or not ours.isupper() for ours, theirs in pairs)


class Phrases:
    """A list of phrases, each under a key. Finding them takes time in proportion to the text."""

    def __init__(self, listed: Iterable[tuple[str, str]]) -> None:
        """Take pairs of phrase and key; the first of equal phrases counts."""
        self._by_first: dict[str, list[_Listed]] = {}
        for phrase, key in listed:
            tokens = list(TOKEN.finditer(phrase))
            if tokens:
                words = tuple(token[0] for token in tokens)
                core = _GAP.sub(" ", phrase[tokens[0].start() : tokens[-1].end()]).lower()
                self._by_first.setdefault(words[0].lower(), []).append(_Listed(words, core, key))
        for some in self._by_first.values():
            some.sort(key=lambda each: -len(each.words))

    def find(self, text: str) -> Iterator[FoundPhrase]:
        """Yield the phrases in a text, in its order, none inside another."""
        if self._by_first.keys().isdisjoint(TOKEN.findall(text.lower())):
            return
        tokens = list(TOKEN.finditer(text))
        place = 0
        while place < len(tokens):
            length, key = self._at(text, tokens, place)
            if length:
                yield FoundPhrase(tokens[place].start(), tokens[place + length - 1].end(), key)
            place += length or 1

    def _at(self, text: str, tokens: list[re.Match[str]], place: int) -> tuple[int, str]:
        """How many words the longest phrase has that starts here, and its key; 0 for none."""
        for listed in self._by_first.get(tokens[place][0].lower(), ()):
            here = tokens[place : place + len(listed.words)]
            if len(here) == len(listed.words) and listed.stands_as(text[here[0].start() : here[-1].end()]):
                return len(here), listed.key
        return 0, ""
