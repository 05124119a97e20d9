"""The schema for editors: made from the models and one file, right about good files, sharp about broken ones."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema_rs
import pytest
import yaml

from tests.bench.evaluate.coded_plants import coded
from tests.conftest import HOUSEPLANT
from tests.rule_texts import as_one, in_parts, written
from triage.bench.check.editor_schema import completions, editor_schema
from triage.cli import main
from triage.rule_files.diagnostics import CODES
from triage.rule_files.load import examine, load
from triage.rule_files.rule_folder import files_of
from triage.rule_files.schema import PARTS
from triage.rule_files.schema_types import sentences_of
from triage.settings import RULES

BAD = Path(__file__).parents[2] / "rules_bad"
GOOD = HOUSEPLANT.read_text(encoding="utf-8")
ABOUT_RULES = [code for code in CODES if (BAD / f"{code}.yaml").exists()]
"""The codes of faults in one rule file; the others are those of folders and translations."""

CAUGHT = {
    "R005": "notes.0",
    "R010": "questions.0",
    "R011": "questions.0",
    "R012": "categories.0.needs.any.0.finding",
    "R013": "questions.1.kind",
    "R014": "questions.2.id",
    "R016": "red_flags.0.when.leaves",
    "R018": "red_flags.0.when",
    "R019": "red_flags.0.when",
    "R020": "questions.1.options.0.codes.0",
    "R021": "sources.book.url",
    "R023": "questions.1.options.1.text",
    "R024": "strengths.strong",
}
"""The broken files that the schema catches, and where."""

NOT_CAUGHT = {
    "R001": "bytes, not values",
    "R009": "signs, not values",
    "R002": "the editor itself underlines what is no YAML",
    "R003": "an anchor is gone once the file is read",
    "R004": "the editor itself underlines a key that stands twice",
    "R015": "a schema sees one place at a time",
    "R017": "a schema does not know what stands earlier",
    "R022": "a schema sees one list at a time",
    "R026": "a schema sees one place at a time",
}
"""The other errors, and why a schema cannot see them. Warnings are for the check alone."""


class EditorReader(yaml.CSafeLoader):
    """Reads YAML 1.2 as editors do: numbers and true are typed, `no` and dates stay words."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  # PyYAML's own name for it


for kind, form, first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", "[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    EditorReader.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(f"^(?:{form})$"), [*first])
EditorReader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])


def read(text):
    return yaml.load(text, Loader=EditorReader)


def faults(path, text):
    """Where an editor underlines a text, under the schema of the rule file at `path`."""
    return underlined(editor_schema(load(path)), text)


def underlined(schema, text):
    """Where an editor underlines a text, under a schema."""
    validator = jsonschema_rs.Draft7Validator(schema)
    return [".".join(map(str, error.instance_path)) for error in validator.iter_errors(read(text))]


def test_an_editor_reads_numbers_and_true_with_types_and_leaves_no_a_word():
    typed = read("{a: 7, b: true, c: 2026.1, d: no, e: 2026-11-21, f: '7', g: }")
    assert typed == {"a": 7, "b": True, "c": 2026.1, "d": "no", "e": "2026-11-21", "f": "7", "g": None}


def test_the_schemas_of_the_shipped_rules_are_fresh():
    """Renew them with `triage schema --write`."""
    assert {place: place.read_text(encoding="utf-8") for place in completions(RULES)} == completions(RULES)


@pytest.mark.parametrize("file", files_of(RULES), ids=lambda file: file.stem)
def test_each_file_of_the_shipped_rules_names_its_schema_in_its_first_line(file):
    first = file.read_text(encoding="utf-8").splitlines()[0]
    schema = first.removeprefix("# yaml-language-server: $schema=")
    assert (file.parent / schema).resolve() in completions(RULES)
    assert (
        underlined(json.loads((file.parent / schema).read_text(encoding="utf-8")), file.read_text(encoding="utf-8"))
        == []
    )


@pytest.mark.parametrize("path", [RULES, HOUSEPLANT], ids=lambda path: path.stem)
def test_the_schema_is_a_schema(path):
    jsonschema_rs.meta.validate(editor_schema(load(path)))


@pytest.mark.parametrize("path", [RULES, HOUSEPLANT], ids=lambda path: path.stem)
def test_nothing_is_underlined_in_a_good_file(path):
    assert faults(path, as_one(path)) == []


@pytest.mark.parametrize("code", [code for code in ABOUT_RULES if code > "R100"])
def test_nothing_is_underlined_in_a_file_that_only_has_warnings(code):
    path = BAD / f"{code}.yaml"
    assert examine(path).questionnaire is not None
    assert faults(path, path.read_text(encoding="utf-8")) == []


def test_nothing_is_underlined_in_a_file_with_codes_and_clues(tmp_path):
    path = tmp_path / "coded.yaml"
    path.write_text(coded(), encoding="utf-8")
    assert faults(path, coded()) == []


@pytest.mark.parametrize("code", CAUGHT)
def test_a_broken_file_is_underlined_where_it_is_broken(code):
    assert CAUGHT[code] in faults(HOUSEPLANT, (BAD / f"{code}.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", [code for code in NOT_CAUGHT if code not in ("R001", "R002", "R009")])
def test_what_a_schema_cannot_see_is_not_claimed(code):
    assert faults(HOUSEPLANT, (BAD / f"{code}.yaml").read_text(encoding="utf-8")) == []


def test_every_error_is_in_one_of_the_two_lists_and_13_of_22_are_caught():
    errors = {code for code in ABOUT_RULES if code < "R100"}
    assert CAUGHT.keys() | NOT_CAUGHT.keys() == errors and not CAUGHT.keys() & NOT_CAUGHT.keys()
    assert (len(CAUGHT), len(errors)) == (13, 22)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("minutes: 2", "minutes: two", "about.minutes"),
        ("minutes: 2", "minutes: 2.5", "about.minutes"),
        ("wording: true}\n      - {id: friend", "wording: yes}\n      - {id: friend", "questions.0.options.0.wording"),
        ("skipped_means: no", "skipped_means: false", "questions.2.skipped_means"),
        ("kind: many", "kind:", "questions.1.kind"),
        ("lead: 4", "lead: ~", "levels.strong.lead"),
        ("most: 8", "most: -8", "groups.leaves.most"),
        ("least: -8", "least: 8", "groups.leaves.least"),
        ("from: 10", "from: 0", "levels.strong.from"),
        ("area: leaf", "area: leave", "questions.1.area"),
        ("group: leaves", "group: leafs", "findings.0.group"),
        ("source: [book]}", "source: [boot]}", "findings.0.source.0"),
        ("strong: [dry_soil]", "strang: [dry_soil]", "categories.0.patterns.0.for"),
        ("strong: [dry_soil]", "strong: [dry_soil, dry_soil]", "categories.0.patterns.0.for.strong"),
        ("expects: {weak: [wet_soil]}", "expects: {weak: [wet]}", "categories.1.patterns.0.expects.weak.0"),
        ("place: first", "category: too_blue", "notes.0.category"),
        ("urgency: soon", "urgency: tomorrow", "red_flags.1.urgency"),
        ("when: {finding: limp_leaves}", "when: {finding: dry_soil}", "red_flags.1.when.finding"),
        ("ask_when: {leaves", "ask_when: {finding: limp_leaves} #", "questions.2.ask_when"),
        ("{leaves: [smoke]}", "{leaves: {at_least: 4, of: [smoke]}}", "red_flags.0.when.leaves"),
        ("{leaves: [smoke]}", "{leaves: {at_least: 1, out_of: [smoke]}}", "red_flags.0.when.leaves"),
        ("child: {owner: [seedling]}", "chld: {owner: [seedling]}", "voices"),
        ("{self: What do you see", "{slef: What do you see", "questions.1.text"),
    ],
)
def test_a_value_of_the_wrong_kind_is_underlined(old, new, place):
    assert old in GOOD
    assert place in faults(HOUSEPLANT, GOOD.replace(old, new, 1))


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_each_key_of_each_part_has_a_sentence(part):
    said = sentences_of(part)
    assert said.keys() == {field.alias or name for name, field in part.model_fields.items()}
    assert all(sentence.endswith((".", "}.")) for sentence in said.values())


def test_hover_explains_a_key_and_completion_offers_ids_with_their_words(rules):
    made = editor_schema(rules)
    assert made["properties"]["close"]["description"].startswith("A group within")
    offered = made["$defs"]["finding"]
    assert offered["enum"] == [finding.id for finding in rules.findings]
    assert offered["enumDescriptions"][0] == rules.findings[0].text.self_
    condition = made["$defs"]["condition_of_findings_and_answers"]["properties"]
    question = rules.questions[0]
    assert condition[question.id]["description"] == question.text.self_
    assert made["$defs"][f"options_of_{question.id}"]["anyOf"][0]["items"]["enum"] == [o.id for o in question.options]


def test_no_map_of_the_schema_takes_any_key(rules):
    def loose(node):
        if isinstance(node, list):
            return [each for part in node for each in loose(part)]
        if not isinstance(node, dict):
            return []
        here = [node] if node.get("type") == "object" and node.get("additionalProperties") is not False else []
        return here + [each for part in node.values() for each in loose(part)]

    assert loose(editor_schema(rules)) == []


def test_the_command_prints_the_schema_or_writes_it_beside_the_file(tmp_path, capsys):
    file = tmp_path / "plants.yaml"
    file.write_text(GOOD, encoding="utf-8")
    assert main(["schema", str(file)]) == 0
    printed = capsys.readouterr().out
    assert json.loads(printed)["title"] == "The rule file houseplant"
    assert main(["schema", str(file), "--write"]) == 0
    assert (tmp_path / "plants.schema.json").read_text(encoding="utf-8") == printed


def test_each_part_of_a_folder_has_a_schema_of_its_own_keys_with_the_names_of_all(tmp_path):
    folder = written(
        {**in_parts(GOOD), "notes": f"reviewed_by: Dr Sun\n{in_parts(GOOD)['notes']}"}, tmp_path / "plants"
    )
    assert main(["schema", str(folder), "--write"]) == 0
    for file in files_of(folder):
        kind = file.relative_to(folder).with_suffix("").parts[0]
        schema = json.loads((folder / "schema" / f"{kind}.schema.json").read_text(encoding="utf-8"))
        jsonschema_rs.meta.validate(schema)
        text = file.read_text(encoding="utf-8")
        assert underlined(schema, text) == []
        assert underlined(schema, text + "nonsense: here\n") == [""]
        assert ("[book]" in text) == bool(underlined(schema, text.replace("[book]", "[boot]")))


def test_a_file_with_errors_gives_its_diagnostics_and_no_schema(capsys):
    assert main(["schema", str(BAD / "R012.yaml")]) == 1
    shown = capsys.readouterr()
    assert "R012" in shown.err and shown.out == ""


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path, capsys):
    file = tmp_path / "plants.yaml"
    file.write_text(GOOD, encoding="utf-8")
    (tmp_path / "plants.schema.json").mkdir()
    assert main(["schema", str(file), "--write"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
