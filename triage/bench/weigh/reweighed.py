"""Reweighed: a rule file with other strengths and thresholds, and all else as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from triage.bench.evaluate.results import Result
from triage.bench.weigh.coded_matrix import Name
from triage.bench.weigh.objective import Thresholds
from triage.core.assessment import assess
from triage.core.questionnaire import Pattern, Questionnaire


def reweighed(
    questionnaire: Questionnaire, words: Mapping[Name, str], thresholds: Thresholds | None = None
) -> Questionnaire:
    """Return the questionnaire with these strength words; a strength that is not named keeps its own."""
    categories = tuple(
        replace(category, patterns=tuple(_pattern(pattern, words) for pattern in category.patterns))
        for category in questionnaire.categories
    )
    elsewhere = tuple(_pattern(pattern, words) for pattern in questionnaire.elsewhere)
    changed = replace(questionnaire, categories=categories, elsewhere=elsewhere)
    if thresholds is None:
        return changed
    *higher, lowest = questionnaire.levels
    levels = (*higher, replace(lowest, from_points=thresholds.some))
    return replace(changed, levels=levels, close=thresholds.close)


def thresholds_of(questionnaire: Questionnaire) -> Thresholds:
    """Return the thresholds of a rule file."""
    return Thresholds(questionnaire.levels[-1].from_points, questionnaire.close)


def again(rules: Questionnaire, results: Iterable[Result]) -> tuple[Result, ...]:
    """Return the results of the same answers by rules that differ in weights alone."""
    return tuple(Result(each.case, each.answered, assess(rules, each.answered.response)) for each in results)


def _pattern(pattern: Pattern, words: Mapping[Name, str]) -> Pattern:
    weights = tuple(
        replace(weight, strength=words.get((pattern.id, weight.role, weight.finding), weight.strength))
        for weight in pattern.weights
    )
    return replace(pattern, weights=weights)
