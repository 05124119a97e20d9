"""Cross-validation: every case judged by strengths that were measured without it, its source and its disease."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from triage.bench.evaluate.results import Result
from triage.bench.weigh.coded_matrix import CodedMatrix, Floats, Name
from triage.bench.weigh.cohort import Cohort
from triage.bench.weigh.folds import FOLDS
from triage.bench.weigh.judged import Judged
from triage.bench.weigh.objective import Objective
from triage.bench.weigh.reweighed import again, reweighed
from triage.bench.weigh.rounding import Rounded, rounded
from triage.core.questionnaire import Questionnaire


def cross_validated(
    people: Cohort, judged: Judged, fixed: Sequence[bool], progress: Callable[[int, int], None]
) -> tuple[Result, ...]:
    """Return each counted case's result by the rule file as measured without its fold, in the order of the matrix."""
    results: list[Result] = list(people.matrix.results[: people.counted])
    for fold in range(FOLDS):
        learnt = [0.0 if each == fold else weight for each, weight in zip(people.fold_of, people.weights, strict=True)]
        rules = as_rules(people.matrix, weigh(people.matrix, learnt, judged, fixed))
        kept_back = [place for place, each in enumerate(people.fold_of) if each == fold]
        for place, result in zip(kept_back, again(rules, [results[place] for place in kept_back]), strict=True):
            results[place] = result
        progress(fold + 1, FOLDS)
    return tuple(results)


def weigh(matrix: CodedMatrix, weights: Sequence[float], judged: Judged, fixed: Sequence[bool]) -> Rounded:
    """Measure the words and thresholds on the cases that weigh something."""
    words = list(matrix.questionnaire.strengths.values())
    return rounded(Objective(matrix, weights, judged.points), judged.thresholds, words, fixed)


def as_rules(matrix: CodedMatrix, found: Rounded) -> Questionnaire:
    """Return the rule file with what was found."""
    return reweighed(matrix.questionnaire, words_of(matrix, found.points), found.thresholds)


def words_of(matrix: CodedMatrix, points: Floats) -> dict[Name, str]:
    """Return the strength word of every row whose points are those of a word."""
    word = {points: word for word, points in matrix.questionnaire.strengths.items()}
    return {row.name: word[int(each)] for row, each in zip(matrix.rows, np.round(points), strict=True)}
