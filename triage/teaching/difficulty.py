"""How hard a worked case is, worked out from how clearly the first stands before the next."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from triage.core.assessment import Assessment, assess
from triage.core.conditions import YES
from triage.core.questionnaire import Questionnaire
from triage.rule_files.worked_cases import Expectation, WorkedCase

PLAIN, MIXED, HARD = "plain", "mixed", "hard"
DIFFICULTIES = (PLAIN, MIXED, HARD)
"""From the easiest on."""


def by_difficulty(questionnaire: Questionnaire, cases: Iterable[WorkedCase]) -> Mapping[str, tuple[WorkedCase, ...]]:
    """Return the cases under each difficulty, shuffled, the same every time, so that neighbours give nothing away."""
    found: dict[str, list[WorkedCase]] = {difficulty: [] for difficulty in DIFFICULTIES}
    for case in sorted(cases, key=lambda case: hashlib.sha256(case.id.encode()).digest()):
        found[difficulty_of(questionnaire, case)].append(case)
    return {difficulty: tuple(some) for difficulty, some in found.items()}


def difficulty_of(questionnaire: Questionnaire, case: WorkedCase) -> str:
    """Return how hard a case is.

    It is hard where what leads is as near to the next as the rule file calls close, or where rules and author differ;
    plain where it leads by more than `close` and the lead of the highest level together.
    """
    assessment = assess(questionnaire, case.response)
    margin = _margin(questionnaire, assessment)
    if margin <= questionnaire.close or not agreed(case, assessment):
        return HARD
    return PLAIN if margin > questionnaire.close + (questionnaire.levels[0].lead or 0) else MIXED


def meets(expects: Expectation, assessment: Assessment) -> bool:
    """Whether the rules say what the author of a case expects: what leads, and how soon help is needed."""
    first = {match.category.id for match in assessment.matching if match.rank == 1}
    leads = assessment.elsewhere.pattern.id if assessment.elsewhere and assessment.elsewhere_leads else None
    same_group = first <= set(expects.best) and bool(first) == bool(expects.best)
    return same_group and leads == expects.elsewhere and assessment.urgency == expects.urgency


def agreed(case: WorkedCase, assessment: Assessment) -> bool:
    """Whether rules and author agree: the rules say what is expected, and the author holds nothing else to be true."""
    return case.truth is None and meets(case.expects, assessment)


def _margin(questionnaire: Questionnaire, assessment: Assessment) -> int:
    """By how much the best category leads; where none matches, how far the best is from matching."""
    if assessment.shown:
        return assessment.shown[0].lead
    best = max((match.points for match in assessment.categories if match.needs is YES), default=0)
    mimic = assessment.elsewhere.points if assessment.elsewhere else 0
    return max(mimic, questionnaire.levels[-1].from_points) - max(best, 0)
