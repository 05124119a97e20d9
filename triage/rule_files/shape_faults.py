"""Faults of shape: pydantic's errors said in a maintainer's words, each at its place, and stand-ins for what is wrong.

A file with faults never loads; with stand-ins, one run of `check` lists the faults of its names as well.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from triage.rule_files.diagnostics import suggestion
from triage.rule_files.did_you_mean import near
from triage.rule_files.document import Data, Document, Place
from triage.rule_files.hpo_terms import with_name

FORMS = {
    "HP:": ("R020", "is no HPO code", ""),
    "https?": ("R021", "is no web address", "addresses start with https:// and hold no spaces"),
    "^[a-z]": ("R014", "is no id", "ids are lower-case words: letters, digits and _, a letter first"),
    "^\\d{4}": ("R013", "is no date", "dates look like 2026-11-21"),
}


MOST_LISTED = 1_000
"""A file with more faults of shape than this is something else; they are not looked at one by one."""
Loc = tuple[str | int, ...]
"""A place as pydantic says it."""
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
"""What may take the place of something malformed; the first that its key takes."""


def shaped(document: Document, model: type[Model], data: Any = None) -> Model | None:
    """Check the document's data against a model. Returns None and reports every fault where it fails."""
    try:
        return model.model_validate(document.data if data is None else data)
    except ValidationError as error:
        if error.error_count() > MOST_LISTED:
            message = f"this has {error.error_count():,} faults of shape, so it is no file of this kind"
            document.report("R005", (), message, "check the name of the file, and the first lines for a lost sign")
            return None
        faults = error.errors(include_url=False, include_context=True)
        meant = set(misspelt_keys(faults).values())
        for fault in faults:
            if fault["type"] != "missing" or (fault["loc"] not in meant and fault["loc"][0] not in document.unread):
                _report(document, model, fault)
        return None


def misspelt_keys(faults: Iterable[Any]) -> dict[Loc, Loc]:
    """Pair each unknown key with the missing key of the same map that it most probably is; both as pydantic says."""
    missing: dict[Loc, list[str]] = {}
    for fault in faults:
        if fault["type"] == "missing":
            missing.setdefault(fault["loc"][:-1], []).append(str(fault["loc"][-1]))
    pairs: dict[Loc, Loc] = {}
    for fault in faults:
        loc = fault["loc"]
        if fault["type"] == "extra_forbidden":
            name, names = str(loc[-1]), missing.get(loc[:-1], [])
            start = re.split(r"\W", name)[0]
            if close := [start] if start in names else near(name, names):
                pairs[loc] = (*loc[:-1], close[0])
    return pairs


def _report(document: Document, model: type[BaseModel], fault: Any) -> None:
    kind = fault["type"]
    place = _place(document, fault["loc"], keep_last=kind == "missing")
    name, where = str(place[-1]) if place else "", named_place(document, place[:-1])
    found = fault["input"]
    if kind == "extra_forbidden" and found == "" and _is_flow(document, place):
        message = f"`{name}` stands behind a `,`, which ends a text inside `{{ }}` and `[ ]`"
        document.report("R010", place, message, "put the text with the `,` in quotes", key=True)
    elif kind == "extra_forbidden":
        known = _keys(model, document, fault["loc"])
        start = re.split(r"\W", name)[0]
        hint = f"did you mean `{start}: `, with a `:` and a space?" if start in known else suggestion(name, known)
        document.report("R010", place, f"{where} has no key `{name}`", hint, key=True)
    elif kind == "missing":
        holder = place[:-1]
        message = f"{named_place(document, holder)} lacks the key `{name}`"
        inside = f" in {document.homes[name]}.yaml" if not holder and name in document.homes else ""
        document.report("R011", place, message, f"add a line `{name}: ...`{inside}")
    elif kind == "string_pattern_mismatch":
        pattern = fault["ctx"]["pattern"]
        forms = (form for start, form in FORMS.items() if pattern.lstrip("^").startswith(start.lstrip("^")))
        default = ("R013", "is not of the right form", f"it must match {pattern}")
        code, what, hint = next(forms, default)
        document.report(code, place, f"`{found}` {what}", _code_hint(found) if code == "R020" else hint)
    elif kind in ("string_too_short", "too_short"):
        mark = document.mark_of(place)
        line = document.lines_of(mark.number)[mark.line - 1 :][:1]
        hidden = "; what follows ` #` is a comment: put a text with ` #` in quotes" if " #" in "".join(line) else ""
        document.report("R023", place, f"`{name}` of {where} is empty", f"write something, or delete the key{hidden}")
    elif kind == "literal_error":
        expected = fault["ctx"]["expected"].replace("'", "`").replace(" or ", ", ")
        words = [word.strip(" `") for word in expected.split(",")]
        document.report("R013", place, f"`{name}` of {where} cannot be `{found}`", suggestion(str(found), words))
    elif kind == "value_error":
        what = str(fault["ctx"]["error"])
        words = re.findall(r"`(\w+)`", what)
        hint = suggestion(str(found), words) if words else "write it in digits, like 12"
        hint = _HINTS_OF_VALUES.get(what, hint)
        document.report("R013", place, f"`{name}` of {where}: {what}", hint)
    else:
        message = f"`{name}` of {where} must be {_WANTED.get(kind, 'something else')}, not {_kind(found)}"
        hint = _HINTS.get(kind, fault["msg"].lower())
        if kind == "list_type" and isinstance(found, str) and found:
            hint = f"write `[{found}]`, or one `- item` a line"
        if kind == "dict_type" and isinstance(found, list) and all(isinstance(each, str) for each in found):
            hint = f"write a word before the list, as in `{{word: [{', '.join(found)}]}}`"
        document.report("R013", place, message, hint)


def _is_flow(document: Document, place: Place) -> bool:
    """Whether what stands where a key would is a text behind a comma, inside brackets."""
    mark = document.mark_of(place, key=True)
    name, line = str(place[-1]), document.lines_of(mark.number)[mark.line - 1]
    return ":" not in name and not line[mark.column - 1 :].startswith(f"{name}:")


def _code_hint(found: str) -> str:
    digits = "".join(filter(str.isdecimal, found))
    if 0 < len(digits) <= 7:
        return f"did you mean `{with_name(f'HP:{digits:0>7}')}`? A code is `HP:` and seven digits"
    return f"a code is `HP:` and seven digits, like HP:0001324; this has {len(digits)}"


_WANTED = {
    "string_type": "a text",
    "list_type": "a list",
    "dict_type": "a map",
    "model_type": "a map",
    "int_type": "a whole number",
    "bool_type": "`true` or `false`",
}
_HINTS_OF_VALUES = {
    "the calendar has no such day": "dates look like 2026-11-21",
    "`true` or `false` is needed here": "write `true`, or delete the key",
}
_HINTS = {
    "string_type": "write one text; quote it if it holds `: `",
    "list_type": "write `[a, b]` with a `[` and a `]`, or one `- item` a line",
    "dict_type": "write `key: value`, one a line, further to the right",
    "model_type": "write `key: value`, one a line, further to the right",
}


def _kind(found: object) -> str:
    if isinstance(found, dict):
        return "a map"
    return "a list" if isinstance(found, list) else f"`{found}`"


def _place(document: Document, loc: tuple[str | int, ...], keep_last: bool) -> Place:
    """Drop the steps that pydantic adds but the file does not have; a missing key is a last step to keep."""
    place: Place = ()
    for step in loc:
        if (*place, step) in document.values:
            place = (*place, step)
    return (*place, loc[-1]) if keep_last else place


def named_place(document: Document, place: Place) -> str:
    """Name what stands at a place: `question eyes`, `about`, `the file`."""
    data: Any = document.data
    names: list[str] = []
    for step in place:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(step, str):
            names.append(step)
        elif isinstance(data, dict) and isinstance(data.get("id"), str):
            names[-1:] = [f"{_SINGULAR.get(names[-1], names[-1])} `{data['id']}`"] if names else []
        else:
            names.append(str(step + 1))
    return " › ".join(names) if names else "the rule set" if document.homes else "the file"


_SINGULAR = {
    "cases": "case",
    "questions": "question",
    "options": "option",
    "findings": "finding",
    "categories": "category",
    "patterns": "pattern",
    "red_flags": "red flag",
    "notes": "note",
    "promises": "promise",
    "elsewhere": "elsewhere pattern",
    "glossary": "word",
}


def _keys(model: type[BaseModel], document: Document, loc: tuple[str | int, ...]) -> list[str]:
    """The keys that the map at `loc` may have, found by following the model's annotations."""
    current: Any = model
    for step in loc[:-1]:
        current = _plain(current)
        if _is_model(current):
            field = next((f for n, f in current.model_fields.items() if (f.alias or n) == step), None)
            current = field.annotation if field else None
        else:
            current = next(iter(get_args(current)[-1:]), None)
    current = _plain(current)
    if not _is_model(current):
        return []
    return [field.alias or name for name, field in current.model_fields.items()]


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _plain(kind: Any) -> Any:
    """What a type is without Annotated[...] and without None."""
    while get_origin(kind) in (Annotated, Union, UnionType):
        kind = next(part for part in get_args(kind) if part is not type(None))
    return kind


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
