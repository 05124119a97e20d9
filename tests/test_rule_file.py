"""What the shipped rule file promises, beyond what the loader checks."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.random_files import responses, urgency
from triage.core.answers import Response
from triage.core.assessment import assess, emergencies
from triage.core.conditions import Truth
from triage.core.path import walk, withheld
from triage.core.questionnaire import CAN_WAIT, URGENCIES
from triage.core.wording import VOICES
from triage.rule_files.load import load
from triage.settings import RULES

SHIPPED = load(RULES)
SIX = {
    "muscular_dystrophies",
    "peripheral_motor_neuron",
    "motor_neuron",
    "neuromuscular_junction",
    "myopathies",
    "metabolic_muscle",
}
MOST_QUESTIONS = 19


def complete(data) -> Response:
    """Answer every question on the path at random, as a person would."""
    response = Response()
    while (question := walk(SHIPPED, response).next) is not None:
        ids = sorted(question.option_ids)
        if question.kind == "one":
            chosen = data.draw(st.sampled_from([None, *ids]))
            answer = question.answer(frozenset({chosen} if chosen else ()), not_sure=chosen is None)
        else:
            ticks = frozenset(data.draw(st.lists(st.sampled_from(ids), max_size=4, unique=True)))
            answer = question.answer(ticks, not_sure=data.draw(st.booleans()))
        response = response.with_answer(question.id, answer)
    return response


def test_it_has_the_six_categories():
    assert {category.id for category in SHIPPED.categories} == SIX


def test_every_source_is_a_page_of_its_own_at_a_plain_address():
    assert [source.id for source in SHIPPED.sources if not source.url.startswith("https://")] == []
    assert len({source.url for source in SHIPPED.sources}) == len(SHIPPED.sources)


def test_what_only_names_things_is_never_the_one_ground_of_a_picture():
    patterns = [pattern for category in SHIPPED.categories for pattern in category.patterns]
    lone = [p.id for p in patterns if {SHIPPED.source(id).kind for id in p.source} == {"vocabulary"}]
    assert lone == []


@given(st.data())
def test_nobody_meets_more_than_19_questions(data):
    assert len(walk(SHIPPED, complete(data)).asked) <= MOST_QUESTIONS


@pytest.mark.parametrize("who", ["me", "me_young", "another_adult", "child", "small_child", None])
def test_somebody_who_is_sure_of_nothing_meets_at_most_19_questions(who):
    response = Response()
    while (question := walk(SHIPPED, response).next) is not None:
        known = question.id == "who" and who
        answer = question.answer(frozenset({who} if known else ()), not_sure=not known)
        response = response.with_answer(question.id, answer)
    assert len(response.answers) <= MOST_QUESTIONS


@given(st.data())
def test_motor_neuron_diseases_reach_no_level_on_twitching_alone(data):
    assessment = assess(SHIPPED, complete(data))
    signs = ("true_weakness", "limb_weakness", "wasting", "jerky_stiff_legs", "speech_trouble", "tongue_twitches")
    if not any(assessment.findings[sign] is Truth.YES for sign in signs):
        assert "motor_neuron" not in {match.category.id for match in assessment.matching}


@given(st.data())
def test_one_more_tick_never_lowers_urgency_on_the_shipped_file(data):
    response = complete(data)
    many = [q for q in SHIPPED.questions if q.kind == "many" and q.id in response.answers]
    question = data.draw(st.sampled_from(many))
    option = data.draw(st.sampled_from(sorted(question.option_ids)))
    before = response.answers[question.id]
    more = response.with_answer(question.id, type(before)(before.yes | {option}, before.no - {option}))
    assert urgency(SHIPPED, more) >= urgency(SHIPPED, response)


@given(responses(SHIPPED))
def test_any_response_can_be_assessed(response):
    assessment = assess(SHIPPED, response)
    assert len(assessment.categories) == len(SIX)
    assert emergencies(SHIPPED, assessment.path) == assessment.emergencies


@given(st.data())
def test_whoever_answers_for_an_adult_the_same_answers_give_the_same_result(data):
    answers = complete(data).answers
    who = SHIPPED.question("who")
    mine, theirs = (
        assess(SHIPPED, Response.of({**answers, "who": who.answer(frozenset({id}))})) for id in ("me", "another_adult")
    )
    assert (mine.voice, theirs.voice) == ("self", "other")
    assert mine.path.asked == theirs.path.asked
    assert (mine.red_flags, mine.categories, mine.elsewhere) == (theirs.red_flags, theirs.categories, theirs.elsewhere)
    assert (mine.findings, mine.notes) == (theirs.findings, theirs.notes)


@pytest.mark.parametrize("who", [*sorted(SHIPPED.question("who").option_ids), None])
def test_a_question_about_danger_comes_second_whoever_it_concerns(who):
    question = SHIPPED.question("who")
    answer = question.answer(frozenset({who} if who else ()), not_sure=not who)
    path = walk(SHIPPED, Response().with_answer("who", answer))
    assert path.next.id == ("danger_baby" if who == "small_child" else "danger")


def test_every_emergency_rule_of_the_evidence_file_stands_in_the_rules():
    emergencies = [flag for flag in SHIPPED.red_flags if flag.urgency == "emergency"]
    assert len(emergencies) >= 14
    assert {flag.urgency for flag in SHIPPED.red_flags} == {"emergency", "same_day", "soon", "routine"}


def alarmed(who: str, ticks: dict[str, set[str]]) -> str | None:
    """The urgency when nothing is answered but who it is about, and what danger there is."""
    response = Response()
    for id, ticked in {"who": {who}, **ticks}.items():
        response = response.with_answer(id, SHIPPED.question(id).answer(frozenset(ticked)))
    return assess(SHIPPED, response).urgency


ALONE = ("breathless", "choking", "faint", "both_limbs", "no_walk", "saddle", "pee_control", "chest")
ALONE_IN_A_BABY = ("breathless", "blue", "hard_to_wake", "choking", "floppy", "head_lost", "limb_still", "stopped")


@pytest.mark.parametrize("who", ["me", "me_young", "another_adult", "child"])
@pytest.mark.parametrize("option", ALONE)
def test_these_signs_are_each_an_emergency_at_once(who, option):
    assert alarmed(who, {"danger": {option}}) == "emergency"


@pytest.mark.parametrize("option", ALONE_IN_A_BABY)
def test_these_signs_in_a_small_child_are_each_an_emergency_at_once(option):
    assert alarmed("small_child", {"danger_baby": {option}}) == "emergency"


@pytest.mark.parametrize("who", ["me", "me_young", "another_adult", "child"])
@pytest.mark.parametrize("option", sorted(SHIPPED.question("danger").option_ids))
def test_no_sign_of_danger_is_less_than_a_visit_soon(who, option):
    assert alarmed(who, {"danger": {option}}) in {"emergency", "same_day", "soon"}


@pytest.mark.parametrize("option", sorted(SHIPPED.question("danger_baby").option_ids - {"no_poop"}))
def test_no_sign_of_danger_in_a_small_child_can_wait_for_tomorrow(option):
    assert alarmed("small_child", {"danger_baby": {option}}) in {"emergency", "same_day"}


@pytest.mark.parametrize("option", ["speech", "face_side", "sight", "one_limb", "unsteady", "numb_part"])
def test_what_came_all_at_once_is_an_emergency(option):
    assert alarmed("me", {"danger": {option}, "danger_more": {"sudden"}}) == "emergency"


@pytest.mark.parametrize(
    "twin", ["comes_goes", "creeps", "foot_only", "fingers_only", "face_all", "leaned_on", "pain_first", "pain_stops"]
)
def test_a_milder_twin_never_lowers_what_was_ticked(twin):
    for option in SHIPPED.question("danger").option_ids:
        alone, both = (alarmed("me", {"danger": {option}, "danger_more": more}) for more in (set(), {twin}))
        assert URGENCIES.index(both) >= URGENCIES.index(alone), option


@pytest.mark.parametrize("who", sorted(SHIPPED.question("who").option_ids))
def test_no_page_about_danger_shows_more_than_20_lines(who):
    first = SHIPPED.question("danger_baby" if who == "small_child" else "danger")
    for option in sorted(first.option_ids):
        response = Response()
        for id, ticked in (("who", {who}), (first.id, {option})):
            response = response.with_answer(id, SHIPPED.question(id).answer(frozenset(ticked)))
        path = walk(SHIPPED, response)
        for question in path.asked:
            if question.id.startswith("danger"):
                assert len(question.option_ids - withheld(SHIPPED, question, path.answers)) <= 20, option


@pytest.mark.parametrize("question", ["main", "where"])
def test_whoever_names_a_complaint_or_a_weak_place_is_told_to_see_somebody(question):
    for option in SHIPPED.question(question).option_ids - {"same_both", "one_side", "spread"}:
        assert alarmed("me", {question: {option}}) is not None, option


BY_WHEN = {3: " within a few days.", 14: " within two weeks.", 42: " in the next weeks."}
WHOM_TO_SEE = (
    "See a doctor",
    "Have a doctor see them",
    "Have a doctor see the child",
    "Book a visit with the family doctor",
)


def test_a_red_flag_that_can_wait_says_by_when_in_its_first_sentence_and_nothing_else_there():
    """Of several only the first says it, so that nothing else to do may stand in that sentence."""
    some_day = {"mild_signs": " if it lasts, or if it worries you."}
    for flag in SHIPPED.red_flags:
        assert flag.urgency in CAN_WAIT or flag.within_days is None, flag.id
        for voice in VOICES if flag.urgency in CAN_WAIT else ():
            by_when = re.split(r"(?<=\.)\s", flag.say.for_(voice))[0]
            ending = some_day[flag.id] if flag.within_days is None else BY_WHEN[flag.within_days]
            assert by_when.removesuffix(ending) in WHOM_TO_SEE, (flag.id, by_when)


@given(st.data(), st.sampled_from([("speed",), ("age",), ("lately",), ("speed", "age", "lately")]))
def test_not_sure_how_fast_or_how_old_hides_no_question(data, forgotten):
    known = complete(data)
    unknown = known
    for id in forgotten:
        unknown = unknown.with_answer(id, SHIPPED.question(id).answer(frozenset(), not_sure=True))
    asked = [{question.id for question in walk(SHIPPED, each).asked} for each in (known, unknown)]
    assert asked[0] <= asked[1]


def test_every_source_says_what_it_is():
    assert [source.id for source in SHIPPED.sources if source.kind is None] == []
