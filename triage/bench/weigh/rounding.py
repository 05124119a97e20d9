"""Rounding inside the fit: every strength takes the word of the file that explains the cases best.

Coordinate descent on the same penalised objective: one strength after another tries each word, the thresholds try each
number, and what is better stays, until nothing moves. It starts from the file's words and again from the fitted points
rounded to the nearest word; the better end is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from triage.bench.weigh.coded_matrix import Flags, Floats
from triage.bench.weigh.fit_points import fit_points
from triage.bench.weigh.objective import NATURAL, PULL, Objective, Thresholds

ROUNDS = 12
BETTER = 1e-9
WIDEST = 2
"""So many points a threshold may move. That of the lowest level never falls below judgement."""
STIFF = 100.0
"""How much more than a strength a threshold is pulled, for it touches every person."""


@dataclass(frozen=True)
class Rounded:
    """Points that are those of words, the thresholds that go with them, and the loss that they leave."""

    points: Floats
    thresholds: Thresholds
    loss: float


def rounded(
    objective: Objective, thresholds: Thresholds, words: Sequence[int], fixed: Sequence[bool] | None = None
) -> Rounded:
    """Return the best words (as their points) and thresholds. Strengths that are `fixed` keep the file's word."""
    choices = sorted(set(words))
    held: Flags = np.zeros(len(objective.centre), dtype=bool) if fixed is None else np.asarray(fixed, dtype=bool)
    near = np.array([min(choices, key=lambda word: abs(word - points)) for points in fit_points(objective, thresholds)])
    starts = (objective.centre, np.where(held, objective.centre, near))
    return min((_descended(objective, start, thresholds, choices, held) for start in starts), key=lambda end: end.loss)


def _descended(
    objective: Objective, start: Floats, thresholds: Thresholds, choices: Sequence[int], held: Flags
) -> Rounded:
    descent = _Descent(objective, start.astype(float), thresholds)
    for _ in range(ROUNDS):
        moved = [descent.move(row, choices) for row in np.flatnonzero(~held).tolist()]
        descent.move_thresholds(thresholds)
        if not any(moved):
            break
    return Rounded(descent.points, descent.thresholds, descent.loss(thresholds))


class _Descent:
    """Points that move one by one, with what follows from them kept up to date."""

    def __init__(self, objective: Objective, points: Floats, thresholds: Thresholds) -> None:
        self.objective = objective
        self.points = points.copy()
        self.thresholds = thresholds
        self.totals = objective.totals(points)
        self.heights = objective.heights(self.totals)
        self.scores = objective.scores(self.heights, thresholds)
        self.counted = [row.cases[objective.weights[row.cases] > 0] for row in objective.matrix.rows]
        self.every = np.arange(self.totals.shape[1])

    def move(self, row: int, choices: Sequence[int]) -> bool:
        """Give one strength the best of the words; tell whether that is another than before."""
        if not len(self.counted[row]):
            return False
        now = self.points[row]
        losses = {float(points): self._trial(row, points) for points in choices}
        best = min(losses, key=lambda points: (round(losses[points], 9), abs(points - now)))
        if best == now or (now in losses and losses[best] > losses[now] - BETTER):
            return False
        self._take(row, best)
        return True

    def move_thresholds(self, judged: Thresholds) -> None:
        """Try each pair of thresholds near those of the file, and keep the best."""
        pairs = [
            Thresholds(some, close)
            for some in range(judged.some, judged.some + WIDEST + 1)
            for close in range(max(1, judged.close - WIDEST), judged.close + WIDEST + 1)
        ]
        self.thresholds = min(pairs, key=lambda pair: self._loss_at(pair, judged))
        self.scores = self.objective.scores(self.heights, self.thresholds)

    def loss(self, judged: Thresholds) -> float:
        """The whole loss with every penalty."""
        return self._loss_at(self.thresholds, judged) + self.objective.penalty(self.points)

    def _trial(self, row: int, points: float) -> float:
        objective, cases = self.objective, self.counted[row]
        heights = self.heights[:, cases]
        heights[objective.matrix.rows[row].pattern] += self._moved(row, points)
        scores = self.scores[:, cases]
        outcome = int(objective.matrix.outcome_of[objective.matrix.rows[row].pattern])
        scores[outcome] = objective.score(outcome, heights, cases, self.thresholds)
        pull = PULL * (NATURAL * (points - objective.centre[row])) ** 2
        return float(objective.losses(scores, cases).sum() + pull)

    def _moved(self, row: int, points: float, all_cases: bool = False) -> Floats:
        """By how much the height of its pattern moves in its cases."""
        each = self.objective.matrix.rows[row]
        cases = each.cases if all_cases else self.counted[row]
        pool = self.objective.matrix.pools[each.pool]
        before = self.totals[each.pool, cases]
        after = before + each.sign * (points - self.points[row])
        moved: Floats = np.clip(after, pool.least, pool.most) - np.clip(before, pool.least, pool.most)
        return moved

    def _take(self, row: int, points: float) -> None:
        each = self.objective.matrix.rows[row]
        self.heights[each.pattern, each.cases] += self._moved(row, points, all_cases=True)
        self.totals[each.pool, each.cases] += each.sign * (points - self.points[row])
        self.points[row] = points
        outcome = int(self.objective.matrix.outcome_of[each.pattern])
        heights = self.heights[:, each.cases]
        self.scores[outcome, each.cases] = self.objective.score(outcome, heights, each.cases, self.thresholds)

    def _loss_at(self, pair: Thresholds, judged: Thresholds) -> float:
        none = self.scores.copy()
        none[-1] = self.objective.score(len(none) - 1, self.heights, self.every, pair)
        left = (pair.some - judged.some) ** 2 + (pair.close - judged.close) ** 2
        return float(self.objective.losses(none, self.every).sum() + STIFF * PULL * NATURAL**2 * left)
