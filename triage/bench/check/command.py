"""The `triage check` and `triage catalogue` commands: every fault of a rule file and of what stands beside it."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from triage.bench.check.lint import lint_loaded
from triage.bench.prove.command import add_prove, prove, wanted
from triage.rule_files.diagnostics import Diagnostic
from triage.rule_files.draft_folder import rules_named
from triage.rule_files.files_beside import YAML, files_in
from triage.rule_files.lessons import examine_lessons, lessons_beside
from triage.rule_files.load import Loaded, examine, load
from triage.rule_files.look_alikes import LookAlike, examine_look_alikes, look_alikes_beside
from triage.rule_files.measured import examine_measured, measured_beside
from triage.rule_files.resources import examine_resources, resources_beside
from triage.rule_files.rule_folder import files_of
from triage.rule_files.translations import catalogues_beside, examine_catalogue, template
from triage.rule_files.worked_cases import WorkedCase, cases_beside, examine_cases
from triage.today import today

Commands = Any
"""What `add_subparsers` returns; argparse has no public name for it."""
Checked = dict[str, tuple[Diagnostic, ...]]
"""Every file that was looked at, in order, with what is wrong in it."""


def add_check(commands: Commands, rules: Path) -> None:
    """Add the command to the parser; `rules` is the shipped rule file."""
    check = commands.add_parser(
        "check",
        help="check a rule file",
        description="List every fault of a rule file, each with its place, its line and a hint; then those of "
        "`resources.yaml`, `measured.yaml`, `cases/`, `look_alikes.yaml`, `lessons.yaml` and "
        "`translations/` beside it. Exit code 1 on errors.",
    )
    check.add_argument("file", nargs="?", type=rules_named, default=rules, help="the rules (default: the shipped ones)")
    check.add_argument("--strict", action="store_true", help="exit code 1 on warnings too")
    check.add_argument("--today", default=today().isoformat(), help="date for the review check")
    add_prove(check)
    check.set_defaults(run=_check)


def add_catalogue(commands: Commands, rules: Path) -> None:
    """Add the command that starts or brings up to date a translation."""
    catalogue = commands.add_parser(
        "catalogue",
        help="list every text for a translator",
        description="Print a gettext catalogue of every text of a rule file. Save it as `translations/<language>.po` "
        "beside the rule file and fill it; `triage check` says what is missing or stale.",
    )
    catalogue.add_argument("--rules", type=rules_named, default=rules, help="the rules (default: the shipped ones)")
    catalogue.add_argument("--old", type=Path, metavar="FILE", help="keep what this catalogue says; mark what changed")
    catalogue.set_defaults(run=_catalogue)


def check_all(path: Path, loaded: Loaded) -> Checked:
    """Check a rule file or folder and, once it has no errors, what stands beside it."""
    rules, found = loaded.questionnaire, loaded.diagnostics
    if rules is not None:
        found += lint_loaded(loaded)
    checked = _by_file(loaded.document.files, found)
    if rules is None:
        return checked
    resources = resources_beside(path)
    if resources.exists():
        checked[str(resources)] = examine_resources(resources, [category.id for category in rules.categories])[1]
    measured = measured_beside(path)
    if measured.exists():
        checked[str(measured)] = examine_measured(measured, rules)[1]
    folder = cases_beside(path)
    cases: tuple[WorkedCase, ...] = ()
    if folder.exists():
        cases, found = examine_cases(folder, rules)
        checked |= _by_file(sorted({*map(str, files_in(folder, *YAML)), *(each.file for each in found)}), found)
    look_alikes, lessons = look_alikes_beside(path), lessons_beside(path)
    pairs: tuple[LookAlike, ...] = ()
    if look_alikes.exists():
        pairs, checked[str(look_alikes)] = examine_look_alikes(look_alikes, rules, cases)
    if lessons.exists():
        checked[str(lessons)] = examine_lessons(lessons, rules, cases, pairs)[1]
    for catalogue in catalogues_beside(path):
        checked[str(catalogue)] = examine_catalogue(catalogue, rules)[1]
    return checked


def _by_file(files: Iterable[str], found: Iterable[Diagnostic]) -> Checked:
    """Share out diagnostics to their files, by place."""
    every = sorted(found, key=lambda each: (each.line, each.column, each.code, each.message))
    return {file: tuple(each for each in every if each.file == file) for file in files}


def _check(options: argparse.Namespace) -> int:
    loaded = examine(options.file, options.today)
    checked = check_all(options.file, loaded)
    every = [diagnostic for found in checked.values() for diagnostic in found]
    for diagnostic in every:
        print(diagnostic, end="\n\n")
    for file, found in checked.items():
        errors = sum(each.is_error for each in found)
        print(f"{file}: {errors} errors, {len(found) - errors} warnings")
    if any(each.is_error for file in map(str, files_of(options.file)) for each in checked.get(file, ())):
        print("What stands beside the rule file is checked when the rule file has no errors.")
    code = 1 if any(each.is_error or options.strict for each in every) else 0
    return max(code, prove(options, loaded.questionnaire)) if wanted(options) else code


def _catalogue(options: argparse.Namespace) -> int:
    print(template(load(options.rules), options.old), end="")
    return 0
