"""Every place that names an id is found, in the rules and beside them, and what depends on it is said in words."""

from __future__ import annotations

import pytest

from tests.conftest import HOUSEPLANT
from tests.rule_texts import in_parts, written
from triage.cli import main

CASES = """title: Plants
cases:
  - id: thirsty
    name: A plant hangs
    story: It hangs.
    answers: {leaves: [limp], soil: [dry]}
    expects: {best: [too_dry], urgency: soon, red_flags: [wilting]}
    teaches: Water helps.
    source: [book]
"""


@pytest.fixture
def rules(tmp_path):
    file = tmp_path / "plants.yaml"
    file.write_text(HOUSEPLANT.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "plants.yaml").write_text(CASES, encoding="utf-8")
    return file


def where(rules, id, capsys):
    code = main(["where", id, "--rules", str(rules)])
    return code, capsys.readouterr()


def test_an_option_is_found_where_it_is_named_and_in_what_rests_on_it(rules, capsys):
    code, said = where(rules, "leaves.limp", capsys)
    lines = [line.strip() for line in said.out.splitlines()]
    assert code == 0 and lines[0] == "option `limp` of question `leaves`: they hang"
    assert f"{rules}:63  question `soil`" in lines and f"{rules}:70  finding `limp_leaves`" in lines
    assert f"{rules.parent / 'cases' / 'plants.yaml'}:6  case `thirsty`" in lines
    assert "question `soil` is asked by it" in lines
    assert "category `too_dry` needs it, through finding `limp_leaves`" in lines
    assert "category `too_dry` › pattern `thirst` counts it for, moderate, through finding `limp_leaves`" in lines
    assert "red flag `wilting` depends on it, through finding `limp_leaves`" in lines


@pytest.mark.parametrize("id", ["leaves", "limp", "dry_soil", "too_dry", "thirst", "fire", "book", "moderate", "soil"])
def test_anything_with_an_id_is_found_where_it_is_declared(rules, capsys, id):
    code, said = where(rules, id, capsys)
    assert code == 0 and f"`{id}`" in said.out.splitlines()[0] and f"{rules}:" in said.out


def test_an_unknown_id_gets_what_was_meant(rules, capsys):
    code, said = where(rules, "limp_leafs", capsys)
    assert code == 1 and "did you mean `limp_leaves`?" in said.err


def test_in_a_folder_of_rules_each_place_is_told_with_its_part(tmp_path, capsys):
    folder = written(in_parts(HOUSEPLANT.read_text(encoding="utf-8")), tmp_path / "plants")
    code, said = where(folder, "limp_leaves", capsys)
    assert code == 0 and f"{folder / 'findings.yaml'}:" in said.out
    assert f"{folder / 'categories' / 'too_dry.yaml'}:" in said.out and f"{folder / 'red_flags.yaml'}:" in said.out
