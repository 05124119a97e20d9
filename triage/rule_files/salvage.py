"""Salvage: stand-ins for what is malformed, so that the names in the rest can still be checked.

A file with faults never loads; this only lets one run of `check` list the faults of both kinds.
"""

from __future__ import annotations

import copy
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from triage.rule_files.document import Data, Document
from triage.rule_files.shape_faults import MOST_LISTED, Loc, misspelt_keys

Model = TypeVar("Model", bound=BaseModel)
STAND_INS: tuple[Data, ...] = (
    "x",
    ["x"],
    {},
    [],
    "1",
    "one",
    "routine",
    "HP:0000001",
    "https://x.org",
    "2026-01-01",
    "AA",
)


def salvaged(document: Document, model: type[Model]) -> Model | None:
    """Return the document's data as a model with stand-ins at its faults, or None where that fails.

    The places of the stand-ins are silenced: whatever a stand-in means is not reported.
    """
    data = copy.deepcopy(document.data)
    for stand_in in STAND_INS:
        try:
            return model.model_validate(data)
        except ValidationError as error:
            if error.error_count() > MOST_LISTED:
                return None
            faults = error.errors(include_url=False, include_context=False, include_input=False)
            meant = misspelt_keys(faults)
            for wrong, right in meant.items():
                _rename(data, wrong, right)
            for fault in faults:
                if fault["loc"] in meant or fault["loc"] in meant.values():
                    continue
                loc = tuple(step for step in fault["loc"] if step != "[key]")
                _replace(document, data, loc, None if fault["type"] == "extra_forbidden" else stand_in)
    return None


def _rename(data: Data, wrong: Loc, right: Loc) -> None:
    holder: Any = data
    for step in wrong[:-1]:
        if not _has(holder, step):
            return
        holder = holder[step]
    holder[right[-1]] = holder.pop(wrong[-1])


def _replace(document: Document, data: Data, loc: tuple[str | int, ...], stand_in: Data | None) -> None:
    """Put the stand-in at the deepest step of `loc` that the data has, or delete the step for None."""
    holder: Any = data
    for depth, step in enumerate(loc):
        last = depth == len(loc) - 1
        inner = holder[step] if _has(holder, step) else None
        if last or not isinstance(inner, dict | list):
            document.silenced.add(loc[: depth + 1])
            if stand_in is None:
                holder.pop(step, None)
            elif isinstance(holder, dict) or _has(holder, step):
                holder[step] = copy.deepcopy(stand_in)
            return
        holder = inner


def _has(holder: Any, step: str | int) -> bool:
    if isinstance(holder, dict):
        return step in holder
    return isinstance(holder, list) and isinstance(step, int) and step < len(holder)
