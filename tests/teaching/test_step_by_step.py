"""A case told step by step ends where the whole case is, and each answer is told by what it did."""

from __future__ import annotations

import pytest

from triage.core.answers import Response
from triage.core.assessment import assess
from triage.rule_files.load import load
from triage.rule_files.worked_cases import cases_beside, load_cases
from triage.settings import RULES
from triage.teaching.step_by_step import MOST_SHIFTS, STEPS, in_steps, moved

SHIPPED = load(RULES)
CASES = load_cases(cases_beside(RULES), SHIPPED)
SOME = pytest.mark.parametrize("case", CASES[::7], ids=lambda case: case.id)


def points(assessment):
    return {match.category.id: match.points for match in assessment.categories}


def test_every_case_ends_as_it_does_when_told_at_once():
    for case in CASES:
        steps, whole = in_steps(SHIPPED, case), assess(SHIPPED, case.response)
        assert 1 <= len(steps) <= STEPS
        final = steps[-1].assessment
        assert (final.red_flags, final.categories, final.elsewhere) == (
            whole.red_flags,
            whole.categories,
            whole.elsewhere,
        ), case.id
        assert tuple(question for step in steps for question in step.asked) == whole.path.asked


def test_nearly_every_case_has_four_steps_that_each_tell_something():
    steps = [in_steps(SHIPPED, case) for case in CASES]
    assert sum(len(some) == STEPS for some in steps) > 0.9 * len(CASES)
    for some in steps:
        told = [len(step.telling) for step in some]
        assert max(told) - min(told) <= 1 and (min(told) >= 1 or len(some) == 1)


@SOME
def test_what_the_answers_of_a_step_moved_adds_up_to_what_the_step_did(case):
    before, was = Response(), points(assess(SHIPPED, Response()))
    for step in in_steps(SHIPPED, case):
        now, summed = points(step.assessment), dict(was)
        for each in moved(SHIPPED, before, step):
            for shift in each.shifts:
                summed[shift.category.id] += shift.points
        assert summed == now
        before, was = step.response, now


@SOME
def test_each_telling_answer_is_told_once_with_what_was_ticked_and_each_red_flag_where_it_came(case):
    before, raised = Response(), []
    for step in in_steps(SHIPPED, case):
        told = moved(SHIPPED, before, step)
        assert [each.question for each in told] == [*step.telling, None]
        for each in told[:-1]:
            assert {option.id for option in each.chosen} == step.response.answers[each.question.id].yes
        assert all(len(each.most) <= MOST_SHIFTS for each in told)
        raised += [flag.id for each in told for flag in each.raised]
        before = step.response
    assert {flag.id for flag in assess(SHIPPED, case.response).red_flags} <= set(raised)
