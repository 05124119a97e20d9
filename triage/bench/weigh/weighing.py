"""Weighing: from the results of cases to measured words, and into the files of the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from triage.bench.evaluate.results import Result
from triage.bench.refusal import EvaluationError
from triage.bench.weigh.additions import additions, too_long
from triage.bench.weigh.coded_matrix import CodedMatrix
from triage.bench.weigh.cohort import cohort
from triage.bench.weigh.cross_validation import as_rules, cross_validated, weigh, words_of
from triage.bench.weigh.evidence import Evidence, evidence
from triage.bench.weigh.fit_points import fit_with_intervals
from triage.bench.weigh.judged import Judged, judged_before
from triage.bench.weigh.report_weights import MOST, Strength, Weighing
from triage.bench.weigh.reweighed import again, thresholds_of
from triage.bench.weigh.strong_level import strong_level
from triage.bench.weigh.write_measured import as_yaml
from triage.bench.weigh.write_words import Numbers, rewritten
from triage.core.questionnaire import Questionnaire
from triage.rule_files.load import examine
from triage.rule_files.measured import Measured, measured_beside
from triage.rule_files.rule_folder import files_of

Results = Mapping[str, Sequence[Result]]
Say = Callable[[str, int, int], None]


@dataclass(frozen=True)
class WeighedRules:
    """What was measured, with the report and what writing needs."""

    matrix: CodedMatrix
    judged: Judged
    behind: tuple[Evidence, ...]
    report: Weighing


def weighed(
    questionnaire: Questionnaire, results: Results, measured: Measured, worked: Sequence[Result], say: Say
) -> WeighedRules:
    """Measure the strengths and thresholds of a rule file on the results of coded cases and of its worked cases."""
    every = [result for each in results.values() for result in each]
    people = cohort(questionnaire, every, worked)
    matrix = people.matrix
    judged = judged_before(matrix, measured)
    behind = evidence(people, judged)
    fixed = [not each.can_tell for each in behind]
    unseen = cross_validated(people, judged, fixed, lambda done, all_: say("folds", done, all_))
    found = weigh(matrix, people.weights, judged, fixed)
    words = words_of(matrix, found.points)
    fitted = fit_with_intervals(
        people,
        found.thresholds,
        judged.points,
        lambda done, all_: say("intervals", done, all_),
    )
    judged_words = words_of(matrix, judged.points)
    now = words_of(matrix, matrix.judged())
    strengths = tuple(
        Strength(row, now[row.name], judged_words[row.name], words[row.name], *measures)
        for row, *measures in zip(matrix.rows, fitted.points, fitted.low, fitted.high, behind, strict=True)
    )
    report = Weighing(
        strengths=strengths,
        thresholds=(thresholds_of(questionnaire), found.thresholds),
        strong=strong_level(unseen, judged.strong, judged.lead, found.thresholds.some),
        results=_by_file(results, again(as_rules(matrix, found), every), unseen),
        additions=additions(people, found),
        too_long=too_long(matrix, MOST),
    )
    return WeighedRules(matrix, judged, behind, report)


def _by_file(
    results: Results, fitted: Sequence[Result], unseen: Sequence[Result]
) -> dict[str, tuple[Sequence[Result], Sequence[Result], Sequence[Result]]]:
    """Cut results in the order of all cases into those of each file."""
    found, start = {}, 0
    for name, each in results.items():
        end = start + len(each)
        found[name] = (each, fitted[start:end], unseen[start:end])
        start = end
    return found


def write(rules: Path, found: WeighedRules) -> None:
    """Write the words and thresholds into the rules, and `measured.yaml` beside them.

    Raises EvaluationError where the text cannot be changed safely; then nothing is written.
    """
    report, questionnaire = found.report, found.matrix.questionnaire
    words = {each.row.name: each.word for each in report.strengths}
    new = report.thresholds[1]
    highest, lowest = questionnaire.levels[0], questionnaire.levels[-1]
    levels: dict[str, tuple[int, int | None]] = {lowest.id: (new.some, None)}
    if highest is not lowest:
        lead = report.strong.lead if highest.lead is not None else None
        levels[highest.id] = (report.strong.from_points, lead)
    numbers = Numbers(levels, new.close)
    before = {path: path.read_text(encoding="utf-8") for path in files_of(rules)}
    after = {path: rewritten(path, words, questionnaire.strengths, numbers) for path in before}
    for path, text in after.items():
        path.write_text(text, encoding="utf-8")
    written = examine(rules).questionnaire
    if written is None or words_of_rules(written) != words:
        for path, text in before.items():
            path.write_text(text, encoding="utf-8")
        raise EvaluationError(f"{rules}: the words could not be written without changing more; nothing was changed")
    measured_beside(rules).write_text(as_yaml(found.matrix, found.judged, words, found.behind), encoding="utf-8")


def words_of_rules(questionnaire: Questionnaire) -> dict[tuple[str, str, str], str]:
    """Return every strength word of a rule file by pattern, role and finding."""
    patterns = [
        *(each for category in questionnaire.categories for each in category.patterns),
        *questionnaire.elsewhere,
    ]
    return {(each.id, w.role, w.finding): w.strength for each in patterns for w in each.weights}
