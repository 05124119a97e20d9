"""The `triage new` command: a filled-in skeleton at the right place of the rules, everything else left as it stands."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any

from triage.bench.skeletons import SKELETONS, TO_WRITE
from triage.core.questionnaire import FIRST_HAND, Questionnaire
from triage.rule_files.diagnostics import RuleFileError, suggestion
from triage.rule_files.document import Document, Mark, Place
from triage.rule_files.draft_folder import rules_named
from triage.rule_files.load import Loaded, examine
from triage.rule_files.references import NO_IDS
from triage.rule_files.schema_types import ID

Commands = Any
"""What `add_subparsers` returns; argparse has no public name for it."""


class NotAdded(Exception):
    """Nothing was added; the message says why, and what to do."""


def add_new(commands: Commands, rules: Path) -> None:
    """Add the command to the parser; `rules` are the shipped rules."""
    new = commands.add_parser(
        "new",
        help="add a skeleton of a question, finding, pattern or red flag",
        description="Add a complete skeleton behind the others of its kind, or behind one of them. What is to be "
        f"written says {TO_WRITE}, and `check` names each such line. Nothing else in the file changes.",
    )
    new.add_argument("kind", choices=SKELETONS, help="what is new")
    new.add_argument("id", metavar="ID", help="its id, which it keeps for ever")
    new.add_argument("--after", metavar="ID", help="put it behind this one (default: behind the last)")
    new.add_argument("--category", metavar="ID", help="the category that a new pattern belongs to")
    new.add_argument("--rules", type=rules_named, default=rules, help="the rules to add to (default: the shipped ones)")
    new.set_defaults(run=_new)


def _new(options: argparse.Namespace) -> int:
    try:
        file, line = add(options.rules, options.kind, options.id, options.after, options.category)
    except NotAdded as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{file}:{line}: a new {options.kind} `{options.id}`")
    print(f"Write what says {TO_WRITE}; `triage check` names each line.")
    print("Your editor knows the new id once `triage schema --write` has run.")
    return 0


def add(rules: Path, kind: str, id: str, after: str | None = None, category: str | None = None) -> tuple[str, int]:
    """Add a skeleton to rules and return where it stands. Raises NotAdded, or RuleFileError for rules with errors."""
    loaded = examine(rules)
    if loaded.questionnaire is None:
        raise RuleFileError(loaded.diagnostics)
    _refuse_id(loaded.questionnaire, id)
    last = _last(loaded, kind, after, category)
    mark = loaded.document.mark_of(last)
    skeleton = SKELETONS[kind][1].format_map({"id": id, **_names(loaded.questionnaire)})
    path = Path(loaded.document.files[mark.number])
    before = path.read_bytes()
    line, indent = _end(loaded.document, mark), loaded.document.lines_of(mark.number)[mark.line - 1].index("-")
    path.write_bytes(_with_lines(before, line, skeleton, indent))
    broken = [each for each in examine(rules).diagnostics if each.is_error]
    if broken:
        path.write_bytes(before)
        raise NotAdded(f"{path} is as it was, for this would have been wrong:\n{broken[0]}")
    return str(path), line + 1


def _refuse_id(questionnaire: Questionnaire, id: str) -> None:
    patterns = [pattern.id for category in questionnaire.categories for pattern in category.patterns]
    taken = {
        *patterns,
        *(each.id for each in questionnaire.questions),
        *(each.id for each in questionnaire.findings),
        *(each.id for each in questionnaire.red_flags),
        *(each.id for each in questionnaire.elsewhere),
    }
    if not re.match(ID, id) or id in NO_IDS:
        raise NotAdded(f"`{id}` is no id: ids are lower-case words: letters, digits and _, a letter first")
    if id in taken:
        raise NotAdded(f"the id `{id}` is in use: `triage where {id}` says where")
    if id in questionnaire.retired:
        raise NotAdded(f"the id `{id}` is retired; it meant: {questionnaire.retired[id]}")


def _last(loaded: Loaded, kind: str, after: str | None, category: str | None) -> Place:
    """The place of what the new one stands behind."""
    holder: Place = (SKELETONS[kind][0],)
    data: Any = loaded.document.data
    if kind == "pattern":
        ids = [each["id"] for each in data["categories"]]
        if category not in ids:
            raise NotAdded(f"name the category of the new pattern with --category: {suggestion(category or '', ids)}")
        holder = ("categories", ids.index(category), *holder)
    items: Any = data
    for step in holder:
        items = items[step]
    ids = [each["id"] for each in items]
    if after is not None and after not in ids:
        raise NotAdded(f"no {kind} here is named `{after}`: {suggestion(after, ids)}")
    place = (*holder, ids.index(after) if after else len(ids) - 1)
    mark = loaded.document.mark_of(place)
    if not ids or not re.match(r" *- ", loaded.document.lines_of(mark.number)[mark.line - 1]):
        raise NotAdded(f"the {kind}s do not stand one below the other with `- `, so there is no place for a new one")
    return place


def _end(document: Document, mark: Mark) -> int:
    """The number of the last line of the entry of a list that starts at a mark."""
    lines = document.lines_of(mark.number)
    dash = lines[mark.line - 1].index("-")
    end = mark.line
    for number in range(mark.line + 1, len(lines) + 1):
        text = lines[number - 1]
        if text.strip():
            if len(text) - len(text.lstrip(" ")) <= dash:
                break
            end = number
    return end


def _with_lines(content: bytes, line: int, skeleton: str, indent: int) -> bytes:
    """Put a skeleton behind a line, with that indent and the ends of line that the file has."""
    end = b"\r\n" if b"\r\n" in content else b"\n"
    lines = content.split(b"\n")
    new = [(" " * indent + each).encode() + end[:-1] for each in skeleton.splitlines()]
    if line == len(lines):
        lines[-1] += end[:-1]
    return b"\n".join([*lines[:line], *new, *lines[line:]])


def _names(questionnaire: Questionnaire) -> dict[str, str]:
    """What a skeleton names until somebody has said what is meant."""
    question = questionnaire.questions[-1]
    asked = next((each for each in questionnaire.questions if each.ask_when is None), question)
    sources = sorted(questionnaire.sources, key=lambda source: source.kind not in FIRST_HAND)
    return {
        "area": next(iter(questionnaire.areas)),
        "question": question.id,
        "option": question.options[0].id,
        "asked": asked.id,
        "first": asked.options[0].id,
        "finding": questionnaire.findings[0].id if questionnaire.findings else "",
        "strength": min(questionnaire.strengths, key=lambda word: questionnaire.strengths[word]),
        "source": questionnaire.sources[0].id,
        "first_hand": sources[0].id,
    }
