"""What would change a result, and what separates its first two categories, as templates need it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from triage.core.answers import NOT_SURE
from triage.core.assessment import Assessment
from triage.core.conditions import NO, UNKNOWN, holds
from triage.core.explanation import reasons
from triage.core.matching import CategoryMatch
from triage.core.questionnaire import Category, Finding, Level, Question, Questionnaire
from triage.core.separators import Separator, Speech, first_two, separating, speeches
from triage.core.what_if import FEW, AnswerChange, Few, Turn, few


@dataclass(frozen=True, slots=True)
class OpenSign:
    """A sign that is not known and would tell two categories apart: what it says when it is there, and when not.

    `question` is what could be looked at again; `asked` is whether any question about it was, beside those that
    steer the path, and `not_for` whether none was because of whom it is about.
    """

    finding: Finding
    yes: tuple[Speech, ...]
    no: tuple[Speech, ...]
    question: Question | None
    asked: bool
    not_for: bool


@dataclass(frozen=True, slots=True)
class KnownSign:
    """A sign that tells two categories apart already, and what it says."""

    separator: Separator
    says: tuple[Speech, ...]


@dataclass(frozen=True, slots=True)
class Separation:
    """What tells two categories apart: FEW not known yet, and FEW of what speaks now for either of them."""

    first: CategoryMatch
    second: CategoryMatch
    open: tuple[OpenSign, ...]
    known: tuple[KnownSign, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The changes in short, `calmer` where some were left out because they lower the urgency, and the separation.

    `breaks` tells whether any single answer would make another category lead.
    """

    kinds: tuple[Few, ...]
    calmer: bool
    separation: Separation | None
    breaks: bool

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


def what_if(
    questionnaire: Questionnaire, assessment: Assessment, found: Sequence[AnswerChange], *, calmer: bool
) -> WhatIf:
    """Put it together from every change of the answers that were assessed.

    Without `calmer`, those that lower the urgency are left out, so that nobody talks it down.
    """
    kept = found if calmer else tuple(change for change in found if change.raises >= 0)
    breaks = any(change.another_leads for change in kept)
    return WhatIf(few(kept), len(kept) < len(found), _separation(questionnaire, assessment), breaks)


def _separation(questionnaire: Questionnaire, assessment: Assessment) -> Separation | None:
    two = first_two(assessment)
    if two is None:
        return None
    found = separating(questionnaire, assessment, *two)
    unknown = [each for each in found if each.truth is UNKNOWN]
    known = [each for each in found if each.truth is not UNKNOWN]
    ahead, behind = ([each for each in known if (each.now > 0) == side][:FEW] for side in (True, False))
    if not found:
        return None
    return Separation(
        *two,
        tuple(_open(questionnaire, assessment, two, each) for each in unknown[:FEW]),
        tuple(KnownSign(each, speeches(each.moves, *two)) for each in ahead + behind),
    )


def _open(
    questionnaire: Questionnaire,
    assessment: Assessment,
    two: tuple[CategoryMatch, CategoryMatch],
    separator: Separator,
) -> OpenSign:
    path, because = assessment.path, reasons(questionnaire, assessment.path, separator.finding.id)
    steering = questionnaire.steering
    asked = [each.question for each in because if each.state != "not_asked" and each.question.id not in steering]
    unsure = (question for question in asked if question.open(path.answers.get(question.id, NOT_SURE)))
    people = {id: path.answers[id] for id in steering & path.answers.keys()}
    skipped = [reason.question.ask_when for reason in because if reason.state == "not_asked"]
    return OpenSign(
        separator.finding,
        speeches(separator.if_yes, *two) if separator.yes else (),
        speeches(separator.if_no, *two) if separator.no else (),
        next(unsure, None),
        bool(asked),
        not asked and any(when is not None and holds(when, people, {}) is NO for when in skipped),
    )
