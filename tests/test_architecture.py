"""The plan of the house: which folder may import which, one idea a module, one meaning a name."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from triage.settings import RULES

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "core": {"core"},
    "rule_files": {"core", "rule_files"},
    "teaching": {"core", "rule_files", "teaching"},
    "summary": {"core", "summary"},
    "store": {"core", "store"},
    "public_address": set(),
    "settings": {"store", "public_address", "settings"},
    "connections": set(),
    "today": set(),
    "server": {"connections", "server"},
    "processes": {"connections", "server", "processes"},
    "serve_command": {"processes", "server", "settings", "web", "serve_command"},
    "database_command": {"store", "settings", "database_command"},
    "web": {"today", "core", "rule_files", "teaching", "summary", "store", "public_address", "settings", "web"},
    "bench": {"today", "core", "rule_files", "bench"},
    "preview": {"today", "core", "rule_files", "bench", "settings", "server", "web", "preview"},
    "cli": {
        "today",
        "core",
        "database_command",
        "rule_files",
        "teaching",
        "summary",
        "store",
        "settings",
        "serve_command",
        "web",
        "bench",
        "preview",
        "cli",
    },
    "__main__": {"cli"},
    "__init__": set(),
}
"""What each folder or module at the top of `triage` may import. Nothing that serves people imports the bench."""
INSIDE_BENCH = {
    "check": {"check", "prove"},
    "cases": {"cases", "check"},
    "prove": {"prove"},
    "links": {"links"},
    "evaluate": {"evaluate", "weigh"},
    "weigh": {"weigh", "evaluate"},
    "diff": {"diff", "prove", "evaluate", "cases"},
    "drafts": {"drafts", "diff", "check", "cases"},
}
"""What each room of the bench may import of the others; all may use the modules that stand in `bench` itself."""
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
    wing = path.relative_to(ROOT / "triage").with_suffix("").parts[0]
    allowed = MAY_IMPORT[wing]
    for name in imported(path):
        if name.startswith("triage."):
            assert name.split(".")[1] in allowed, f"{path.name} in {wing} must not import {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_rooms_of_the_bench_import_one_way(path):
    place = path.relative_to(ROOT / "triage").with_suffix("").parts
    allowed = INSIDE_BENCH[place[1]] if place[0] == "bench" and len(place) > 2 else set()
    for name in imported(path):
        parts = name.split(".")
        if place[0] == "bench" and parts[:2] == ["triage", "bench"] and (ROOT / "triage" / "bench" / parts[2]).is_dir():
            assert parts[2] in allowed, f"{path.name} in bench/{place[1]} must not import {name}"


@pytest.mark.parametrize("path", sorted((ROOT / "triage" / "core").rglob("*.py")), ids=lambda path: path.name)
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


def test_only_weighing_needs_numbers_by_the_array():
    for path in MODULES:
        if {name.split(".")[0] for name in imported(path)} & {"numpy", "scipy"}:
            assert path.parent == ROOT / "triage" / "bench" / "weigh", path


def test_the_command_line_starts_without_numpy():
    code = "import sys, triage.cli, triage.web.app; print({'numpy', 'scipy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_nothing_about_muscles_is_written_in_python():
    words = ("muscle", "muscular", "myo", "weakness", "neuro", "dystroph", "nerve")
    for path in MODULES:
        text = (
            path.read_text(encoding="utf-8")
            .lower()
            .replace(f'"{RULES.name}"', "")
            .replace(f"main:rules/{RULES.name}", "")
        )
        assert not [word for word in words if word in text], path
