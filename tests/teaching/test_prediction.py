"""A prediction is judged by the rules and by the author of the case, and by nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.core.assessment import assess
from triage.core.conditions import UNKNOWN
from triage.core.questionnaire import URGENCIES
from triage.rule_files.load import load
from triage.rule_files.worked_cases import cases_beside, load_cases
from triage.settings import RULES
from triage.teaching.difficulty import HARD, by_difficulty, difficulty_of, meets
from triage.teaching.drill import due_of
from triage.teaching.prediction import MOST_SIGNS, NO_GROUP, Prediction, compare, signs_told

SHIPPED = load(RULES)
CASES = load_cases(cases_beside(RULES), SHIPPED)
GROUPS = [*(category.id for category in SHIPPED.categories), NO_GROUP]


def compared(case, prediction):
    return compare(SHIPPED, assess(SHIPPED, case.response), case, prediction)


@st.composite
def predictions(draw):
    case = draw(st.sampled_from(CASES))
    told = signs_told(SHIPPED, assess(SHIPPED, case.response))
    signs = st.lists(
        st.sampled_from([each.id for each in (*told.there, *told.missing)]), max_size=MOST_SIGNS, unique=True
    )
    urgency = draw(st.sampled_from(URGENCIES))
    sure = draw(st.sampled_from(["sure", "fairly", "guess"]))
    return case, Prediction(draw(st.sampled_from(GROUPS)), urgency, sure, tuple(draw(signs)), tuple(draw(signs)))


@given(predictions())
def test_a_sign_is_right_exactly_where_it_moves_the_points_of_the_group_that_way(made):
    case, prediction = made
    assessment = assess(SHIPPED, case.response)
    found = compared(case, prediction)
    assert len(found.seen) + len(found.mistaken) == len(found.judged)
    own = next((match for match in assessment.categories if match.category.id == prediction.group), None)
    assert bool(found.judged) == (own is not None and bool(prediction.speaks_for or prediction.speaks_against))
    for sign in found.judged:
        points = {part.finding: part.points for part in own.best.parts}.get(sign.finding, 0)
        assert sign.holds == (points > 0 if sign.side == "for" else points < 0)


@given(predictions())
def test_what_was_named_is_never_told_as_missed_and_nothing_is_told_twice(made):
    found = compared(*made)
    missed_for, missed_against = ({part.finding for part in some} for some in (found.missed_for, found.missed_against))
    assert not missed_for & set(made[1].speaks_for) and not missed_against & set(made[1].speaks_against)
    assert not missed_for & missed_against
    assert len(missed_for) <= MOST_SIGNS and len(missed_against) <= MOST_SIGNS
    for some in (missed_for, missed_against):
        groups = [group for id in some if (group := SHIPPED.finding(id).group)]
        assert len(groups) == len(set(groups))


@given(predictions())
def test_waiting_longer_than_the_rules_advise_is_told_from_acting_sooner(made):
    case, prediction = made
    due = due_of(assess(SHIPPED, case.response))
    said, advised = URGENCIES.index(prediction.urgency), URGENCIES.index(due)
    assert compared(case, prediction).urgency == ("later" if said < advised else "sooner" if said > advised else "same")


def test_what_the_rules_and_the_author_say_themselves_agrees_in_every_case():
    for case in CASES:
        assessment = assess(SHIPPED, case.response)
        near = assessment.alike(SHIPPED)
        groups = [match.category.id for match in near] or [NO_GROUP]
        for group in groups:
            found = compared(case, Prediction(group, due_of(assessment), "sure"))
            assert (found.group, found.urgency) == ("leads", "same"), case.id
        soon = case.expects.urgency or URGENCIES[0]
        author = compared(case, Prediction(next(iter(case.right), NO_GROUP), soon, "sure"))
        assert author.author_group and author.author_urgency, case.id


def test_rules_that_differ_from_the_author_are_told_and_make_a_case_hard():
    case = next(case for case in CASES if case.category == SHIPPED.categories[0].id)
    assert meets(case.expects, assess(SHIPPED, case.response))
    other = replace(case, expects=replace(case.expects, best=(SHIPPED.categories[1].id,)))
    assert difficulty_of(SHIPPED, other) == HARD
    found = compared(other, Prediction(SHIPPED.categories[1].id, case.expects.urgency or URGENCIES[0], "sure"))
    assert found.author_group and found.group != "leads" and not found.agreed


def test_where_the_author_holds_something_else_to_be_true_that_is_what_is_right():
    case = next(case for case in CASES if case.truth and case.truth.group is None)
    assert difficulty_of(SHIPPED, case) == HARD
    assert compared(case, Prediction(NO_GROUP, case.expects.urgency or URGENCIES[0], "sure")).author_group
    found = compared(case, Prediction(case.expects.best[0], case.expects.urgency or URGENCIES[0], "sure"))
    assert found.group == "leads" and not found.author_group and not found.agreed


def test_every_case_has_one_difficulty_and_none_gives_away_whether_there_is_a_match():
    sorted_ = by_difficulty(SHIPPED, CASES)
    assert sorted(case.id for some in sorted_.values() for case in some) == sorted(case.id for case in CASES)
    for difficulty, some in sorted_.items():
        assert len(some) >= 10, difficulty
        assert {bool(case.expects.best) for case in some} == {True, False}, difficulty
    assert sorted_ == by_difficulty(SHIPPED, CASES[::-1]), "the order is that of the files"


@pytest.mark.parametrize("case", CASES[::20], ids=lambda case: case.id)
def test_only_signs_that_a_story_tells_are_offered(case):
    assessment = assess(SHIPPED, case.response)
    told = signs_told(SHIPPED, assessment)
    assert not [sign for sign in (*told.there, *told.missing) if assessment.findings[sign.id] is UNKNOWN]
    assert not {sign.id for sign in told.there} & {sign.id for sign in told.missing}
