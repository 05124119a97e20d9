"""The import table of the house: core <- authoring, exchange, store <- web <- app, cli."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "core": {"core"},
    "authoring": {"core", "authoring"},
    "exchange": {"core", "exchange"},
    "store": {"core", "store"},
    "web": {"core", "authoring", "exchange", "store", "web"},
}
LONGEST = 320
MODULES = sorted((ROOT / "triage").rglob("*.py"))


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} uses a relative import"
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path):
    wing = path.relative_to(ROOT / "triage").parts[0]
    allowed = MAY_IMPORT.get(wing)
    if allowed is None:
        return
    for name in imported(path):
        if name.startswith("triage."):
            assert name.split(".")[1] in allowed, f"{path.name} in {wing} must not import {name}"


@pytest.mark.parametrize("path", sorted((ROOT / "triage" / "core").glob("*.py")), ids=lambda path: path.name)
def test_core_imports_nothing_but_itself_and_the_standard_library(path):
    for name in imported(path):
        top = name.split(".")[0]
        assert top in sys.stdlib_module_names or name.startswith("triage.core"), name
        assert top not in {"os", "pathlib", "time", "datetime", "random", "logging", "sys", "io"}, name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_holds_one_idea_and_says_which(path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), f"{path} has no docstring"
    assert len(text.splitlines()) <= LONGEST, f"{path} is too long"


def test_nothing_about_muscles_is_written_in_python():
    words = ("muscle", "muscular", "myo", "weakness", "neuro", "dystroph", "nerve")
    for path in MODULES:
        text = path.read_text(encoding="utf-8").lower().replace("neuromuscular.yaml", "")
        assert not [word for word in words if word in text], path
