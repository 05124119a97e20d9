"""Dependencies: what the conditions of a rule file rest on, by themselves, through findings, and through the path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from triage.core.conditions import Chosen, Condition, Found, Not, nodes, questions_in
from triage.core.questionnaire import Question, Questionnaire


@dataclass(frozen=True, slots=True)
class Stated:
    """A condition of a rule file with what it belongs to."""

    kind: str
    id: str
    when: Condition


def conditions_of(questionnaire: Questionnaire) -> Iterator[Stated]:
    """Yield every condition that decides something, in the order in which answers are read."""
    yield from (Stated("voice", voice.voice, voice.when) for voice in questionnaire.voices)
    yield from (Stated("question", q.id, q.ask_when) for q in questionnaire.questions if q.ask_when)
    yield from (
        Stated("option", f"{q.id} › {option.id}", option.offered_when)
        for q in questionnaire.questions
        for option in q.options
        if option.offered_when
    )
    yield from (Stated("finding", finding.id, finding.when) for finding in questionnaire.findings)
    yield from (Stated("category", category.id, category.needs) for category in questionnaire.categories)
    yield from (
        Stated("pattern", pattern.id, pattern.named_when)
        for category in questionnaire.categories
        for pattern in category.patterns
        if pattern.named_when
    )
    yield from (Stated("elsewhere", pattern.id, pattern.needs) for pattern in questionnaire.elsewhere if pattern.needs)
    yield from (Stated("red flag", flag.id, flag.when) for flag in questionnaire.red_flags)
    yield from (Stated("note", note.id, note.when) for note in questionnaire.notes)


def voice_questions(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the ids of the questions that decide whom the words speak of."""
    return frozenset().union(*(questions_in(voice.when) for voice in questionnaire.voices))


def through(questionnaire: Questionnaire, condition: Condition, *, path: bool = False) -> Iterator[Condition]:
    """Yield a condition and every one inside it, and inside the findings that it names, each finding once.

    With `path` also those by which the questions that it reads are asked and their options offered. A finding that is
    not there reads nothing.
    """
    waiting, seen = [condition], set[str]()
    while waiting:
        for node in nodes(waiting.pop()):
            yield node
            if isinstance(node, Found) and f"finding {node.finding}" not in seen:
                seen.add(f"finding {node.finding}")
                when = questionnaire.finding_conditions.get(node.finding)
                waiting += [] if when is None else [when]
            elif isinstance(node, Chosen) and path and node.question not in seen:
                seen.add(node.question)
                waiting += _asked_by(questionnaire.question(node.question))


def _asked_by(question: Question | None) -> list[Condition]:
    """The conditions by which a question is asked and its options are offered."""
    if question is None:
        return []
    return [when for when in (question.ask_when, *(option.offered_when for option in question.options)) if when]


def reads(questionnaire: Questionnaire, condition: Condition) -> frozenset[str]:
    """Return the ids of the questions that a condition reads, by itself or through findings."""
    return _questions(through(questionnaire, condition))


def leading_to(questionnaire: Questionnaire, condition: Condition) -> frozenset[str]:
    """Return the ids of the questions that a condition reads, and of those that decide whether these are asked.

    What decides whether an option of these is offered counts too.
    """
    return _questions(through(questionnaire, condition, path=True))


def depends_on_not(questionnaire: Questionnaire, condition: Condition) -> bool:
    """Tell whether a `not` stands in a condition, or in a finding that it names."""
    return any(isinstance(node, Not) for node in through(questionnaire, condition))


def _questions(inside: Iterator[Condition]) -> frozenset[str]:
    return frozenset(node.question for node in inside if isinstance(node, Chosen))
