"""Unseen: the results of cases of several files, each by strengths that were measured without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from triage.bench.evaluate.results import Result
from triage.bench.weigh.cohort import cohort
from triage.bench.weigh.cross_validation import cross_validated
from triage.bench.weigh.evidence import evidence
from triage.bench.weigh.judged import judged_before
from triage.core.questionnaire import Questionnaire
from triage.rule_files.measured import Measured


def unseen(
    questionnaire: Questionnaire,
    results: Mapping[str, Sequence[Result]],
    measured: Measured,
    worked: Sequence[Result],
    say: Callable[[str, int, int], None],
) -> dict[str, tuple[Result, ...]]:
    """Return the cross-validated results by file; cases whose category is not told are left out."""
    told = {name: [each for each in every if each.case.category is not None] for name, every in results.items()}
    people = cohort(questionnaire, [each for every in told.values() for each in every], worked)
    judged = judged_before(people.matrix, measured)
    fixed = [not each.can_tell for each in evidence(people, judged)]
    found = iter(cross_validated(people, judged, fixed, lambda done, all_: say("folds", done, all_)))
    return {name: tuple(next(found) for _ in every) for name, every in told.items()}
