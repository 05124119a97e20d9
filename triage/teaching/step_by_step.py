"""A case told step by step: the answers in their order, in four parts, and which answer moved what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from triage.core.answers import Response
from triage.core.assessment import Assessment, assess
from triage.core.dependencies import voice_questions
from triage.core.path import walk
from triage.core.questionnaire import Category, Option, Question, Questionnaire, RedFlag
from triage.rule_files.worked_cases import WorkedCase

STEPS = 4
MOST_SHIFTS = 3
"""So many groups are told for each answer, those that it moved most."""


@dataclass(frozen=True, slots=True)
class CaseStep:
    """One part of a case: the questions whose answers tell something, and all that is asked in it.

    `response` holds every answer up to the end of the step, `assessment` what the rules say of that.
    """

    telling: tuple[Question, ...]
    asked: tuple[Question, ...]
    response: Response
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class Shift:
    """By how many points an answer moved a group; below 0, away from it."""

    category: Category
    points: int


@dataclass(frozen=True, slots=True)
class AnswerMoved:
    """What one answer did: `chosen` are the options that were ticked. `question` is None for all that was not there."""

    question: Question | None
    chosen: tuple[Option, ...]
    shifts: tuple[Shift, ...]
    raised: tuple[RedFlag, ...]

    @property
    def most(self) -> tuple[Shift, ...]:
        """The groups that it moved most."""
        return tuple(sorted(self.shifts, key=lambda shift: -abs(shift.points))[:MOST_SHIFTS])


def in_steps(questionnaire: Questionnaire, case: WorkedCase) -> tuple[CaseStep, ...]:
    """Tell a case in at most STEPS parts, each with about as many answers that tell something.

    Of whom the words speak is no part of a story.
    """
    path = walk(questionnaire, case.response)
    voices = voice_questions(questionnaire)
    telling = [each for each in path.asked if path.answers[each.id].yes and each.id not in voices]
    ends = [part[-1].id for part in _shared_out(telling, STEPS)]
    steps, asked, response = [], [], Response()
    for question in path.asked:
        asked.append(question)
        response = response.with_answer(question.id, case.response.answers[question.id])
        if question.id in ends[:-1] or question is path.asked[-1]:
            told = tuple(each for each in asked if each in telling)
            steps.append(CaseStep(told, tuple(asked), response, assess(questionnaire, response)))
            asked = []
    return tuple(steps)


def moved(questionnaire: Questionnaire, before: Response, step: CaseStep) -> tuple[AnswerMoved, ...]:
    """Return what each answer of a step did, one after the other; what was not there comes last, as one.

    The shifts of a group add up to what the whole step did to it.
    """
    rest = [question for question in step.asked if question not in step.telling]
    parts = [*((question, (question,)) for question in step.telling), (None, rest)]
    return tuple(_moved(questionnaire, before, step, parts))


def _moved(
    questionnaire: Questionnaire,
    before: Response,
    step: CaseStep,
    parts: Iterable[tuple[Question | None, Sequence[Question]]],
) -> Iterator[AnswerMoved]:
    was = assess(questionnaire, before)
    for question, answered in parts:
        for each in answered:
            before = before.with_answer(each.id, step.response.answers[each.id])
        now = assess(questionnaire, before)
        chosen = step.response.answers[question.id].yes if question else frozenset()
        yield AnswerMoved(
            question,
            tuple(option for option in question.options if option.id in chosen) if question else (),
            tuple(_shifts(was, now)),
            tuple(flag for flag in now.red_flags if flag not in was.red_flags),
        )
        was = now


def _shifts(was: Assessment, now: Assessment) -> Iterator[Shift]:
    points: Mapping[str, int] = {match.category.id: match.points for match in was.categories}
    for match in now.categories:
        if change := match.points - points[match.category.id]:
            yield Shift(match.category, change)


def _shared_out(questions: Sequence[Question], parts: int) -> list[Sequence[Question]]:
    """Cut a list into at most so many runs of about the same length, the longer ones first."""
    parts = min(parts, len(questions))
    cuts = [-(-len(questions) * n // parts) for n in range(parts + 1)] if parts else []
    return [questions[start:end] for start, end in pairwise(cuts)]
