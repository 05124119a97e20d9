"""The objective: how badly given points explain which outcome is right, plus a pull towards the file's own words.

It is the result page's own rule made smooth. A category is as high as its best pattern; *no clear match* is as high as
the threshold of the lowest level, or as the best mimic less what it must lead by. The outcome that stands highest is
what the page says, so that core signs, caps and thresholds are weighed with the strengths.
Points are tenths of a log10 likelihood ratio, hence NATURAL turns them into natural logarithms.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from triage.bench.weigh.coded_matrix import CodedMatrix, Floats, Ints

NATURAL = math.log(10) / 10
SHARPNESS = 2.0
"""How closely the smooth best of several patterns follows the very best one."""
PULL = 2.0
"""What it costs to leave the file's word, for each squared natural logarithm: two well-placed cases can move a word."""
SHUT = -30.0
"""Where a pattern stands whose core signs are missing: far below all, yet finite."""
HALF = 0.5
"""A category that just reaches the threshold matches, and a mimic must lead by more than `close`."""


@dataclass(frozen=True)
class Thresholds:
    """From how many points something matches, and how near to the best a category must be to be shown with it."""

    some: int
    close: int


class Objective:
    """The penalised loss over weighted cases; those that weigh nothing are left out."""

    def __init__(self, matrix: CodedMatrix, weights: Sequence[float] | Floats, centre: Floats | None = None) -> None:
        self.matrix = matrix
        self.weights: Floats = np.asarray(weights, dtype=float)
        self.centre: Floats = matrix.judged() if centre is None else centre
        self._none = len(matrix.outcomes) - 1
        self._members = [np.flatnonzero(matrix.outcome_of == place) for place in range(len(matrix.outcomes))]
        self._pool_pattern = np.array([pool.pattern for pool in matrix.pools], dtype=np.int64)
        self._least = np.array([[pool.least] for pool in matrix.pools], dtype=float)
        self._most = np.array([[pool.most] for pool in matrix.pools], dtype=float)
        cases = np.arange(len(matrix.right))
        self._row_at = np.repeat(np.arange(len(matrix.rows)), [len(row.cases) for row in matrix.rows])
        self._cell_at = np.concatenate([row.pool * len(cases) + row.cases for row in matrix.rows])
        self._signs = np.array([row.sign for row in matrix.rows], dtype=float)[self._row_at]
        self._cases = cases

    def penalty(self, points: Floats) -> float:
        """Return what it costs that the points are not those of the file."""
        return float(PULL * ((NATURAL * (points - self.centre)) ** 2).sum())

    def loss(self, points: Floats, thresholds: Thresholds) -> float:
        """Return the loss of all cases, with the penalty."""
        scores = self.scores(self.heights(self.totals(points)), thresholds)
        return float(self.losses(scores, self._cases).sum()) + self.penalty(points)

    def loss_and_gradient(self, points: Floats, thresholds: Thresholds) -> tuple[float, Floats]:
        """Return the loss and its slope along each strength. A cap that is reached passes nothing on."""
        matrix, totals = self.matrix, self.totals(points)
        heights = self.heights(totals)
        scores = self.scores(heights, thresholds)
        logits = NATURAL * scores
        chances = np.exp(logits - logits.max(axis=0))
        chances /= chances.sum(axis=0)
        chances[matrix.right, self._cases] -= 1
        by_score = NATURAL * self.weights * chances
        by_height = np.where(matrix.opened, self._passed_on(heights, scores, thresholds), 0.0)
        by_height *= by_score[matrix.outcome_of]
        free = (totals > self._least) & (totals < self._most)
        by_total = np.where(free, by_height[self._pool_pattern], 0.0)
        slopes: Floats = np.bincount(
            self._row_at, weights=self._signs * by_total.ravel()[self._cell_at], minlength=len(matrix.rows)
        ).astype(float)
        slopes += 2 * PULL * NATURAL**2 * (points - self.centre)
        return float(self.losses(scores, self._cases).sum()) + self.penalty(points), slopes

    def totals(self, points: Floats) -> Floats:
        """Return the points of every pool in every case, before any cap."""
        shape = len(self.matrix.pools), len(self._cases)
        moved = np.bincount(self._cell_at, weights=self._signs * points[self._row_at], minlength=shape[0] * shape[1])
        totals: Floats = moved.reshape(shape).astype(float)
        return totals

    def heights(self, totals: Floats) -> Floats:
        """Return the points of every pattern in every case."""
        capped = np.clip(totals, self._least, self._most)
        heights = np.zeros((len(self.matrix.patterns), totals.shape[1]))
        np.add.at(heights, self._pool_pattern, capped)
        return heights

    def scores(self, heights: Floats, thresholds: Thresholds) -> Floats:
        """Return how high every outcome stands in every case."""
        cases = self._cases
        return np.stack([self.score(place, heights, cases, thresholds) for place in range(self._none + 1)])

    def score(self, outcome: int, heights: Floats, cases: Ints, thresholds: Thresholds) -> Floats:
        """Return how high one outcome stands; `heights` are those of all patterns in these cases."""
        members = self._members[outcome]
        stood = np.where(self.matrix.opened[np.ix_(members, cases)], heights[members], SHUT)
        if outcome == self._none:
            threshold = np.full((1, len(cases)), thresholds.some - HALF)
            stood = np.concatenate([stood - thresholds.close - HALF, threshold])
        return smooth_best(stood)

    def losses(self, scores: Floats, cases: Ints) -> Floats:
        """Return the weighted loss of each of these cases; `scores` are theirs."""
        logits = NATURAL * scores
        top = logits.max(axis=0)
        spread = top + np.log(np.exp(logits - top).sum(axis=0))
        losses: Floats = self.weights[cases] * (spread - logits[self.matrix.right[cases], np.arange(len(cases))])
        return losses

    def _passed_on(self, heights: Floats, scores: Floats, thresholds: Thresholds) -> Floats:
        """How much of a pattern's height reaches its outcome's score."""
        shift = np.where(self.matrix.outcome_of == self._none, -thresholds.close - HALF, 0.0)[:, None]
        gaps = np.minimum(heights + shift - scores[self.matrix.outcome_of], 0.0)
        passed: Floats = np.exp(SHARPNESS * NATURAL * gaps)
        return passed


def smooth_best(heights: Floats) -> Floats:
    """Return the best of each column, made smooth: a little above it where others are near."""
    top = heights.max(axis=0)
    rate = SHARPNESS * NATURAL
    best: Floats = top + np.log(np.exp(rate * (heights - top)).sum(axis=0)) / rate
    return best
