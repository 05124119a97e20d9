"""The YAML reader: a file read strictly into text, lists and maps, with the place of everything.

Every scalar is text (`no` stays a word). Aliases, anchors, tags, duplicate keys and several documents
are refused; size and depth are bounded, and nothing here recurses, so no file can exhaust the reader.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from triage.rule_files.document import Data, Document, Mark, Place
from triage.rule_files.stray_signs import line_by_line, without_strays
from triage.rule_files.yaml_slips import block_texts, find_slip

MOST_BYTES = 8_000_000
MOST_DEPTH = 24
MOST_PARTS = 200_000
"""Texts, lists and maps. The shipped file has about 10,000."""
NOTHING = ("null", "Null", "NULL", "~")
"""Without quotes other programs read these as nothing."""
UNQUOTED = "if this is a text, put it in quotes; else write out what is meant"
LOADER = yaml.CSafeLoader
"""libyaml: unlike the pure Python parser it takes a question mark inside `{...}` as text."""


@contextmanager
def collector_waiting() -> Iterator[None]:
    """Keep the collector of cycles from running inside; it runs again afterwards if it did before.

    Reading makes very many objects that stay and no cycles. The collector would walk through all of them again and
    again, so that a file ten times as long took more than ten times as much.
    """
    ran = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if ran:
            gc.enable()


def read_document(path: Path, name: str | None = None) -> Document:
    """Read a file. Faults stand in the document's diagnostics; nothing is raised for them."""
    document = Document(name or str(path))
    if read_text(document, path) is not None:
        _parse(document)
    return document


def parse_document(raw: bytes, name: str) -> Document:
    """Parse the bytes of a file called `name`. Faults stand in the document's diagnostics."""
    document = Document(name)
    if decoded(document, raw) is not None:
        _parse(document)
    return document


def read_text(document: Document, path: Path) -> str | None:
    """Return the text of a document's file, and fill its lines; None with a diagnostic where that fails."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        document.report_at("R001", Mark(1, 1), f"the file cannot be read: {reason}", "check the name and its rights")
        return None
    return decoded(document, raw)


def decoded(document: Document, raw: bytes) -> str | None:
    """Return bytes as text, and fill the document's lines; None with a diagnostic where that fails."""
    if len(raw) > MOST_BYTES:
        message = f"the file is larger than {MOST_BYTES:,} bytes"
        document.report_at("R005", Mark(1, 1), message, "split off what does not belong here")
        return None
    try:
        text = raw.decode("utf-8-sig")  # some editors put a mark before the first sign
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"the bytes on line {line} are not UTF-8"
        document.report_at("R001", Mark(line, 1), message, "save the file as UTF-8 in your editor")
        return None
    document.lines = line_by_line(text)
    return text


@collector_waiting()
def _parse(document: Document) -> None:
    lines, strays = without_strays(document.lines, lambda: block_texts(document.lines))
    for stray in strays:
        document.report_at(stray.code, Mark(stray.line, stray.column), stray.message, stray.hint)
    text = "\n".join([*lines, ""])
    try:
        _fill(document, yaml.parse(text, Loader=LOADER))
    except yaml.MarkedYAMLError as error:
        document.cut_off = True
        if not strays:  # else the layout that was guessed may be at fault
            _report_layout(document, error)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        document.report_at("R002", Mark(line, 1), "there is a control character here", "delete it")


def _report_layout(document: Document, error: yaml.MarkedYAMLError) -> None:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    slip = find_slip(document.lines, line)
    if slip is not None:
        message = f"this is not well-formed YAML: {slip.message}"
        document.report_at("R002", Mark(slip.line, slip.column), message, slip.hint)
        return
    what = " ".join(filter(None, (error.context, error.problem)))
    hint = "look here and at the line above: indent with spaces, start entries with `- `, quote texts with `: ` or ` #`"
    document.report_at("R002", Mark(line, column), f"this is not well-formed YAML ({what})", hint)


@dataclass
class _Open:
    """A list or map that is being filled; `key` waits for its value, `is_two` says that another `id` stands in it."""

    into: list[Data] | dict[str, Data]
    place: Place
    key: str | None = None
    is_two: bool = False


class _Refused(Exception):
    """The rest of the file cannot be read in a meaningful way."""


def _fill(document: Document, events: Iterator[yaml.Event]) -> None:
    stack: list[_Open] = []
    documents = 0
    try:
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    _refuse(document, "R003", event, "a second document starts here", "delete the line `---`")
            elif isinstance(event, yaml.CollectionEndEvent):
                stack.pop()
            elif isinstance(event, yaml.NodeEvent):
                _take(document, stack, event)
    except _Refused:
        return


def _take(document: Document, stack: list[_Open], event: yaml.NodeEvent) -> None:
    mark = _mark(event)
    if isinstance(event, yaml.AliasEvent) or event.anchor:
        _refuse(document, "R003", event, "anchors (`&`) and aliases (`*`) are not used here", UNQUOTED)
    if getattr(event, "tag", None):
        _refuse(document, "R003", event, "tags (`!`) are not used here", UNQUOTED)
    if len(stack) >= MOST_DEPTH:
        _refuse(document, "R005", event, f"this is nested more than {MOST_DEPTH} deep", "make it flatter")
    top = stack[-1] if stack else None
    if top is not None and isinstance(top.into, dict) and top.key is None:
        _take_key(document, top, event, mark)
        return
    if isinstance(event, yaml.ScalarEvent) and not event.style:
        _report_text(document, event, mark)
    value: Data = event.value if isinstance(event, yaml.ScalarEvent) else []
    if isinstance(event, yaml.MappingStartEvent):
        value = {}
    place: Place = ()
    if top is None:
        document.data = value
    elif isinstance(top.into, list):
        place = (*top.place, len(top.into))
        top.into.append(value)
    else:
        place = (*top.place, top.key or "")
        if top.key is not None and top.key not in top.into:
            top.into[top.key] = value
        top.key = None
    document.values.setdefault(place, mark)
    if len(document.values) > MOST_PARTS:
        _refuse(
            document, "R005", event, f"the file has more than {MOST_PARTS:,} parts", "split off what does not belong"
        )
    if not isinstance(value, str):
        stack.append(_Open(value, place))


def _take_key(document: Document, top: _Open, event: yaml.NodeEvent, mark: Mark) -> None:
    if not isinstance(event, yaml.ScalarEvent):
        sign = "{" if isinstance(event, yaml.MappingStartEvent) else "["
        hint = f"delete the `{sign}`, or write a word and `:` before it"
        _refuse(document, "R003", event, "a key must be a word, not a list or a map", hint)
    assert isinstance(event, yaml.ScalarEvent) and isinstance(top.into, dict)
    top.key = event.value
    if event.value in top.into and not top.is_two:
        first = document.keys[(*top.place, event.value)].line
        message = f"the key `{event.value}` stands twice here, first on line {first}"
        top.is_two = event.value == "id"
        hint = "keep one of the two" + ("; or start the second with `- `, if it is another entry" if top.is_two else "")
        document.report_at("R004", mark, message, hint)
    document.keys.setdefault((*top.place, event.value), mark)


def _report_text(document: Document, event: yaml.ScalarEvent, mark: Mark) -> None:
    """Report a text without quotes that says nothing, has swallowed entries of a list, or has lost a quote mark."""
    if event.value in NOTHING:
        hint = "write the text, or delete the key; to show this to people, put it in quotes"
        document.report_at("R023", mark, f"`{event.value}` means nothing, and people would see it", hint)
    if event.value.endswith('"') and event.value.count('"') == 1:
        hint = 'put a `"` where the text starts, or delete this one'
        document.report_at("R002", mark, 'the `"` at the end of this text has no other half', hint)
    last = event.end_mark.line if event.end_mark else 0
    if last < mark.line:
        return
    below = enumerate(document.lines[mark.line : last + 1], mark.line + 1)
    entries = [line for line, text in below if re.match(r" *-[ \w]", text)]
    if entries:
        line = entries[0] if len(entries) == 1 else mark.line
        column = len(document.lines[line - 1]) - len(document.lines[line - 1].lstrip()) + 1
        message = "this entry of a list is read as one text with the lines around it"
        hint = "start it with as many spaces as the entries around, then `- `; a text that holds `-` so needs quotes"
        document.report_at("R002", Mark(line, column), message, hint)


def _refuse(document: Document, code: str, event: yaml.Event, message: str, hint: str) -> None:
    document.report_at(code, _mark(event), message, hint)
    raise _Refused


def _mark(event: yaml.Event) -> Mark:
    start = event.start_mark
    return Mark(start.line + 1, start.column + 1) if start else Mark(1, 1)
