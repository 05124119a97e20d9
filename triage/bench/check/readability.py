"""Reading: how hard a text is to read, by two formulas that count words, sentences and syllables.

- Flesch-Kincaid grade: Kincaid, Fishburne, Rogers and Chissom 1975, Research Branch Report 8-75, US Navy.
- SMOG grade: McLaughlin 1969, "SMOG grading: a new readability formula", Journal of Reading 12(8), 639-646. It was
  made for 30 sentences; for fewer the count of long words is scaled up.

Names of diseases and the words of the glossary count as plain words: no word of theirs has more than two syllables.
They cannot be replaced, and the reader finds them explained.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from triage.core.word_finder import TOKEN, Phrases

LONG = 3
"""From so many syllables on SMOG counts a word as long."""

PLAIN = 2
NO_NAMES = Phrases(())
_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(
    r"(?:[^aeiouyl]|[aeiouy]l|ll)e$|(?:[^aeiouytdl]|[aeiouy]l|ll)ed$|(?:[^aeiouyscgxzlh]|[aeiouy]l|th|[aeiouy]h)es$"
)
_SILENT_INSIDE = re.compile(r"[^aeiouy]e(?:ly|ment|ful|less|ness|times|thing|where|one|body)s?$")
_APART = re.compile(
    r"ia(?!ge|n[st]?$|l(?:ly|ist|s)?$)|(?<![tcsgx])ia[nl]|io(?!n|us)|(?<![tscgx])io[nu]|iu|ua[lt]|eo(?!p|us)|"
    r"iet|scien|(?<![tc])ien[ct]|[^aeiou]ie(?:r|st)$|[aeou]i?ing|ying|oa[ct]i|react|creat|bein|dye|uel|luid"
)
_ONE = {"people": 2, "breathe": 1, "something": 2, "someone": 2, "sometimes": 2, "area": 3, "areas": 3, "idea": 3}


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Return about how many syllables an English word has, at least 1. An abbreviation is said letter by letter."""
    if len(word) > 1 and word.isupper() and word.isalpha():
        return len(word)
    letters = re.sub(r"['’]s?$|[^a-z]", "", word.lower())
    if letters in _ONE:
        return _ONE[letters]
    count = len(_VOWELS.findall(letters)) + len(_APART.findall(letters))
    count -= bool(_SILENT.search(letters)) + bool(_SILENT_INSIDE.search(letters))
    return max(1, count)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text that holds no headings or lists."""
    return [part for part in _END.split(text.strip()) if TOKEN.search(part)]


@dataclass(frozen=True, slots=True)
class Readability:
    """What the formulas need: the words of each sentence, all syllables, and how many words are long."""

    lengths: tuple[int, ...]
    syllables: int
    long: int

    @property
    def words(self) -> int:
        """All words."""
        return sum(self.lengths)

    @property
    def flesch_kincaid(self) -> float:
        """The Flesch-Kincaid grade; 0 for no text."""
        if not self.words:
            return 0.0
        return 0.39 * self.words / len(self.lengths) + 11.8 * self.syllables / self.words - 15.59

    @property
    def smog(self) -> float:
        """The SMOG grade; 0 for no text."""
        return 1.043 * math.sqrt(self.long * 30 / len(self.lengths)) + 3.1291 if self.words else 0.0


def measure(texts: Iterable[str], names: Phrases = NO_NAMES) -> Readability:
    """Measure sentences, one a text; `names` count as plain words."""
    counts = [_counts(text, names) for text in texts]
    every = [count for some in counts for count in some]
    lengths = tuple(len(some) for some in counts if some)
    return Readability(lengths, sum(every), sum(count >= LONG for count in every))


def _counts(text: str, names: Phrases) -> list[int]:
    """The syllables of each word of a sentence."""
    plain = [(found.start, found.end) for found in names.find(text)]
    return [
        min(PLAIN, syllables(token[0]))
        if any(start <= token.start() < end for start, end in plain)
        else syllables(token[0])
        for token in TOKEN.finditer(text)
    ]
