"""The `triage where` command: every place that names an id, and what depends on it, in words."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from triage.rule_files.build import Builder
from triage.rule_files.diagnostics import RuleFileError, suggestion
from triage.rule_files.document import Data, Document, Mark, Place
from triage.rule_files.draft_folder import rules_named
from triage.rule_files.files_beside import YAML, files_in
from triage.rule_files.references import Kind, Names
from triage.rule_files.resources import resources_beside
from triage.rule_files.rule_folder import read_rules
from triage.rule_files.schema import RuleFile
from triage.rule_files.shape_faults import named_place, shaped
from triage.rule_files.translations import catalogues_beside
from triage.rule_files.worked_cases import cases_beside
from triage.rule_files.yaml_reader import read_document

Commands = Any
"""What `add_subparsers` returns; argparse has no public name for it."""
SAYS = {
    "ask_when": "is asked by it",
    "only_with": "holds by it",
    "needs": "needs it",
    "not_sure_means": "reads *not sure* as it",
    "named_when": "is named by it",
    "drawn_when": "is drawn by it",
    "for": "counts it for, {strength}",
    "against": "counts it against, {strength}",
    "expects": "expects it, {strength}",
    "voices": "is spoken in by it",
}
"""What a thing does with what it names, by the key; everything else depends on it."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What has an id: of which kind, an option with its question."""

    kind: str
    id: str
    of: str = ""

    @property
    def key(self) -> Kind:
        """How the rule file's names know it."""
        return (self.kind, self.of)

    def __str__(self) -> str:
        return f"{self.kind} `{self.id}`" + (f" of question `{self.of}`" if self.of else "")


def add_where(commands: Commands, rules: Path) -> None:
    """Add the command to the parser; `rules` are the shipped rules."""
    where = commands.add_parser(
        "where",
        help="find every place that names an id",
        description="List every place that names an id, in the rules and in what stands beside them, and what depends "
        "on it. An option may be written with its question: eyes.droopy_lid.",
    )
    where.add_argument("id", metavar="ID", help="an id, or QUESTION.OPTION")
    where.add_argument("--rules", type=rules_named, default=rules, help="the rules (default: the shipped ones)")
    where.set_defaults(run=_where)


def _where(options: argparse.Namespace) -> int:
    document, names = names_of(options.rules)
    things = list(_called(names, options.id))
    for thing in things:
        print("\n".join(told(document, names, thing, options.rules)), end="\n\n")
    if not things:
        known = [name for into in names.declared.values() for name in into]
        print(f"nothing has the id `{options.id}`: {suggestion(options.id, known)}", file=sys.stderr)
    return 0 if things else 1


def names_of(rules: Path) -> tuple[Document, Names]:
    """Read rules and every name in them. Raises RuleFileError where they are not well-formed."""
    document = read_rules(rules)
    file = shaped(document, RuleFile) if not document.has_errors else None
    if file is None:
        raise RuleFileError(document.in_order())
    builder = Builder(document, file)
    builder.build()
    return document, builder.names


def told(document: Document, names: Names, thing: Thing, rules: Path) -> list[str]:
    """Return what there is to tell about a thing, line by line."""
    spot = names.declared[thing.key][thing.id]
    lines = [f"{thing}{_text(document, spot.place)}", f"  {_at(document, document.mark_of(spot.place, spot.is_key))}"]
    uses = [(use.place, use.is_key) for use in names.used.get(thing.key, {}).get(thing.id, ())]
    marked = [(document.mark_of(place, is_key), named_place(document, _owner(place))) for place, is_key in uses]
    named = [f"  {_at(document, mark)}  {owner}" for mark, owner in sorted(marked)]
    beside = [f"  {line}" for line in _beside(rules, thing)]
    lines += ["named in the rules:", *named] if named else ["nothing in the rules names it"]
    lines += ["named beside the rules:", *beside] if beside else []
    depends = list(dict.fromkeys(f"  {line}" for line in _depends(document, names, thing)))
    return [*lines, *(["what depends on it:", *depends] if depends else [])]


def _called(names: Names, id: str) -> Iterator[Thing]:
    question, dot, option = id.partition(".")
    for (kind, of), into in names.declared.items():
        name = option if dot else id
        if name in into and (not dot or (kind, of) == ("option", question)):
            yield Thing(kind, name, of)


def _depends(document: Document, names: Names, thing: Thing) -> Iterator[str]:
    """What does something with a thing, directly or through the findings that it makes."""
    waiting, seen = [thing], {thing}
    while waiting:
        each = waiting.pop(0)
        through = "" if each == thing else f", through {each}"
        for use in names.used.get(each.key, {}).get(each.id, ()):
            owner = _owner(use.place)
            yield f"{named_place(document, owner)} {_does(use.place)}{through}"
            if owner[0] == "findings":
                finding = Thing("finding", str(_value(document.data, (*owner, "id"))))
                if finding not in seen:
                    seen.add(finding)
                    waiting.append(finding)


def _does(place: Place) -> str:
    key = next((step for step in place if step in SAYS), None)
    if key is None:
        return "depends on it" if "when" in place else "names it"
    after = place[place.index(key) + 1 :]
    return SAYS[str(key)].format(strength=after[0] if after else "")


def _owner(place: Place) -> Place:
    """The smallest thing with an id that a place belongs to."""
    if place[:1] == ("categories",) and "patterns" in place:
        return place[: place.index("patterns") + 2]
    return place[:2]


def _text(document: Document, place: Place) -> str:
    """The text of what is declared at a place, where it has one."""
    holder = _value(document.data, place[:-1] if place[-1] == "id" else place)
    text = holder.get("text", holder.get("term", "")) if isinstance(holder, dict) else holder
    said = text.get("self", "") if isinstance(text, dict) else text
    return f": {said}" if isinstance(said, str) and said else ""


def _value(data: Data, place: Place) -> Any:
    found: Any = data
    for step in place:
        found = found[step]
    return found


def _at(document: Document, mark: Mark) -> str:
    return f"{document.files[mark.number]}:{mark.line}"


def _beside(rules: Path, thing: Thing) -> Iterator[str]:
    """The places in worked cases, links and translations that name a thing."""
    for path in files_in(cases_beside(rules), *YAML):
        document = read_document(path)
        for place in sorted(_in_case(document, thing), key=document.line_of):
            yield f"{path}:{document.line_of(place)}  {named_place(document, place[:2])}"
    if thing.kind == "category":
        document = read_document(resources_beside(rules))
        for place in document.values:
            if len(place) == 3 and place[1] == "categories" and _value(document.data, place) == thing.id:
                yield f"{document.file}:{document.line_of(place)}  resource `{_value(document.data, (place[0], 'id'))}`"
    step = re.compile(rf'^msgctxt ".*/{re.escape(thing.id)}[/"]')
    for path in catalogues_beside(rules):
        document = read_document(path)
        yield from (f"{path}:{number}" for number, line in enumerate(document.lines, 1) if step.match(line))


def _in_case(document: Document, thing: Thing) -> Iterable[Place]:
    """The places of a file of cases that name a thing."""
    if thing.kind == "question":
        return [place for place in document.keys if len(place) == 4 and place[2:] == ("answers", thing.id)]
    inside = {
        "option": ("answers", thing.of),
        "category": ("expects",),
        "red flag": ("expects", "red_flags"),
        "pattern": ("expects", "elsewhere"),
        "level": ("expects", "level"),
        "source": ("source",),
    }.get(thing.kind)
    if inside is None:
        return ()
    values = (place for place in document.values if place[2 : 2 + len(inside)] == inside)
    return [place for place in values if _value(document.data, place) == thing.id]
