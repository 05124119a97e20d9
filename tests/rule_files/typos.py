"""Slips of one key in a rule file: where they may happen, and what the file is after one.

A slip happens in what the program reads as a name, a key, a keyword, a code or layout. Not in what it cannot know to
be wrong: a text, a number, a date, an address, a word of a coded case, the digits of a code, or an id that nothing
else in the file names.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from triage.rule_files.document import Data, Document, Place
from triage.rule_files.yaml_reader import LOADER, parse_document

ROWS = ("`1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./")
SHIFTED = str.maketrans('_:{}"', "-;[]'")
"""The key that gives each sign which needs the shift key as well."""

CONDITIONS = ("when", "ask_when", "needs", "voices")
LISTS = ("for", "against", "expects")
REFERENCES = ("area", "group", "category", "not_sure_means")
KEYWORDS = ("kind", "urgency", "skipped_means", "section", "place", "wording", "broader")
NAMED_BY_KEY = ("sources", "groups", "areas", "strengths")
SHARES = {
    "reference": 30,
    "key": 22,
    "definition": 12,
    "punctuation": 14,
    "indentation": 8,
    "keyword": 7,
    "code": 7,
}
"""How many of a hundred slips happen in each kind of word, near to how often each kind is typed."""


@dataclass(frozen=True)
class Word:
    """A stretch of the file that is read as one thing: a word, a sign, or the spaces before a line."""

    kind: str
    start: int
    text: str


@dataclass(frozen=True)
class Slip:
    """One slip: the word it happened in, the line from 1, what was done, and the whole file after it."""

    word: Word
    line: int
    what: str
    after: str


def slips(text: str, number: int, seed: int) -> list[Slip]:
    """Make slips in a file, as many of each kind as SHARES says."""
    chance = random.Random(seed)
    words = list(words_of(text))
    shares = [kind for kind, share in SHARES.items() for _ in range(share)]
    by_kind = {kind: [word for word in words if word.kind == kind] for kind in SHARES}
    return [_slip(text, chance.choice(by_kind[shares[i % len(shares)]]), chance) for i in range(number)]


def _slip(text: str, word: Word, chance: random.Random) -> Slip:
    while True:
        after, what = _changed(word, chance)
        whole = text[: word.start] + after + text[word.start + len(word.text) :]
        if after != word.text:
            return Slip(word, text.count("\n", 0, word.start) + 1, what, whole)


def _changed(word: Word, chance: random.Random) -> tuple[str, str]:
    old = word.text
    if word.kind == "indentation":
        return chance.choice([(old[1:], "a space too few"), (f"{old} ", "a space too many")])
    at = chance.randrange(len(old))
    how = chance.choice(["deletion", "insertion", "substitution", "transposition"])
    if how == "transposition" and len(old) > 1:
        at = min(at, len(old) - 2)
        if word.kind == "code":
            at = 1  # two digits that change places make another code
        return old[:at] + old[at + 1] + old[at] + old[at + 2 :], how
    if how == "deletion":
        return old[:at] + old[at + 1 :], how
    if word.kind == "punctuation" and how != "substitution":
        return old[: at + 1] + old[at] + old[at + 1 :], "the sign twice"
    near = chance.choice(neighbours(old[at]))
    if how == "substitution" and not (word.kind == "code" and old[at].isdigit() and near.isdigit()):
        return old[:at] + near + old[at + 1 :], how
    return old[: at + 1] + near + old[at + 1 :], "insertion"


def neighbours(sign: str) -> str:
    """Return the signs whose keys lie beside the key of a sign, and the key itself without shift."""
    key = sign.lower().translate(SHIFTED)
    for row, keys in enumerate(ROWS):
        if key in keys:
            at = keys.index(key)
            near = keys[max(0, at - 1) : at] + keys[at + 1 : at + 2]
            for other in (row - 1, row + 1):
                if 0 <= other < len(ROWS):
                    near += ROWS[other][at : at + 1].strip()
            return near + (key if key != sign.lower() else "")
    return "-"


def words_of(text: str) -> Iterator[Word]:
    """Find everything in a rule file that the program reads as more than text."""
    document = parse_document(text.encode(), "x")
    starts = [0]
    for line in document.lines:
        starts.append(starts[-1] + len(line) + 1)
    named = Counter(re.findall(r"\w+", "\n".join(line.partition(" #")[0] for line in document.lines)))
    for marks, is_key in ((document.keys, True), (document.values, False)):
        for place, (line, column, _) in marks.items():
            value = str(place[-1]) if is_key else _at(document, place)
            start = starts[line - 1] + column - 1
            kind = _kind(place, is_key)
            if kind is None or not isinstance(value, str) or not text.startswith(value, start):
                continue
            if kind != "definition" or named[value] > 1:
                yield Word(kind, start, value)
    yield from _layout(text, starts)


def _kind(place: Place, is_key: bool) -> str | None:
    last = place[-1] if place else ""
    names = [step for step in place if isinstance(step, str)]
    if is_key:
        if len(place) == 2 and place[0] in NAMED_BY_KEY:
            return "definition"
        inside = set(names[:-1])
        if inside & {*CONDITIONS, *LISTS}:
            return "reference" if last not in ("all", "any", "not", "finding", "at_least", "of") else "key"
        return "key" if "history" not in inside and place[0] != "levels" else None
    if last == "id":
        return "definition" if place[-3] in ("questions", "options", "findings", "categories") else None
    if {*CONDITIONS, *LISTS} & set(names[:-1]) or set(names) & {"source", "when", "ask_when", "needs"}:
        return "reference" if last != "at_least" else None
    if last in REFERENCES:
        return "reference"
    if last in KEYWORDS:
        return "keyword"
    return "code" if {"codes", "all_codes"} & set(names) else None


def _at(document: Document, place: Place) -> Data:
    data: Data = document.data
    for step in place:
        data = data[step]  # type: ignore[call-overload,index]
    return data


def _layout(text: str, starts: list[int]) -> Iterator[Word]:
    signs = {
        yaml.FlowSequenceStartToken: "[",
        yaml.FlowSequenceEndToken: "]",
        yaml.FlowMappingStartToken: "{",
        yaml.FlowMappingEndToken: "}",
        yaml.FlowEntryToken: ",",
        yaml.ValueToken: ":",
        yaml.BlockEntryToken: "-",
    }
    for token in yaml.scan(text, Loader=LOADER):
        start = starts[token.start_mark.line] + token.start_mark.column
        sign = signs.get(type(token))
        if sign is not None and text.startswith(sign, start):
            yield Word("punctuation", start, f"{sign} " if sign in ",:-" and text[start + 1] == " " else sign)
        if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
            yield Word("punctuation", start, token.style)
            yield Word("punctuation", starts[token.end_mark.line] + token.end_mark.column - 1, token.style)
    for start in starts[:-1]:
        spaces = re.compile(r" +(?=- |[a-z_]+:(?: |\n))").match(text, start)
        if spaces:
            yield Word("indentation", start, spaces[0])
