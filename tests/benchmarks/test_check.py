"""What the check of a rule file costs, and that a file ten times the size costs about ten times as much."""

from __future__ import annotations

import pytest
import yaml

from triage.bench.check.lint import lint
from triage.rule_files.load import examine
from triage.rule_files.rule_folder import read_rules
from triage.settings import RULES

COPIES = 10
GOAL = 1.0
GOAL_RATIO = 12
LISTS = ("questions", "findings", "categories", "elsewhere", "red_flags", "notes")
NAMING = (
    "id", "when", "ask_when", "needs", "not_sure_means", "category", "excludes", "offered_when", "named_when",
)  # fmt: skip
WORDS = ("all", "any", "not", "finding", "at_least", "of")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The shipped file written anew, and one with all that has an id ten times, each time under other ids."""
    data = read_rules(RULES).data
    folder = tmp_path_factory.mktemp("larger")
    for name, copies in (("once", 1), ("larger", COPIES)):
        many = {
            key: [(renamed(each, copy) if copy else each) for copy in range(copies) for each in data[key]]
            for key in LISTS
        }
        written = yaml.dump({**data, **many}, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=120)
        (folder / f"{name}.yaml").write_text(written, encoding="utf-8")
    return folder / "once.yaml", folder / "larger.yaml"


def renamed(data, copy, names=False):
    """Return a part of the file with every id in it renamed for a copy."""
    if isinstance(data, str):
        return f"{data}_{copy}" if names and not data.isdecimal() else data
    if isinstance(data, list):
        return [renamed(each, copy, names) for each in data]
    new = {}
    for key, value in data.items():
        if key in ("for", "against", "expects"):
            new[key] = {strength: renamed(findings, copy, True) for strength, findings in value.items()}
        elif names and key not in WORDS:
            new[f"{key}_{copy}"] = renamed(value, copy, True)
        else:
            new[key] = renamed(value, copy, names or key in NAMING)
    return new


def check(path):
    """What `triage check` does with a rule file that has no errors, without the ontology."""
    loaded = examine(path)
    assert loaded.questionnaire is not None, loaded.diagnostics[0]
    return lint(loaded)


def test_check(timed, say):
    took = timed("check", lambda: check(RULES))
    say(f"check of the shipped file: {took * 1e3:.0f} ms (goal: under {GOAL:.0f} s)")


def test_check_of_a_file_written_anew(files, timed):
    timed("check once", lambda: check(files[0]))


def test_check_of_a_file_ten_times_the_size(files, timed, times, say):
    once, larger = files
    took = timed("check larger", lambda: check(larger))
    size = larger.stat().st_size / once.stat().st_size
    say(f"a file {size:.1f} times the size: {took / times['check once']:.1f} times check (goal: at most {GOAL_RATIO})")
