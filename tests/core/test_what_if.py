"""What single answers would change: faithful, complete, unknown first; and what separates two categories."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.benchmarks.people import people
from tests.core.random_files import files_and_responses, reversed_file
from tests.core.test_path import answered
from triage.core.answers import NOT_SURE, Answer
from triage.core.assessment import assess
from triage.core.conditions import Truth
from triage.core.path import walk, withheld
from triage.core.questionnaire import URGENCIES
from triage.core.scoring import score
from triage.core.separators import first_two, separating
from triage.core.what_if import FEW, KINDS, changes, few, steps

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


def told(assessment):
    """The best match, every level and the urgency, in ids."""
    matching = assessment.matching
    return (
        assessment.urgency,
        tuple(match.category.id for match in matching if match.rank == 1),
        {match.category.id: match.level.id for match in matching},
    )


def altered(question, answer, option, becomes):
    """One option (or all that is unknown) of an answer turned, worked out apart from the core."""
    ids = {each.id for each in question.options}
    if option is None:
        return Answer.of(answer.yes, ids - answer.yes)
    if question.kind == "one":
        return Answer.of({option}, ids - {option})
    return Answer.of(
        answer.yes | {option} if becomes is YES else answer.yes - {option},
        answer.no | {option} if becomes is NO else answer.no - {option},
    )


def every_single_answer(questionnaire, response, apart=()):
    """All that can be altered at once, as (question, option, was, becomes): slow, and with nothing left out."""
    path = walk(questionnaire, response)
    for question in path.asked:
        if question.id in apart:
            continue
        answer = path.answers.get(question.id, NOT_SURE)
        ids = {option.id for option in question.options}
        hidden = withheld(questionnaire, question, path.answers)
        unknown = ids - answer.yes - answer.no
        for option in ids:
            if option in hidden or (question.kind == "many" and contradicts(question, answer, option)):
                continue
            if option not in answer.yes:
                yield question, option, NO if option in answer.no else UNKNOWN, YES
            elif question.kind == "many":
                yield question, option, YES, UNKNOWN if unknown else NO
        if unknown and question.kind == "many":
            yield question, None, UNKNOWN, NO


def contradicts(question, answer, option):
    if option in answer.yes:
        return False
    excluding = {other.id for other in question.options if option in other.excludes}
    (own,) = (set(other.excludes) for other in question.options if other.id == option)
    return bool(answer.yes & (excluding | own))


def tried(questionnaire, response, question, option, becomes):
    answer = walk(questionnaire, response).answers.get(question.id, NOT_SURE)
    return assess(questionnaire, response.with_answer(question.id, altered(question, answer, option, becomes)))


def that_change(questionnaire, response, apart=()):
    """The single answers that change the result, each found by assessing it anew."""
    before = told(assess(questionnaire, response))
    return {
        (question.id, option, was, becomes)
        for question, option, was, becomes in every_single_answer(questionnaire, response, apart)
        if told(tried(questionnaire, response, question, option, becomes)) != before
    }


def singles(found):
    """A list of changes as (question, option, was, becomes) -> the change."""
    pairs = [(change, option.id) for change in found for option in change.options]
    pairs += [(change, None) for change in found if not change.options]
    return {(change.question.id, option, change.was, change.becomes): change for change, option in pairs}


def applied(before, change):
    """What a change says the result would be."""
    urgency, best, levels = before
    levels = dict(levels)
    for category, turn in change.levels:
        assert levels.pop(category.id, None) == (turn.was and turn.was.id)
        if turn.becomes:
            levels[category.id] = turn.becomes.id
    if change.urgency:
        assert urgency == change.urgency.was != change.urgency.becomes
    if change.best:
        assert best == tuple(category.id for category in change.best.was)
    return (
        change.urgency.becomes if change.urgency else urgency,
        tuple(category.id for category in change.best.becomes) if change.best else best,
        levels,
    )


@given(files_and_responses())
def test_every_change_listed_gives_exactly_the_result_that_it_states(given_):
    questionnaire, response = given_
    before = assess(questionnaire, response)
    for (_, option, _, becomes), change in singles(changes(questionnaire, response)).items():
        after = tried(questionnaire, response, change.question, option, becomes)
        assert applied(told(before), change) == told(after) != told(before)
        open_before, open_after = (
            {q.id for q in each.path.asked if q.id not in each.path.answered} for each in (before, after)
        )
        assert change.more == len(open_after - open_before)


@given(files_and_responses())
def test_no_single_answer_that_changes_the_result_is_left_out(given_):
    questionnaire, response = given_
    expected = that_change(questionnaire, response)
    found = changes(questionnaire, response)
    assert singles(found).keys() == expected
    assert sum(max(1, len(change.options)) for change in found) == len(expected)


def test_none_is_left_out_for_people_of_the_shipped_file_either(rules):
    for response in people(rules, 4):
        assert singles(changes(rules, response)).keys() == that_change(rules, response, apart={"who"})


def assert_in_order(found):
    kinds = [KINDS.index(change.was) for change in found]
    assert kinds == sorted(kinds)
    for kind in KINDS:
        rises = [max(0, change.raises) for change in found if change.was is kind]
        assert rises == sorted(rises, reverse=True)


@settings(max_examples=40)
@given(files_and_responses())
def test_what_is_not_known_stands_first_and_what_raises_urgency_leads_its_kind(given_):
    assert_in_order(changes(*given_))


def test_what_is_not_known_stands_first_even_where_what_is_known_raises_urgency_more(houseplant):
    found = changes(houseplant, answered(houseplant, owner={"mine"}, leaves={"limp"}, soil=None))
    assert found[0].question.id == "soil" and found[0].was is UNKNOWN
    assert found[0].raises == 0 < max(change.raises for change in found)
    assert_in_order(found)


@settings(max_examples=40)
@given(files_and_responses())
def test_order_in_the_file_changes_no_list(given_):
    questionnaire, response = given_

    def ids(found):
        return [
            (each.question.id, {option.id for option in each.options}, each.was, each.becomes, each.more)
            for each in found
        ]

    assert ids(changes(reversed_file(questionnaire), response)) == ids(changes(questionnaire, response))


@settings(max_examples=40)
@given(files_and_responses())
def test_in_short_every_emergency_is_named_and_the_others_are_counted(given_):
    questionnaire, response = given_
    found = changes(questionnaire, response)
    before = assess(questionnaire, response)
    for short in few(found):
        every = [change for change in found if change.was is short.kind]
        assert len(short.changes) <= FEW
        alarms = {(alarm.question.id, option.id) for alarm in short.alarms for option in alarm.options}
        urgent = [
            each
            for each in every
            if each.options and before.urgency != URGENCIES[-1] and each.urgency and each.urgency.becomes == "emergency"
        ]
        assert alarms == {(each.question.id, option.id) for each in urgent for option in each.options}
        rest = [each for each in every if each not in urgent]
        assert list(short.changes) == rest[:FEW] and short.others == len(singles(rest[FEW:]))


@pytest.mark.parametrize("unsure", [False, True])
def test_each_step_is_one_that_the_page_of_the_question_allows(houseplant, unsure):
    leaves = houseplant.question("leaves")
    answer = leaves.answer(frozenset({"limp"}), unsure)
    pages = [
        leaves.answer(ticks, doubt)
        for ticks in map(frozenset, ({"limp"}, set(), {"limp", "yellow"}, {"limp", "smoke"}))
        for doubt in (False, True)
    ]
    made = [step.answer for step in steps(leaves, answer)]
    assert made and all(each in pages and each != answer for each in made)


def test_not_sure_can_become_none_of_these(houseplant):
    leaves = houseplant.question("leaves")
    (last,) = [step for step in steps(leaves, NOT_SURE) if step.option is None]
    assert last.answer == leaves.answer(frozenset())


def test_a_doubtful_emergency_is_named_in_full(houseplant):
    short = few(changes(houseplant, answered(houseplant, owner={"mine"}, leaves=None, soil=None)))
    assert short[0].kind is UNKNOWN
    assert [(alarm.question.id, [o.id for o in alarm.options]) for alarm in short[0].alarms] == [("leaves", ["smoke"])]


def test_another_person_is_not_another_answer(houseplant):
    found = changes(houseplant, answered(houseplant, owner={"mine"}, leaves={"limp"}, soil={"dry"}))
    assert found and "owner" not in {change.question.id for change in found}


def test_questions_that_would_newly_wait_are_counted(houseplant):
    found = singles(changes(houseplant, answered(houseplant, owner={"mine"}, leaves=set())))
    assert found["leaves", "limp", NO, YES].more == 1


@given(files_and_responses(), st.data())
def test_scores_worked_out_again_are_those_of_the_whole(given_, data):
    questionnaire, response = given_
    findings = assess(questionnaire, response).findings
    other = {id: data.draw(st.sampled_from(list(Truth))) for id in findings}
    again, whole = score(questionnaire, findings).again(other), score(questionnaire, other)
    assert (again.points, list(again.totals), again.findings) == (whole.points, list(whole.totals), whole.findings)


def pairs(assessment):
    matches = assessment.categories
    return [(first, second) for first in matches for second in matches if first.category.id != second.category.id]


def difference(questionnaire, findings, first, second):
    one, other = (score(questionnaire, findings).best([match.best.pattern]).points for match in (first, second))
    return one - other


@settings(max_examples=40)
@given(files_and_responses())
def test_separators_and_caps_add_up_to_the_difference_in_points(given_):
    questionnaire, response = given_
    assessment = assess(questionnaire, response)
    for first, second in pairs(assessment):
        caps = sum(cap.points for cap in first.best.caps) - sum(cap.points for cap in second.best.caps)
        found = separating(questionnaire, assessment, first, second)
        assert sum(each.now for each in found) + caps == first.points - second.points


@settings(max_examples=40)
@given(files_and_responses())
def test_a_separator_moves_the_difference_by_exactly_what_it_says(given_):
    questionnaire, response = given_
    assessment = assess(questionnaire, response)
    for first, second in pairs(assessment):
        found = {each.finding.id: each for each in separating(questionnaire, assessment, first, second)}
        for id, truth in assessment.findings.items():
            unknown, yes, no = (
                difference(questionnaire, {**assessment.findings, id: each}, first, second)
                for each in (UNKNOWN, YES, NO)
            )
            if id in found:
                assert (found[id].yes, found[id].no, found[id].truth) == (yes - unknown, no - unknown, truth)
            elif truth is UNKNOWN:
                assert yes == no
        assert all(each.now for each in found.values() if each.truth is not UNKNOWN)


@settings(max_examples=40)
@given(files_and_responses(), st.data())
def test_separators_are_the_same_from_both_sides_and_unknown_first(given_, data):
    questionnaire, response = given_
    assessment = assess(questionnaire, response)
    if len(assessment.categories) < 2:
        return
    first, second = data.draw(st.sampled_from(pairs(assessment)))
    one, other = (separating(questionnaire, assessment, *each) for each in ((first, second), (second, first)))
    assert [(e.finding.id, e.now, e.yes, e.no, e.strength) for e in one] == [
        (e.finding.id, -e.now, -e.yes, -e.no, e.strength) for e in other
    ]
    known = [each.truth is not UNKNOWN for each in one]
    assert known == sorted(known)


def test_what_is_not_known_and_what_already_speaks(houseplant):
    near = replace(houseplant, close=99)
    assessment = assess(near, answered(near, owner={"mine"}, leaves={"limp", "yellow"}, soil=None))
    first, second = first_two(assessment)
    found = separating(near, assessment, first, second)
    assert [each.finding.id for each in found if each.truth is UNKNOWN] == ["dry_soil", "wet_soil"]
    assert {each.finding.id for each in found if each.truth is YES} == {"limp_leaves", "yellow_leaves"}
    assert first_two(assess(houseplant, answered(houseplant, leaves=set()))) is None


def test_a_sign_that_a_cap_swallows_is_still_named(houseplant):
    tight = replace(houseplant, close=99, groups=(replace(houseplant.groups[0], most=0),))
    assessment = assess(tight, answered(tight, owner={"mine"}, leaves={"limp"}, soil={"dry"}))
    dry, wet = sorted(assessment.categories, key=lambda match: match.category.id)
    found = {each.finding.id: each for each in separating(tight, assessment, dry, wet)}
    limp = found["limp_leaves"]
    assert limp.now > 0 and limp.yes == limp.no == 0
