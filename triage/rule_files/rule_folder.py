"""Rule folders: a rule set in parts, split by who reviews them, read as the one file that they are together.

`index.yaml` names the parts in order. Each holds the keys that belong in it, written as in one file. A part may be a
folder of that name too: the list under its key is then shared out over the files inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from triage.rule_files.diagnostics import suggestion
from triage.rule_files.document import Data, Document, Mark, Place
from triage.rule_files.schema import HOMES
from triage.rule_files.schema_types import FilePart, Text
from triage.rule_files.shape_faults import shaped
from triage.rule_files.yaml_reader import read_document

INDEX, ENDING = "index", ".yaml"
INDEX_FILE = INDEX + ENDING
PARTS = "parts"
REVIEWER, REVIEWERS = "reviewed_by", "reviewers"
"""The first may stand at the top of any part; together they are what one file says under the second."""


class IndexPart(FilePart):
    """What an index says beside what a rule file says."""

    parts: Annotated[list[Text], Field(min_length=1)]


def read_rules(path: Path) -> Document:
    """Read a rule set from a file or a folder. Its faults stand in the document; nothing is raised for them."""
    return _joined(path) if path.is_dir() else read_document(path)


def files_of(path: Path) -> list[Path]:
    """Return the files that a rule set consists of: itself, or those in its folder, its index first.

    Names that start with a dot are passed over.
    """
    index = path / INDEX_FILE if path.is_dir() else path
    if index == path or not index.exists():
        return [index]
    inside = (file for file in sorted(path.rglob("*.y*ml")) if not _hidden(file.relative_to(path)))
    return [index, *(file for file in inside if file != index)]


def _hidden(inside: Path) -> bool:
    return any(step.startswith(".") for step in inside.parts)


def _joined(folder: Path) -> Document:
    """Read a folder into one document, with every fault of every part."""
    first, *files = files_of(folder)
    there = {file.relative_to(folder).as_posix().removesuffix(ENDING): file for file in files}
    index = read_document(first)
    listed = {} if index.has_errors else _listed(index)
    if isinstance(index.data, dict):
        index.data.pop(PARTS, None)
    names = list(dict.fromkeys(name for name in (*listed, *there) if name in there))
    parts = [read_document(there[name]) for name in names]
    whole = Document(str(first), index.lines, {}, {(): Mark(1, 1)}, homes=HOMES, others=tuple(parts))
    unread = _report_missing(whole, listed, there) if index.lines else set(HOMES.values())
    for number, (name, part) in enumerate(zip((INDEX, *names), (index, *parts), strict=True)):
        if listed and number and name not in listed:
            hint = f"name it under `{PARTS}` of {INDEX_FILE}, or let its name start with a dot"
            whole.report_at("R007", Mark(1, 1, number), f"nothing names the part `{name}`", hint)
        if not _Part(whole, part, number, name).add():
            unread.add(_home(name))
        whole.diagnostics += part.diagnostics
    whole.unread = frozenset(key for key, home in HOMES.items() if home in unread)
    return whole


def _home(name: str) -> str:
    return name.partition("/")[0]


def _listed(index: Document) -> dict[str, Mark]:
    """The parts that an index names, each with its mark."""
    listed: dict[str, Mark] = {}
    named = {key: value for key, value in index.data.items() if key == PARTS} if isinstance(index.data, dict) else {}
    found = shaped(index, IndexPart, named)
    for i, name in enumerate(found.parts if found else []):
        if name in listed:
            index.report_double("part", name, (PARTS, i), f"on line {listed[name].line}")
        listed.setdefault(name, index.mark_of((PARTS, i)))
    return listed


def _report_missing(whole: Document, listed: Mapping[str, Mark], there: Iterable[str]) -> set[str]:
    """Report the parts that are named and are not there. Returns where their keys belong."""
    missing = [name for name in listed if name not in there]
    for name in missing:
        hint = f"write that file, or delete this line; {suggestion(name, there)}"
        whole.report_at("R006", listed[name], f"the part `{name}` is not there: no file {name}{ENDING}", hint)
    return {_home(name) for name in missing}


class _Part:
    """One part on its way into the whole; `places` tells where each of its keys, or the items of its list, go."""

    def __init__(self, whole: Document, part: Document, number: int, name: str) -> None:
        self.whole = whole
        self.part = part
        self.number = number
        self.name = name
        self.places: dict[str | int, tuple[Place, int]] = {}

    def add(self) -> bool:
        """Add what the part holds, with its marks. Returns whether it could be read."""
        if not self.part.is_readable:
            return False
        data = {} if self.part.data == "" else self.part.data
        if not isinstance(data, dict):
            self._report("R013", (), "a part must be a map of keys", "write `key: value`, one a line")
            return False
        for key, value in data.items():
            self._add_key(key, value)
        for into, marks in ((self.whole.values, self.part.values), (self.whole.keys, self.part.keys)):
            for place, mark in marks.items():
                if place and place[0] in self.places:
                    into.setdefault(self._moved(place), mark._replace(number=self.number))
        for key, home in HOMES.items():
            if home == _home(self.name):  # where to report that the part lacks it
                self.whole.values.setdefault((key,), Mark(1, 1, self.number))
        return True

    def _add_key(self, key: str, value: Data) -> None:
        whole: dict[str, Data] = self.whole.data  # type: ignore[assignment]  # it was made a map
        if self.number and key == REVIEWER:
            self._add_reviewer(whole, value)
            return
        home, own = HOMES.get(key), _home(self.name)
        if home not in (None, own):
            self._report("R008", (key,), f"`{key}` does not belong in this part", f"move it to {home}{ENDING}")
        old = whole.get(key)
        if key not in whole:
            whole[key] = list(value) if isinstance(value, list) else value
            self.places[key] = ((key,), 0)
        elif isinstance(old, list) and isinstance(value, list) and home == own != self.name:
            self.places[key] = ((key,), len(old))
            old += value
        else:
            first = self.whole.line_named(self.whole.mark_of((key,), key=True), self._mark((key,)))
            self._report("R004", (key,), f"the key `{key}` stands already on {first}", "keep one of the two")

    def _add_reviewer(self, whole: dict[str, Data], value: Data) -> None:
        reviewers = whole.setdefault(REVIEWERS, {})
        self.whole.values.setdefault((REVIEWERS,), self._mark((REVIEWER,)))
        if isinstance(reviewers, dict):
            reviewers.setdefault(self.name, value)
            self.places[REVIEWER] = ((REVIEWERS, self.name), 0)

    def _moved(self, place: Place) -> Place:
        """Where in the whole stands what stands at a place of the part."""
        start, shift = self.places[place[0]]
        rest = place[1:]
        return (*start, rest[0] + shift, *rest[1:]) if rest and isinstance(rest[0], int) else (*start, *rest)

    def _mark(self, place: Place) -> Mark:
        return self.part.mark_of(place, key=True)._replace(number=self.number)

    def _report(self, code: str, place: Place, message: str, hint: str) -> None:
        self.whole.report_at(code, self._mark(place), message, hint)
