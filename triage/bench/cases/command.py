"""The `triage cases` and `triage coverage` commands: run the worked cases, and say what of a rule file they touch."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from triage.bench.cases import coverage, run
from triage.core.questionnaire import Questionnaire
from triage.rule_files.diagnostics import suggestion
from triage.rule_files.draft_folder import rules_named
from triage.rule_files.load import load
from triage.rule_files.worked_cases import WorkedCase, cases_beside, load_cases

Commands = Any
"""What `add_subparsers` returns; argparse has no public name for it."""


def add_bench(commands: Commands, rules: Path) -> None:
    """Add both commands to the parser; `rules` is the shipped rule file."""
    cases = commands.add_parser(
        "cases",
        help="run the worked cases",
        description="Run the worked cases as the result page would, and hold each against what is expected of it. "
        "A case that fails is shown with what was expected and what was found; --why shows what its result rests on. "
        "Exit code 1 when one fails.",
    )
    cases.add_argument("--why", action="store_true", help="show why each category of a failed case is at its level")
    cases.add_argument("ids", nargs="*", metavar="ID", help="the id of a case (default: all of them)")
    _add_common(cases, rules)
    cases.set_defaults(run=_cases)

    covered = commands.add_parser(
        "coverage",
        help="show what of a rule file the worked cases touch",
        description="List what no worked case touches, and then, for each kind, how much is touched: "
        + "; ".join(f"{kind} ({meaning})" for kind, meaning in coverage.KINDS.items())
        + ".",
    )
    covered.add_argument(
        "--least", type=_percent, default=0, metavar="PERCENT", help="exit code 1 when a kind is touched less than this"
    )
    _add_common(covered, rules)
    covered.set_defaults(run=_coverage)


def _add_common(parser: argparse.ArgumentParser, rules: Path) -> None:
    parser.add_argument("--rules", type=rules_named, default=rules, help="the rules (default: the shipped ones)")
    parser.add_argument("--cases", type=Path, metavar="FOLDER", help="the cases (default: `cases` beside the rules)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def _percent(text: str) -> int:
    if not text.isdecimal() or int(text) > 100:
        raise argparse.ArgumentTypeError(f"a whole number from 0 to 100 is needed, not `{text}`")
    return int(text)


def _cases(options: argparse.Namespace) -> int:
    questionnaire, cases = _loaded(options)
    every = {case.id: case for case in cases}
    unknown = [id for id in options.ids if id not in every]
    for id in unknown:
        print(f"no case is named `{id}`: {suggestion(id, every)}", file=sys.stderr)
    if unknown:
        return 1
    wanted = [every[id] for id in dict.fromkeys(options.ids)] or cases
    outcomes = run.try_cases(questionnaire, wanted)
    _print(run.as_data(questionnaire, outcomes) if options.json else run.as_words(questionnaire, outcomes, options.why))
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def _coverage(options: argparse.Namespace) -> int:
    questionnaire, cases = _loaded(options)
    covered = coverage.cover(questionnaire, cases)
    _print(coverage.as_data(covered) if options.json else coverage.as_words(covered))
    short = [kind for kind in coverage.KINDS if covered.percent(kind) < options.least]
    for kind in short:
        print(f"{kind}: {covered.percent(kind)} % is less than {options.least} %", file=sys.stderr)
    return 1 if short else 0


def _loaded(options: argparse.Namespace) -> tuple[Questionnaire, tuple[WorkedCase, ...]]:
    questionnaire = load(options.rules)
    return questionnaire, load_cases(options.cases or cases_beside(options.rules), questionnaire)


def _print(content: str | dict[str, Any]) -> None:
    print(content if isinstance(content, str) else json.dumps(content, indent=1, ensure_ascii=False))
