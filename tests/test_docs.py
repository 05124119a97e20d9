"""Documents cannot drift: what the code lists, they must name."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from triage.cli import _parser
from triage.rule_files.load import examine
from triage.settings import RULES, SETTINGS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_names_every_setting_with_its_sentence():
    for name, sentence in SETTINGS.items():
        assert f"| `{name}` | {sentence} |" in README


def test_every_command_in_the_documents_exists():
    (commands,) = [a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction)]
    for document in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        for name in re.findall(r"(?:run\.py triage|`triage) ([a-z]+)", document.read_text(encoding="utf-8")):
            assert name in commands.choices, f"{document.name} names `triage {name}`"


def test_every_file_that_the_documents_link_to_is_there():
    for document in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_the_architecture_names_every_module_of_the_core():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for wing in ("core", "rule_files", "web"):
        assert f"triage/{wing}/" in text


def test_the_example_of_writing_rules_is_sound(tmp_path):
    """Put the blocks of the guide into the shipped file, as a clinician would, and check it."""
    guide = (ROOT / "docs" / "writing-rules.md").read_text(encoding="utf-8")
    option, finding, weight, source = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
    rules = RULES.read_text(encoding="utf-8")
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
