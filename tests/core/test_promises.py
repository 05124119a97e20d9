"""Promises 1, 3, 4 and 5 of the design, over random rule sets and responses."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.core.random_files import answers, files_and_responses, reversed_file, urgency
from triage.core.answers import Answer
from triage.core.assessment import Assessment, assess, emergencies
from triage.core.conditions import Truth
from triage.core.path import walk
from triage.core.scoring import score


def outcome(assessment: Assessment) -> object:
    """All that a person is shown, without the order of a pattern's ties."""
    return (
        [flag.id for flag in assessment.red_flags],
        [
            (m.category.id, m.points, m.lead, m.rank, m.level, m.best.pattern.id, m.best.parts, m.best.caps)
            for m in assessment.categories
        ],
        assessment.elsewhere and (assessment.elsewhere.pattern.id, assessment.elsewhere.parts),
        assessment.elsewhere_leads,
        [note.id for note in assessment.notes],
        assessment.findings,
    )


@given(files_and_responses(), st.data())
def test_promise_1_one_more_tick_never_lowers_urgency(given_, data):
    questionnaire, response = given_
    many = [q for q in questionnaire.questions if q.kind == "many" and q.id in response.answers]
    if not many:
        return
    question = data.draw(st.sampled_from(many))
    option = data.draw(st.sampled_from([option.id for option in question.options]))
    before = response.answers[question.id]
    more = response.with_answer(question.id, Answer(before.yes | {option}, before.no - {option}))
    assert urgency(questionnaire, more) >= urgency(questionnaire, response)


@given(files_and_responses(), st.data())
def test_promise_1_not_sure_never_gives_less_urgency_than_no(given_, data):
    questionnaire, response = given_
    for question in questionnaire.questions:
        answer = response.answers.get(question.id, Answer())
        doubtful = data.draw(st.sets(st.sampled_from(sorted(answer.no)))) if answer.no else set()
        unsure = response.with_answer(question.id, Answer(answer.yes, answer.no - doubtful))
        if question.kind == "many":
            assert urgency(questionnaire, unsure) >= urgency(questionnaire, response)


@given(files_and_responses())
def test_promise_3_the_parts_and_caps_add_up_to_the_points(given_):
    assessment = assess(*given_)
    matches = [match.best for match in assessment.categories]
    for match in [*matches, *([assessment.elsewhere] if assessment.elsewhere else [])]:
        assert match.points == sum(part.points for part in match.parts) + sum(cap.points for cap in match.caps)


@given(files_and_responses())
def test_promise_3_a_finding_for_that_becomes_unknown_never_raises_a_category(given_):
    questionnaire, response = given_
    assessment = assess(questionnaire, response)
    for match in assessment.categories:
        for part in match.best.present:
            doubtful = {**assessment.findings, part.finding: Truth.UNKNOWN}
            again = [p for p in match.category.patterns if p.id == match.best.pattern.id]
            assert score(questionnaire, doubtful).best(again).points <= match.points


@given(files_and_responses())
def test_promise_3_whatever_moved_the_points_is_listed(given_):
    questionnaire, response = given_
    assessment = assess(questionnaire, response)
    for match in assessment.categories:
        listed = {part.finding for part in match.best.parts if part.points}
        unlisted = {id: Truth.UNKNOWN for id in assessment.findings if id not in listed}
        pattern = [match.best.pattern]
        assert score(questionnaire, {**assessment.findings, **unlisted}).best(pattern).points == match.points


@given(files_and_responses())
def test_promise_4_order_in_the_file_changes_no_result(given_):
    questionnaire, response = given_
    assert outcome(assess(reversed_file(questionnaire), response)) == outcome(assess(questionnaire, response))


@given(files_and_responses(), st.data())
def test_promise_5_answers_off_the_path_are_inert(given_, data):
    questionnaire, response = given_
    path = walk(questionnaire, response)
    for question in questionnaire.questions:
        if question.id not in path:
            other = response.with_answer(question.id, data.draw(answers(question)))
            assert outcome(assess(questionnaire, other)) == outcome(assess(questionnaire, response))


@given(files_and_responses(), st.data())
def test_promise_5_an_answer_changed_and_changed_back_loses_nothing(given_, data):
    questionnaire, response = given_
    question = data.draw(st.sampled_from(questionnaire.questions))
    changed = response.with_answer(question.id, data.draw(answers(question)))
    before = response.answers.get(question.id)
    back = changed.without(question.id) if before is None else changed.with_answer(question.id, before)
    assert back == response
    assert outcome(assess(questionnaire, back)) == outcome(assess(questionnaire, response))


@given(files_and_responses())
def test_the_emergencies_found_by_themselves_are_those_of_the_whole_assessment(given_):
    assessment = assess(*given_)
    assert emergencies(given_[0], assessment.path) == assessment.emergencies
