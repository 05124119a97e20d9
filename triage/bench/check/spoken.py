"""Spoken: every text of a rule file as each voice says it, with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from triage.rule_files.document import Document, Place
from triage.rule_files.schema import RuleFile
from triage.rule_files.schema_types import Forms


@dataclass(frozen=True, slots=True)
class Said:
    """A text as one voice says it. `voice` is None where the file has one text for all."""

    place: Place
    voice: str | None
    text: str


def texts_of(document: Document, file: RuleFile) -> Iterator[Said]:
    """Yield every text for people, in the order of the schema; a text in several voices once for each."""
    for place, forms in _forms(file, ()):
        if isinstance(_at(document.data, place), str):
            yield Said(place, None, forms.self_)
        else:
            wording = forms.wording()
            for voice in wording.given:
                yield Said((*place, voice), voice, wording.for_(voice))


def _forms(part: object, place: Place) -> Iterator[tuple[Place, Forms]]:
    if isinstance(part, Forms):
        yield place, part
    elif isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            yield from _forms(getattr(part, name), (*place, field.alias or name))
    elif isinstance(part, list):
        for i, each in enumerate(part):
            yield from _forms(each, (*place, i))
    elif isinstance(part, dict):
        for key, each in part.items():
            yield from _forms(each, (*place, key))


def _at(data: Any, place: Place) -> Any:
    for step in place:
        data = data[step]
    return data
