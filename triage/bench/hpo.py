"""An ontology of clinical terms: names and ancestors, read from an OBO text. Knows no file and no cache."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

ROOT = "HP:0000001"


@dataclass(frozen=True)
class Ontology:
    """Terms by id: their names and parents, and the former ids that now mean another term."""

    version: str
    names: Mapping[str, str]
    parents: Mapping[str, tuple[str, ...]]
    former: Mapping[str, str]

    def __contains__(self, id: str) -> bool:
        return self.current(id) in self.names

    def current(self, id: str) -> str:
        """Return the id that a term has now; an id that the ontology does not know stays as it is."""
        return self.former.get(id, id)

    def name(self, id: str) -> str:
        """Return a term's name, or its id where it is unknown."""
        return self.names.get(self.current(id), id)

    def up(self, id: str) -> frozenset[str]:
        """Return a term and all its ancestors."""
        current = self.current(id)
        known = self._ups.get(current)
        if known is None:
            known = frozenset({current}).union(*(self.up(parent) for parent in self.parents.get(current, ())))
            self._ups[current] = known
        return known

    def depth(self, id: str) -> int:
        """Return how many steps a term stands below the root, by the shortest way."""
        current, steps = {self.current(id)}, 0
        while current and ROOT not in current:
            current = {parent for each in current for parent in self.parents.get(each, ())}
            steps += 1
        return steps if current else 0

    @cached_property
    def _ups(self) -> dict[str, frozenset[str]]:
        return {}


def parse_obo(text: str) -> Ontology:
    """Read an OBO text: its version, and every term that is not obsolete."""
    head, *stanzas = text.replace("\r\n", "\n").split("\n[Term]\n")
    version = next((value for key, value in _tags(head) if key == "data-version"), "unknown")
    names: dict[str, str] = {}
    parents: dict[str, tuple[str, ...]] = {}
    former: dict[str, str] = {}
    for stanza in stanzas:
        tags = list(_tags(stanza.split("\n[", 1)[0]))
        one = dict(tags)
        id = one["id"]
        if one.get("is_obsolete") == "true":
            if "replaced_by" in one:
                former[id] = _first_word(one["replaced_by"])
            continue
        names[id] = one.get("name", id)
        parents[id] = tuple(_first_word(value) for key, value in tags if key == "is_a")
        former.update({_first_word(value): id for key, value in tags if key == "alt_id"})
    return Ontology(version, names, parents, former)


def _tags(stanza: str) -> Iterator[tuple[str, str]]:
    for line in stanza.splitlines():
        key, colon, value = line.partition(": ")
        if colon:
            yield key, value.strip()


def _first_word(value: str) -> str:
    """An id without the comment or the modifiers that may follow it."""
    return value.split()[0]
