"""Weights: how the findings of a pattern moved, in words."""

from __future__ import annotations

from collections.abc import Iterator

from triage.bench.diff.changes_in_words import Pair, in_words, quoted
from triage.core.questionnaire import Pattern, Questionnaire, Weight

ROLES = {"for": "for it", "against": "against it", "expects": "against it when missing"}
"""What a finding does in a pattern, by its role."""


def weights(pair: Pair, was: Pattern, now: Pattern) -> Iterator[str]:
    """Yield a line for each finding that weighs otherwise: come, gone, or moved to another strength or side."""
    before, after = _placed(was), _placed(now)
    for place in dict.fromkeys((*after, *before)):
        one, other = before.get(place), after.get(place)
        if one == other:
            continue
        if one is None and other is not None:
            yield f"{_named(pair[1], other)}: added, {other.strength} {ROLES[other.role]}"
        elif one is not None and other is None:
            yield f"{_named(pair[0], one)}: taken out, was {one.strength} {ROLES[one.role]}"
        elif one is not None and other is not None:
            if one.role == other.role:
                moved = f"moved from {one.strength} to {other.strength} {ROLES[other.role]}"
            else:
                moved = f"turned from {one.strength} {ROLES[one.role]} to {other.strength} {ROLES[other.role]}"
            yield f"{_named(pair[1], other)}: {moved}"


def needs_of(questionnaire: Questionnaire, pattern: Pattern) -> Iterator[str]:
    """Yield what a whole pattern needs and weighs."""
    if pattern.needs is not None:
        yield f"needs {in_words(questionnaire, pattern.needs)}"
    for weight in sorted(pattern.weights, key=lambda each: (list(ROLES).index(each.role), each.finding)):
        yield f"{_named(questionnaire, weight)}: {weight.strength} {ROLES[weight.role]}"


def _placed(pattern: Pattern) -> dict[tuple[str, bool], Weight]:
    """A finding can stand twice: once for or against, and once as expected."""
    return {(weight.finding, weight.role == "expects"): weight for weight in pattern.weights}


def _named(questionnaire: Questionnaire, weight: Weight) -> str:
    return f"{quoted(questionnaire.finding(weight.finding).text.self_)} ({weight.finding})"
