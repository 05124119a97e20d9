"""Responses for benchmarks: the same every time, ticked as densely as people do."""

from __future__ import annotations

import random

from triage.core.answers import Answer, Response
from triage.core.questionnaire import Question, Questionnaire

TICKED = 0.2
"""The share of options ticked in a question with many answers: two of ten."""
NOT_SURE = 0.1


def people(questionnaire: Questionnaire, number: int, seed: int = 1) -> list[Response]:
    """Return whole responses: every question answered, one in ten with *not sure*."""
    chance = random.Random(seed)
    return [
        Response.of({question.id: _answer(question, chance) for question in questionnaire.questions})
        for _ in range(number)
    ]


def _answer(question: Question, chance: random.Random) -> Answer:
    options = [option.id for option in question.options]
    if question.kind == "one":
        return question.answer(frozenset({chance.choice(options)}))
    ticked = frozenset(option for option in options if chance.random() < TICKED)
    return question.answer(ticked, not_sure=chance.random() < NOT_SURE)
