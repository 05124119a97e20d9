"""People for the summary: answered questionnaires, made from the pictures, from a seed, or with every tick."""

from __future__ import annotations

import random
from datetime import date

from triage.core.answers import Response
from triage.core.assessment import assess
from triage.core.path import walk, withheld
from triage.summary.content import summary_of

TODAY = date(2026, 11, 21)
NOT_SURE = "-not-sure"


def answered(rules, answers, otherwise=None):
    """Walk through a questionnaire with these answers; what is not named, or cannot be, is none or not sure."""
    response = Response()
    while (question := walk(rules, response).next) is not None:
        given = answers.get(question.id, otherwise(question) if otherwise else None)
        given = {given} if isinstance(given, str) else set(given or [])
        given -= withheld(rules, question, walk(rules, response).answers)
        if not given:
            response = response.with_answer(question.id, question.nothing_to_add())
            continue
        answer = question.answer(frozenset(given) - {NOT_SURE}, NOT_SURE in given)
        response = response.with_answer(question.id, answer)
    return response


def at_random(rules, seed):
    """Somebody who ticks at random and is sometimes not sure."""
    chance = random.Random(seed)

    def ticks(question):
        ids = sorted(question.option_ids)
        if question.kind == "one":
            return {chance.choice([*ids, NOT_SURE])}
        some = set(chance.sample(ids, chance.randint(0, len(ids))))
        return some | {NOT_SURE} if chance.random() < 0.2 else some

    return answered(rules, {}, ticks)


def with_everything(rules, who, seed=0):
    """Somebody who ticks all that can be ticked."""
    chance = random.Random(seed)

    def ticks(question):
        ids = sorted(question.option_ids)
        return {chance.choice(ids)} if question.kind == "one" else set(ids)

    return answered(rules, {"who": who}, ticks)


def summed_up(rules, response, **more):
    """The summary of a response."""
    return summary_of(rules, assess(rules, response), TODAY, **more)
