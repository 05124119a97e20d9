"""The solver's model says what the core says: random rule files, random responses, everything compared."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.random_files import OPTIONS, conditions, questionnaires, responses
from triage.bench.prove.random_people import crowd
from triage.bench.prove.smt_given import Given
from triage.bench.prove.smt_model import Model
from triage.bench.prove.smt_scores import ScoreTerms
from triage.bench.prove.smt_solver import solved
from triage.core.answers import NOT_SURE, Answer
from triage.core.assessment import assess
from triage.core.conditions import Truth
from triage.core.matching import FIRST
from triage.core.path import walk
from triage.core.scoring import score

pytestmark = pytest.mark.slow

z3 = pytest.importorskip("z3")


@st.composite
def files_and_responses(draw):
    """A random file, with what only some files have: *not sure* read as an option, and mimics with needs."""
    file = draw(questionnaires())
    unsure = st.sampled_from([None, *OPTIONS])
    questions = tuple(replace(q, not_sure_means=draw(unsure)) if q.kind == "one" else q for q in file.questions)
    questions = tuple(draw(offering(q, [each.id for each in questions[:i]])) for i, q in enumerate(questions))
    names = st.none() | conditions([q.id for q in questions])
    categories = tuple(
        replace(c, patterns=tuple(replace(p, named_when=draw(names)) for p in c.patterns)) for c in file.categories
    )
    needs = conditions([q.id for q in questions], [finding.id for finding in file.findings])
    elsewhere = tuple(replace(p, needs=draw(st.none() | needs)) for p in file.elsewhere)
    file = replace(file, questions=questions, categories=categories, elsewhere=elsewhere)
    return file, draw(responses(file))


@st.composite
def offering(draw, question, earlier):
    """The question, with options that not everybody is offered."""
    when = st.none() | conditions(earlier) if earlier else st.none()
    options = (
        replace(o, offered_when=None if o.id == question.not_sure_means else draw(when)) for o in question.options
    )
    return replace(question, options=tuple(options))


@pytest.fixture(scope="module")
def people(rules):
    return list(crowd(rules, 12))


class Told:
    """What the model says of one response."""

    def __init__(self, questionnaire, response):
        given_ = Given.of(questionnaire.questions, "person")
        self.standing = ScoreTerms(Model(questionnaire, given_))
        solver = z3.Solver()
        solver.add(*given_.any_response(), *given_.is_(response))
        assert solver.check() == z3.sat
        self.found = solver.model()
        assert given_.read_from(self.found) == response

    def __call__(self, formula):
        return z3.is_true(self.found.eval(formula, model_completion=True))

    def number(self, term):
        return self.found.eval(term, model_completion=True).as_signed_long()

    def truth(self, truth):
        yes, no = self(truth.yes), self(truth.no)
        assert not (yes and no)
        return Truth.YES if yes else Truth.NO if no else Truth.UNKNOWN


@settings(max_examples=60)
@given(files_and_responses())
def test_the_model_and_the_core_say_the_same_of_random_files(given_):
    agree(*given_)


@pytest.mark.slow
def test_the_model_and_the_core_say_the_same_of_the_shipped_file(rules, people):
    for person in people:
        agree(rules, person)


def test_a_person_on_the_page_is_possible_and_any_other_answer_is_not(rules, people):
    given_ = Given.of(rules.questions, "person")
    page = given_.on_the_page(Model(rules, given_).asked)
    for person in people:
        assert solved([*page, *given_.is_(person)], 60)[0] == "sat"
    whole = people[0]
    first = next(question for question in walk(rules, whole).asked if question.kind == "many")
    for wrong in (
        whole.without(first.id),
        whole.with_answer(first.id, Answer.of(no=sorted(first.option_ids)[:1])),
        whole.with_answer("speed", Answer.of(yes=["years", "always"])),
        whole.with_answer("speed", Answer.of(yes=["years"])),
    ):
        assert solved([*page, *given_.is_(wrong)], 60)[0] == "unsat"


def agree(questionnaire, response):
    """Hold the model against the core: path, findings, flags, notes, points, levels, ranks."""
    told, result = Told(questionnaire, response), assess(questionnaire, response)
    standing, model = told.standing, told.standing.model
    assert {id for id, asked in model.asked.items() if told(asked)} == {q.id for q in result.path.asked}
    for place, truth in model.counting.items():
        answer = result.path.answers.get(place[0], NOT_SURE)
        there = Truth.YES if place[1] in answer.yes else Truth.NO if place[1] in answer.no else Truth.UNKNOWN
        assert told.truth(truth) is there
    assert {id: told.truth(truth) for id, truth in model.findings.items()} == dict(result.findings)
    named = {p.id for c in questionnaire.categories for p in c.patterns if told(standing.is_named(p, c))}
    assert named == {match.picture.pattern.id for match in result.matching if match.picture}
    assert {id for id, raised in model.flags.items() if told(raised)} == {flag.id for flag in result.red_flags}
    assert {id for id, shown in model.notes.items() if told(shown)} == {note.id for note in result.notes}
    points = score(questionnaire, result.findings).points
    assert {id: told.number(term) for id, term in standing.points.items()} == dict(points)
    for match in result.categories:
        id = match.category.id
        assert told(standing.able[id]) == (match.needs is Truth.YES)
        assert told.number(standing.best[id]) == match.points
        levels = {level for level, reached in standing.levels[id].items() if told(reached)}
        assert levels == ({match.level.id} if match.level else set())
        assert told(standing.shown(id)) == (match.level is not None and match.rank <= FIRST)
        assert told(standing.within(id, 1)) == (match.level is not None and match.rank == 1)
        best = {p.id for p in match.category.patterns if told(standing.is_best(p, match.category.patterns))}
        assert best == {match.best.pattern.id}
    assert told(standing.elsewhere_leads) == result.elsewhere_leads
    assert told.number(standing.mimic) == (result.elsewhere.points if result.elsewhere else 0)
    leading = {p.id for p in questionnaire.elsewhere if told(standing.leads_elsewhere(p))}
    assert leading == ({result.elsewhere.pattern.id} if result.elsewhere_leads else set())
