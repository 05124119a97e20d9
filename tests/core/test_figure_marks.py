"""A figure shows exactly what the answers that count have marked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures import planted
from triage.core.answers import NOT_SURE, Response
from triage.core.conditions import Chosen, Not
from triage.core.figure import EVERYWHERE
from triage.core.figure_marks import marked_on
from triage.core.path import walk
from triage.rule_files.load import load
from triage.settings import RULES

SHIPPED = load(RULES)
WHERE = SHIPPED.question("where")


@pytest.fixture
def plant(tmp_path):
    return load(planted(tmp_path))


def marked(rules, question, ticks, not_sure=False):
    answer = rules.question(question).answer(frozenset(ticks), not_sure)
    return marked_on(walk(rules, Response.of({question: answer})))


@given(ticks=st.sets(st.sampled_from(sorted(WHERE.option_ids))), not_sure=st.booleans())
def test_exactly_the_ticked_regions_are_filled(ticks, not_sure):
    told = {option.region for option in WHERE.options if option.id in ticks and option.region}
    found = marked(SHIPPED, "where", ticks, not_sure)
    assert len(found) == (1 if told else 0)
    for each in found:
        everything = frozenset(WHERE.figure.drawing.regions)
        assert each.regions == (everything if EVERYWHERE in told else told)
        assert [option.id for option in each.options] == [
            option.id for option in WHERE.options if option.id in ticks and option.region
        ]


def test_no_answer_not_sure_and_none_of_these_show_no_figure(plant):
    assert marked_on(walk(plant, Response())) == ()
    assert marked_on(walk(plant, Response.of({"leaves": NOT_SURE}))) == ()
    assert marked(plant, "leaves", ()) == ()


def test_an_option_can_mean_the_whole_drawing(plant):
    (all_of_it,) = marked(plant, "leaves", {"smoke"})
    assert all_of_it.regions == {"leaf", "stem"} and [option.id for option in all_of_it.options] == ["smoke"]


def test_an_answer_off_the_path_marks_nothing(plant):
    answers = {"soil": plant.question("soil").answer(frozenset({"wet"}))}
    assert marked_on(walk(plant, Response.of(answers))) == ()


def test_a_question_without_a_figure_marks_nothing(houseplant):
    assert marked(houseplant, "leaves", {"yellow"}) == ()
    assert all(question.figure is None for question in houseplant.questions)


def test_a_figure_is_drawn_for_nobody_for_whom_it_is_not(plant):
    owner, leaves, soil = plant.questions
    figure = replace(leaves.figure, drawn_when=Not(Chosen("owner", ("seedling",))))
    rules = replace(plant, questions=(owner, replace(leaves, figure=figure), soil))
    limp = leaves.answer(frozenset({"limp"}))
    for who, drawn in (("seedling", False), ("friend", True)):
        answers = {"owner": owner.answer(frozenset({who})), "leaves": limp}
        assert bool(marked_on(walk(rules, Response.of(answers)))) == drawn
    assert marked_on(walk(rules, Response.of({"leaves": limp}))), "who does not say whose plant it is sees it"


def test_regions_are_numbered_as_they_are_painted(plant):
    figure = plant.question("leaves").figure
    assert [figure.number(region) for region in ("leaf", "stem", EVERYWHERE)] == ["1", "2", "all"]
