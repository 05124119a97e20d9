"""The `triage evaluate` command: read cases, run them, and hand the figures out in the form asked for."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, TextIO

from triage.bench.evaluate import compare, docs_record, measures, report_text
from triage.bench.evaluate.coded_cases import Case, files_of, read_files
from triage.bench.evaluate.codes_to_answers import Answering
from triage.bench.evaluate.explain import explained
from triage.bench.evaluate.report_html import page
from triage.bench.evaluate.report_text import EvaluationReport
from triage.bench.evaluate.results import Result, evaluated, one
from triage.bench.evaluate.story_answers import holds_answers, read_stories
from triage.bench.evaluate.story_report import story_json, story_report, story_text, story_told
from triage.bench.hpo import Ontology
from triage.bench.hpo_library import hpo
from triage.bench.refusal import EvaluationError
from triage.rule_files.diagnostics import suggestion
from triage.rule_files.draft_folder import rules_named
from triage.rule_files.load import load

SAY_EVERY = 2.0
"""Seconds between two lines of progress; work that takes less says nothing."""


def add_evaluate(commands: argparse._SubParsersAction[argparse.ArgumentParser], rules: Path) -> None:
    """Add the command to the parser; `rules` is the shipped rule file."""
    parser = commands.add_parser(
        "evaluate",
        help="measure the rule file on real cases",
        description="Turn the coded terms and the history of cases into answers, and measure how often the categories "
        "that the result page would show are right. Cases are JSON lines, a GA4GH phenopacket or a folder of these. "
        "Stories, which hold answers in place of codes and a level of urgency, are held against that urgency too.",
    )
    parser.add_argument(
        "cases", nargs="+", type=Path, metavar="CASES", help="a file of cases, or a folder of phenopackets"
    )
    parser.add_argument("--rules", type=rules_named, default=rules, help="the rules (default: the shipped ones)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--answers", type=Path, metavar="FILE", help="the answers to the stories, a line for each id, if apart"
    )
    parser.add_argument("--predictions", type=Path, metavar="OUT.jsonl", help="write each case's ranking")
    parser.add_argument("--html", type=Path, metavar="OUT.html", help="write a report with plots")
    parser.add_argument(
        "--compare",
        type=rules_named,
        metavar="OLD_RULES",
        help="show which cases moved since another rule file, and why",
    )
    parser.add_argument("--explain", metavar="ID", help="show how one case came to its result")
    parser.add_argument(
        "--record",
        type=Path,
        metavar="DOCS",
        help="write the figures into evaluation.md and evaluation.json in this folder",
    )
    parser.add_argument(
        "--cross-validate",
        action="store_true",
        help="add the figures of strengths that are measured without each case, its source and its disease",
    )
    parser.add_argument(
        "--baseline", action="store_true", help="add naive Bayes on the same signs, with the case's disease taken out"
    )
    parser.add_argument(
        "--sensitivity",
        action="store_true",
        help="add what changes when a strength is a word up or down, or a finding, question or source is left out",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code: 1 too where a story's answers mean nothing to the rule file."""
    try:
        if options.answers is not None or any(map(holds_answers, options.cases)):
            return evaluate_stories(options)
        evaluate(options)
    except EvaluationError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def evaluate(options: argparse.Namespace) -> None:
    """Do what the options ask. Raises EvaluationError, or RuleFileError for a rule file with errors."""
    questionnaire, ontology = load(options.rules), hpo()
    answering = Answering(questionnaire, ontology)
    unread: list[str] = []
    cases = read_files(options.cases, [category.id for category in questionnaire.categories], unread)
    for line in unread:
        print(line, file=sys.stderr)
    for code in answering.unknown_codes():
        print(f"{options.rules}: {code} is unknown to {ontology.version}", file=sys.stderr)
    if options.explain is not None:
        print(_explained(answering, ontology, cases, options.explain))
        return
    made = [report_text.reported(name, questionnaire, _run(answering, name, each)) for name, each in cases.items()]
    moved: dict[str, Sequence[compare.Move]] = {}
    changed: Sequence[str] = ()
    if options.compare is not None:
        old = Answering(load(options.compare), ontology)
        changed = compare.settings(old.questionnaire, questionnaire)
        for report in made:
            moved[report.name] = compare.moves(_run(old, report.name, cases[report.name]), report.results)
    if options.predictions is not None:
        _write(options.predictions, "".join(_prediction(result) for report in made for result in report.results))
    if options.html is not None:
        _write(options.html, page(made, ontology.version, moved))
    more = measures.measured(options, questionnaire, ontology, {report.name: report.results for report in made})
    if options.record is not None:
        digests = dict(zip(cases, map(_digest, options.cases), strict=True))
        docs_record.write(options.record, docs_record.recorded(made, ontology.version, digests, more.sides))
    print(_printed(made, moved, changed, more, options.json))


def evaluate_stories(options: argparse.Namespace) -> int:
    """Do the same for stories with answers, which need no ontology. Raises the same errors; returns the exit code."""
    for name in ("compare", "html", "record", "cross_validate", "baseline", "sensitivity"):
        if vars(options)[name] not in (None, False):
            option = name.replace("_", "-")
            raise EvaluationError(f"--{option} is for coded cases, not for stories with answers: leave it out")
    questionnaire = load(options.rules)
    read = read_stories(options.cases, options.answers, questionnaire)
    made = [story_report(name, questionnaire, each) for name, each in read.items()]
    if options.explain is not None:
        every = {each.story.case.id: each for report in made for each in report.judged}
        print(story_told(every[_known(options.explain, every)]))
        return 0
    if options.predictions is not None:
        _write(options.predictions, "".join(_prediction(each.result) for report in made for each in report.judged))
    if options.json:
        print(_json([story_json(report) for report in made]))
    else:
        print("\n\n".join(map(story_text, made)))
    return 1 if any(each.faults for each in read.values()) else 0


def _run(answering: Answering, name: str, cases: Sequence[Case]) -> tuple[Result, ...]:
    return evaluated(answering, cases, _progress(name, len(cases), sys.stderr))


def _progress(name: str, total: int, stream: TextIO) -> Callable[[int], None]:
    """Return a function that says now and then how many cases are done."""
    said = time.monotonic()

    def tell(done: int) -> None:
        nonlocal said
        if time.monotonic() - said >= SAY_EVERY:
            said = time.monotonic()
            print(f"{name}: {done} of {total} cases", file=stream, flush=True)

    return tell


def _explained(answering: Answering, ontology: Ontology, cases: dict[str, tuple[Case, ...]], id: str) -> str:
    every = {case.id: case for each in cases.values() for case in each}
    return explained(answering.questionnaire, ontology, one(answering, every[_known(id, every)]))


def _known(id: str, every: Collection[str]) -> str:
    if id not in every:
        raise EvaluationError(f"no case has the id `{id}`: {suggestion(id, every)}")
    return id


def _prediction(result: Result) -> str:
    line = {"id": result.case.id, "ranking": list(result.ranking), "level": result.level}
    return json.dumps(line, ensure_ascii=False) + "\n"


def _printed(
    made: Sequence[EvaluationReport],
    moved: dict[str, Sequence[compare.Move]],
    changed: Sequence[str],
    more: measures.Measures,
    as_json: bool,
) -> str:
    if not as_json:
        texts = [report_text.as_text(report) for report in made]
        texts += ["\n".join(["For all cases:", *(f"  {each}" for each in changed)])] if changed else []
        texts += [compare.as_text(name, each) for name, each in moved.items()]
        return "\n\n".join([*texts, *more.texts()])
    objects: list[dict[str, Any]] = []
    for report in made:
        found = report_text.as_json(report)
        if report.name in moved:
            found |= {"changed": list(changed), "moved": [move.as_json() for move in moved[report.name]]}
        if report.name in more.sides:
            found["sides"] = more.sides[report.name]
        objects.append(found)
    return _json(objects, more.as_json())


def _json(objects: Sequence[dict[str, Any]], together: dict[str, Any] | None = None) -> str:
    """One report as it is, several by the names of their files."""
    content = objects[0] if len(objects) == 1 else {"files": {report["name"]: report for report in objects}}
    return json.dumps(content | (together or {}), indent=1, ensure_ascii=False)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be written: {(error.strerror or str(error)).lower()}") from None


def _digest(path: Path) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files_of(path))).hexdigest()[:16]
