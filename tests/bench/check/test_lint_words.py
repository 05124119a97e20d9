"""Plainness: what the lists of a rule file excuse, where a fault is shown, and what the shipped file promises."""

from __future__ import annotations

import pytest

from tests.bench.check.test_lint import GOOD, changed, linted
from triage.bench.check.lint_words import SECOND_PERSON
from triage.bench.check.spoken import texts_of
from triage.core.word_finder import Phrases
from triage.core.wording import VOICES
from triage.rule_files.rule_folder import read_rules
from triage.rule_files.schema import RuleFile
from triage.settings import RULES

HARD = ("The roots cannot breathe.", "They get no ventilation.")
YOUR = ("help: Put a finger in.", "help: Put your finger in.")
WORD = "glossary: [{id: air, term: ventilation, also: [CO], means: Fresh air., source: [book]}]\n"


@pytest.fixture(scope="module")
def shipped():
    document = read_rules(RULES)
    file = RuleFile.model_validate(document.data)
    return file, list(texts_of(document, file))


@pytest.mark.parametrize("more", ["plain_words: [ventilation]\n", WORD], ids=["a plain word", "a word of the glossary"])
def test_a_long_word_may_be_known_or_explained(tmp_path, more):
    assert [each.code for each in linted(tmp_path, changed(HARD))] == ["R207"]
    assert linted(tmp_path, changed(HARD) + more) == ()


def test_a_long_word_is_named_once_where_it_stands_first(tmp_path):
    text = changed(HARD, ("The plant drinks more than it gets.", "It lacks ventilation."))
    (found,) = linted(tmp_path, text)
    assert text.splitlines()[found.line - 1][found.column - 1 :].startswith("ventilation.")
    assert "lacks" in found.quoted


def test_a_word_in_a_folded_text_is_shown_on_its_own_line(tmp_path):
    text = changed(
        ("plain: The roots cannot breathe.", "plain: >-\n      The roots are wet\n      and get no ventilation.")
    )
    (found,) = linted(tmp_path, text)
    assert found.quoted == "      and get no ventilation." and found.column == 18


def test_names_of_diseases_and_groups_need_no_explanation(tmp_path):
    text = changed(("typical_of: [root rot]", "typical_of: [rhizopathy universalis]"), HARD)
    text = text.replace("They get no ventilation.", "It is called rhizopathy universalis.")
    assert linted(tmp_path, text) == ()


def test_a_phrase_for_any_reader_may_say_you(tmp_path):
    assert [each.code for each in linted(tmp_path, changed(YOUR))] == ["R104"]
    assert linted(tmp_path, changed(YOUR) + "to_reader: [your finger]\n") == ()


def test_the_text_for_the_person_may_say_you(tmp_path):
    text = changed(
        ("help: Put a finger in.", "help: {self: Ask your friend., other: Ask a friend., child: Ask a friend.}")
    )
    assert linted(tmp_path, text) == ()


def test_the_glossary_names_known_sources_and_each_id_once(tmp_path):
    file = tmp_path / "rules.yaml"
    word = "{id: air, term: air, means: What plants breathe., source: [boook]}"
    file.write_text(f"{GOOD}glossary: [{word}, {word}]\n", encoding="utf-8")
    from triage.rule_files.load import examine

    assert {each.code for each in examine(file).diagnostics} == {"R012", "R015"}


def test_every_text_of_the_shipped_file_has_a_form_for_each_voice(shipped):
    file, texts = shipped
    to_reader = Phrases((phrase, "") for phrase in file.to_reader)
    assert len(texts) > 900
    for said in texts:
        spans = [(found.start, found.end) for found in to_reader.find(said.text)]
        meant = [m for m in SECOND_PERSON.finditer(said.text) if not any(a <= m.start() < b for a, b in spans)]
        assert said.voice in ("self", "young") or not meant, said
    by_place = {}
    for said in texts:
        if said.voice is not None:
            by_place.setdefault(said.place[:-1], {})[said.voice] = said.text
    assert len(by_place) >= 25
    for place, forms in by_place.items():
        assert set(forms) | {"young"} == set(VOICES) and all(forms.values()), place
        assert len(set(forms.values())) > 1, place


def test_the_shipped_file_explains_the_words_that_people_stumble_over(rules):
    forms = {form for term in rules.glossary for form in term.forms}
    assert forms >= {"CK", "neurologist", "EMG", "spinal", "thyroid", "neuromuscular", "gene", "antibodies", "statin"}
