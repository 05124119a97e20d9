"""Every command of README and docs works on a fresh clone, where nothing is installed but what run.py fetches."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
COMMAND = re.compile(r"(?:^ {4}|`)python3 run\.py triage ([^`#\n]+?) *(?:`|#|$)", re.MULTILINE)
SAMPLES = {
    "CASES.jsonl": "docs/samples/coded_cases.jsonl",
    "MORE.jsonl": "docs/samples/coded_cases.jsonl",
    "OLD.yaml": "tests/rules/houseplant.yaml",
    "my-plants.yaml": "tests/rules/houseplant.yaml",
}
"""What a reader has under the names that documents use."""
NOT_THERE = re.compile(r"\bID\b|\.\.\.|STORIES\.jsonl")
"""What a reader puts a name or a file of their own for."""
OWN_TESTS = {
    "preview": "runs until it is stopped; tests/preview",
    "links": "asks the network; tests/bench/links",
    "purge": "deletes what is saved; tests/store",
    "publish": "asks whoever reads the difference; tests/bench/drafts",
}
"""The commands that are not run here, and where they are."""
MADE_FIRST = "draft mine"
ENDS_WELL = {"diff": (0, 1)}
"""The exit codes of a command that did what it was asked, where 0 is not the only one."""


def documented() -> list[str]:
    """The commands of all documents, the making of the draft first."""
    found = [each for file in DOCUMENTS for each in COMMAND.findall(file.read_text(encoding="utf-8"))]
    whole = [each for each in found if each.split()[0] not in OWN_TESTS and not NOT_THERE.search(each)]
    return sorted(dict.fromkeys(whole), key=lambda each: each != MADE_FIRST)


def test_the_documents_give_a_command_for_every_part_of_the_bench():
    kinds = {each.split()[0] for each in documented()}
    assert {"check", "cases", "coverage", "diff", "evaluate", "weigh", "draft", "where", "new", "schema"} <= kinds


@pytest.mark.slow
def test_every_documented_command_works_on_a_fresh_clone(tmp_path):
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    subprocess.run(["git", "branch", "--force", "main", "HEAD"], cwd=clone, check=False, capture_output=True)
    for name, sample in SAMPLES.items():
        shutil.copyfile(ROOT / sample, clone / name)
    failed = {}
    for told in documented():
        words = shlex.split(told)
        command = [sys.executable, "run.py", "triage", *words]
        done = subprocess.run(command, cwd=clone, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        said = done.stdout + done.stderr
        if done.returncode not in ENDS_WELL.get(words[0], (0,)) or "Traceback" in said or "pip install" in said:
            failed[told] = (done.returncode, said[-400:])
    assert not failed
