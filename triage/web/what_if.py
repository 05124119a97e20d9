"""What would change a result, and what separates its first two categories, as templates need it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from triage.core.answers import Response
from triage.core.assessment import Assessment, CategoryMatch
from triage.core.conditions import UNKNOWN
from triage.core.questionnaire import Category, Level, Question, Questionnaire
from triage.core.separators import Separator, first_two, separating
from triage.core.what_if import FEW, AnswerChange, Few, Turn, changes, few


@dataclass(frozen=True, slots=True)
class Separation:
    """What tells two categories apart, FEW of each: not known yet; already speaking for the first, or the second."""

    first: CategoryMatch
    second: CategoryMatch
    open: tuple[Separator, ...]
    for_first: tuple[Separator, ...]
    for_second: tuple[Separator, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The changes in short, `calmer` where some were left out because they lower the urgency, and the separation."""

    kinds: tuple[Few, ...]
    calmer: bool
    separation: Separation | None

    @staticmethod
    def by_question(found: Iterable[AnswerChange]) -> tuple[tuple[Question, tuple[AnswerChange, ...]], ...]:
        """Put changes together by question; a question stands where its first change stands."""
        together: dict[str, list[AnswerChange]] = {}
        for change in found:
            together.setdefault(change.question.id, []).append(change)
        return tuple((every[0].question, tuple(every)) for every in together.values())

    @staticmethod
    def by_turn(change: AnswerChange) -> tuple[tuple[Turn[Level | None], tuple[Category, ...]], ...]:
        """Put the categories of a change together that turn from one level to another alike."""
        together: dict[Turn[Level | None], list[Category]] = {}
        for category, turn in change.levels:
            together.setdefault(turn, []).append(category)
        return tuple((turn, tuple(every)) for turn, every in together.items())


def what_if(questionnaire: Questionnaire, response: Response, assessment: Assessment, *, calmer: bool) -> WhatIf:
    """Work it out; without `calmer`, changes that lower the urgency are left out, so that nobody talks it down."""
    found = changes(questionnaire, response, assessment.path)
    kept = found if calmer else tuple(change for change in found if change.raises >= 0)
    return WhatIf(few(kept), len(kept) < len(found), _separation(questionnaire, assessment))


def _separation(questionnaire: Questionnaire, assessment: Assessment) -> Separation | None:
    two = first_two(assessment)
    if two is None:
        return None
    found = separating(questionnaire, assessment, *two)
    unknown = tuple(each for each in found if each.truth is UNKNOWN)
    known = [each for each in found if each.truth is not UNKNOWN]
    first = tuple(each for each in known if each.now > 0)
    second = tuple(each for each in known if each.now < 0)
    return Separation(*two, unknown[:FEW], first[:FEW], second[:FEW]) if found else None
