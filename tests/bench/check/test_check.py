"""One `check` says everything of a rule file and of what stands beside it, with counts for each file."""

from __future__ import annotations

import shutil

import pytest

from tests.conftest import HOUSEPLANT
from tests.rule_texts import in_parts, written
from triage.cli import main
from triage.rule_files.rule_folder import files_of

RESOURCE = """- id: one
  title: A page
  publisher: A press
  url: https://example.org/page
  section: Start
  audience: everyone
  format: page
  categories: [too_dry]
  confidence: high
  link_kind: direct
  on_topic_page: false
  address: seen
"""
CASE = """category: too_wet
cases:
  - id: one
    name: A plant that smokes.
    story: It smokes.
    answers: {leaves: [smoke]}
    expects: {best: [], urgency: emergency, red_flags: [fire]}
    teaches: Call for help.
    source: [book]
"""
CATALOGUE = 'msgctxt "about/title"\nmsgid "Houseplant guide"\nmsgstr "Zimmerpflanzen"\n'


@pytest.fixture
def garden(tmp_path):
    """The tiny rule set with one link, one case and one translation."""
    shutil.copy(HOUSEPLANT, tmp_path / "rules.yaml")
    for name, content in (("resources.yaml", RESOURCE), ("cases/a.yaml", CASE), ("translations/de.po", CATALOGUE)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def checked(garden, capsys):
    return main(["check", str(garden / "rules.yaml"), "--today", "2026-11-21"]), capsys.readouterr().out


def test_every_file_beside_is_counted(garden, capsys):
    code, out = checked(garden, capsys)
    assert code == 0
    for name, warnings in (("rules.yaml", 0), ("resources.yaml", 0), ("cases/a.yaml", 0), ("translations/de.po", 1)):
        assert f"{garden / name}: 0 errors, {warnings} warnings" in out


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("resources.yaml", "too_dry", "too_dri", "error R012: no category is named `too_dri`"),
        (
            "resources.yaml",
            "- id: one",
            RESOURCE + "- id: one",
            "error R015: the resource `one` stands already on line 1",
        ),
        ("cases/a.yaml", "smoke]", "smoek]", "error R016: question `leaves` has no option `smoek`"),
        ("cases/a.yaml", "too_wet", "to_wet", "error R012: no category is named `to_wet`"),
        ("translations/de.po", "Zimmerpflanzen", "2 Pflanzen", "error R025: "),
    ],
)
def test_a_fault_beside_the_rule_file_is_told_like_one_in_it(garden, capsys, name, old, new, told):
    file = garden / name
    file.write_text(file.read_text().replace(old, new, 1))
    code, out = checked(garden, capsys)
    assert code == 1 and f"{file}:" in out and told in out and "  hint: " in out
    assert f"{file}: 1 errors" in out and f"{garden / 'rules.yaml'}: 0 errors" in out


def test_a_case_that_stands_in_two_files_is_told_with_both(garden, capsys):
    (garden / "cases" / "b.yaml").write_text(CASE)
    code, out = checked(garden, capsys)
    assert code == 1 and f"the case `one` stands already at {garden / 'cases' / 'a.yaml'}:3" in out


def test_a_rule_file_with_errors_is_mended_first(garden, capsys):
    file = garden / "rules.yaml"
    file.write_text(file.read_text().replace("kind: many", "kind: lots"))
    code, out = checked(garden, capsys)
    assert code == 1 and "resources.yaml:" not in out and "is checked when the rule file has no errors" in out


def test_each_part_of_a_folder_is_counted_and_then_what_stands_beside_the_folder(garden, capsys):
    folder = written(in_parts(HOUSEPLANT.read_text(encoding="utf-8")), garden / "plants")
    assert main(["check", str(folder)]) == 0
    said = capsys.readouterr().out
    for file in files_of(folder):
        assert f"{file}: 0 errors, 0 warnings" in said
    assert f"{garden / 'resources.yaml'}: " in said
    (folder / "notes.yaml").write_text("notes: {", encoding="utf-8")
    assert main(["check", str(folder)]) == 1
    said = capsys.readouterr().out
    assert f"{folder / 'notes.yaml'}: 1 errors" in said and "resources.yaml" not in said
