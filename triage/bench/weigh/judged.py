"""What was judged: the words and thresholds that a fit is pulled towards, whether or not they were measured since."""

from __future__ import annotations

from dataclasses import dataclass, replace

from triage.bench.weigh.coded_matrix import CodedMatrix, Floats
from triage.bench.weigh.objective import Thresholds
from triage.bench.weigh.reweighed import thresholds_of
from triage.rule_files.measured import Measured


@dataclass(frozen=True)
class Judged:
    """What the fit is pulled towards: the points that judgement gave every strength, its thresholds, and its levels."""

    points: Floats
    thresholds: Thresholds
    strong: int
    lead: int


def judged_by_file(matrix: CodedMatrix) -> Judged:
    """Return what the rule file itself says."""
    highest = matrix.questionnaire.levels[0]
    thresholds = thresholds_of(matrix.questionnaire)
    return Judged(matrix.judged(), thresholds, highest.from_points, highest.lead or 0)


def judged_before(matrix: CodedMatrix, measured: Measured) -> Judged:
    """Return what judgement said: the word before it was measured, or that of the rules where none was."""
    now = judged_by_file(matrix)
    points = now.points.copy()
    for place, row in enumerate(matrix.rows):
        measure = measured.of(*row.name)
        if measure is not None and measure.judged is not None:
            points[place] = matrix.questionnaire.strengths.get(measure.judged, row.points)
    was = measured.judged
    return Judged(points, Thresholds(was.some, was.close), was.strong, was.lead) if was else replace(now, points=points)
