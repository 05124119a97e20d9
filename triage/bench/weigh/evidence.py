"""Evidence: which cases stand behind a strength, and in how many cases a finding was told, of this picture and others.

No case says which picture it shows. A case of a group counts for the picture that fits it best *without* the finding
in question, so that the finding does not choose the cases it is counted in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from triage.bench.weigh.coded_matrix import CodedMatrix, Flags, Floats, MatrixRow
from triage.bench.weigh.cohort import Cohort
from triage.bench.weigh.judged import Judged
from triage.bench.weigh.objective import SHUT, Objective
from triage.core.conditions import YES

FEWEST = 5
"""Fewer groups of cases than this tell nothing about a strength: the judged word stays."""


@dataclass(frozen=True)
class Evidence:
    """What stands behind one strength.

    `cases` are those in which it weighs while its picture is the best of its category, from so many `groups` of shared
    source or disease. The finding was told in `seen` of the `pictured` cases of this picture, and in `elsewhere` of
    the `others`, which are the cases of all other categories and of none.
    """

    cases: int
    groups: int
    seen: int
    pictured: int
    elsewhere: int
    others: int

    @property
    def can_tell(self) -> bool:
        """Whether there are enough groups of cases to measure the strength."""
        return self.groups >= FEWEST


def evidence(people: Cohort, judged: Judged) -> tuple[Evidence, ...]:
    """Return what stands behind every row of the matrix, by the judged strengths."""
    matrix = people.matrix
    objective = Objective(matrix, people.weights)
    counted = np.arange(len(matrix.right)) < people.counted
    best = _best(matrix, objective.heights(objective.totals(judged.points)))
    pictures: dict[str, tuple[Flags, Flags]] = {}
    for finding in dict.fromkeys(row.finding for row in matrix.rows):
        without = np.array([0.0 if row.finding == finding else 1.0 for row in matrix.rows]) * judged.points
        told = np.array([result.assessment.findings[finding] is YES for result in matrix.results])
        pictures[finding] = told, _best(matrix, objective.heights(objective.totals(without)))
    group_of = np.asarray(people.group_of)
    return tuple(
        _evidence(matrix, row, best & counted, group_of, counted, *pictures[row.finding]) for row in matrix.rows
    )


def _evidence(
    matrix: CodedMatrix, row: MatrixRow, best: Flags, group_of: Floats, counted: Flags, told: Flags, pictured: Flags
) -> Evidence:
    behind = row.cases[best[row.pattern, row.cases]]
    own = (matrix.right == matrix.outcome_of[row.pattern]) & counted
    others = ~own & counted
    of_picture = own & pictured[row.pattern]
    return Evidence(
        cases=len(behind),
        groups=len(np.unique(group_of[behind])),
        seen=int((told & of_picture).sum()),
        pictured=int(of_picture.sum()),
        elsewhere=int((told & others).sum()),
        others=int(others.sum()),
    )


def _best(matrix: CodedMatrix, heights: Floats) -> Flags:
    """Whether each pattern is the best of its outcome in each case, may count there, and has points."""
    stood = np.where(matrix.opened, heights, SHUT)
    best = np.zeros(heights.shape, dtype=bool)
    for outcome in range(len(matrix.outcomes)):
        members = np.flatnonzero(matrix.outcome_of == outcome)
        if len(members):
            best[members] = stood[members] >= stood[members].max(axis=0)
    return best & (stood > 0)
