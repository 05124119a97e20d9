"""The `triage weigh` command: measure the strengths of a rule file on coded cases, and write them where asked."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from triage.bench.evaluate.coded_cases import read_files
from triage.bench.evaluate.codes_to_answers import Answering
from triage.bench.evaluate.results import Result, evaluated
from triage.bench.hpo_library import hpo
from triage.bench.refusal import EvaluationError
from triage.bench.weigh.taught import taught_beside
from triage.core.questionnaire import Questionnaire
from triage.rule_files.draft_folder import rules_named
from triage.rule_files.load import load
from triage.rule_files.measured import load_measured, measured_beside

SAY_EVERY = 2.0
"""Seconds between two lines of progress."""
MISSING = (
    "weigh needs NumPy and SciPy, which are not installed: install the extra `bench`, as in: pip install '.[bench]'"
)


def add_weigh(commands: argparse._SubParsersAction[argparse.ArgumentParser], rules: Path) -> None:
    """Add the command to the parser; `rules` is the shipped rule file."""
    parser = commands.add_parser(
        "weigh",
        help="measure the strengths on coded cases",
        description="Fit the strength of every finding in every pattern on coded cases, pulled towards the file's own "
        "words and with their sign kept, and say what would change. Nothing is written without --write.",
    )
    parser.add_argument("cases", nargs="+", type=Path, metavar="CASES", help="a file of cases, as for `evaluate`")
    parser.add_argument("--rules", type=rules_named, default=rules, help="the rule file (default: the shipped one)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--write",
        action="store_true",
        help="write the words and thresholds into the rules, and where they come from into measured.yaml beside them",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    try:
        _weigh(options)
    except EvaluationError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _weigh(options: argparse.Namespace) -> None:
    try:
        from triage.bench.weigh import report_weights, weighing
    except ModuleNotFoundError as error:
        if error.name not in ("numpy", "scipy"):
            raise
        raise EvaluationError(MISSING) from None
    questionnaire = load(options.rules)
    results = run_files(questionnaire, options.cases)
    measured = load_measured(measured_beside(options.rules), questionnaire)
    worked = taught_beside(options.rules, questionnaire)
    found = weighing.weighed(questionnaire, results, measured, worked, say(sys.stderr))
    if options.write:
        weighing.write(options.rules, found)
    report = found.report
    print(json.dumps(report.as_json(), indent=1) if options.json else report_weights.as_text(report))


def run_files(questionnaire: Questionnaire, paths: Sequence[Path]) -> dict[str, tuple[Result, ...]]:
    """Run every case that has a category, or none, by the name of its file. Raises EvaluationError."""
    answering = Answering(questionnaire, hpo())
    files = read_files(paths, [category.id for category in questionnaire.categories])
    return {
        name: evaluated(answering, [case for case in cases if case.category is not None])
        for name, cases in files.items()
    }


def say(stream: TextIO) -> Callable[[str, int, int], None]:
    """Return a function that says now and then how far a piece of work is."""
    said = time.monotonic()

    def tell(work: str, done: int, all_: int) -> None:
        nonlocal said
        if done == all_ or time.monotonic() - said >= SAY_EVERY:
            said = time.monotonic()
            print(f"{work}: {done} of {all_}", file=stream, flush=True)

    return tell
