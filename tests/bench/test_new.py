"""A skeleton is put at the right place, changes nothing else, loads, and is told line by line until it is written."""

from __future__ import annotations

import pytest

from tests.conftest import HOUSEPLANT
from tests.rule_texts import in_parts, written
from triage.bench.check.lint import lint
from triage.bench.new import NotAdded, add
from triage.bench.skeletons import SKELETONS
from triage.cli import main
from triage.rule_files.load import examine

GOOD = HOUSEPLANT.read_text(encoding="utf-8")


@pytest.fixture
def rules(tmp_path):
    file = tmp_path / "plants.yaml"
    file.write_text(GOOD, encoding="utf-8")
    return file


def added(rules, kind, *more):
    category = ["--category", "too_wet"] if kind == "pattern" else []
    assert main(["new", kind, "fresh", "--rules", str(rules), *category, *more]) == 0
    return rules.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", SKELETONS)
def test_a_skeleton_loads_and_each_line_to_write_is_warned_of(rules, kind):
    text = added(rules, kind)
    loaded = examine(rules)
    assert loaded.diagnostics == () and loaded.questionnaire is not None
    told = [each.line for each in lint(loaded) if each.code == "R107"]
    assert told == [i for i, line in enumerate(text.splitlines(), 1) if "FILL IN" in line] and told


@pytest.mark.parametrize("kind", SKELETONS)
def test_what_stood_there_stays_as_it_was(rules, kind):
    lines, new = GOOD.splitlines(), added(rules, kind).splitlines()
    count = len(new) - len(lines)
    start = next(i for i, line in enumerate(new) if "id: fresh" in line)
    assert new[:start] + new[start + count :] == lines


def test_it_stands_behind_the_one_that_is_named(rules):
    text = added(rules, "finding", "--after", "yellow_leaves")
    assert text.index("yellow_leaves, text") < text.index("id: fresh") < text.index("limp_leaves, text")


def test_comments_and_ends_of_line_stay(rules):
    rules.write_bytes(GOOD.replace("findings:", "# made of answers\nfindings:").replace("\n", "\r\n").encode())
    added(rules, "finding")
    content = rules.read_bytes()
    assert b"# made of answers\r\n" in content and content.count(b"\n") == content.count(b"\r\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("finding", "limp_leaves"), "is in use"),
        (("finding", "Fresh"), "is no id"),
        (("finding", "no"), "is no id"),
        (("pattern", "fresh"), "--category"),
        (("finding", "fresh", "limp_leafs"), "did you mean `limp_leaves`"),
    ],
)
def test_what_cannot_be_added_is_refused_and_nothing_changes(rules, arguments, words):
    with pytest.raises(NotAdded, match=words):
        add(rules, *arguments)
    assert rules.read_text(encoding="utf-8") == GOOD


def test_a_retired_id_is_refused(rules):
    rules.write_text(GOOD + "retired: {fresh: a fresh leaf}\n", encoding="utf-8")
    with pytest.raises(NotAdded, match="it meant: a fresh leaf"):
        add(rules, "finding", "fresh")


def test_in_a_folder_of_rules_it_goes_into_the_part_that_holds_the_others(tmp_path):
    parts = in_parts(GOOD)
    folder = written(parts, tmp_path / "plants")
    file, line = add(folder, "finding", "fresh")
    assert file == str(folder / "findings.yaml") and examine(folder).diagnostics == ()
    assert (folder / "findings.yaml").read_text(encoding="utf-8").splitlines()[line - 1] == "  - id: fresh"
    file, _ = add(folder, "pattern", "fresher", category="too_wet")
    assert file == str(folder / "categories" / "too_wet.yaml") and examine(folder).diagnostics == ()
    kept = {name: (folder / f"{name}.yaml").read_text(encoding="utf-8") for name in parts}
    assert {name for name in parts if kept[name] != parts[name]} == {"findings", "categories/too_wet"}
