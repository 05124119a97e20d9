"""Additions: findings that a pattern does not list, and how much better the cases would be explained with them.

They are proposed and never made: a person who knows the disorder accepts one, with a source.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from triage.bench.weigh.coded_matrix import CodedMatrix, Floats, Ints, MatrixPool
from triage.bench.weigh.cohort import Cohort
from triage.bench.weigh.folds import FOLDS
from triage.bench.weigh.objective import NATURAL, PULL, Objective
from triage.bench.weigh.rounding import Rounded
from triage.core.conditions import YES
from triage.core.scales import NO_GROUP

SHOWN = 30
FEWEST = 5
"""A finding told in fewer groups of cases is not proposed."""


@dataclass(frozen=True)
class Addition:
    """A finding for a pattern: role, word, gain in the objective, and in how many folds the cases agree.

    The finding was told in `seen` of the `own` cases of the pattern's category, and in `elsewhere` of the `others`.
    """

    pattern: str
    role: str
    finding: str
    word: str
    gain: float
    folds: int
    seen: int
    own: int
    elsewhere: int
    others: int


def additions(people: Cohort, found: Rounded) -> tuple[Addition, ...]:
    """Return the additions that gain most, best first, to what was found."""
    matrix = people.matrix
    objective = Objective(matrix, people.weights)
    totals = objective.totals(found.points)
    heights = objective.heights(totals)
    scores = objective.scores(heights, found.thresholds)
    trial = _Trial(people, objective, found, totals, heights, scores)
    told = {
        finding.id: np.flatnonzero([result.assessment.findings[finding.id] is YES for result in matrix.results])
        for finding in matrix.questionnaire.findings
    }
    groups = np.asarray(people.group_of)
    usual = {id: cases for id, cases in told.items() if len(np.unique(groups[cases])) >= FEWEST}
    every = [each for place in range(len(matrix.patterns)) for each in trial.of_pattern(place, usual)]
    return tuple(sorted(every, key=lambda each: (-each.gain, each.pattern, each.finding))[:SHOWN])


@dataclass(frozen=True)
class _Trial:
    """Where every case stands, ready for one more strength."""

    people: Cohort
    objective: Objective
    found: Rounded
    totals: Floats
    heights: Floats
    scores: Floats

    def of_pattern(self, place: int, told: dict[str, Ints]) -> Iterator[Addition]:
        """Yield the best role and word of each finding that the pattern does not list, where they gain."""
        matrix = self.people.matrix
        listed = {row.finding for row in matrix.rows if row.pattern == place}
        for finding, cases in told.items():
            if finding not in listed:
                tried = [
                    self._addition(place, finding, cases, role, word)
                    for role in ("for", "against")
                    for word in matrix.questionnaire.strengths
                ]
                best = max(tried, key=lambda each: each.gain)
                if best.gain > 0:
                    yield best

    def _addition(self, place: int, finding: str, cases: Ints, role: str, word: str) -> Addition:
        matrix = self.people.matrix
        points = matrix.questionnaire.strengths[word]
        gains = self._gains(place, finding, cases, points if role == "for" else -points)
        folds = np.asarray(self.people.fold_of)[cases]
        own = (matrix.right == matrix.outcome_of[place])[: self.people.counted]
        counted = cases[cases < self.people.counted]
        return Addition(
            pattern=matrix.patterns[place].id,
            role=role,
            finding=finding,
            word=word,
            gain=round(float(gains.sum()) - PULL * (NATURAL * points) ** 2, 3),
            folds=sum(float(gains[folds == fold].sum()) > 0 for fold in range(FOLDS)),
            seen=int(own[counted].sum()),
            own=int(own.sum()),
            elsewhere=int((~own[counted]).sum()),
            others=int((~own).sum()),
        )

    def _gains(self, place: int, finding: str, cases: Ints, points: int) -> Floats:
        """How much less each case loses when the pattern weighs the finding."""
        pool, before = self._pool(place, finding, cases)
        heights = self.heights[:, cases]
        heights[place] += np.clip(before + points, pool.least, pool.most) - np.clip(before, pool.least, pool.most)
        outcome = int(self.people.matrix.outcome_of[place])
        scores = self.scores[:, cases]
        was = self.objective.losses(scores, cases)
        scores = scores.copy()
        scores[outcome] = self.objective.score(outcome, heights, cases, self.found.thresholds)
        gains: Floats = was - self.objective.losses(scores, cases)
        return gains

    def _pool(self, place: int, finding: str, cases: Ints) -> tuple[MatrixPool, Floats]:
        """The pool that the finding would join, and what stands in it."""
        matrix = self.people.matrix
        group = _group(matrix, finding)
        for row in matrix.rows:
            if row.pattern == place and _group(matrix, row.finding) == group:
                return matrix.pools[row.pool], self.totals[row.pool, cases]
        limits = next(((each.least, each.most) for each in matrix.questionnaire.groups if each.id == group), None)
        return MatrixPool(place, *(limits or (-1_000_000, 1_000_000))), np.zeros(len(cases))


def _group(matrix: CodedMatrix, finding: str) -> str:
    return matrix.questionnaire.finding(finding).group or NO_GROUP


def too_long(matrix: CodedMatrix, most: int) -> Sequence[tuple[str, int]]:
    """Return the patterns that list more than `most` findings, with how many."""
    return [(pattern.id, len(pattern.weights)) for pattern in matrix.patterns if len(pattern.weights) > most]
