"""The cohort: coded cases with their groups, folds and weights, and the worked cases that stand behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from triage.bench.evaluate.results import Result
from triage.bench.weigh.coded_matrix import CodedMatrix, coded_matrix
from triage.bench.weigh.folds import case_weights, folds, groups
from triage.bench.weigh.taught import WEIGHT
from triage.core.questionnaire import Questionnaire

NO_FOLD = -1


@dataclass(frozen=True)
class Cohort:
    """The cases as a matrix, with their groups, folds and weights.

    The last ones are worked cases: they have no fold, so that every fit sees them, and `counted` leaves them out.
    """

    matrix: CodedMatrix
    group_of: tuple[int, ...]
    fold_of: tuple[int, ...]
    weights: tuple[float, ...]
    counted: int


def cohort(questionnaire: Questionnaire, results: Sequence[Result], worked: Sequence[Result] = ()) -> Cohort:
    """Group, spread and weigh coded cases, and put worked cases behind them."""
    matrix = coded_matrix(questionnaire, [*results, *worked])
    counted = len(results)
    right = [int(each) for each in matrix.right[:counted]]
    group_of = groups([result.case for result in results])
    return Cohort(
        matrix=matrix,
        group_of=(*group_of, *range(counted, counted + len(worked))),
        fold_of=(*folds(group_of, right), *(NO_FOLD for _ in worked)),
        weights=(*case_weights(group_of, right), *(WEIGHT for _ in worked)),
        counted=counted,
    )
