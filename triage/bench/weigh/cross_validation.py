"""Cross-validation: every case judged by strengths that were measured without it, its source and its disease."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from triage.bench.evaluate.results import Result
from triage.bench.weigh.coded_matrix import CodedMatrix, Floats, Name
from triage.bench.weigh.folds import FOLDS, case_weights, folds, groups
from triage.bench.weigh.objective import Objective, Thresholds
from triage.bench.weigh.reweighed import again, reweighed, thresholds_of
from triage.bench.weigh.rounding import Rounded, rounded
from triage.core.questionnaire import Questionnaire


@dataclass(frozen=True)
class Cohort:
    """The cases as a matrix, with their groups, folds and weights."""

    matrix: CodedMatrix
    group_of: tuple[int, ...]
    fold_of: tuple[int, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True)
class Judged:
    """What the fit is pulled towards: the points that judgement gave every strength, and its thresholds."""

    points: Floats
    thresholds: Thresholds


def cohort(matrix: CodedMatrix) -> Cohort:
    """Group, spread and weigh the cases of a matrix."""
    right = [int(each) for each in matrix.right]
    group_of = groups([result.case for result in matrix.results])
    return Cohort(matrix, tuple(group_of), tuple(folds(group_of, right)), tuple(case_weights(group_of, right)))


def cross_validated(
    people: Cohort, judged: Judged, fixed: Sequence[bool], progress: Callable[[int, int], None]
) -> tuple[Result, ...]:
    """Return each case's result by the rule file as measured without the case's fold, in the order of the matrix."""
    results: list[Result] = list(people.matrix.results)
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


def judged_by_file(matrix: CodedMatrix) -> Judged:
    """Return what the rule file itself says."""
    return Judged(matrix.judged(), thresholds_of(matrix.questionnaire))
