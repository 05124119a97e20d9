"""Explanations: which answers made a finding what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from triage.core.answers import NOT_SURE
from triage.core.conditions import Chosen, Condition, Found, nodes
from triage.core.path import Path
from triage.core.questionnaire import Option, Question, Questionnaire


@dataclass(frozen=True, slots=True)
class Reason:
    """What one question said about a finding.

    `state` is `told` (then `yes` and `no` list the options that the finding looks at), `not_sure`,
    `unanswered` or `not_asked`.
    """

    question: Question
    state: str
    yes: tuple[Option, ...] = ()
    no: tuple[Option, ...] = ()


def reasons(questionnaire: Questionnaire, path: Path, finding: str) -> tuple[Reason, ...]:
    """Return what each question that a finding reads said about it, in the order of the questionnaire."""
    return reasons_for(questionnaire, path, questionnaire.finding(finding).when)


def reasons_for(questionnaire: Questionnaire, path: Path, condition: Condition) -> tuple[Reason, ...]:
    """Return what each question that a condition reads said about it, in the order of the questionnaire."""
    read: dict[str, set[str]] = {}
    for chosen in _chosen(questionnaire, condition):
        read.setdefault(chosen.question, set()).update(chosen.options)
    questions = (question for question in questionnaire.questions if question.id in read)
    return tuple(_reason(question, path, read[question.id]) for question in questions)


def _reason(question: Question, path: Path, looked_at: set[str]) -> Reason:
    if question.id not in path:
        return Reason(question, "not_asked")
    if question.id not in path.answered:
        return Reason(question, "unanswered")
    answer = path.answers.get(question.id, NOT_SURE)
    yes = tuple(option for option in question.options if option.id in looked_at & answer.yes)
    no = tuple(option for option in question.options if option.id in looked_at & answer.no)
    return Reason(question, "told", yes, no) if yes or no else Reason(question, "not_sure")


def _chosen(questionnaire: Questionnaire, condition: Condition) -> Iterator[Chosen]:
    for node in nodes(condition):
        if isinstance(node, Chosen):
            yield node
        elif isinstance(node, Found):
            yield from _chosen(questionnaire, questionnaire.finding(node.finding).when)
