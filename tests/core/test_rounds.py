"""Rounds: what stands on one page can be asked on one page."""

from __future__ import annotations

from hypothesis import given

from tests.core.random_files import questionnaires, responses
from triage.core.answers import Response
from triage.core.conditions import Chosen, nodes
from triage.core.path import rounds, walk


def test_the_first_round_holds_the_questions_that_are_always_asked(houseplant):
    assert [[question.id for question in together] for together in rounds(houseplant)] == [
        ["owner", "leaves"],
        ["soil"],
    ]


def test_the_shipped_questions_fit_on_four_pages(rules):
    assert len(rounds(rules)) == 4


def test_what_the_file_puts_first_is_asked_first(rules):
    in_rounds = [question.id for together in rounds(rules) for question in together]
    assert in_rounds == [question.id for question in rules.questions]


@given(questionnaires())
def test_every_question_stands_once_and_after_all_that_decides_about_it(rules):
    every = rounds(rules)
    assert sorted(q.id for together in every for q in together) == sorted(q.id for q in rules.questions)
    place = {question.id: n for n, together in enumerate(every) for question in together}
    for question in rules.questions:
        read = nodes(question.ask_when) if question.ask_when else ()
        assert all(place[node.question] < place[question.id] for node in read if isinstance(node, Chosen))


@given(questionnaires().flatmap(lambda rules: responses(rules).map(lambda response: (rules, response))))
def test_answering_round_by_round_asks_what_answering_one_by_one_asks(both):
    rules, whole = both
    given_so_far, met = {}, []
    for together in rounds(rules):
        path = walk(rules, Response.of(given_so_far))
        for question in together:
            if question.id in path:
                met.append(question.id)
                if question.id in whole.answers:
                    given_so_far[question.id] = whole.answers[question.id]
    assert sorted(met) == sorted(question.id for question in walk(rules, Response.of(given_so_far)).asked)
