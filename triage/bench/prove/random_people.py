"""A crowd: people who answer at random, as the pages allow. They show most of what can happen."""

from __future__ import annotations

import random
from collections.abc import Iterator

from triage.core.answers import Answer, Response
from triage.core.path import walk
from triage.core.questionnaire import Question, Questionnaire

UNSURE = 0.08
"""How often somebody is not sure."""

TICKS = (0, 0, 1, 1, 1, 2, 2, 3, 4, 6)
"""How many options somebody ticks where any number may be, each as often as it stands here."""


def crowd(questionnaire: Questionnaire, size: int) -> Iterator[Response]:
    """Yield so many people, always the same for one rule file. Each answers every question asked, and no other."""
    dice = random.Random(size)
    for _ in range(size):
        answers = {question.id: _answer(question, dice) for question in questionnaire.questions}
        yield on_path(questionnaire, Response.of(answers))


def neighbour(questionnaire: Questionnaire, person: Response, dice: random.Random) -> Response:
    """Return the person with other answers to one or two questions, and an answer to each that is then asked."""
    for _ in range(dice.choice((1, 1, 2))):
        question = dice.choice(questionnaire.questions)
        person = person.with_answer(question.id, _answer(question, dice))
    while (asked := walk(questionnaire, person).next) is not None:
        person = person.with_answer(asked.id, _answer(asked, dice))
    return on_path(questionnaire, person)


def on_path(questionnaire: Questionnaire, response: Response) -> Response:
    """Return a response without its answers to questions that are not asked."""
    asked = {question.id for question in walk(questionnaire, response).asked}
    return Response.of({id: answer for id, answer in response.answers.items() if id in asked})


def _answer(question: Question, dice: random.Random) -> Answer:
    options = sorted(question.option_ids)
    unsure = dice.random() < UNSURE
    if question.kind == "one":
        return question.answer(frozenset() if unsure else frozenset({dice.choice(options)}), unsure)
    ticks = dice.sample(options, min(len(options), dice.choice(TICKS)))
    return question.answer(frozenset(ticks), unsure)
