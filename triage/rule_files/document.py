"""Documents: what stands in a file, or in a folder of them, with the place of everything and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from triage.rule_files.diagnostics import Diagnostic

MOST_FAULTS = 200
"""So many are listed; whoever has more mends these first."""

LAST_OF_READING = "R005"
"""What has a fault with a code up to this cannot be read further."""
Data = str | list["Data"] | dict[str, "Data"]
Place = tuple[str | int, ...]


def texts_in(data: Data, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Yield every text of some content with its place."""
    if isinstance(data, str):
        yield place, data
    else:
        for step, each in data.items() if isinstance(data, dict) else enumerate(data):
            yield from texts_in(each, (*place, step))


class Mark(NamedTuple):
    """A line and a column, from 1, and in which file of a document: 0 is the first, 1 the first of `others`."""

    line: int
    column: int
    number: int = 0


@dataclass
class Document:
    """Content with the mark of every value and key: of one file, or of several that are read as one.

    Of a folder `file` is its index, and `others` are its parts as they were read. `homes` tells in which part a key
    belongs, `unread` which keys a part would hold that cannot be read. `cut_off` tells that reading stopped short.
    """

    file: str
    lines: tuple[str, ...] = ()
    data: Data = ""
    values: dict[Place, Mark] = field(default_factory=dict)
    keys: dict[Place, Mark] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    silenced: set[Place] = field(default_factory=set)
    others: tuple[Document, ...] = ()
    homes: Mapping[str, str] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    cut_off: bool = False

    @property
    def is_readable(self) -> bool:
        """Whether it was read to its end, with a meaning that the rest of the check can go on with."""
        return not self.cut_off and all(fault.code > LAST_OF_READING for fault in self.diagnostics)

    @property
    def files(self) -> tuple[str, ...]:
        """The name of every file that was read, in order."""
        return (self.file, *(other.file for other in self.others))

    @property
    def beside(self) -> Path:
        """The folder that holds the file, or the folder of files: where stands what stands beside it."""
        holder = Path(self.file).parent
        return holder.parent if self.homes else holder

    def lines_of(self, number: int) -> tuple[str, ...]:
        """Return the lines of one of the files."""
        return self.others[number - 1].lines if number else self.lines

    @property
    def all_lines(self) -> Iterator[str]:
        """The lines of every file, in order."""
        return (line for number in range(len(self.files)) for line in self.lines_of(number))

    def report(self, code: str, place: Place, message: str, hint: str, key: bool = False) -> None:
        """Add a diagnostic at a place (or at its key); an unknown place falls back to what holds it.

        Nothing is added in silenced places.
        """
        if any(place[:length] in self.silenced for length in range(len(place) + 1)):
            return
        self.report_at(code, self.mark_of(place, key), message, hint)

    def is_reported(self, place: Place) -> bool:
        """Tell whether a fault of the value at this very place is listed already."""
        mark = self.mark_of(place)
        here = (self.files[mark.number], mark.line, mark.column)
        return any((each.file, each.line, each.column) == here for each in self.diagnostics)

    def report_double(self, kind: str, id: str, place: Place, where: str) -> None:
        """Report an id that stands at a place and already stands at another, `where`."""
        self.report("R015", place, f"the {kind} `{id}` stands already {where}", "give one of them another id")

    def mark_of(self, place: Place, key: bool = False) -> Mark:
        """Return the mark of a value (or of its key); of what holds it, where the place is unknown."""
        marks = self.keys if key else self.values
        while place and place not in marks:
            place = place[:-1]
            marks = self.values
        return marks.get(place, Mark(1, 1))

    def line_of(self, place: Place, key: bool = False) -> int:
        """Return the line, from 1, of a value (or of its key)."""
        return self.mark_of(place, key).line

    def line_named(self, mark: Mark, seen_from: Mark) -> str:
        """Name the line of a mark to whoever looks at another: `line 7`, or `line 7 of notes.yaml` in another file."""
        return f"line {mark.line}" + ("" if mark.number == seen_from.number else f" of {self._short(mark.number)}")

    def _short(self, number: int) -> str:
        """A file's name as seen from the folder."""
        return Path(self.files[number]).relative_to(Path(self.file).parent).as_posix()

    def report_at(self, code: str, mark: Mark, message: str, hint: str) -> None:
        """Add a diagnostic at a mark."""
        if self.is_full:
            return
        if len(self.diagnostics) == MOST_FAULTS - 1:
            code, message, hint = "R005", f"there are {MOST_FAULTS} faults or more", "mend those above first"
        lines = self.lines_of(mark.number)
        quoted = lines[mark.line - 1] if mark.line <= len(lines) else ""
        file = self.files[mark.number]
        self.diagnostics.append(Diagnostic(code, file, mark.line, mark.column, message, hint, quoted))

    def in_order(self) -> tuple[Diagnostic, ...]:
        """Return the diagnostics file by file and by place, each once."""
        order = {file: number for number, file in enumerate(self.files)}

        def place(found: Diagnostic) -> tuple[int, str, int, int, str, str]:
            return order.get(found.file, -1), found.file, found.line, found.column, found.code, found.message

        return tuple(sorted(set(self.diagnostics), key=place))

    @property
    def is_full(self) -> bool:
        """Whether no more faults are listed."""
        return len(self.diagnostics) >= MOST_FAULTS

    @property
    def has_errors(self) -> bool:
        """Whether any diagnostic is an error."""
        return any(diagnostic.is_error for diagnostic in self.diagnostics)
