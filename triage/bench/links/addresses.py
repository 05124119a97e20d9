"""Addresses of sources and links with their places, and the day on which they were seen, noted in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from triage.rule_files.document import Document, Place
from triage.rule_files.yaml_reader import read_document

SEEN = "seen"
"""The key that says on which day an address was last found."""
KEYS = ("url", "url_es", "fallback_url")


@dataclass(frozen=True, slots=True)
class Address:
    """One address: whose it is, what the page should be called (empty where that is not known), and where it stands."""

    url: str
    id: str
    title: str
    document: Document
    place: Place

    @property
    def where(self) -> str:
        """Its file and line."""
        mark = self.document.mark_of(self.place)
        return f"{self.document.files[mark.number]}:{mark.line}"


def addresses_in(rules: Document, resources: Path) -> Iterator[Address]:
    """Yield every address of the sources of rules, and of the links beside them, where there are any."""
    data: Any = rules.data
    for id, source in data.get("sources", {}).items():
        yield Address(source["url"], id, source["text"], rules, ("sources", id, "url"))
    if resources.exists():
        links = read_document(resources)
        for i, each in enumerate(links.data):
            for key in KEYS:
                if isinstance(each, dict) and key in each:
                    title = each.get("title", "") if key == "url" and each.get("link_kind") == "direct" else ""
                    yield Address(str(each[key]), str(each.get("id", i)), str(title), links, (i, key))


def note_seen(found: Iterable[Address], today: str) -> list[str]:
    """Write the day beside the main address of each; everything else stays as it is. Returns the files changed."""
    changes: dict[str, dict[int, str]] = {}
    for address in found:
        if address.place[-1] == "url":
            mark = address.document.mark_of(address.place)
            file = address.document.files[mark.number]
            number, line = _noted(address, today)
            changes.setdefault(file, {})[number] = line
    for file, lines in changes.items():
        _write(Path(file), lines)
    return list(changes)


def _noted(address: Address, today: str) -> tuple[int, str]:
    """The number of a line and what it says once the day is noted; a new line stands behind a line end."""
    document, holder = address.document, address.place[:-1]
    old = document.values.get((*holder, SEEN))
    mark = old or document.mark_of(address.place)
    line = document.lines_of(mark.number)[mark.line - 1]
    before, rest = line[: mark.column - 1], line[mark.column - 1 :]
    if old is not None:
        return mark.line, before + re.sub(r"^[^\s,}]+", today, rest)
    value = re.match(r'"[^"]*"|\'[^\']*\'|[^\s,}]+', rest)
    end = mark.column - 1 + (value.end() if value else len(rest))
    if "{" in before:
        return mark.line, f"{line[:end]}, {SEEN}: {today}{line[end:]}"
    key = document.mark_of(address.place, key=True)
    return mark.line, f"{line}\n{' ' * (key.column - 1)}{SEEN}: {today}"


def _write(path: Path, changed: dict[int, str]) -> None:
    content = path.read_bytes().decode("utf-8")
    end = "\r\n" if "\r\n" in content else "\n"
    lines = content.split(end)
    for number, line in changed.items():
        lines[number - 1] = line.replace("\n", end)
    path.write_bytes(end.join(lines).encode("utf-8"))
