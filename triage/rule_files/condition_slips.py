"""Condition slips: what somebody meant whose condition is written as in another notation, or without its brackets."""

from __future__ import annotations

import re

from triage.rule_files.document import Data
from triage.rule_files.references import Names

SHAPES = "write {question: [options]}, {finding: id}, {all: [...]}, {any: [...]} or {not: ...}"
ALL = ("all", "and", "&&", "&", "all_of", "allof", "every", "each", "both", "und")
ANY = ("any", "or", "||", "|", "any_of", "anyof", "one_of", "oneof", "some", "either", "oder")
NONE = ("none", "none_of", "noneof", "not_any", "nor", "neither", "no_of")
NOT = ("not", "!", "no", "unless", "without", "except", "isnt", "is_not")
"""How other notations say it, in small letters. None of them may be the id of a question."""
JOINED = re.compile(r"\s+(?:(and|&&?)|or|\|\|?)\s+|\s*(?:(&&)|\|\|)\s*", re.IGNORECASE)


def meant_by_key(names: Names, key: str, value: Data) -> str | None:
    """Return what to write instead of a key that no question has, where that is clear."""
    word = key.strip().lower()
    for words, meant in (
        (ALL, "`all`"),
        (ANY, "`any`"),
        (NONE, "`not` and `any`: {not: {any: [...]}}"),
        (NOT, "`not`"),
    ):
        if word in words:
            return f"write {meant}"
    if word in ("finding", "findings", "sign"):
        return f"write `{meant_by_names(names, value)}`" if _names(value) else "write `finding`"
    if key in names.declared.get(("finding", ""), {}):
        return f"`{key}` is a finding: write `{{finding: {key}}}`"
    if _questions_with(names, key):
        return f"`{key}` is an option: write `{_one(names, key)}`"
    return None


def meant_by(names: Names, data: Data) -> str:
    """Return how to write what stands where a condition should be: bare names, several keys, or a list."""
    if isinstance(data, dict):
        parts = ", ".join(f"{{{key}: ...}}" for key in list(data)[:3]) or "..."
        return (
            f"write `{{all: [{parts}]}}` or `{{any: [{parts}]}}`: one `{{...}}` for each" if len(data) > 1 else SHAPES
        )
    if isinstance(data, list) and not _names(data):
        return "a list says not whether all or any of it is meant: write `{any: [...]}` or `{all: [...]}` around it"
    return f"write `{meant_by_names(names, data)}`" if _names(data) else SHAPES


def meant_by_names(names: Names, data: Data) -> str:
    """Return bare names as a condition: each as what it names, joined as the words between them say."""
    if isinstance(data, list):
        parts = [_one(names, str(each)) for each in data]
        return parts[0] if len(parts) == 1 else f"{{any: [{', '.join(parts)}]}}"
    text = str(data).strip("{}[]() ")
    pieces = [piece for piece in re.split(r",\s*", JOINED.sub(", ", text)) if piece]
    parts = [_one(names, piece) for piece in pieces]
    joined = JOINED.search(text)
    word = "all" if joined and (joined[1] or joined[2]) else "any"
    return parts[0] if len(parts) == 1 else f"{{{word}: [{', '.join(parts)}]}}"


def _names(data: Data) -> bool:
    """Whether there are bare names."""
    if isinstance(data, list):
        return bool(data) and all(isinstance(each, str) for each in data)
    return isinstance(data, str) and bool(re.search(r"\w", data))


def _one(names: Names, name: str) -> str:
    denied = re.match(r"(?:!\s*|not\s+)(\w+)$", name, re.IGNORECASE)
    if denied:
        return f"{{not: {_one(names, denied[1])}}}"
    if name in names.declared.get(("question", ""), {}):
        return f"{{{name}: [...]}}"
    questions = _questions_with(names, name)
    if questions and name not in names.declared.get(("finding", ""), {}):
        return f"{{{questions[0]}: [{name}]}}"
    return f"{{finding: {name}}}"


def _questions_with(names: Names, option: str) -> list[str]:
    return [of for (kind, of), declared in names.declared.items() if kind == "option" and option in declared]
