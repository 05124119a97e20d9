"""Reading: syllables, sentences, and the two formulas on texts whose figures are known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.bench.check.readability import Readability, measure, sentences, syllables
from triage.core.word_finder import TOKEN, Phrases

SYLLABLES = {
    1: "weak arm eye stiff whole breathe called cramps tired rules knees sleeves",
    2: "muscle muscles doctor tingling breathing twitches science fluid table wasted people",
    3: "family medicine family diagnose tiredness hospital potato area reaction earlier",
    4: "emergency neurologist anybody antibody operation repeatedly",
    5: "immediately neuromuscular examination refrigerator",
}


@pytest.mark.parametrize(
    ("count", "word"), [(count, word) for count, line in SYLLABLES.items() for word in line.split()]
)
def test_syllables_are_counted_as_they_are_said(count, word):
    assert syllables(word) == count


def test_an_abbreviation_is_said_letter_by_letter():
    assert (syllables("CK"), syllables("MRI"), syllables("I")) == (2, 3, 1)


@given(st.text(min_size=1))
def test_every_word_has_a_syllable(word):
    assert syllables(word) >= 1


def test_sentences_end_with_a_stop_and_a_space():
    text = "Is it worse at 3.5? “Yes, it is.” Then call. No number"
    assert sentences(text) == ["Is it worse at 3.5?", "“Yes, it is.", "Then call.", "No number"]


def test_no_text_has_no_sentences_and_grade_0():
    assert sentences(" … ") == []
    assert (measure([]).flesch_kincaid, measure(["!"]).smog) == (0.0, 0.0)


def test_flesch_kincaid_is_its_formula():
    reading = measure(["The cat sat on the mat."])
    assert reading == Readability((6,), 6, 0)
    assert reading.flesch_kincaid == pytest.approx(0.39 * 6 + 11.8 - 15.59)


def test_smog_is_its_formula():
    reading = Readability((10,) * 30, 400, 25)
    assert reading.smog == pytest.approx(1.043 * 5 + 3.1291)


def test_longer_words_and_longer_sentences_are_harder():
    easy = measure(["Call a doctor today."])
    words = measure(["Immediately contact a neurologist."])
    long = measure(["Call a doctor today, or have a sister call a doctor for you while you are resting."])
    assert words.flesch_kincaid > easy.flesch_kincaid and words.smog > easy.smog
    assert long.flesch_kincaid > easy.flesch_kincaid


def test_names_count_as_plain_words():
    text = "Amyotrophic lateral sclerosis is rare."
    names = Phrases([("amyotrophic lateral sclerosis", "")])
    assert measure([text]).long == 3 and measure([text], names).long == 0
    assert measure([text], names).lengths == (5,)


@given(st.lists(st.text(), max_size=5))
def test_all_words_are_counted_once(texts):
    assert measure(texts).words == sum(len(TOKEN.findall(text)) for text in texts)
