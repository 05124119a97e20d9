"""The summary for the doctor: complete, in clinical words, and honest about what was never asked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import HOUSEPLANT
from tests.core.random_files import questionnaires, responses
from tests.pictures import ADULT, BREATHLESS, FAST, PICTURES, TIRED
from tests.summary.people import NOT_SURE, TODAY, answered, at_random, summed_up, with_everything
from triage.core.answers import Response
from triage.core.assessment import assess
from triage.core.conditions import Truth
from triage.rule_files.load import examine, load
from triage.settings import RULES
from triage.summary.content import summary_of
from triage.summary.findings import signs_of
from triage.summary.headings import ENGLISH, words
from triage.summary.text import WIDTH, text_of

SHIPPED = load(RULES)
PEOPLE = {**PICTURES, "tired": TIRED, "fast": FAST, "breathless": BREATHLESS}
CHANCE = re.compile(r"%|\blikely|probab|\b1 in\b|\bpoints?\b(?! to)|score", re.IGNORECASE)
HEADINGS = (ENGLISH.present, ENGLISH.course, ENGLISH.history, ENGLISH.matches, ENGLISH.say, ENGLISH.ask)


def flat(text):
    return " ".join(text.split())


def terms(signs):
    return [sign.term for sign in signs]


@pytest.mark.parametrize("name", PEOPLE)
def test_it_says_all_that_a_doctor_needs(name):
    summary = summed_up(SHIPPED, answered(SHIPPED, PEOPLE[name]))
    text = flat(text_of(summary))
    about = SHIPPED.about
    assert all(heading.upper() in text for heading in HEADINGS)
    for fact in (SHIPPED.version, SHIPPED.digest, SHIPPED.reviewed_by, TODAY.isoformat(), "Human Phenotype Ontology"):
        assert fact in text
    assert about.disclaimer.self_ in text and about.visit.say.self_ in text
    assert all(question.self_ in text for question in about.visit.ask)
    assert ENGLISH.answered_by["self"] in text
    assert ENGLISH.unfinished not in text


@pytest.mark.parametrize("name", PICTURES)
def test_every_match_stands_with_its_level_and_reasons(name):
    assessment = assess(SHIPPED, answered(SHIPPED, PICTURES[name]))
    summary = summary_of(SHIPPED, assessment, TODAY)
    assert [match.name for match in summary.matches] == [m.category.text.self_ for m in assessment.shown]
    for match, shown in zip(summary.matches, assessment.shown, strict=True):
        assert match.level == shown.level.text.self_
        assert len(match.fits) == len(shown.best.present) and len(match.against) == len(shown.best.against)
        assert len(match.not_there) == len(shown.best.absent) and len(match.not_known) == len(shown.best.unknown)
        assert match.found == f"{len(shown.best.present)} of {len(shown.best.looked_for)} signs present"
        assert flat(f"{match.name} ({match.picture}): {match.level}") in flat(text_of(summary))


def test_it_shows_the_urgency_first_and_every_red_flag():
    assessment = assess(SHIPPED, answered(SHIPPED, FAST))
    text = text_of(summary_of(SHIPPED, assessment, TODAY))
    assert assessment.urgency == "emergency"
    assert text.index("EMERGENCY") < text.index(ENGLISH.present.upper())
    assert all(flag.text.self_ in flat(text) for flag in assessment.red_flags)
    assert assessment.emergencies[0].say.self_ in flat(text)


def test_without_a_red_flag_it_says_so():
    assert ENGLISH.no_flag.upper() in text_of(summed_up(SHIPPED, answered(SHIPPED, ADULT)))


def test_a_sign_has_its_term_its_codes_and_what_was_told():
    summary = summed_up(SHIPPED, answered(SHIPPED, PICTURES["neuromuscular_junction"]))
    (sign,) = [sign for sign in summary.present if sign.finding.id == "droopy_lids"]
    assert (sign.term, sign.codes, sign.told) == ("ptosis", ("HP:0000508",), ("a droopy eyelid",))
    assert "- ptosis HP:0000508 (a droopy eyelid)" in text_of(summary)


def test_onset_and_course_stand_in_the_words_of_the_person_with_the_clinical_ones():
    summary = summed_up(SHIPPED, answered(SHIPPED, PICTURES["neuromuscular_junction"]))
    onset, lately, age, course = summary.course
    assert lately.told == ("about the same, or a little worse",)
    assert (onset.told, terms(onset.signs)) == (("over weeks or months (up to two years)",), ["subacute onset"])
    assert (age.told, terms(age.signs)) == (("21 to 40",), ["adult onset"])
    assert terms(course.signs) == ["fatigable weakness"]
    assert not {"subacute onset", "adult onset"} & set(terms(summary.present))


def test_medicines_illnesses_and_family_are_told():
    people = {**PICTURES["myopathies"], "before": ["statin", "steroid"], "health": ["thyroid"], "family": ["siblings"]}
    summary = summed_up(SHIPPED, answered(SHIPPED, people))
    rows = {row.term: row for row in summary.history}
    assert "a cholesterol pill (statin)" in rows["Before onset"].told
    assert terms(rows["Before onset"].signs) == ["statin exposure", "steroid exposure"]
    assert rows["Other conditions"].told == ("thyroid trouble",)
    assert rows["Family"].told == ("a brother or sister, but no parent",)


def test_none_not_sure_not_answered_and_not_asked_stay_apart():
    def told(answers, term):
        rows = {row.term: row.told for row in summed_up(SHIPPED, answered(SHIPPED, answers)).history}
        return rows[term]

    assert told(ADULT, "Family") == ("no one that is known",)
    assert told(ADULT, "Other conditions") == (ENGLISH.none_of_these,)
    assert told({**ADULT, "health": [NOT_SURE]}, "Other conditions") == (ENGLISH.unsure,)
    assert told({**ADULT, "health": ["thyroid", NOT_SURE]}, "Other conditions")[-1] == ENGLISH.unsure_rest
    assert told(ADULT, "Before onset") == (ENGLISH.question_not_asked,)
    empty = summed_up(SHIPPED, Response())
    assert {row.told for row in empty.course} == {(ENGLISH.unanswered,)}
    assert not empty.finished and ENGLISH.unfinished in text_of(empty)


def test_absent_means_asked_and_denied_and_the_rest_says_how_it_is():
    summary = summed_up(SHIPPED, answered(SHIPPED, {**PICTURES["myopathies"], "feeling": [NOT_SURE]}))
    listed = {heading: terms(signs) for heading, signs in summary.not_present}
    assert "foot drop" in listed[ENGLISH.absent] and "muscle wasting" in listed[ENGLISH.absent]
    assert "ptosis" in listed[ENGLISH.taken_as_absent]
    assert "sensory ataxia" in listed[ENGLISH.not_sure]
    assert "scoliosis" in listed[ENGLISH.not_asked]


def test_what_a_general_sign_says_of_its_parts_is_said_once():
    weak = summed_up(SHIPPED, answered(SHIPPED, PICTURES["myopathies"]))
    assert "limb weakness" not in terms(weak.present) and "pelvic girdle or proximal leg weakness" in terms(
        weak.present
    )
    absent = dict(summed_up(SHIPPED, answered(SHIPPED, ADULT)).not_present)[ENGLISH.absent]
    assert "muscle weakness" in terms(absent) and "axial weakness" not in terms(absent)


@pytest.mark.parametrize("seed", range(25))
def test_what_is_left_out_follows_from_what_stands_there(seed):
    assessment = assess(SHIPPED, at_random(SHIPPED, seed))
    signs = signs_of(SHIPPED, assessment)
    others = [assess(SHIPPED, at_random(SHIPPED, other)).findings for other in range(100, 160)]

    def implies(one, other):
        return all(each[other] is Truth.YES for each in others if each[one] is Truth.YES)

    shown = [sign.finding.id for sign in signs.present]
    for id in (id for id, truth in assessment.findings.items() if truth is Truth.YES and id not in shown):
        assert any(implies(other, id) for other in shown), id
    absent = [sign.finding.id for sign in signs.absent]
    assert all(assessment.findings[id] is Truth.NO for id in absent)
    assert all(assessment.findings[sign.finding.id] is Truth.UNKNOWN for sign in signs.unknown)


@pytest.mark.parametrize("seed", range(25))
def test_no_tick_is_lost_on_the_way_to_the_doctor(seed):
    response = at_random(SHIPPED, seed)
    assessment = assess(SHIPPED, response)
    text = flat(text_of(summary_of(SHIPPED, assessment, TODAY)))
    for question in assessment.path.asked:
        counted = assessment.path.answers[question.id].yes
        doubtful = question.contradicted(counted)
        assert not doubtful or summary_of(SHIPPED, assessment, TODAY).words.contradiction in text
        for option in question.options:
            if option.id in (response.answers[question.id].yes & counted) - doubtful:
                assert option.text.for_(assessment.voice) in text, (question.id, option.id)


@pytest.mark.parametrize("seed", range(25))
def test_it_never_shows_a_chance_or_points(seed):
    text = flat(text_of(summed_up(SHIPPED, at_random(SHIPPED, seed))))
    assert not CHANCE.search(text), CHANCE.search(text)


def test_no_example_of_a_disease_is_named_save_where_a_sign_is_called_so():
    named = {name for category in SHIPPED.categories for pattern in category.patterns for name in pattern.typical_of}
    called = " ".join(finding.term for finding in SHIPPED.findings)
    named = {name for name in named if name not in called}
    assert len(named) > 40
    for name in PICTURES:
        text = flat(text_of(summed_up(SHIPPED, answered(SHIPPED, PICTURES[name]))))
        assert not [disease for disease in named if disease.lower() in text.lower()]


@pytest.mark.parametrize(("who", "by"), [("me", "self"), ("another_adult", "other"), ("small_child", "child")])
def test_it_says_who_answered_for_whom(who, by):
    summary = summed_up(SHIPPED, answered(SHIPPED, {**ADULT, "who": who, "main": ["weak"]}))
    text = flat(text_of(summary))
    option = next(option for option in SHIPPED.question("who").options if option.id == who)
    assert ENGLISH.answered_by[by] in text and f"Answered for: {option.text.for_(by)}" in text
    assert "Main complaints: weak muscles" in text


def test_the_words_to_say_name_the_signs_in_plain_words():
    look_at, how_it_came, always = summed_up(SHIPPED, answered(SHIPPED, PICTURES["neuromuscular_junction"])).say
    assert look_at.startswith("“Please look at these signs: drooping eyelids that change during the day; double vision")
    assert "a start over weeks or months" in how_it_came
    assert always == SHIPPED.about.visit.say.self_


def test_a_look_alike_outside_the_groups_is_named_with_what_to_ask():
    assessment = assess(SHIPPED, answered(SHIPPED, TIRED))
    assert assessment.elsewhere_leads
    summary = summary_of(SHIPPED, assessment, TODAY)
    mimic = assessment.elsewhere.pattern
    assert mimic.text.self_ in summary.about_matches[-1] and mimic.ask[0].self_ == summary.ask[0]
    assert summary.about_matches[0] == ENGLISH.no_match


def test_with_many_emergencies_their_names_stand_without_the_advice():
    summary = summed_up(SHIPPED, with_everything(SHIPPED, "me"))
    emergencies = [flag for flag in summary.flags if flag.urgency == "emergency"]
    assert len(emergencies) > 10 and not any(flag.say for flag in emergencies)


def test_every_line_fits_a_letter():
    for name in PEOPLE:
        assert max(map(len, text_of(summed_up(SHIPPED, answered(SHIPPED, PEOPLE[name]))).splitlines())) <= WIDTH


def test_the_words_come_in_the_language_of_a_translator():
    summary = summed_up(SHIPPED, answered(SHIPPED, FAST), words=words(lambda text: f"¡{text}!", "es"))
    text = flat(text_of(summary))
    assert f"¡{ENGLISH.made_from}!" in text and f"¡{ENGLISH.absent}!".upper() in text
    assert text.count("¡") == text.count("!") and summary.words.lang == "es"


def test_a_rule_file_about_something_else_has_a_summary_too():
    plants = load(HOUSEPLANT)
    summary = summed_up(plants, answered(plants, {"owner": "friend", "leaves": ["limp"], "soil": "dry"}))
    text = flat(text_of(summary))
    assert "- Soil: dry (drought)" in text and "loss of turgor (they hang)" in text
    assert "Too little water" in text and "Phenotype" not in text and "muscle" not in text.lower()


def test_a_section_that_no_summary_has_is_an_error_of_the_rule_file(tmp_path):
    file = tmp_path / "rules.yaml"
    file.write_text(HOUSEPLANT.read_text(encoding="utf-8").replace("section: course", "section: cause"))
    (fault,) = (fault for fault in examine(file).diagnostics if fault.is_error)
    assert "did you mean `course`" in str(fault)


@given(st.data())
def test_any_rule_file_and_any_answers_have_a_summary(data):
    rules = data.draw(questionnaires())
    assessment = assess(rules, data.draw(responses(rules)))
    assert text_of(summary_of(rules, assessment, TODAY)).endswith("\n")
