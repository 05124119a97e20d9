"""Persons: what a rule file would say of somebody that cannot be so of them.

A pattern that tells an age is for people of that age. And a pattern that counts two options that exclude each other
counts what nobody has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from triage.core.questionnaire import Pattern, Questionnaire

AGE = re.compile(
    r"\b(?:(?:after|before|over|under|from|by) \d+|child|children|childhood|bab(?:y|ies)|birth|adults?|years? old)\b",
    re.IGNORECASE,
)
"""Words by which a picture tells the age of those who have it."""

Tick = tuple[str, str]


def age_told(pattern: Pattern) -> str | None:
    """Return the word by which a pattern that can be named for anybody tells an age, or None."""
    if pattern.named_when is not None:
        return None
    said = (text for wording in (pattern.text, pattern.picture) for text in (wording.self_, wording.child))
    return next((found[0] for text in said if (found := AGE.search(text))), None)


def exclusions(questionnaire: Questionnaire) -> list[tuple[Tick, Tick]]:
    """Return each two ticks that exclude each other."""
    return [
        ((question.id, one.id), (question.id, other.id))
        for question in questionnaire.questions
        for one, other in question.contradictions(option.id for option in question.options)
    ]


def counted_together(
    excluding: Iterable[tuple[Tick, Tick]], pattern: Pattern, fed_by: Mapping[str, Iterable[Tick]]
) -> Iterator[tuple[Tick, Tick]]:
    """Yield each two ticks that exclude each other and that a pattern counts twice, on the same side."""
    for role in ("for", "against"):
        fed = [set(fed_by[weight.finding]) for weight in pattern.weights if weight.role == role]
        told = set[Tick]().union(*fed)
        for both in excluding:
            if told.issuperset(both) and all(
                any(tick in each and rest not in each for each in fed) for tick, rest in (both, both[::-1])
            ):
                yield both
