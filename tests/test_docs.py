"""Documents cannot drift: what the code lists, they must name."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from triage.cli import _parser
from triage.settings import SETTINGS

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
    for wing in ("core", "authoring", "web"):
        assert f"triage/{wing}/" in text
