"""Coverage: what of a rule file the worked cases touch, and what no case ever shows.

Every condition has two sides: a case must make it yes, and another must make it no. *Unknown* shows neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any as Data

from triage.core.assessment import Assessment, assess
from triage.core.conditions import All, Any, Chosen, Condition, Found, Not, Test, compiled, nodes
from triage.core.dependencies import Stated, conditions_of
from triage.core.questionnaire import Questionnaire
from triage.rule_files.worked_cases import WorkedCase

FINDINGS, PATTERNS, ELSEWHERE = "findings", "patterns", "elsewhere"
OPTIONS, RED_FLAGS, NOTES, CONDITIONS = "options", "red flags", "notes", "conditions"
KINDS = {
    FINDINGS: "each finding is yes in a case, and no in another",
    PATTERNS: "each pattern is the best match of a case",
    ELSEWHERE: "each elsewhere pattern leads in a case",
    OPTIONS: "each option is ticked in a case",
    RED_FLAGS: "each red flag is raised in a case",
    NOTES: "each note is shown in a case",
    CONDITIONS: "each other condition, and each part of one, is yes in a case and no in another",
}
"""What is counted, and when it counts as touched."""

Item = tuple[str, str]
"""A kind and a name; names of conditions hold the side: `finding weak: {legs: [left]} is no`."""


@dataclass(frozen=True)
class Coverage:
    """Every item in the order of the file, with the ids of the cases that touch it."""

    cases: int
    touched: Mapping[Item, tuple[str, ...]]

    def of(self, kind: str) -> dict[str, tuple[str, ...]]:
        """Return the items of one kind."""
        return {name: cases for (of, name), cases in self.touched.items() if of == kind}

    def missing(self, kind: str) -> tuple[str, ...]:
        """Return the items of one kind that no case touches."""
        return tuple(name for name, cases in self.of(kind).items() if not cases)

    def percent(self, kind: str) -> int:
        """Return the share of a kind that is touched, rounded down; 100 only where nothing is missing."""
        every = len(self.of(kind))
        return 100 * (every - len(self.missing(kind))) // every if every else 100


def cover(questionnaire: Questionnaire, cases: Iterable[WorkedCase]) -> Coverage:
    """Find out what the cases touch."""
    parts = [
        (kind, name, compiled(node)) for stated in conditions_of(questionnaire) for kind, name, node in _sides(stated)
    ]
    touched: dict[Item, list[str]] = {item: [] for item in _items(questionnaire)}
    for kind, name, _ in parts:
        touched.setdefault((kind, f"{name} is yes"), [])
        touched.setdefault((kind, f"{name} is no"), [])
    count = 0
    for case in cases:
        count += 1
        assessment = assess(questionnaire, case.response)
        for item in {*_shown(assessment), *_met(parts, assessment)} & touched.keys():
            touched[item].append(case.id)
    return Coverage(count, {item: tuple(ids) for item, ids in touched.items()})


def _items(questionnaire: Questionnaire) -> Iterator[Item]:
    for category in questionnaire.categories:
        yield from ((PATTERNS, f"{category.id} › {pattern.id}") for pattern in category.patterns)
    yield from ((ELSEWHERE, pattern.id) for pattern in questionnaire.elsewhere)
    for question in questionnaire.questions:
        yield from ((OPTIONS, f"{question.id} › {option.id}") for option in question.options)
    yield from ((RED_FLAGS, flag.id) for flag in questionnaire.red_flags)
    yield from ((NOTES, note.id) for note in questionnaire.notes)


def _shown(assessment: Assessment) -> Iterator[Item]:
    for match in assessment.matching:
        if match.rank == 1:
            yield PATTERNS, f"{match.category.id} › {match.best.pattern.id}"
    if assessment.elsewhere and assessment.elsewhere_leads:
        yield ELSEWHERE, assessment.elsewhere.pattern.id
    for question in assessment.path.asked:
        answer = assessment.path.answers.get(question.id)
        yield from ((OPTIONS, f"{question.id} › {option}") for option in (answer.yes if answer else ()))
    yield from ((RED_FLAGS, flag.id) for flag in assessment.red_flags)
    yield from ((NOTES, note.id) for note in assessment.notes)


def _sides(stated: Stated) -> Iterator[tuple[str, str, Condition]]:
    """A condition and its parts; a finding's whole condition counts as the finding itself."""
    for node in nodes(stated.when):
        if node is stated.when and stated.kind == "finding":
            yield FINDINGS, stated.id, node
        else:
            yield CONDITIONS, f"{stated.kind} {stated.id}: {spelt(node)}", node


def _met(parts: Iterable[tuple[str, str, Test]], assessment: Assessment) -> Iterator[Item]:
    for kind, name, test in parts:
        truth = test(assessment.path.answers, assessment.findings)
        yield kind, f"{name} is {truth.value}"


def spelt(condition: Condition) -> str:
    """Write a condition as a rule file does."""
    match condition:
        case Found(finding):
            return f"{{finding: {finding}}}"
        case Chosen(question, options, 1):
            return f"{{{question}: [{', '.join(options)}]}}"
        case Chosen(question, options, at_least):
            return f"{{{question}: {{at_least: {at_least}, of: [{', '.join(options)}]}}}}"
        case Not(part):
            return f"{{not: {spelt(part)}}}"
        case All(parts):
            return f"{{all: [{', '.join(spelt(part) for part in parts)}]}}"
        case Any(parts):
            return f"{{any: [{', '.join(spelt(part) for part in parts)}]}}"


def as_words(coverage: Coverage) -> str:
    """Return what is missing, kind by kind, and then a line for each kind."""
    missing = [f"  {name}" for kind in KINDS for name in _titled(kind, coverage.missing(kind))]
    lines = ["No case touches:", *missing, ""] if missing else []
    lines.append(f"{coverage.cases} cases")
    for kind in KINDS:
        every, without = len(coverage.of(kind)), len(coverage.missing(kind))
        lines.append(f"  {kind:<11}{every - without:>5} of {every:<5}{coverage.percent(kind):>4} %   {KINDS[kind]}")
    return "\n".join(lines)


def _titled(kind: str, names: tuple[str, ...]) -> Iterator[str]:
    if names:
        yield kind
        yield from (f"  {name}" for name in names)


def as_data(coverage: Coverage) -> dict[str, Data]:
    """Return the coverage as JSON-ready data: for each kind the counts, what is missing, and who touches what."""
    return {
        "cases": coverage.cases,
        "kinds": {
            kind: {
                "all": len(coverage.of(kind)),
                "percent": coverage.percent(kind),
                "missing": list(coverage.missing(kind)),
                "touched": {name: list(cases) for name, cases in coverage.of(kind).items() if cases},
            }
            for kind in KINDS
        },
    }
