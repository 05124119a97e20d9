"""Rounds: questions that can be asked together, because what decides about them was asked in a round before."""

from __future__ import annotations

from triage.core.conditions import Chosen, nodes
from triage.core.questionnaire import Question, Questionnaire


def rounds(questionnaire: Questionnaire) -> tuple[tuple[Question, ...], ...]:
    """Return the questions in rounds, in the order of the file.

    A question stands in the round of the one before it, or in a later one where what decides about it, or about what
    it offers, is a question of that round. So nothing is asked before what the file puts first.
    """
    places: dict[str, int] = {}
    place = 0
    for question in questionnaire.questions:
        place = max([place, *(places[id] + 1 for id in _read_by(question))])
        places[question.id] = place
    return tuple(
        tuple(question for question in questionnaire.questions if places[question.id] == number)
        for number in range(place + 1 if places else 0)
    )


def _read_by(question: Question) -> set[str]:
    deciding = [question.ask_when, *(option.offered_when for option in question.options)]
    return {node.question for when in deciding if when for node in nodes(when) if isinstance(node, Chosen)}
