"""Plainness: texts that are hard to read, that nobody explains, or that speak to the wrong person.

What a word is about cannot be computed. So each check is a rule that a writer can see and obey, with a list in the
rule file for what the rule gets wrong: `glossary` and `plain_words` for hard words, `to_reader` for who is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.bench.check.readability import measure, sentences, syllables
from triage.bench.check.spoken import Said, texts_of
from triage.bench.skeletons import TO_WRITE
from triage.core.word_finder import TOKEN, Phrases
from triage.rule_files.document import Document, Mark
from triage.rule_files.schema import RuleFile

MOST_WORDS = 22
MOST_GRADE = 9.0
ENOUGH_WORDS = 12
"""A sentence has no more words than this; a text of so many words no higher Flesch-Kincaid grade.

Single texts vary, so the limits are wider than those of whole pages (grade 6 on average, 20 words).
"""

HARD = 4
"""From so many syllables on a word needs to be explained, or to be known to everybody."""

COMMENT = re.compile(r"\s+#")
SECOND_PERSON = re.compile(r"\b(?:you|your|yours|yourself|yourselves)\b", re.IGNORECASE)


def report_words(document: Document, file: RuleFile) -> None:
    """Add R103, R104, R105, R107 and R207 to a document that holds a rule file without errors."""
    names = Phrases((name, "") for name in _names(file))
    known = Phrases((word, "") for word in (*_names(file), *file.plain_words))
    to_reader = Phrases((phrase, "") for phrase in file.to_reader)
    seen: set[str] = set()
    _unwritten(document)
    for said in texts_of(document, file):
        if said.text.startswith(TO_WRITE):
            continue
        _hard_to_read(document, said, names)
        _wrong_person(document, said, to_reader)
        _unexplained(document, said, known, seen)
        _cut(document, said)


def _names(file: RuleFile) -> Iterator[str]:
    """What needs no other word: names of diseases and of their groups, and what the glossary explains."""
    for category in file.categories:
        yield from (category.text.self_, category.text.other, category.text.child)
        for pattern in category.patterns:
            yield from pattern.typical_of
    for pattern in file.elsewhere:
        yield from pattern.typical_of
    for term in file.glossary:
        yield from (term.term, *term.also)


def _hard_to_read(document: Document, said: Said, names: Phrases) -> None:
    """R103."""
    parts = sentences(said.text)
    reading = measure(parts, names)
    longest = max(reading.lengths, default=0)
    if longest > MOST_WORDS:
        message = f"a sentence of {longest} words; {MOST_WORDS} are the most that is easy to read"
        document.report("R103", said.place, message, "make two sentences of it, or a list")
    elif reading.words >= ENOUGH_WORDS and reading.flesch_kincaid > MOST_GRADE:
        message = f"this needs {reading.flesch_kincaid:.0f} years at school; it should need {MOST_GRADE:.0f} at most"
        document.report("R103", said.place, message, "use shorter words and shorter sentences")


def _wrong_person(document: Document, said: Said, to_reader: Phrases) -> None:
    """R104: `you` that is not said to the person must be whoever reads, in a phrase that the file lists."""
    if said.voice in ("self", "young"):
        return
    meant = [(found.start, found.end) for found in to_reader.find(said.text)]
    for match in SECOND_PERSON.finditer(said.text):
        if not any(start <= match.start() < end for start, end in meant):
            who = "everyone" if said.voice is None else f"who reads about someone else (`{said.voice}`)"
            hint = (
                "write `{self: ..., other: ..., child: ...}`, or list a phrase meant for any reader under `to_reader`"
            )
            message = f"this says `{match[0]}` to {who}, but the symptoms may be another person's"
            document.report_at("R104", _mark_of(document, said, match[0]), message, hint)
            return


def _unexplained(document: Document, said: Said, known: Phrases, seen: set[str]) -> None:
    """R207: each word once, where it stands first."""
    explained = [(found.start, found.end) for found in known.find(said.text)]
    for token in TOKEN.finditer(said.text):
        word = token[0]
        if word.lower() in seen or not is_hard(word):
            continue
        if not any(start <= token.start() < end for start, end in explained):
            seen.add(word.lower())
            hint = "explain it in `glossary`, use an easier word, or list it under `plain_words` if everybody knows it"
            document.report_at("R207", _mark_of(document, said, word), f"nothing explains the word `{word}`", hint)


def _unwritten(document: Document) -> None:
    """R107: what a skeleton has left for somebody to write."""
    for number in range(len(document.files)):
        for line, text in enumerate(document.lines_of(number), 1):
            if TO_WRITE in text:
                hint = f"write it, and delete `{TO_WRITE}`"
                document.report_at(
                    "R107", Mark(line, text.index(TO_WRITE) + 1, number), "this is still to be written", hint
                )


def _cut(document: Document, said: Said) -> None:
    """R105: a text without quotes ends where ` #` stands, whatever was meant to follow."""
    if said.place not in document.values:
        return
    mark = document.values[said.place]
    lines, rest = document.lines_of(mark.number), said.text
    for number in range(mark.line, len(lines) + 1):
        written = lines[number - 1]
        start = mark.column - 1 if number == mark.line else len(written) - len(written.lstrip())
        end = start + len(rest)
        if written.startswith(rest, start) and (sign := COMMENT.match(written, end)):
            hint = "put the whole text in quotes; or move the comment to a line of its own"
            message = "the text ends before this ` #`: what follows is taken for a comment"
            document.report_at("R105", Mark(number, sign.end(), mark.number), message, hint)
            return
        part = written[start:].rstrip()
        if not part or not rest.startswith(f"{part} "):
            return
        rest = rest[len(part) + 1 :]


def is_hard(word: str) -> bool:
    """Whether a word is an abbreviation or very long."""
    return (len(word) > 1 and word.isupper()) or syllables(word) >= HARD


def _mark_of(document: Document, said: Said, word: str) -> Mark:
    """Where a word of a text stands in the file; the start of the text where it is folded in two."""
    mark = document.mark_of(said.place)
    pattern = re.compile(rf"\b{re.escape(word)}\b")
    for number, written in enumerate(document.lines_of(mark.number)[mark.line - 1 :], mark.line):
        match = pattern.search(written, mark.column - 1 if number == mark.line else 0)
        if match:
            return Mark(number, match.start() + 1, mark.number)
    return mark
