"""The coded matrix: what every case says about every strength, as the product's own walk and findings have it.

Weights change no answer, no path and no finding. So cases are walked once, and then weighed as often as needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from triage.bench.evaluate.coded_cases import NONE
from triage.bench.evaluate.results import Result
from triage.core.conditions import NO, YES
from triage.core.questionnaire import Pattern, Questionnaire
from triage.core.scales import NO_GROUP

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Name: TypeAlias = tuple[str, str, str]
"""What a strength is known by: pattern, role, finding."""
WIDE = 1_000_000
"""Points that no pool without a cap reaches."""


@dataclass(frozen=True)
class MatrixRow:
    """One strength: a finding in a pattern's list, its points in the file, and the cases in which it weighs."""

    name: Name
    pattern: int
    pool: int
    sign: int
    points: int
    cases: Ints

    @property
    def finding(self) -> str:
        """The finding that weighs."""
        return self.name[2]


@dataclass(frozen=True)
class MatrixPool:
    """The findings of one pattern that share a group, and the limits of their joint points."""

    pattern: int
    least: int
    most: int


@dataclass(frozen=True)
class CodedMatrix:
    """The cases of one rule file, ready to be weighed.

    `outcomes` are the categories and, last, NONE: patterns from elsewhere speak for it. `outcome_of` is that of each
    pattern, `right` that of each case. `opened[pattern, case]` tells whether the pattern may count: its category has a
    core sign, or what a pattern from elsewhere needs is met.
    """

    questionnaire: Questionnaire
    results: tuple[Result, ...]
    outcomes: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    outcome_of: Ints
    rows: tuple[MatrixRow, ...]
    pools: tuple[MatrixPool, ...]
    opened: Flags
    right: Ints

    def judged(self) -> Floats:
        """Return the points that each strength has in the file."""
        return np.array([row.points for row in self.rows], dtype=float)


def coded_matrix(questionnaire: Questionnaire, results: Sequence[Result]) -> CodedMatrix:
    """Make the matrix of results with a category or NONE. Rows stand in the order of their names."""
    outcomes = (*(category.id for category in questionnaire.categories), NONE)
    owned = [(pattern, place) for place, each in enumerate(questionnaire.categories) for pattern in each.patterns]
    owned += [(pattern, len(outcomes) - 1) for pattern in questionnaire.elsewhere]
    patterns = tuple(pattern for pattern, _ in owned)
    outcome_of = np.array([outcome for _, outcome in owned], dtype=np.int64)
    rows, pools = _rows(questionnaire, patterns, results)
    return CodedMatrix(
        questionnaire=questionnaire,
        results=tuple(results),
        outcomes=outcomes,
        patterns=patterns,
        outcome_of=outcome_of,
        rows=rows,
        pools=pools,
        opened=_opened(questionnaire, owned, results),
        right=np.array([outcomes.index(result.case.category or NONE) for result in results], dtype=np.int64),
    )


def _rows(
    questionnaire: Questionnaire, patterns: Sequence[Pattern], results: Sequence[Result]
) -> tuple[tuple[MatrixRow, ...], tuple[MatrixPool, ...]]:
    when = {
        truth: {
            finding.id: np.flatnonzero([result.assessment.findings[finding.id] is truth for result in results])
            for finding in questionnaire.findings
        }
        for truth in (YES, NO)
    }
    limits = {group.id: (group.least, group.most) for group in questionnaire.groups}
    places: dict[tuple[int, str], int] = {}
    pools: list[MatrixPool] = []
    rows: list[MatrixRow] = []
    for place, pattern in enumerate(patterns):
        for weight in pattern.weights:
            group = questionnaire.finding(weight.finding).group or NO_GROUP
            if (place, group) not in places:
                places[place, group] = len(pools)
                pools.append(MatrixPool(place, *limits.get(group, (-WIDE, WIDE))))
            rows.append(
                MatrixRow(
                    name=(pattern.id, weight.role, weight.finding),
                    pattern=place,
                    pool=places[place, group],
                    sign=1 if weight.role == "for" else -1,
                    points=questionnaire.strengths[weight.strength],
                    cases=when[NO if weight.role == "expects" else YES][weight.finding],
                )
            )
    return tuple(sorted(rows, key=lambda row: row.name)), tuple(pools)


def _opened(questionnaire: Questionnaire, owned: Sequence[tuple[Pattern, int]], results: Sequence[Result]) -> Flags:
    categories, tests = questionnaire.categories, questionnaire.need_tests
    opened = np.zeros((len(owned), len(results)), dtype=bool)
    for column, result in enumerate(results):
        answers, findings = result.assessment.path.answers, result.assessment.findings
        met = {id: test(answers, findings) is YES for id, test in tests.items()}
        for place, (pattern, outcome) in enumerate(owned):
            owner = categories[outcome].id if outcome < len(categories) else pattern.id
            opened[place, column] = met.get(owner, True)
    return opened
