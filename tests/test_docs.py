"""Documents cannot drift: what the code lists, they must name."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from tests.rule_texts import as_one
from triage.bench.evaluate.coded_cases import read_cases
from triage.cli import _parser
from triage.rule_files.hpo_terms import term_name
from triage.rule_files.load import examine
from triage.rule_files.schema import PARTS
from triage.rule_files.schema_types import VOICES, sentences_of
from triage.settings import RULES, SETTINGS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
DOCUMENTS = (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")))


def test_the_readme_names_every_setting_with_its_sentence():
    for name, sentence in SETTINGS.items():
        assert f"| `{name}` | {sentence} |" in README


def test_every_command_in_the_documents_exists():
    (commands,) = [a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction)]
    for document in DOCUMENTS:
        for name in re.findall(r"(?:run\.py triage|`triage) ([a-z]+)", document.read_text(encoding="utf-8")):
            assert name in commands.choices, f"{document.name} names `triage {name}`"


def test_every_file_that_the_documents_link_to_is_there():
    for document in DOCUMENTS:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_the_house_names_every_room():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for room in (path for path in (ROOT / "triage").iterdir() if (path / "__init__.py").exists()):
        assert f"`triage/{room.name}/`" in text


def test_a_newcomer_is_told_what_to_edit_and_the_place_is_there():
    rows = re.findall(r"^\| (.+) \| `([^`]+)` \|$", CONTRIBUTING, re.MULTILINE)
    assert len(rows) >= 24
    for change, place in rows:
        assert (ROOT / place).exists(), f"{change}: {place} is not there"


def test_every_decision_stands_in_the_list_once_and_says_when():
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"^- \[.+\]\((\S+)\)$", (folder / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(path.name for path in folder.glob("*.md") if path.name != "README.md")
    for name in listed:
        lines = (folder / name).read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("# ") and re.fullmatch(r"[A-Z][a-z]+ \d{4}", lines[2]), name


def test_code_that_the_documents_name_is_there():
    roots = (ROOT, ROOT / "triage", ROOT / "rules")
    for document in DOCUMENTS:
        for place in re.findall(
            r"`([a-z_]+/[\w./-]+\.(?:py|html|yaml|svg|typ|js|css))`", document.read_text(encoding="utf-8")
        ):
            assert any((root / place).exists() for root in roots), f"{document.name}: {place}"


def test_the_example_of_writing_rules_is_sound(tmp_path):
    """Put the blocks of the guide into the shipped file, as a clinician would, and check it."""
    guide = (ROOT / "docs" / "writing-rules.md").read_text(encoding="utf-8")
    example = guide.partition("## A complete example")[2]
    option, finding, weight, source = re.findall(r"```yaml\n(.*?)```", example, re.DOTALL)
    rules = as_one(RULES)
    rules = rules.replace("      - {id: droopy_lid,", option + "      - {id: droopy_lid,", 1)
    rules = rules.replace("  - id: laughs_cries\n", finding + "  - id: laughs_cries\n", 1)
    start = rules.index("      - id: speech_and_throat\n")
    words = weight.strip().removeprefix("weak: [").removesuffix("]")
    rules = rules[:start] + rules[start:].replace("          weak: [", f"          weak: [{words}, ", 1)
    rules = rules.replace("sources:\n", "sources:\n" + source, 1)
    draft = tmp_path / "draft.yaml"
    draft.write_text(rules, encoding="utf-8")
    loaded = examine(draft)
    assert loaded.questionnaire is not None, [str(each) for each in loaded.diagnostics]
    assert loaded.questionnaire.finding("cheek_biting").group == "mouth_and_throat"
    assert loaded.diagnostics == ()


def test_the_guide_to_the_rules_says_of_every_key_what_editors_say():
    guide = (ROOT / "docs" / "writing-rules.md").read_text(encoding="utf-8")
    for part in PARTS.values():
        title = (part.__doc__ or "").splitlines()[0].rstrip(".").replace("`", "")
        table = guide.partition(f"**{title}**\n")[2].partition("\n\n**")[0]
        for key, sentence in sentences_of(part).items():
            assert f"| `{key}` | {sentence.removesuffix(VOICES).rstrip()} |" in table, (title, key)


def test_the_sample_cases_can_be_evaluated_and_name_their_terms_rightly(rules):
    sample = ROOT / "docs" / "samples" / "coded_cases.jsonl"
    cases = read_cases(sample, [category.id for category in rules.categories])
    assert {case.category for case in cases} == {*(category.id for category in rules.categories), "none"}
    for case in cases:
        for term in (*case.observed, *case.excluded):
            assert term_name(term.id) == term.label
