"""Conditions as a rule file writes them, read into the core's conditions with every fault reported."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from triage.core.conditions import All, Any, Chosen, Condition, Found, Not
from triage.rule_files.condition_slips import SHAPES, meant_by, meant_by_key
from triage.rule_files.document import Data, Document, Place
from triage.rule_files.references import Names

WORDS = ("all", "any", "not", "finding")
"""The keys of a condition that are no question."""


@dataclass(frozen=True)
class Scope:
    """What a condition may name: questions and findings. Others of the file come too late."""

    names: Names
    questions: AbstractSet[str]
    findings: AbstractSet[str] = frozenset()

    @property
    def document(self) -> Document:
        """The file that the condition stands in."""
        return self.names.document


def read_condition(scope: Scope, place: Place, data: Data) -> Condition | None:
    """Read the condition at a place. Returns None, with every fault reported, where it has no clear meaning."""
    if not isinstance(data, dict) or len(data) != 1:
        scope.document.report("R019", place, "a condition is a map with exactly one key", meant_by(scope.names, data))
        return None
    ((key, value),) = data.items()
    inside = (*place, key)
    if key in ("all", "any"):
        return _joined(scope, inside, key, value)
    if key == "not":
        if isinstance(value, list):
            hint = "write `{not: {any: [...]}}` where none of them may be there, else `{not: {all: [...]}}`"
            scope.document.report("R019", inside, "`not` takes one condition and no list", hint)
            return None
        part = read_condition(scope, inside, value)
        return Not(part) if part else None
    if key == "finding":
        return _found(scope, inside, value)
    if key not in scope.questions and (meant := meant_by_key(scope.names, key, value)):
        scope.document.report("R019", inside, f"no question is named `{key}`", meant, key=True)
        return None
    return _chosen(scope, inside, key, value)


def _joined(scope: Scope, place: Place, key: str, value: Data) -> Condition | None:
    if not isinstance(value, list) or not value:
        scope.document.report("R019", place, f"`{key}` needs a list of conditions", f"write `{key}: [...]`")
        return None
    parts = [read_condition(scope, (*place, index), part) for index, part in enumerate(value)]
    good = tuple(part for part in parts if part is not None)
    if len(good) < len(parts):
        return None
    return All(good) if key == "all" else Any(good)


def _found(scope: Scope, place: Place, value: Data) -> Condition | None:
    if not isinstance(value, str):
        hint = meant_by(scope.names, value)
        scope.document.report("R019", place, "`finding` needs one finding's id", hint)
        return None
    return Found(value) if _may_name(scope, "finding", value, scope.findings, place) else None


def _chosen(scope: Scope, place: Place, question: str, value: Data) -> Condition | None:
    at_least, here = 1, place
    if isinstance(value, dict):
        number, of = value.get("at_least"), value.get("of")
        if set(value) != {"at_least", "of"} or not isinstance(number, str) or not number.isdecimal():
            hint = "write `{question: {at_least: 2, of: [...]}}`"
            scope.document.report("R019", place, f"`{question}` counts options in an unclear way", hint)
            return None
        at_least, value, place = int(number), of or [], (*place, "of")
    if not _may_name(scope, "question", question, scope.questions, here, key=True):
        return None
    if not isinstance(value, list) or not value or not all(isinstance(option, str) for option in value):
        hint = f"write `{{{question}: [{value}]}}`" if value and isinstance(value, str) else SHAPES
        scope.document.report("R019", place, f"`{question}` needs a list of its options", hint)
        return None
    options = [str(option) for option in value]
    known = [scope.names.use("option", option, (*place, i), of=question) for i, option in enumerate(options)]
    good = all(known)
    if len(set(options)) < len(options):
        scope.document.report("R019", place, f"an option of `{question}` stands here twice", "keep one")
        good = False
    if not 1 <= at_least <= len(options):
        message = f"`at_least: {at_least}` of {len(options)} options is always true or never"
        scope.document.report("R024", place, message, f"choose a number from 1 to {len(options)}")
        good = False
    return Chosen(question, tuple(options), at_least) if good else None


def _may_name(scope: Scope, kind: str, name: str, earlier: AbstractSet[str], place: Place, key: bool = False) -> bool:
    declared = scope.names.use(kind, name, place, is_key=key)
    if declared and name not in earlier:
        message = f"{kind} `{name}` stands later in the file than this"
        scope.document.report("R017", place, message, f"move the {kind} up, or this down", key=key)
    return name in earlier
