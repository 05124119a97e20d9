"""The words of every page: easy to read, explained where they are hard, and said to the right person."""

from __future__ import annotations

import re
import statistics

import pytest
import yaml

from tests.rule_texts import as_one
from tests.web.reading import names_of, sentences_of
from tests.web.states import WHO, pages_of_a_voice, pages_to_read
from triage.bench.check.lint_words import SECOND_PERSON, is_hard
from triage.bench.check.readability import measure
from triage.core.word_finder import TOKEN, Phrases
from triage.settings import RULES

pytestmark = pytest.mark.slow

MEAN_GRADE, MOST_GRADE = 6, 8
MOST_WORDS, SHARE = 20, 0.95
RUNNING = 4
"""Pieces of fewer words (buttons, ticks, names) are no reading: without them the figures are stricter."""

FILE = yaml.load(as_one(RULES), Loader=yaml.CSafeLoader)
KNOWN = ("PDF", "MIT", "Human Phenotype Ontology")
"""Names that the interface writes."""

TO_READER = (
    *FILE["to_reader"],
    "would you rather",
    *(
        f"you {verb}"
        for verb in [
            "answered",
            "ask",
            "can",
            "change",
            "changed",
            "choose",
            "get",
            "left",
            "lose",
            "save",
            "see",
            "marked",
            "ticked",
        ]
    ),
    *("you are in doubt", "you do not know", "you were not sure"),
    *(f"your {noun}" for noun in ["address", "answer", "answers", "code", "name"]),
    *("follows you", "keep it to yourself", "with you"),
)
"""What a page says to whoever reads and answers; no other `you` may stand there for a carer."""


@pytest.fixture(scope="module")
def common_pages(app, rules):
    return dict(pages_to_read(app, rules))


@pytest.fixture(scope="module")
def voiced_pages(app, rules):
    return {voice: dict(pages_of_a_voice(app, rules, voice)) for voice in WHO}


@pytest.fixture(scope="module")
def all_pages(common_pages, voiced_pages):
    return common_pages | {name: page for pages in voiced_pages.values() for name, page in pages.items()}


def running(page):
    return [sentence for sentence in sentences_of(page) if len(TOKEN.findall(sentence)) >= RUNNING]


def test_all_pages_are_easy_to_read(all_pages, rules):
    names = names_of(rules)
    readings = {name: measure(running(page), names) for name, page in all_pages.items()}
    readings = {name: reading for name, reading in readings.items() if reading.words}
    grades = [reading.flesch_kincaid for reading in readings.values()]
    smogs = [reading.smog for reading in readings.values()]
    lengths = [length for reading in readings.values() for length in reading.lengths]
    share = sum(length <= MOST_WORDS for length in lengths) / len(lengths)
    print(
        f"\n{len(readings)} pages, {len(lengths)} sentences. Flesch-Kincaid: mean {statistics.mean(grades):.1f}, "
        f"most {max(grades):.1f}. SMOG: mean {statistics.mean(smogs):.1f}, most {max(smogs):.1f}. "
        f"Sentences of at most {MOST_WORDS} words: {share:.2%}."
    )
    assert len(readings) > 300
    assert statistics.mean(grades) <= MEAN_GRADE and statistics.mean(smogs) <= MEAN_GRADE
    hard = {
        name: (round(reading.flesch_kincaid, 1), round(reading.smog, 1))
        for name, reading in readings.items()
        if reading.flesch_kincaid > MOST_GRADE or reading.smog > MOST_GRADE
    }
    assert hard == {}
    assert share >= SHARE


def test_every_hard_word_on_a_page_is_explained_or_known_to_everybody(all_pages, rules):
    known = Phrases((word, "") for word in (*FILE["plain_words"], *KNOWN))
    names = names_of(rules)
    unexplained = {}
    for name, page in all_pages.items():
        for sentence in sentences_of(page):
            spans = [(found.start, found.end) for some in (names, known) for found in some.find(sentence)]
            for token in TOKEN.finditer(sentence):
                if is_hard(token[0]) and not any(start <= token.start() < end for start, end in spans):
                    unexplained.setdefault(token[0], name)
    assert unexplained == {}


@pytest.mark.parametrize("voice", ["other", "child"])
def test_no_page_speaks_to_a_carer_as_if_they_were_ill(voiced_pages, voice):
    to_reader = Phrases((phrase, "") for phrase in TO_READER)
    wrong = {}
    for name, page in voiced_pages[voice].items():
        for sentence in sentences_of(page):
            spans = [(found.start, found.end) for found in to_reader.find(sentence)]
            for match in SECOND_PERSON.finditer(sentence):
                if not any(start <= match.start() < end for start, end in spans):
                    wrong.setdefault(sentence, name)
    assert wrong == {}


def test_pages_that_speak_of_the_person_do_so_in_their_own_voice(voiced_pages):
    titles = {voice: pages[f"tired ({voice}): /result"].heading for voice, pages in voiced_pages.items()}
    assert titles == {"self": "Your result", "other": "Their result", "child": "The child’s result"}
    words = {"self": r"\byou\b", "other": r"\b(they|them|their)\b", "child": r"\bthe child\b"}
    for voice, pages in voiced_pages.items():
        assert re.search(words[voice], pages[f"question main ({voice})"].heading, re.IGNORECASE)
        assert re.search(words[voice], pages[f"question health ({voice})"].heading, re.IGNORECASE)


def test_children_meet_the_questions_for_children_and_no_others(voiced_pages):
    asked = {
        voice: {name.split()[1] for name in pages if re.fullmatch(r"question \w+ \(\w+\)", name)}
        for voice, pages in voiced_pages.items()
    }
    assert asked["self"] == asked["other"]
    assert asked["child"] - asked["self"] == {"childhood"} and asked["self"] - asked["child"] == {"shape"}
