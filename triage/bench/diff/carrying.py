"""Carrying: the answers that one person gave under one rule file, as another rule file reads them."""

from __future__ import annotations

from triage.core.answers import Answer, Response
from triage.core.questionnaire import Question, Questionnaire


def carried(response: Response, was: Questionnaire, now: Questionnaire) -> Response:
    """Return a response to `was` as a response to `now`: the same ticks; questions and options that are gone, are gone.

    An answer that left nothing open leaves nothing open: an option that is new was not ticked.
    """
    answers: dict[str, Answer] = {}
    for id, answer in response.answers.items():
        before, after = was.question(id), now.question(id)
        if before is not None and after is not None:
            answers[id] = _carried(answer, before, after)
    return Response.of(answers)


def _carried(answer: Answer, before: Question, after: Question) -> Answer:
    if not before.open(answer):
        return after.answer(answer.yes)
    return Answer(answer.yes & after.option_ids, answer.no & after.option_ids)
