"""Break it: one answer of a worked case is changed, and everything that moves by it is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from triage.core.answers import NOT_SURE, Response
from triage.core.assessment import Assessment, assess
from triage.core.conditions import Truth
from triage.core.dependencies import voice_questions
from triage.core.path import Path, walk, withheld
from triage.core.questionnaire import Category, Finding, Level, Question, Questionnaire, RedFlag
from triage.core.what_if import AnswerChange, Step, Turn, steps


@dataclass(frozen=True, slots=True)
class Flip:
    """One answer that could be another, in one step."""

    question: Question
    step: Step

    @property
    def key(self) -> str:
        """What names it in an address: the question, and the option that turns or nothing."""
        return f"{self.question.id}.{self.step.option.id if self.step.option else ''}"


@dataclass(frozen=True, slots=True)
class Moved:
    """What a flip does to one category: its points go `up`, `down` or stay the `same`, its level perhaps too."""

    category: Category
    way: str
    level: Turn[Level | None]


@dataclass(frozen=True, slots=True)
class Broken:
    """All that moves by one flip. `leads` are the categories of the first rank, before and after."""

    flip: Flip
    before: Assessment
    after: Assessment
    leads: Turn[tuple[Category, ...]]
    moved: tuple[Moved, ...]
    turned: tuple[tuple[Finding, Turn[Truth]], ...]
    raised: tuple[RedFlag, ...]
    gone: tuple[RedFlag, ...]

    @property
    def reasons(self) -> tuple[RedFlag, ...]:
        """The new red flags that say how soon; the others could wait longer."""
        return tuple(flag for flag in self.raised if flag.urgency == self.after.urgency)

    @property
    def lesser(self) -> tuple[RedFlag, ...]:
        """The new red flags that do not change how soon, because another is more urgent."""
        return tuple(flag for flag in self.raised if flag.urgency != self.after.urgency)

    @property
    def lost(self) -> tuple[RedFlag, ...]:
        """The red flags that are gone and that said how soon before."""
        return tuple(flag for flag in self.gone if flag.urgency == self.before.urgency)

    @property
    def another_leads(self) -> bool:
        """Whether a category leads, and none of those that led before."""
        was = {category.id for category in self.leads.was}
        return bool(self.leads.becomes) and was.isdisjoint(category.id for category in self.leads.becomes)


def flips(questionnaire: Questionnaire, response: Response) -> tuple[Flip, ...]:
    """Return every answer that could be another in one step, but for whom the words speak of."""
    path, spoken = walk(questionnaire, response), voice_questions(questionnaire)
    return tuple(
        flip for question in path.asked if question.id not in spoken for flip in _flips(questionnaire, path, question)
    )


def breaking(found: Iterable[AnswerChange]) -> frozenset[str]:
    """Return the keys of the flips by which another category leads, from all that would change a result."""
    return frozenset(key for change in found if change.another_leads for key in _keys(change))


def broken(questionnaire: Questionnaire, response: Response, flip: Flip) -> Broken:
    """Return all that moves by a flip: two whole assessments, held against each other."""
    before = assess(questionnaire, response)
    after = assess(questionnaire, response.with_answer(flip.question.id, flip.step.answer))
    was = {match.category.id: match for match in before.categories}
    becomes = {match.category.id: match for match in after.categories}
    return Broken(
        flip,
        before,
        after,
        Turn(_leads(before), _leads(after)),
        tuple(
            Moved(
                category,
                _way(was[category.id].points, becomes[category.id].points),
                Turn(was[category.id].level, becomes[category.id].level),
            )
            for category in questionnaire.categories
        ),
        tuple(
            (finding, Turn(before.findings[finding.id], after.findings[finding.id]))
            for finding in questionnaire.findings
            if before.findings[finding.id] is not after.findings[finding.id]
        ),
        tuple(flag for flag in after.red_flags if flag not in before.red_flags),
        tuple(flag for flag in before.red_flags if flag not in after.red_flags),
    )


def _flips(questionnaire: Questionnaire, path: Path, question: Question) -> Iterator[Flip]:
    hidden = withheld(questionnaire, question, path.answers)
    for step in steps(question, path.answers.get(question.id, NOT_SURE), hidden):
        yield Flip(question, step)


def _keys(change: AnswerChange) -> Iterator[str]:
    for option in change.options or (None,):
        yield f"{change.question.id}.{option.id if option else ''}"


def _leads(assessment: Assessment) -> tuple[Category, ...]:
    return tuple(match.category for match in assessment.matching if match.rank == 1)


def _way(was: int, becomes: int) -> str:
    return "same" if was == becomes else "up" if becomes > was else "down"
