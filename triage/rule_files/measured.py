"""Measured: where each strength comes from, and in how many cases its finding was told. Made by `triage weigh`.

The file stands beside the rules and decides nothing: a strength counts by its word in the rule file. What no longer
agrees with the rules is left out, and the check says so. Without the file every strength is judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from triage.core.questionnaire import Pattern, Questionnaire
from triage.rule_files.diagnostics import Diagnostic, RuleFileError, suggestion
from triage.rule_files.document import Document, Place
from triage.rule_files.resources import resources_beside
from triage.rule_files.schema_types import FilePart, Text, Whole
from triage.rule_files.shape_faults import shaped
from triage.rule_files.yaml_reader import read_document

NAME = "measured.yaml"
FEWEST = 5
"""Of fewer cases of a picture than this no count is shown."""
Counts = tuple[Whole, Whole]


@dataclass(frozen=True, slots=True)
class Measure:
    """Where one strength comes from. `judged` is the word before it was measured, None where it is judged still.

    `cases` stand behind it. Its finding was told in `seen` of the `pictured` cases of this picture, and in `elsewhere`
    of the `others`.
    """

    word: str
    judged: str | None
    cases: int
    seen: int
    pictured: int
    elsewhere: int
    others: int

    @property
    def says_enough(self) -> bool:
        """Whether enough cases show the picture to count in how many the finding was told."""
        return self.pictured >= FEWEST

    @property
    def is_measured(self) -> bool:
        """Whether the cases set the word."""
        return self.judged is not None


@dataclass(frozen=True, slots=True)
class JudgedLevels:
    """The thresholds before they were measured: of the lowest level, `close`, and of the highest with its lead."""

    some: int
    close: int
    strong: int
    lead: int


@dataclass(frozen=True)
class Measured:
    """The measures by pattern, role and finding; and the thresholds as they were judged."""

    by_name: Mapping[tuple[str, str, str], Measure] = field(default_factory=dict)
    judged: JudgedLevels | None = None

    def of(self, pattern: str, role: str, finding: str) -> Measure | None:
        """Return the measure of a strength, or None where there is none."""
        return self.by_name.get((pattern, role, finding))


class MeasurePart(FilePart):
    """The shape of one entry."""

    word: Text
    judged: Text | None = None
    cases: Whole
    here: Counts
    others: Counts


class ThresholdPart(FilePart):
    """The thresholds before they were measured."""

    some: Whole
    close: Whole
    strong: Whole
    lead: Whole


class MeasuredFile(FilePart):
    """The whole file."""

    ruleset: Text
    judged: ThresholdPart
    strengths: dict[str, dict[str, MeasurePart]]


def measured_beside(rules: Path) -> Path:
    """Return the file in which the measures of a rule file stand."""
    return resources_beside(rules).with_name(NAME)


def load_measured(path: Path, questionnaire: Questionnaire) -> Measured:
    """Load what agrees with the rules, nothing where there is no file. Raises RuleFileError for a broken file."""
    if not path.exists():
        return Measured()
    measured, diagnostics = examine_measured(path, questionnaire)
    if any(diagnostic.is_error for diagnostic in diagnostics):
        raise RuleFileError(diagnostics)
    return measured


def examine_measured(path: Path, questionnaire: Questionnaire) -> tuple[Measured, tuple[Diagnostic, ...]]:
    """Read the measures, as far as they agree with the rules, and list every fault, by place."""
    document = read_document(path)
    file = None if document.has_errors else shaped(document, MeasuredFile)
    if file is None:
        return Measured(), document.in_order()
    patterns = {pattern.id: pattern for pattern in _patterns(questionnaire)}
    kept: dict[tuple[str, str, str], Measure] = {}
    for id, entries in file.strengths.items():
        if id not in patterns:
            _stale(document, ("strengths", id), f"no pattern is named `{id}`", suggestion(id, patterns))
            continue
        words = {(each.role, each.finding): each.strength for each in patterns[id].weights}
        for name, part in entries.items():
            role, _, finding = name.partition(" ")
            now = words.get((role, finding))
            if now == part.word:
                kept[id, role, finding] = _measure(part)
            elif now is None:
                message = f"the pattern `{id}` has no `{finding}` in `{role}`"
                _stale(document, ("strengths", id, name), message, "it was taken out, or put elsewhere")
            else:
                message = f"the rules say `{now}` for `{finding}`, and this says `{part.word}`"
                _stale(document, ("strengths", id, name), message, "it was changed by hand")
    return Measured(kept, JudgedLevels(**dict(file.judged))), document.in_order()


def _patterns(questionnaire: Questionnaire) -> Iterator[Pattern]:
    for category in questionnaire.categories:
        yield from category.patterns
    yield from questionnaire.elsewhere


def _stale(document: Document, place: Place, message: str, why: str) -> None:
    document.report("R106", place, message, f"{why}; run `triage weigh` with `--write` to measure anew", key=True)


def _measure(part: MeasurePart) -> Measure:
    return Measure(part.word, part.judged, part.cases, *part.here, *part.others)
