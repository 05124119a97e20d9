"""Completion: the JSON Schema by which an editor completes, explains and checks a rule file while it is written.

It is made from the same models as the check, with the ids of one rule file wherever an id may be named. Editors read
YAML with types (`7` is a number, `true` is true), the check reads text; the schema speaks of what editors read.
It never rejects what the check accepts, except quotes around a number, and ids that are newer than the schema.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from triage.core.dependencies import depends_on_not, reads
from triage.core.questionnaire import Question, Questionnaire
from triage.rule_files.draft_folder import rules_named
from triage.rule_files.load import load
from triage.rule_files.rule_folder import INDEX, PARTS, REVIEWER, REVIEWERS
from triage.rule_files.schema import HOMES, RuleFile
from triage.rule_files.schema import PARTS as PARTS_OF_FILE
from triage.rule_files.schema_types import sentences_of

Schema = dict[str, Any]

ENDING, FOLDER = ".schema.json", "schema"
FOLDER_KEYS = {
    PARTS: "The parts of this folder in order, without `.yaml`; files in a folder as `folder/file`.",
    REVIEWER: "Who reviewed this part, where that is not who `index.yaml` names.",
}
"""The keys that only a folder has."""
MADE = "Made from the rule file by `triage schema --write`. Do not edit it by hand."
TEXT: Schema = {"type": ["string", "number", "boolean"], "minLength": 1}
"""A text as an editor reads it: `version: 2026.1` is a number there."""

CONDITION: Mapping[str, str] = {
    "all": "Every part holds.",
    "any": "One part or more holds.",
    "not": "The part does not hold.",
    "finding": "A finding is there.",
}
"""The words that join conditions; every other key of a condition is a question."""

_IDLE = {"title", "default", "names", "condition"}
"""Words that an editor needs not see: pydantic's own, and ours that are read here."""


def completions(rules: Path) -> dict[Path, str]:
    """Return the schemas of a rule set by the files in which they stand, as text. Raises RuleFileError.

    That of a file stands beside it. A folder has one for each kind of part, in a folder `schema` of its own.
    """
    questionnaire = load(rules)
    if not rules.is_dir():
        return {rules.with_suffix(ENDING): _as_text(editor_schema(questionnaire))}
    parts = dict.fromkeys(HOMES.values())
    return {rules / FOLDER / f"{part}{ENDING}": _as_text(editor_schema(questionnaire, part)) for part in parts}


def _as_text(schema: Schema) -> str:
    return json.dumps(schema, indent=1) + "\n"


def editor_schema(questionnaire: Questionnaire, part: str | None = None) -> Schema:
    """Return the JSON Schema of a rule file, or of one part of a folder: its shape, with the names that there are."""
    made = RuleFile.model_json_schema(by_alias=True)
    models: dict[str, Schema] = {"RuleFile": {key: made[key] for key in ("type", "properties", "required")}}
    models |= made["$defs"]
    names = _names(questionnaire)
    definitions = {
        name: _explained(_editors(each, names), sentences_of(PARTS_OF_FILE[name])) for name, each in models.items()
    }
    top = definitions.pop("RuleFile")
    definitions |= {
        "text": TEXT,
        **{kind: _one_of(every) for kind, every in names.items()},
        **{f"options_of_{question.id}": _options(question) for question in questionnaire.questions},
        **_conditions(questionnaire),
    }
    if part is not None:
        top = _of_part(top, part)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": MADE,
        "title": f"The rule file {questionnaire.ruleset}" if part is None else f"{part} of {questionnaire.ruleset}",
        **top,
        "additionalProperties": False,
        "$defs": {name: definitions[name] for name in definitions if name in _reached(top, definitions)},
    }


def _of_part(top: Schema, part: str) -> Schema:
    """The keys of one part of a folder, with those that only a folder has."""
    own: dict[str, Schema] = {
        key: schema for key, schema in top["properties"].items() if HOMES[key] == part and key != REVIEWERS
    }
    needed = [key for key in top["required"] if key in own]
    if part == INDEX:
        listed = {"type": "array", "minItems": 1, "uniqueItems": True, "items": _to("text")}
        return {**top, "properties": {**own, PARTS: _with(listed, FOLDER_KEYS[PARTS])}, "required": [*needed, PARTS]}
    return {
        "type": top["type"],
        "properties": {REVIEWER: _with(_to("text"), FOLDER_KEYS[REVIEWER]), **own},
        **({"required": needed} if needed else {}),
    }


def _reached(schema: Schema, definitions: Mapping[str, Schema]) -> set[str]:
    """The names of the definitions that a schema refers to, directly or through others."""
    found: set[str] = set()
    waiting: list[Any] = [schema]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            name = str(node.get("$ref", "")).rpartition("/")[2]
            if name and name not in found:
                found.add(name)
                waiting.append(definitions[name])
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
    return found


def _names(questionnaire: Questionnaire) -> dict[str, dict[str, str]]:
    """What can be named: for each kind the ids, each with its words."""
    return {
        "strength": {word: f"{points} points" for word, points in questionnaire.strengths.items()},
        "area": {id: text.self_ for id, text in questionnaire.areas.items()},
        "group": {group.id: f"between {group.least} and {group.most} points" for group in questionnaire.groups},
        "finding": {finding.id: finding.text.self_ for finding in questionnaire.findings},
        "category": {category.id: category.text.self_ for category in questionnaire.categories},
        "source": {source.id: source.text for source in questionnaire.sources},
    }


def _one_of(names: Mapping[str, str]) -> Schema:
    return {"enum": list(names), "enumDescriptions": list(names.values())}


def _editors(node: Any, names: Mapping[str, Mapping[str, str]]) -> Any:
    """Turn what pydantic says about a value into what an editor needs: names by reference, nothing loose, no null."""
    if isinstance(node, list):
        return [_editors(each, names) for each in node]
    if not isinstance(node, dict):
        return node
    if node.get("type") == "null":
        return None
    if "anyOf" in node:
        every = [each for each in _editors(node["anyOf"], names) if each is not None]
        return every[0] if len(every) == 1 else {"anyOf": every}
    if "condition" in node:
        return _to(f"condition_{node['condition']}")
    if "names" in node:
        return _to(node["names"])
    if node.get("type") == "string" and "pattern" not in node and "enum" not in node and "const" not in node:
        return _to("text")
    if "patternProperties" in node or "propertyNames" in node:
        return _map(node, names)
    turned = {key: _inner(key, value, names) for key, value in node.items() if key not in _IDLE}
    if turned.get("items") == _to("finding"):
        turned["uniqueItems"] = True
    return turned


def _inner(key: str, value: Any, names: Mapping[str, Mapping[str, str]]) -> Any:
    if key == "properties":
        return {name: _editors(each, names) for name, each in value.items()}
    return _editors(value, names)


def _map(node: Schema, names: Mapping[str, Mapping[str, str]]) -> Schema:
    """A map whose keys are ids: known ones by name, so that an editor offers them, or any of the right form."""
    (values,) = node["patternProperties"].values() if "patternProperties" in node else [node["additionalProperties"]]
    inside, keys = _editors(values, names), node.get("propertyNames", {})
    turned: Schema = {"type": "object", "additionalProperties": False}
    if "names" in keys:
        every = names[keys["names"]]
        turned["properties"] = {id: _with(inside, words) for id, words in every.items()}
    elif "enum" in keys:
        turned["properties"] = dict.fromkeys(keys["enum"], inside)
    else:
        turned["patternProperties"] = dict.fromkeys(node["patternProperties"], inside)
    return turned | ({"minProperties": node["minProperties"]} if "minProperties" in node else {})


def _explained(part: Schema, words: Mapping[str, str]) -> Schema:
    """A part with a sentence for each of its keys."""
    return part | {"properties": {key: _with(value, words[key]) for key, value in part["properties"].items()}}


def _with(schema: Schema, words: str) -> Schema:
    return {**schema, "description": words}


def _to(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _options(question: Question) -> Schema:
    """What may stand after a question in a condition: some of its options, or a count of them."""
    every = _one_of({option.id: option.text.self_ for option in question.options})
    some: Schema = {"type": "array", "minItems": 1, "uniqueItems": True, "items": every}
    counted = {
        "at_least": {
            "type": "integer",
            "minimum": 1,
            "maximum": len(question.options),
            "description": "How many of them must be yes.",
        },
        "of": _with(some, "The options that count."),
    }
    count = {"type": "object", "additionalProperties": False, "required": list(counted), "properties": counted}
    return {"anyOf": [some, count]}


def _conditions(questionnaire: Questionnaire) -> dict[str, Schema]:
    """The three kinds of condition, as the keys that each can have."""
    findings = {finding.id: finding for finding in questionnaire.findings}
    open_ = _never_hidden(questionnaire)
    told = [
        finding.id
        for finding in questionnaire.findings
        if not depends_on_not(questionnaire, finding.when) and reads(questionnaire, finding.when) <= open_
    ]
    questions = questionnaire.questions
    certain = [question for question in questions if question.id in open_]
    kinds = (
        ("condition_of_findings_and_answers", questions, findings, ("all", "any", "not")),
        ("condition_of_answers", questions, (), ("all", "any", "not")),
        ("condition_without_not", certain, told, ("all", "any")),
    )
    texts = {finding.id: finding.text.self_ for finding in questionnaire.findings}
    return {
        name: _condition(name, asked, {id: texts[id] for id in named}, joints) for name, asked, named, joints in kinds
    }


def _condition(name: str, questions: Iterable[Question], findings: Mapping[str, str], joints: Iterable[str]) -> Schema:
    keys: Schema = {question.id: _with(_to(f"options_of_{question.id}"), question.text.self_) for question in questions}
    if findings:
        keys["finding"] = _with(_one_of(findings), CONDITION["finding"])
    for joint in joints:
        several: Schema = {"type": "array", "minItems": 1, "items": _to(name)}
        keys[joint] = _with(_to(name) if joint == "not" else several, CONDITION[joint])
    return {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": False, "properties": keys}


def _never_hidden(questionnaire: Questionnaire) -> set[str]:
    """The questions that no `not` can hide, in their own `ask_when` or in that of one before."""
    found: set[str] = set()
    for question in questionnaire.questions:
        when = question.ask_when
        if when is None or (not depends_on_not(questionnaire, when) and reads(questionnaire, when) <= found):
            found.add(question.id)
    return found


def add_schema(commands: argparse._SubParsersAction[argparse.ArgumentParser], rules: Path) -> None:
    """Add the `triage schema` command to the parser; `rules` is the shipped rule set."""
    parser = commands.add_parser(
        "schema",
        help="print what an editor needs to complete and explain a rule file",
        description="Print the JSON Schema of a rule file, by which an editor completes names, explains keys and "
        "underlines mistakes. It knows the ids that the rules have now: make it again when you have added some. A "
        "folder of rules has one for each kind of part. The first line of a file names its schema: "
        "# yaml-language-server: $schema=NAME.schema.json",
    )
    parser.add_argument(
        "file", nargs="?", type=rules_named, default=rules, help="the rules (default: the shipped ones)"
    )
    parser.add_argument(
        "--write", action="store_true", help="write it beside the file as NAME.schema.json, or in schema/ of the folder"
    )
    parser.set_defaults(run=_schema)


def _schema(options: argparse.Namespace) -> int:
    if not options.write:
        print(_as_text(editor_schema(load(options.file))), end="")
        return 0
    for place, text in completions(options.file).items():
        try:
            place.parent.mkdir(exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            print(f"{place}: cannot be written: {(error.strerror or str(error)).lower()}", file=sys.stderr)
            return 1
        print(f"{place}: written")
    return 0
