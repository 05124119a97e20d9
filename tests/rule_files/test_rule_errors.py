"""Every code has a broken rule set that shows it at its line, and a section in the document."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.bench.check.test_lint import Plants
from tests.conftest import HOUSEPLANT
from tests.rule_files.test_look_alikes import CASES
from triage.bench.check.lint import lint
from triage.rule_files.diagnostics import CODES
from triage.rule_files.load import examine, load
from triage.rule_files.look_alikes import examine_look_alikes
from triage.rule_files.measured import examine_measured
from triage.rule_files.rule_folder import files_of
from triage.rule_files.translations import examine_catalogue
from triage.rule_files.worked_cases import load_cases
from triage.settings import RULES

BAD = Path(__file__).parent.parent / "rules_bad"
DOCUMENT = RULES.parent.parent / "docs" / "rule-errors.md"


def test_there_is_one_broken_rule_set_for_each_code_and_no_other():
    assert {path.stem for path in BAD.iterdir()} == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_broken_rule_set_yields_its_code_at_the_line_that_its_comment_names(code, tmp_path):
    (path,) = BAD.glob(f"{code}*")
    (file,) = [each for each in files_of(path) if each.read_bytes().startswith(b"# Broken on purpose")]
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    said = re.match(rf"# Broken on purpose, {code} on line (\d+): ", lines[0])
    assert said
    found, usable = examined(path, tmp_path)
    (fault,) = [each for each in found if each.code == code][:1]
    assert (fault.file, fault.line) == (str(file), int(said[1])) and fault.hint
    assert fault.quoted in (lines[fault.line - 1], "")
    assert usable != fault.is_error


def examined(path, tmp_path):
    """Everything the check says of a rule set or catalogue, and whether it is used nevertheless."""
    if path.suffix == ".po":
        _, found = examine_catalogue(path, load(HOUSEPLANT))
        return found, not any(each.is_error for each in found)
    if path.suffix == ".measured":
        _, found = examine_measured(path, load(HOUSEPLANT))
        return found, not any(each.is_error for each in found)
    if path.suffix == ".look_alikes":
        rules = load(HOUSEPLANT)
        (tmp_path / "plants.yaml").write_text(CASES, encoding="utf-8")
        pairs, found = examine_look_alikes(path, rules, load_cases(tmp_path, rules))
        return found, bool(pairs)
    loaded = examine(path, today="2026-11-21")
    if loaded.questionnaire is None:
        return loaded.diagnostics, False
    return [*loaded.diagnostics, *lint(loaded, Plants())], True


def test_the_document_has_a_section_for_each_code_and_no_other():
    sections = re.split(r"^## ", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert [section.splitlines()[0] for section in sections] == [f"{code}: {text}" for code, text in CODES.items()]
    for section in sections:
        assert re.findall(r"^- \*\*(\w+):\*\* \S", section, flags=re.MULTILINE) == ["Example", "Reason", "Remedy"]
