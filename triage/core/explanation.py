"""Explanations: which answers made a finding what it is, and a condition in words."""

from __future__ import annotations

from dataclasses import dataclass

from triage.core.answers import NOT_SURE
from triage.core.conditions import All, Any, Chosen, Condition, Found, Not
from triage.core.dependencies import through
from triage.core.path import Path
from triage.core.questionnaire import Option, Question, Questionnaire
from triage.core.wording import Wording


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
    for node in through(questionnaire, condition):
        if isinstance(node, Chosen):
            read.setdefault(node.question, set()).update(node.options)
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


@dataclass(frozen=True, slots=True)
class Line:
    """A condition in words, for whoever shows it as a page or as text: how its parts are joined, and the parts.

    A leaf has words and an id instead.
    """

    joint: str
    parts: tuple[Line, ...] = ()
    words: tuple[Wording, ...] = ()
    owner: Wording | None = None
    id: str = ""
    at_least: int = 1


def line(questionnaire: Questionnaire, condition: Condition) -> Line:
    """Return a condition in words."""
    match condition:
        case All(parts):
            return Line("all", tuple(line(questionnaire, part) for part in parts))
        case Any(parts):
            return Line("any", tuple(line(questionnaire, part) for part in parts))
        case Not(part):
            return Line("not", (line(questionnaire, part),))
        case Found(finding):
            found = questionnaire.finding(finding)
            return Line("finding", words=(found.text,), id=finding)
        case Chosen(question, options, at_least):
            asked = questionnaire.question(question)
            assert asked is not None, "the loader lets no unknown question through"
            chosen = tuple(option.text for option in asked.options if option.id in options)
            return Line("chosen", words=chosen, owner=asked.text, id=question, at_least=at_least)
