"""Taught: the worked cases beside the rules, which stand in every fit as judgement does and are never counted."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from triage.bench.evaluate.coded_cases import NONE, Case
from triage.bench.evaluate.codes_to_answers import Answered
from triage.bench.evaluate.results import Result
from triage.core.assessment import assess
from triage.core.questionnaire import Questionnaire
from triage.rule_files.worked_cases import WorkedCase, cases_beside, load_cases

WEIGHT = 4.0
"""How much a worked case counts, where coded cases count one on average: enough to keep what is taught."""


def taught_beside(rules: Path, questionnaire: Questionnaire) -> tuple[Result, ...]:
    """Return the results of the worked cases beside a rule file. Raises RuleFileError for broken ones."""
    folder = cases_beside(rules)
    return taught(questionnaire, load_cases(folder, questionnaire)) if folder.exists() else ()


def taught(questionnaire: Questionnaire, cases: Iterable[WorkedCase]) -> tuple[Result, ...]:
    """Return each worked case as a result whose right category is the first that is expected of it, or none."""
    return tuple(
        Result(_case(case), Answered(case.response, {}), assess(questionnaire, case.response)) for case in cases
    )


def _case(worked: WorkedCase) -> Case:
    best = worked.expects.best
    return Case(
        id=worked.id,
        source=f"worked case {worked.id}",
        disease="",
        category=best[0] if best else NONE,
        acceptable=best,
        observed=(),
        excluded=(),
        history={},
        onset_class=(),
        onset=(),
        sex=None,
        age_years=None,
        usable=True,
    )
