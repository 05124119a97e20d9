"""Texts: every text of a rule file that people read, under its id path, and the same rule file with other texts.

An id path is made of the keys and ids that lead to a text, such as `questions/eyes/help` or `categories/x/tests/2`.
Where the three voices differ, the voice stands last: `questions/eyes/text/child`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from triage.core.questionnaire import Questionnaire
from triage.core.wording import Wording

PLAIN = ("term", "other", "typical_of", "name")
"""Fields with a text that has no voices. Other plain fields are ids, codes, dates and sources."""
Change = Callable[[str, str], str]
"""What to say at an id path instead of the English text."""


def texts_of(questionnaire: Questionnaire) -> dict[str, str]:
    """Return every text by its id path, in the order of the file."""
    found: dict[str, str] = {}

    def note(path: str, english: str) -> str:
        found[path] = english
        return english

    reworded(questionnaire, note)
    return found


def reworded(questionnaire: Questionnaire, change: Change) -> Questionnaire:
    """Return the same questionnaire, ids and all, with each text as `change` says it."""
    made: Questionnaire = _part(questionnaire, "", change)
    return made


def _part(value: Any, path: str, change: Change) -> Any:
    if isinstance(value, Wording):
        return _wording(value, path, change)
    if isinstance(value, tuple):
        return tuple(_part(each, _below(path, getattr(each, "id", i)), change) for i, each in enumerate(value, 1))
    if isinstance(value, Mapping):
        return {key: _part(each, _below(path, key), change) for key, each in value.items()}
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    return dataclasses.replace(value, **_changed(value, path, change))


def _changed(value: Any, path: str, change: Change) -> dict[str, Any]:
    new: dict[str, Any] = {}
    for field in dataclasses.fields(value):
        if not field.init:
            continue
        old, here = getattr(value, field.name), _below(path, field.name.rstrip("_"))
        if field.name not in PLAIN:
            new[field.name] = _part(old, here, change)
        elif isinstance(old, tuple):
            new[field.name] = tuple(change(_below(here, i), each) for i, each in enumerate(old, 1))
        elif old:
            new[field.name] = change(here, old)
    return new


def _wording(value: Wording, path: str, change: Change) -> Wording:
    forms = {voice: value.for_(voice) for voice in value.given}
    if len(set(forms.values())) == 1:
        return Wording.same(change(path, forms["self"]))
    return Wording(*(change(_below(path, voice), form) for voice, form in forms.items()))


def _below(path: str, step: object) -> str:
    return f"{path}/{step}" if path else str(step)
