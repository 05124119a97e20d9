"""Writing words: measured strengths and thresholds go into the text of the rules; all that did not change stays.

Places come from the strict reader, and only the lists of a pattern that changed are written anew, in the form they had
(a line for each word, or all in one line). Where a comment stands inside such a list nothing is guessed: the change is
refused with its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from triage.bench.refusal import refuse
from triage.bench.weigh.coded_matrix import Name
from triage.core.scales import ROLES
from triage.rule_files.document import Data, Document, Place
from triage.rule_files.yaml_reader import read_document

WIDTH = 120
Lists = dict[str, list[str]]
"""Strength word -> findings, as a role of a pattern holds them."""


@dataclass(frozen=True)
class Edit:
    """A piece of text to put in the place of another."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Numbers:
    """Thresholds to write: those of each level by its id (`from`, `lead`; None leaves it), and `close`."""

    levels: Mapping[str, tuple[int, int | None]]
    close: int


def rewritten(path: Path, words: Mapping[Name, str], order: Mapping[str, int], numbers: Numbers) -> str:
    """Return the text of a file of rules with these words and numbers; `order` are the points of each word.

    Raises EvaluationError where a list that would change holds a comment.
    """
    document = read_document(path)
    text = path.read_text(encoding="utf-8")
    source = _Source(document, text)
    faults: list[str] = []
    edits = [*_list_edits(source, words, order, faults), *_number_edits(source, numbers)]
    refuse(faults)
    for edit in sorted(edits, key=lambda edit: -edit.start):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


class _Source:
    """A document with its text, to turn places into offsets."""

    def __init__(self, document: Document, text: str) -> None:
        self.document = document
        self.text = text
        self._lines = [0]
        for line in text.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))

    def offset(self, place: Place, key: bool = False) -> int:
        mark = (self.document.keys if key else self.document.values)[place]
        return self._lines[mark.line - 1] + mark.column - 1

    def line(self, place: Place) -> str:
        return f"{self.document.file}:{self.document.line_of(place)}"

    def maps(self, data: Data | None = None, place: Place = ()) -> Iterator[tuple[Place, dict[str, Data]]]:
        """Yield every map of the document with its place."""
        data = self.document.data if data is None else data
        if isinstance(data, dict):
            yield place, data
        children = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
        for key, child in children:
            yield from self.maps(child, (*place, key))


def _list_edits(
    source: _Source, words: Mapping[Name, str], order: Mapping[str, int], faults: list[str]
) -> Iterator[Edit]:
    patterns = {pattern for pattern, _, _ in words}
    for place, data in source.maps():
        id = data.get("id")
        if not isinstance(id, str) or id not in patterns:
            continue
        for role in ROLES:
            now = data.get(role)
            if not isinstance(now, dict):
                continue
            lists = cast(Lists, now)
            wanted = _sorted_by_word(
                lists, {finding: word for (p, r, finding), word in words.items() if (p, r) == (id, role)}, order
            )
            if wanted != lists:
                yield from _role_edit(source, (*place, role), lists, wanted, faults)


def _sorted_by_word(lists: Lists, words: Mapping[str, str], order: Mapping[str, int]) -> Lists:
    """Return the lists that the words make: what stays keeps its place, what comes stands behind, by its name."""
    found: Lists = {}
    for word in sorted(order, key=lambda word: -order[word]):
        stays = [finding for finding in lists.get(word, []) if words.get(finding, word) == word]
        comes = [f for other, each in lists.items() if other != word for f in each if words.get(f, other) == word]
        if stays or comes:
            found[word] = [*stays, *sorted(comes)]
    return found


def _role_edit(source: _Source, place: Place, lists: Lists, wanted: Lists, faults: list[str]) -> Iterator[Edit]:
    """Write the lists of one role anew, in the form they have."""
    start = min(source.offset((*place, word), key=True) for word in lists)
    end = max(_end_of_list(source, (*place, word), findings) for word, findings in lists.items())
    if "#" in source.text[start:end]:
        faults.append(f"{source.line(place)}: a comment stands inside these lists; move it above them")
        return
    in_line = source.text[source.offset(place)] == "{"
    indent = " " * (start - source.text.rfind("\n", 0, start) - 1)
    parts = []
    for word, findings in wanted.items():
        if lists.get(word) == findings:
            parts.append(
                source.text[source.offset((*place, word), key=True) : _end_of_list(source, (*place, word), findings)]
            )
        else:
            parts.append(_list(word, findings, "" if in_line else indent))
    yield Edit(start, end, (", " if in_line else f"\n{indent}").join(parts))


def _end_of_list(source: _Source, place: Place, findings: list[str]) -> int:
    last = (*place, len(findings) - 1)
    end = source.offset(last) + len(findings[-1])
    flow = source.text[source.offset(place)] == "["
    return source.text.index("]", end) + 1 if flow else end


def _list(word: str, findings: list[str], indent: str) -> str:
    """Return a list in one line, or broken where it would be too wide."""
    lines = [f"{word}: ["]
    for number, finding in enumerate(findings):
        end = "]" if number == len(findings) - 1 else ", "
        if indent and len(indent) + len(lines[-1]) + len(finding) + len(end) > WIDTH:
            lines[-1] = lines[-1].rstrip()
            lines.append(" " * (len(word) + 3))
        lines[-1] += finding + end
    return f"\n{indent}".join(lines)


def _number_edits(source: _Source, numbers: Numbers) -> Iterator[Edit]:
    data = source.document.data
    if not isinstance(data, dict):
        return
    if "close" in data:
        yield from _number(source, ("close",), numbers.close)
    levels = data.get("levels")
    for id, (from_points, lead) in numbers.levels.items() if isinstance(levels, dict) else ():
        yield from _number(source, ("levels", id, "from"), from_points)
        if lead is not None:
            yield from _number(source, ("levels", id, "lead"), lead)


def _number(source: _Source, place: Place, number: int) -> Iterator[Edit]:
    if place in source.document.values:
        start = source.offset(place)
        digits = len(source.text[start:]) - len(source.text[start:].lstrip("-0123456789"))
        yield Edit(start, start + digits, str(number))
