"""Rounds: questions that can be asked together, because what decides about them was asked in a round before."""

from __future__ import annotations

from triage.core.conditions import Chosen, nodes
from triage.core.questionnaire import Question, Questionnaire


def rounds(questionnaire: Questionnaire) -> tuple[tuple[Question, ...], ...]:
    """Return the questions in rounds, each in the order of the file.

    The first holds those that are always asked; each other question stands in the first round after
    all that its `ask_when` reads.
    """
    places: dict[str, int] = {}
    for question in questionnaire.questions:
        places[question.id] = max((places[id] + 1 for id in _read_by(question)), default=0)
    count = max(places.values(), default=-1) + 1
    return tuple(
        tuple(question for question in questionnaire.questions if places[question.id] == place)
        for place in range(count)
    )


def _read_by(question: Question) -> set[str]:
    if question.ask_when is None:
        return set()
    return {node.question for node in nodes(question.ask_when) if isinstance(node, Chosen)}
